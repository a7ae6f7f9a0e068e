"""A conflict between two records, and what several rules ask about them."""

from collections.abc import Callable
from dataclasses import dataclass

from synthema.dedup.evidence import Evidence, Sign, same_beginning
from synthema.dedup.facts import Facts
from synthema.dedup.living import UNKNOWN

VERSIONS = "they are versions of one publication"
ALMOST = 95
LONG_ABSTRACT = 120  # letters
OTHER_ABSTRACT = 50
_BOOK = "/978"  # the DOI of a book is made of its ISBN


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why two records must not be merged automatically.

    A soft one gives way where all else speaks for a merge; a certain one leaves nothing to ask.
    """

    reason: str
    soft: bool = False
    certain: bool = False


Rule = Callable[[Facts, Facts, Evidence], Conflict | None]


def one_place(a: Facts, b: Facts, found: Evidence) -> bool:
    """Whether the identifier or the place is the same, and not that of a supplement or a book, which hold many."""
    many = a.supplement or b.supplement or (found.doi == Sign.AGREE and _BOOK in a.doi)
    pages = one_range(a, b, found)
    if pages and found.authors == Sign.AGREE == found.year:
        return True
    one_text = not many or pages or (found.abstract == Sign.AGREE and found.same_place)
    return (found.same_identifier or found.same_place) and one_text


def one_range(a: Facts, b: Facts, found: Evidence) -> bool:
    """Whether both name the same pages, several of them: short texts may share one page, no two share more."""
    return found.page == Sign.AGREE and a.last == b.last and a.last not in ("", a.page)


def abstracts_differ(a: Facts, b: Facts) -> bool:
    """Whether both abstracts are long enough to tell, and begin in different words."""
    long = min(len(a.abstract), len(b.abstract)) >= LONG_ABSTRACT
    return long and same_beginning(a.abstract, b.abstract) < OTHER_ABSTRACT


def are_versions(a: Facts, b: Facts) -> bool:
    """Whether two records are of one publication that appears in versions, but not of the same version."""
    if not a.living or a.living != b.living:
        nameless = _in_cochrane(a) and _in_cochrane(b) and not (a.living and b.living) and a.title == b.title
        return nameless and bool(a.year and b.year and a.year != b.year)
    told = UNKNOWN not in (a.version, b.version)
    return a.version != b.version if told else bool(a.year and b.year and a.year != b.year)


def _in_cochrane(one: Facts) -> bool:
    return one.living.startswith("cd") or one.journal.startswith("cochrane database")
