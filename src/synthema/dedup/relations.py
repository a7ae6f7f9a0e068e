"""Reports that belong together without being the same: versions, preprints, notices, abstracts, reprints."""

from collections.abc import Callable
from dataclasses import dataclass

from synthema.dedup.against import are_versions
from synthema.dedup.evidence import Evidence, Sign
from synthema.dedup.facts import Facts
from synthema.dedup.living import UNKNOWN
from synthema.dedup.model import Kind
from synthema.dedup.titles import likeness, subject

ALIKE = 90
SURELY_ALIKE = 95
ABOUT = frozenset({"correction", "retraction", "reply", "comment"})


@dataclass(frozen=True, slots=True)
class Tie:
    """How two records are related; `turned`: it is b that is the version, preprint, notice, ... of a."""

    kind: Kind
    turned: bool
    reason: str
    certain: bool = False  # whatever else the records say, they are not one report


def tie(a: Facts, b: Facts, found: Evidence) -> Tie | None:
    """The relation that two records may stand in instead of being the same, or None."""
    for kind in KINDS:
        if known := kind(a, b, found):
            return known
    return None


def _version(a: Facts, b: Facts, _found: Evidence) -> Tie | None:
    if not are_versions(a, b):
        return None
    told = UNKNOWN not in (a.version, b.version)
    later = (_number(b), b.year) > (_number(a), a.year) if told else b.year > a.year
    return Tie(Kind.VERSION, later, "two versions of one publication", certain=True)


def _number(one: Facts) -> int:
    return int(one.version) if one.version.isdigit() else 1


def _preprint(a: Facts, b: Facts, found: Evidence) -> Tie | None:
    if (
        a.preprint == b.preprint
        or a.notice != b.notice
        or found.title < ALIKE
        or found.authors != Sign.AGREE
        or found.years_apart > 3
    ):
        return None
    article = b if a.preprint else a
    if Sign.AGREE in (found.doi, found.page, found.journal) or not (
        _elsewhere(found) or article.journal or article.page
    ):
        return None
    certain = found.title >= SURELY_ALIKE and found.doi == Sign.DIFFER
    return Tie(Kind.PREPRINT, b.preprint, "one is a preprint", certain=certain)


def _notice(a: Facts, b: Facts, found: Evidence) -> Tie | None:
    ours, theirs = a.notice in ABOUT, b.notice in ABOUT
    if ours == theirs or a.preprint or b.preprint or found.doi == Sign.AGREE:
        return None
    if Sign.AGREE not in (found.authors, found.journal):
        return None
    if likeness(subject(a.title), subject(b.title)) < ALIKE:
        return None
    return Tie(Kind.NOTICE, theirs, f"one is a {a.notice if ours else b.notice} on the other")


def _reprint(a: Facts, b: Facts, found: Evidence) -> Tie | None:
    if found.authors != Sign.AGREE or found.doi == Sign.AGREE or found.same_place:
        return None
    if (a.notice == "reprint") != (b.notice == "reprint"):
        alike = likeness(subject(a.title), subject(b.title)) >= ALIKE
        return Tie(Kind.REPRINT, b.notice == "reprint", "one says that it is a reprint") if alike else None
    elsewhere = Sign.DIFFER == found.journal == found.page and not (a.supplement or b.supplement)
    if elsewhere and found.title >= SURELY_ALIKE and found.abstract == Sign.AGREE:
        return Tie(Kind.REPRINT, _after(a, b), "the same text in two journals")
    return None


def _abstract(a: Facts, b: Facts, found: Evidence) -> Tie | None:
    if (
        a.supplement == b.supplement
        or a.notice != b.notice
        or found.title < ALIKE
        or found.authors != Sign.AGREE
        or found.years_apart > 2
    ):
        return None
    if Sign.AGREE in (found.doi, found.page) or not _elsewhere(found):
        return None
    return Tie(Kind.ABSTRACT, b.supplement, "one appeared at a meeting or in a supplement")


def _translation(a: Facts, b: Facts, found: Evidence) -> Tie | None:
    differ = a.language and b.language and a.language != b.language
    if not differ or found.authors != Sign.AGREE or found.title < ALIKE or found.doi == Sign.AGREE:
        return None
    return Tie(Kind.TRANSLATION, _after(a, b), "the languages differ")


def _after(a: Facts, b: Facts) -> bool:
    """Whether b is the later one; of one year the English one, which is seldom the first, or else always the same."""
    ours, theirs = ((one.year, one.language == "eng", one.volume, one.page, one.journal, one.doi) for one in (a, b))
    return theirs > ours


def _elsewhere(found: Evidence) -> bool:
    return Sign.DIFFER in (found.doi, found.page, found.volume, found.journal)


KINDS: tuple[Callable[[Facts, Facts, Evidence], Tie | None], ...] = (
    _version, _preprint, _notice, _reprint, _abstract, _translation,
)  # fmt: skip
