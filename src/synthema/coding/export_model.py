"""The nouns of an export: what a coded review holds, as it goes into a project for other programs; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from synthema.coding.model import Region
from synthema.documents.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOut:
    """A code of the team's codebook."""

    id: UUID
    name: str
    definition: str = ""
    color: str = ""
    parent: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOut:
    """A full text: its canonical text and, for a PDF, its bytes and the sizes of its pages in points."""

    id: UUID
    name: str
    text: str
    pdf: bytes | None = None
    sizes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingOut:
    """A coding of a quote."""

    id: UUID
    code: UUID
    person: UUID
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteOut:
    """A quote with its codings; times as ISO 8601."""

    id: UUID
    document: UUID
    person: UUID
    ranges: tuple[Span, ...] = ()
    regions: tuple[Region, ...] = ()
    exact: str = ""
    voice: str = ""
    dismissed: bool = False
    at: str = ""
    codings: tuple[CodingOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoOut:
    """A memo."""

    id: UUID
    about_kind: str
    about: UUID | None
    text: str
    person: UUID
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOut:
    """A marked part of a document."""

    id: UUID
    document: UUID
    kind: str
    ranges: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOut:
    """A study with its full texts, and what was settled of it, by the name of the question."""

    id: UUID
    name: str
    documents: tuple[UUID, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOut:
    """A group of codes, such as a theme."""

    id: UUID
    name: str
    description: str = ""
    codes: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Everything of a review that goes out."""

    title: str
    origin: str
    people: Mapping[UUID, str] = field(default_factory=dict)
    codes: tuple[CodeOut, ...] = ()  # each behind the one above it
    documents: tuple[DocumentOut, ...] = ()
    quotes: tuple[QuoteOut, ...] = ()
    memos: tuple[MemoOut, ...] = ()
    marks: tuple[MarkOut, ...] = ()
    studies: tuple[StudyOut, ...] = ()
    sets: tuple[SetOut, ...] = ()
    losses: tuple[str, ...] = ()  # what does not go out, a line each
