"""What speaks for and against two records being the same report, as numbers a model can weigh.

Every field gives two numbers, how far it agrees and how far it differs; a missing value gives neither.
"""

from rapidfuzz import fuzz

from synthema.dedup.against import are_versions
from synthema.dedup.evidence import TELLING_ABSTRACT, Evidence, Sign, equal, same_beginning
from synthema.dedup.facts import Facts

NAMES = (
    "title", "title_words", "title_length", "generic", "numbers_differ", "number_extra", "notice",
    "first_author", "first_author_differs", "authors", "authors_differ", "fellow_authors",
    "year", "year_differs", "journal", "journal_differs", "volume", "volume_differs", "issue", "issue_differs",
    "page", "page_differs", "last", "last_differs", "doi", "doi_differs", "pmid", "pmid_differs",
    "abstract", "abstract_differs", "one_supplement", "two_supplements", "living", "version",
)  # fmt: skip
# Whether more of it may only raise (1) or only lower (-1) the score; 0 leaves it to the model.
DIRECTIONS = (
    1, 1, 0, -1, -1, -1, -1,
    1, -1, 1, -1, 1,
    1, -1, 1, -1, 1, -1, 1, -1,
    1, -1, 1, -1, 1, -1, 1, -1,
    1, -1, -1, 0, 1, -1,
)  # fmt: skip


def features(a: Facts, b: Facts, found: Evidence) -> tuple[float, ...]:
    """The numbers of NAMES for one pair, each between 0 and 1; the same whichever record comes first."""
    return (
        *_title(a, b, found),
        *_authors(a, b, found),
        _agree(found.year),
        min(found.years_apart, 10) / 10,
        *_both(found.journal),
        *_both(found.volume),
        *_both(equal(a.issue, b.issue)),
        *_both(found.page),
        *_both(equal(a.last, b.last)),
        *_both(found.doi),
        *_both(found.pmid),
        *_abstract(a, b),
        float(a.supplement != b.supplement),
        float(a.supplement and b.supplement),
        float(bool(a.living) and a.living == b.living),
        float(are_versions(a, b)),
    )


def _agree(sign: Sign) -> float:
    return float(sign == Sign.AGREE)


def _both(sign: Sign) -> tuple[float, float]:
    return float(sign == Sign.AGREE), float(sign == Sign.DIFFER)


def _title(a: Facts, b: Facts, found: Evidence) -> tuple[float, ...]:
    ours, theirs = set(a.numbers), set(b.numbers)
    both = bool(ours - theirs) and bool(theirs - ours)
    return (
        found.title / 100,
        fuzz.token_set_ratio(a.title, b.title) / 100,
        min(len(a.compact), len(b.compact), 100) / 100,
        float(a.generic or b.generic),
        float(both),
        float(ours != theirs and not both),
        float(a.notice != b.notice),
    )


def _authors(a: Facts, b: Facts, found: Evidence) -> tuple[float, ...]:
    if not a.authors or not b.authors:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    first = found.authors == Sign.AGREE and (bool(a.first_author & b.first_author) or not found.shared_authors)
    few = min(len(a.authors), len(b.authors))
    many = max(len(a.authors), len(b.authors))
    return (
        float(first),
        float(not first),
        found.shared_authors / many,
        1 - found.shared_authors / few,
        min(found.shared_authors, 5) / 5,
    )


def _abstract(a: Facts, b: Facts) -> tuple[float, float]:
    if min(len(a.abstract), len(b.abstract)) < TELLING_ABSTRACT:
        return 0.0, 0.0
    alike = same_beginning(a.abstract, b.abstract) / 100
    return alike, 1 - alike
