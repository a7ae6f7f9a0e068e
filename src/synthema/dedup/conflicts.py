"""What forbids an automatic merge; a conflict may only prevent, never bring about, a match."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from synthema.dedup.evidence import Evidence, Sign
from synthema.dedup.facts import Facts

UNLIKE = 60  # titles less alike than this are other titles


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why two records must not be merged automatically; a final one is not even worth a person's look."""

    reason: str
    final: bool = False


def conflict(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    """The first conflict between two records, final ones before others, or None."""
    first: Conflict | None = None
    for rule in RULES:
        against = rule(a, b, found)
        if against and against.final:
            return against
        first = first or against
    return first


def _titles(_a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    if not found.titled or found.title >= UNLIKE:
        return None
    if found.same_identifier:  # other authors or pages under one DOI: the abstracts of a supplement
        return Conflict("the titles differ", final=Sign.DIFFER in (found.authors, found.page))
    return Conflict("the titles differ", final=not (found.same_place and found.authors == Sign.AGREE))


def _generic(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not (a.generic or b.generic) or found.same_identifier:
        return None
    if found.same_place and found.doi != Sign.DIFFER and a.issue == b.issue and found.year == Sign.AGREE:
        return None
    return Conflict("many reports carry such a title", final=True)


def _notices(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.notice == b.notice:
        return None
    if found.same_place and found.authors == Sign.AGREE and {a.notice, b.notice} <= {"", "correction", "protocol"}:
        return None  # a correction is printed on another page than what it corrects
    return Conflict(f"only one is a {a.notice or b.notice}" if not (a.notice and b.notice) else "the notices differ")


def _numbers(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    ours, theirs = Counter(a.numbers) - Counter(b.numbers), Counter(b.numbers) - Counter(a.numbers)
    if not found.titled or not (ours or theirs) or found.same_place:
        return None
    if ours and theirs:
        return Conflict(
            "the numbers in the titles differ", final=not (found.same_identifier or found.page == Sign.AGREE)
        )
    if found.same_identifier or found.page == Sign.AGREE:
        return None
    return Conflict("only one title has a number or part")


def _cochrane(a: Facts, b: Facts, _found: Evidence) -> Conflict | None:
    if not a.cochrane or not b.cochrane:
        return None
    if a.cochrane != b.cochrane:
        return Conflict("they are different Cochrane reviews", final=True)
    if a.version != b.version or (a.year and b.year and a.year != b.year):
        return Conflict("they are versions of one Cochrane review")
    return None


def _registrations(a: Facts, b: Facts, _found: Evidence) -> Conflict | None:
    (registry, number), (other_registry, other_number) = a.registration, b.registration
    if registry and registry == other_registry and number != other_number:
        return Conflict("the trial registration numbers differ", final=True)
    return None


def _identifiers(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.same_place or (a.cochrane and b.cochrane):
        return None
    elsewhere = Sign.DIFFER in (found.page, found.volume)
    if found.doi == Sign.DIFFER:
        return Conflict("the DOIs differ", final=elsewhere)
    if found.pmid == Sign.DIFFER:
        return Conflict("the PubMed numbers differ", final=elsewhere)
    return None


def _pages(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.page != Sign.DIFFER:
        return None
    if found.same_identifier:
        return _one_identifier(found)
    if _one_abstract(a, b, found):
        return None
    if found.volume == Sign.DIFFER:
        return Conflict("volume and pages differ", final=Sign.DIFFER in (found.journal, found.year, found.authors))
    return Conflict("the pages differ")


def _one_identifier(found: Evidence) -> Conflict | None:
    # A whole supplement may share one DOI, and sources give the article's DOI to the meeting abstract.
    elsewhere = found.journal == Sign.DIFFER == found.volume
    if elsewhere or found.title < 95 or found.authors == Sign.DIFFER:
        return Conflict("the same identifier is given for different pages", final=found.authors == Sign.DIFFER)
    return None


def _one_abstract(a: Facts, b: Facts, found: Evidence) -> bool:
    agreed = min(found.abstract, found.authors, found.year, found.journal) == Sign.AGREE
    return agreed and found.title >= 97 and found.volume != Sign.DIFFER and not (a.supplement or b.supplement)


def _supplement(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.supplement == b.supplement or found.page == Sign.AGREE or found.same_identifier:
        return None
    if found.journal == Sign.AGREE == found.volume and (a.issue == b.issue or found.abstract == Sign.AGREE):
        return None
    return Conflict("only one appeared at a meeting or in a supplement")


def _years(_a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    if found.years_apart < 2 or found.same_place or found.same_identifier:
        return None
    return Conflict(f"they are {found.years_apart} years apart")


def _authors(_a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    if found.authors != Sign.DIFFER or found.same_identifier or found.same_place:
        return None
    return Conflict("no author is the same", final=found.title < 100 or Sign.DIFFER in (found.page, found.year))


def _issues(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not a.issue or not b.issue or a.issue == b.issue or found.page == Sign.AGREE or found.same_identifier:
        return None
    return None if found.abstract == Sign.AGREE else Conflict("the issues differ and no page tells")


RULES: tuple[Callable[[Facts, Facts, Evidence], Conflict | None], ...] = (
    _titles,
    _generic,
    _numbers,
    _registrations,
    _cochrane,
    _identifiers,
    _notices,
    _pages,
    _supplement,
    _years,
    _authors,
    _issues,
)
