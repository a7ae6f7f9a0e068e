"""The beginning of a file and the reports that are wanted, each in a form in which they can be compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import PurePath
from uuid import UUID

from synthema.dedup.names import surnames
from synthema.dedup.places import clean_doi
from synthema.dedup.text import fold
from synthema.dedup.titles import clean_title
from synthema.documents.model import Layout, Reading
from synthema.documents.structure import Structure

PAGES = 3
LETTERS = 8000  # of each page
_HYPHENATED = re.compile(r"-\n(?=[a-z])")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s;,\]<>\"]+", re.IGNORECASE)
_DOI_OVER_A_LINE = re.compile(r"(?i)(doi\.org/|doi:?)[ \n]+(?=10\.)|(?<=/)\n(?=\S)")
_YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")
_SUPPLEMENT = re.compile(r"[./](?:s\d{1,3}|suppl?\d*|sm\d*|sapp|t\d{3}|g\d{3})$")
_DOI_IN_NAME = re.compile(r"(?i)\b(10\.\d{4,9})[_%\-/ ](?:2f)?(\S+)")
_SHORT_WORD = 3


@dataclass(frozen=True)
class Beginning:
    """What the first pages of a file, its metadata and its name say of which report it is."""

    file: UUID
    name: str
    pages: tuple[str, ...]  # the text of the first three
    titles: tuple[str, ...] = ()  # candidates: the metadata's, and what stands in big print
    dois: tuple[str, ...] = ()  # in the metadata

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words of each page; words parted at the end of a line are whole again."""
        return tuple(fold(_HYPHENATED.sub("", page)) for page in self.pages)

    @cached_property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The letters of each line of each page, without spaces; their ends tell a heading from running text."""
        return tuple(tuple(fold(line).replace(" ", "") for line in page.split("\n")) for page in self.pages)

    @cached_property
    def compact(self) -> tuple[str, ...]:
        """The letters of each page without spaces."""
        return tuple("".join(page) for page in self.lines)

    @cached_property
    def ends(self) -> tuple[frozenset[int], ...]:
        """Where lines begin and end in the letters of each page."""
        return tuple(frozenset((0, *accumulate(map(len, page)))) for page in self.lines)

    @cached_property
    def letters(self) -> str:
        """All letters of the candidates for the title and of the first two pages."""
        return "|".join((*(one.replace(" ", "") for one in self.own_titles), *self.compact[:2]))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the first pages, and those of the candidates for the title."""
        own = " ".join((*self.folded, *(fold(title) for title in self.titles)))
        return frozenset(own.split())

    @cached_property
    def own_dois(self) -> frozenset[str]:
        """The DOIs the metadata give for the file."""
        return _clean(self.dois)

    @cached_property
    def printed_dois(self) -> tuple[frozenset[str], ...]:
        """The DOIs printed on each page."""
        return tuple(_clean(_DOI.findall(_DOI_OVER_A_LINE.sub(r"\1", page))) for page in self.pages)

    @cached_property
    def dois_named(self) -> frozenset[str]:
        """Every DOI that may be that of the file."""
        return self.own_dois.union(*self.printed_dois[:2], {self.doi_in_name} - {""})

    @cached_property
    def doi_in_name(self) -> str:
        """The DOI that the file's name spells, or ''."""
        found = _DOI_IN_NAME.search(PurePath(self.name).stem)
        return clean_doi(f"{found.group(1)}/{found.group(2)}") if found else ""

    @cached_property
    def years(self) -> frozenset[int]:
        """The years named on the first two pages."""
        return frozenset(int(year) for page in self.pages[:2] for year in _YEAR.findall(page))

    @cached_property
    def own_titles(self) -> tuple[str, ...]:
        """The candidates for the title as folded words."""
        return tuple(dict.fromkeys(title for one in self.titles if (title := clean_title(one))))


def _clean(dois: Sequence[str]) -> frozenset[str]:
    found = {clean_doi(doi) for doi in dois}
    return frozenset(_SUPPLEMENT.sub("", doi) if _SUPPLEMENT.search(doi) else doi for doi in found if doi)


def is_supplement(text: str) -> bool:
    """Whether a DOI is that of a supplement to a report."""
    return bool(_SUPPLEMENT.search(clean_doi(text)))


def beginning(file: UUID, name: str, reading: Reading) -> Beginning:
    """The beginning of a file as read."""
    layout, told = reading.layout or Layout(), reading.structure or Structure()
    pages = tuple(page[:LETTERS] for page in reading.text.by_page()[:PAGES])
    titles = tuple(title for title in (*layout.titles, layout.title, told.title) if title)
    return Beginning(file, name, pages, titles, (*layout.dois, *told.dois))


@dataclass(frozen=True)
class Wanted:
    """A report whose full text is wanted, as all its records call it."""

    report: UUID
    called: str  # how it is named to people
    titles: tuple[str, ...]
    authors: tuple[str, ...] = ()
    year: int | None = None
    dois: tuple[str, ...] = ()
    held: tuple[str, ...] = ()  # the names of the full texts it has
    given_up: bool = False  # recorded as not retrieved

    @cached_property
    def clean_titles(self) -> tuple[str, ...]:
        """The titles as folded words, the longest first."""
        return tuple(sorted({title for one in self.titles if (title := clean_title(one))}, key=lambda t: (-len(t), t)))

    @cached_property
    def compact_titles(self) -> tuple[str, ...]:
        """The letters of each title."""
        return tuple(title.replace(" ", "") for title in self.clean_titles)

    @cached_property
    def title_words(self) -> tuple[frozenset[str], ...]:
        """The telling words of each title."""
        return tuple(frozenset(w for w in title.split() if len(w) > _SHORT_WORD) for title in self.clean_titles)

    @cached_property
    def clean_dois(self) -> frozenset[str]:
        """The DOIs in one form."""
        return frozenset(doi for one in self.dois if (doi := clean_doi(one)))

    @cached_property
    def families(self) -> tuple[frozenset[str], ...]:
        """Per author the words of the family name."""
        return surnames(self.authors)
