"""What in their numbers, kinds, languages and authors forbids to merge two records."""

from synthema.dedup.against import ALMOST, VERSIONS, Conflict, Rule, are_versions, one_range
from synthema.dedup.evidence import Evidence, Sign
from synthema.dedup.facts import Facts
from synthema.dedup.kinds import OF_THEIR_OWN


def _registrations(a: Facts, b: Facts, _found: Evidence) -> Conflict | None:
    (registry, number), (other_registry, other_number) = a.registration, b.registration
    if registry and registry == other_registry and number != other_number:
        return Conflict("the trial registration numbers differ", certain=True)
    return None


def _living(a: Facts, b: Facts, _found: Evidence) -> Conflict | None:
    if are_versions(a, b):
        return Conflict(VERSIONS)
    if not a.living or not b.living:
        return None
    if a.living != b.living:
        return Conflict("they are different reviews with numbers of their own", certain=True)
    return None


def _identifiers(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.pmid == Sign.DIFFER and Sign.AGREE not in (found.doi, found.abstract):
        return Conflict("the PubMed numbers differ")  # letters under one title share a page
    if found.same_place or (a.living and b.living):
        return None
    elsewhere = Sign.DIFFER in (found.page, found.volume)
    if found.doi == Sign.DIFFER:
        return Conflict("the DOIs differ", soft=not elsewhere)
    return Conflict("the PubMed numbers differ") if found.pmid == Sign.DIFFER else None


def _authors(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.authors != Sign.DIFFER or (found.same_identifier and found.title >= ALMOST):
        return None
    if found.same_place and (one_range(a, b, found) or (found.doi != Sign.DIFFER and found.abstract == Sign.AGREE)):
        return None  # letters under one title share a page, but not the pages from here to there
    return Conflict("no author is the same")


def _kinds(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.kind == b.kind or found.same_identifier or OF_THEIR_OWN.isdisjoint({a.kind, b.kind}):
        return None
    own, other = sorted((a, b), key=lambda one: (one.kind not in OF_THEIR_OWN, one.kind))
    told = own.kind != "thesis" or other.kind or other.journal or other.volume or other.page
    return Conflict(f"only one is a {own.kind}") if told else None


def _languages(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not a.language or not b.language or a.language == b.language or found.same_identifier or found.same_place:
        return None
    return Conflict("the languages differ")


def _isbns(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not a.isbns or not b.isbns or a.isbns & b.isbns or found.same_identifier:
        return None
    return Conflict("the ISBNs differ", soft=True)  # print and online have their own


RULES: tuple[Rule, ...] = (_registrations, _living, _identifiers, _authors, _kinds, _languages, _isbns)
