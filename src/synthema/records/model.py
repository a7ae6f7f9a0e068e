"""The nouns of bibliographic import: a record as a source gave it, and the account of one file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from synthema.refused import Refused


class Unreadable(Refused):
    """A file from which no record can be read; the message says what, where and what next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One database hit: best-effort fields beside the raw tags they came from."""

    title: str = ""
    authors: tuple[str, ...] = ()  # "Family, Given" where the source tells them apart
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""  # lower case, without resolver prefix
    pmid: str = ""
    isbn: str = ""
    issn: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""  # the source's own type code, e.g. JOUR, article, Journal Article
    url: str = ""
    accession: str = ""
    database: str = ""
    notes: tuple[str, ...] = ()  # retraction notes, reviewers' labels, anything a person should still see
    line: int = 0  # 1-based line in the file where the record starts; 0 where the format has no lines
    raw: tuple[tuple[str, str], ...] = ()  # every tag and value as read, in order, repeats kept


@dataclass(frozen=True, slots=True)
class Found:
    """A record as it stands in a file: every tag and value in order, repeats kept; not yet read into fields."""

    line: int
    raw: Sequence[tuple[str, str]]
    of: Any = None  # what else its format needs to read it


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag of a file: how often it stands there, and which fields are read from it (none: kept as written)."""

    tag: str
    count: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What a person says of a file where it would be taken for something else."""

    format: str = ""
    encoding: str = ""
    columns: tuple[tuple[str, str], ...] = ()  # header of a table -> field, or nothing where it is kept as written


AS_FOUND = Corrections()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record start that could not be stored: where and why."""

    line: int
    reason: str
    text: str = ""  # what stood there, so that nothing is lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of one file: start markers found = records stored + records refused."""

    format: str
    file: str = ""  # its name
    source: str = ""  # the database or program it comes from, where its look tells
    encoding: str = ""
    markers: int = 0
    stored: int = 0
    refused: tuple[Refusal, ...] = ()
    repairs: tuple[str, ...] = ()  # what was repaired or looked odd, with its lines
    preamble: str = ""  # text before the first record; Ovid prints the search strategy there
    tag_characters: int = 0  # characters (white space aside) of values seen line by line or cell by cell
    kept_characters: int = 0  # the same characters found again in the records and the refusals

    cut_off: str = ""  # what shows that the file ends in the middle of a record
    why: str = ""  # what the format was recognised by
    tags: tuple[TagUse, ...] = ()  # every tag read and where it went, the most frequent first

    @property
    def balances(self) -> bool:
        """Whether every start marker is accounted for."""
        return self.markers == self.stored + len(self.refused)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person should read: each refusal with its place, then what was read, then the repairs."""
        name = self.file or "the file"
        refused = [
            f"Line {refusal.line} of {name}: {refusal.reason}." if refusal.line else f"{name}: {refusal.reason}."
            for refusal in self.refused
        ]
        stored = f"{self.stored:,}".replace(",", "\u202f")
        read = f"The other {stored} records were read." if refused else f"{stored} records were read from {name}."
        return (*refused, read, *(f"{repair[:1].upper()}{repair[1:]}." for repair in self.repairs))

    @property
    def lossless(self) -> bool:
        """Whether every character of every value is kept; true also where the format is not measured."""
        return self.tag_characters == self.kept_characters


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of one file and their account."""

    records: tuple[Record, ...]
    account: Account = field(default_factory=lambda: Account(format="unknown"))
