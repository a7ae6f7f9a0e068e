"""Where a report was printed, put together from whichever field a database wrote it in."""

import re
from dataclasses import dataclass

from synthema.dedup.places import clean_volume, first_page, in_supplement, last_page
from synthema.dedup.text import first_number
from synthema.records.model import Record

# Embase prints it all in one: "Brain Research.1625 (2) ()(pp 246-254) 2015.Article Number: 7.Date of Publication: ..."
_SOURCE_LINE = re.compile(
    r"(?P<volume>\d{1,4})? ?(?:\((?P<issue>[^()]{1,40})\))? ?(?:\(\))?\((?:pp (?P<pages>[^()]{1,40})|no pagination)\)"
    r"(?: ?(?P<year>(?:1[89]|20)\d\d)\b)?(?:\.Article Number: (?P<article>\w{1,20}))?"
)
_NO_PAGES = re.compile(r"\W*(?:no pagination|var\.? ?pagings?|unpaginated|n/?a|in press)\W*", re.IGNORECASE)
_IN_ISSUE = re.compile(r"\s*pp?\.? (?=[SsEe]?\d)")  # the pages stand in the column of the issue
_MONTH_ALONE = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """Volume, issue, first and last page as numbers ('' where not said), and whether in a supplement or a meeting."""

    volume: str
    issue: str
    first: str
    last: str
    supplement: bool


def printed(record: Record) -> Printed:
    """Where a record says it was printed."""
    volume, issue, pages = record.volume, record.issue, _pages(record.pages, record.year)
    if moved := _IN_ISSUE.match(issue):
        pages, issue = pages or issue[moved.end() :], ""
    issue = "" if _NO_PAGES.fullmatch(issue) else issue
    if "(" in record.journal and (line := _SOURCE_LINE.search(record.journal)):
        volume = volume or line["volume"] or ""
        issue = issue or line["issue"] or ""
        pages = pages or line["pages"] or line["article"] or ""
    return Printed(
        volume=clean_volume(volume, record.year),
        issue=first_number(issue),
        first=first_page(pages),
        last=last_page(pages),
        supplement=in_supplement(record.journal, issue, volume, pages),
    )


def _pages(pages: str, year: int | None) -> str:
    """The pages, unless the field holds the year, a month or a word that says there are none."""
    bare = pages.strip()
    empty = bare == str(year) or _NO_PAGES.fullmatch(bare) or _MONTH_ALONE.fullmatch(bare)
    return "" if empty else pages
