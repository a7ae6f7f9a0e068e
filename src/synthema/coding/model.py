"""The nouns of coding: rounds, codes, quotes, codings, marked parts, memos."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from synthema.documents.model import Span


class Voice(StrEnum):
    """Whose words a quote holds; "" where nobody decided."""

    PARTICIPANT = "participant"
    AUTHOR = "author"


class MarkKind(StrEnum):
    """What a part of a document is marked as."""

    FINDINGS = "findings"
    QUALITATIVE = "qualitative"  # the qualitative strand of a mixed-methods report


class RoundKind(StrEnum):
    """Whether the coders bring codes of their own or use a given codebook."""

    INDUCTIVE = "inductive"
    DEDUCTIVE = "deductive"


class CodingUnit(StrEnum):
    """What agreement is counted over."""

    CHARACTER = "character"
    SENTENCE = "sentence"


class About(StrEnum):
    """What a memo is about."""

    CODE = "code"
    QUOTE = "quote"
    DOCUMENT = "document"
    STUDY = "study"
    THEME = "theme"
    REVIEW = "review"


class MergeHow(StrEnum):
    """Why a code is counted as another one."""

    MERGED = "merged"
    ALIGNED = "aligned"  # a coder's code of an opened round, brought to the team's codebook


class Visible(NamedTuple):
    """Who looks, and the rounds whose acts are shown to nobody but who did them."""

    viewer: UUID
    sealed: frozenset[UUID]


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A part of a page's picture, in hundredths of a point of the displayed page, from the top left."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a quote stands: ranges of one canonical text, and parts of pages where no text is."""

    document: UUID
    text_sha256: str
    ranges: tuple[Span, ...] = ()
    exact: str = ""
    prefix32: str = ""
    suffix32: str = ""
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the team's book, or of one coder's in a round."""

    id: UUID
    name: str
    definition: str = ""
    color: str = ""
    person: UUID | None = None
    parent: UUID | None = None
    round: UUID | None = None
    merged_into: UUID | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A place in one document that one person marked."""

    id: UUID
    place: Place
    person: UUID
    round: UUID | None = None
    voice: str = ""
    dismissed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One code on one quote."""

    id: UUID
    quote: UUID
    code: UUID
    person: UUID
    round: UUID | None = None


@dataclass(frozen=True, slots=True)
class CodingMade:
    """A coding as an event tells of it: its own identifier and its code's."""

    coding_id: UUID
    code: UUID
