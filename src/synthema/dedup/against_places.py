"""What in the time and place of their printing forbids to merge two records."""

import re

from synthema.dedup.against import Conflict, Rule, abstracts_differ
from synthema.dedup.evidence import Evidence, Sign
from synthema.dedup.facts import Facts

SERIES = re.compile(
    r"\b(?:reports?|statistics|annual|yearbook|standards|guidelines?|schedule|surveillance|updates?|surveys?|proceedings"
    r"|conference|congress|meeting|census|outlook|recommendations|bulletin|newsletter)\b"
)


def _nowhere(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # Without a word where it appeared it may be a preprint, a report or a thesis that was printed later.
    nowhere = any(not (one.journal or one.volume or one.page) for one in (a, b))
    if not nowhere or found.year != Sign.DIFFER or found.same_identifier:
        return None
    return Conflict("the years differ and one does not say where it appeared")


def _series(a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    # "World health report", "Annual survey of ...": one each year, under one title, and often on the same page.
    if found.year == Sign.AGREE or found.same_identifier:
        return None
    if found.volume != Sign.DIFFER and Sign.AGREE in (found.page, found.volume, found.abstract):
        return None
    return Conflict("it may appear every year, and no page tells") if SERIES.search(a.title) else None


def _undated(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # What is in no volume may be an edition or a yearly report.
    placed = any(one.volume or one.page or one.last or one.doi or one.pmid for one in (a, b))
    if found.year != Sign.DIFFER or placed or found.abstract == Sign.AGREE:
        return None
    return Conflict("the years differ and no page tells")


def _supplement(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.supplement == b.supplement or found.page == Sign.AGREE or found.same_identifier:
        return None
    if found.page == Sign.DIFFER or Sign.DIFFER in (found.journal, found.volume):
        return Conflict("only one appeared at a meeting or in a supplement, and elsewhere")
    article = b if a.supplement else a
    later = found.year == Sign.DIFFER and (article.volume or article.page)
    if found.journal == Sign.AGREE and not later and not abstracts_differ(a, b):
        return None  # one database names the meeting, the other only where it was printed
    return Conflict("only one appeared at a meeting or in a supplement", soft=True)


def _pages(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.page != Sign.DIFFER:
        return None
    if found.same_identifier:
        return _one_identifier(found)
    if _one_abstract(a, b, found) or _misprinted(a, b, found):
        return None
    if found.volume == Sign.DIFFER:
        return Conflict("volume and pages differ")
    return Conflict("the pages differ", soft=True)


def _one_identifier(found: Evidence) -> Conflict | None:
    # A whole supplement may share one DOI, and sources give the article's DOI to the meeting abstract.
    elsewhere = found.journal == Sign.DIFFER == found.volume
    if elsewhere or found.title < 95 or found.authors == Sign.DIFFER:
        return Conflict("the same identifier is given for different pages")
    return None


def _misprinted(a: Facts, b: Facts, found: Evidence) -> bool:
    # 2297-2108 and 2097-2108: one end of the range is a slip of the pen when everything else is the same.
    same_end = bool(a.last) and a.last == b.last
    return same_end and found.title >= 97 and min(found.volume, found.authors, found.year) == Sign.AGREE


def _one_abstract(a: Facts, b: Facts, found: Evidence) -> bool:
    agreed = min(found.abstract, found.authors, found.year, found.journal) == Sign.AGREE
    return agreed and found.title >= 97 and found.volume != Sign.DIFFER and not (a.supplement or b.supplement)


def _ends(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # An article online counts its pages from 1; only where it ends can then be compared.
    unsaid = found.page == Sign.MISSING and bool(a.last) and bool(b.last) and a.last != b.last
    if not unsaid or found.same_identifier or found.volume == Sign.AGREE:
        return None
    return Conflict("the last pages differ")


def _years(_a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    if found.years_apart < 2 or found.same_place or found.same_identifier:
        return None
    return Conflict(f"they are {found.years_apart} years apart")


def _issues(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not a.issue or not b.issue or a.issue == b.issue or found.page == Sign.AGREE or found.same_identifier:
        return None
    return None if found.abstract == Sign.AGREE else Conflict("the issues differ and no page tells")


def _elsewhere(_a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    if found.same_identifier or Sign.AGREE in (found.page, found.abstract):
        return None
    return Conflict("journal and volume differ", soft=True) if found.journal == Sign.DIFFER == found.volume else None


RULES: tuple[Rule, ...] = (_nowhere, _series, _undated, _supplement, _pages, _ends, _years, _issues, _elsewhere)


def unplaced(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    """What forbids it besides where a search names hardly any identifier, volume or page."""
    if found.same_identifier or Sign.AGREE in (found.page, found.volume):
        return None
    if found.year == Sign.DIFFER:
        return Conflict("the years differ and no page tells")
    if found.journal == Sign.DIFFER:
        return Conflict("they appeared in different places and no page tells")
    return Conflict("the numbers in the titles differ and no page tells") if a.numbers != b.numbers else None
