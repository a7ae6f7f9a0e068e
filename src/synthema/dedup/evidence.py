"""What speaks for and against two records being the same report, field by field."""

import re
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz

from synthema.dedup.facts import Facts
from synthema.dedup.places import journals_alike
from synthema.dedup.titles import likeness

TELLING_ABSTRACT = 80  # letters; a shorter beginning says nothing
_PUNCTUATION = re.compile(r"(?!(?<=\d)\.\d)[\W_]")  # but 1.11 is not 11.1


class Sign(IntEnum):
    """How a field compares: a missing value is no evidence, a different one is evidence against."""

    DIFFER = -1
    MISSING = 0
    AGREE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The comparison of two records; title in percent, the rest as signs."""

    title: int
    titled: bool  # both records have a title
    doi: Sign
    pmid: Sign
    authors: Sign
    shared_authors: int
    year: Sign
    years_apart: int
    journal: Sign
    volume: Sign
    page: Sign
    abstract: Sign

    @property
    def same_place(self) -> bool:
        """Whether both records name the same volume and first page."""
        return self.volume == Sign.AGREE == self.page

    @property
    def same_identifier(self) -> bool:
        """Whether a DOI or a PubMed number is the same and none differs."""
        return self.doi + self.pmid > 0


def weigh(a: Facts, b: Facts) -> Evidence:
    """Compare two records field by field."""
    apart = abs(a.year - b.year) if a.year and b.year else 0
    shared = len(a.authors & b.authors)
    return Evidence(
        title=likeness(a.title, b.title, a.main, b.main),
        titled=bool(a.title and b.title),
        doi=equal(_bare(a.doi), _bare(b.doi)),
        pmid=equal(a.pmid, b.pmid),
        authors=_authors(a, b, shared),
        shared_authors=shared,
        year=Sign.MISSING if not (a.year and b.year) else Sign.AGREE if apart == 0 else Sign.DIFFER,
        years_apart=apart,
        journal=_journals(a.journal, b.journal),
        volume=equal(a.volume, b.volume),
        page=equal(a.page, b.page),
        abstract=_abstracts(a.abstract, b.abstract),
    )


def _bare(doi: str) -> str:
    """A DOI without its punctuation, which databases lose or change."""
    return _PUNCTUATION.sub("", doi)


def equal(a: str, b: str) -> Sign:
    """How two values compare where each is the same or another one."""
    if not a or not b:
        return Sign.MISSING
    return Sign.AGREE if a == b else Sign.DIFFER


def _authors(a: Facts, b: Facts, shared: int) -> Sign:
    if not a.authors or not b.authors:
        return Sign.MISSING
    if shared < 2 and a.initial and b.initial and a.initial != b.initial and a.first_author & b.first_author:
        return Sign.DIFFER  # Wang, Lei and Wang, Hong, and no fellow author in common
    if a.first_author & b.first_author or 2 * shared >= min(len(a.authors), len(b.authors)):
        return Sign.AGREE
    near = _near(a, b)
    # Families and given names exchanged: "Wang, Xiaoguang" and "Xiaoguang, W."
    exchanged = len(a.authors & b.given) + len(a.given & b.authors) >= min(2, len(a.authors), len(b.authors))
    if near or exchanged:
        return Sign.AGREE
    return Sign.MISSING if shared else Sign.DIFFER


def _near(a: Facts, b: Facts) -> bool:
    """Whether the first authors are one name misspelt: long, nearly the same, and not contradicted by the others."""
    one, other = ("".join(sorted(known.first_author)) for known in (a, b))
    if min(len(one), len(other)) < 5 or fuzz.ratio(one, other) < 85:
        return False
    alone = len(a.authors) == len(a.first_author) or len(b.authors) == len(b.first_author)
    return alone or bool(a.authors & b.authors)


def _journals(a: str, b: str) -> Sign:
    if not a or not b:
        return Sign.MISSING
    return Sign.AGREE if journals_alike(*sorted((a, b))) else Sign.DIFFER


def _abstracts(a: str, b: str) -> Sign:
    if min(len(a), len(b)) < TELLING_ABSTRACT:
        return Sign.MISSING
    return Sign.AGREE if same_beginning(a, b) >= 90 else Sign.MISSING


def same_beginning(a: str, b: str) -> float:
    """How alike two abstracts are in percent, as far as the shorter one goes."""
    return fuzz.ratio(a[: len(b)], b[: len(a)])
