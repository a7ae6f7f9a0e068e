"""The nouns of a coded project as other programs keep it: people, codes, sources, selections, codings, memos.

Identifiers are GUIDs in small letters without braces; positions and times are kept as the file has them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """What a source is."""

    TEXT = "text"
    PDF = "PDF"
    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who made something and who changed it last, and when, as written."""

    by: str = ""
    at: str = ""
    changed_by: str = ""
    changed_at: str = ""


NOBODY = Stamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person of the project."""

    guid: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the codebook; `parent` is the GUID of the code above it."""

    guid: str
    name: str
    codable: bool = True
    color: str = ""  # "#rrggbb"
    description: str = ""
    notes: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """A group of codes, sources and notes."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """Codes from the top down, each behind the one above it, and their sets."""

    origin: str = ""
    codes: tuple[Code, ...] = ()
    sets: tuple[CodeSet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """Something that is recorded of cases or sources."""

    guid: str
    name: str
    kind: str = "Text"  # Text, Boolean, Integer, Float, Date, DateTime
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a variable is for one case or source, as written."""

    variable: str
    kind: str = ""  # "" where none is given
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person, place or study that sources or parts of them belong to."""

    guid: str
    name: str = ""
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A code given to a selection or a whole source; `code` may name a case (so NVivo)."""

    guid: str
    code: str
    stamp: Stamp = NOBODY
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Positions in a text as the file counts them, not yet understood."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a picture, or of the page of a PDF (from the bottom left, in points)."""

    first_x: int
    first_y: int
    second_x: int
    second_y: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """A part of a recording, in milliseconds."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Between:
    """The part of a transcript between two of its sync points."""

    first: str
    second: str


Extent = Stretch | Area | Lapse | Between


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A part of a source that was marked."""

    guid: str
    extent: Extent | None  # None where the file gives no numbers
    name: str = ""
    description: str = ""
    text: "Text | None" = None  # what stands in the area of a PDF
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: Stamp = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """A moment of a recording and its place in the transcript."""

    guid: str
    at: int | None = None  # milliseconds
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A plain text: of a source, a note, the words of a PDF, a transcript."""

    guid: str
    name: str = ""
    plain_path: str = ""
    rich_path: str = ""
    content: str | None = None  # where it stands in the project file itself
    description: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sync_points: tuple[SyncPoint, ...] = ()
    stamp: Stamp = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document or recording; a text source has its `text` and nothing else."""

    kind: SourceKind
    guid: str
    name: str = ""
    path: str = ""
    current_path: str = ""
    description: str = ""
    text: Text | None = None  # the words of a PDF or picture, or the text itself
    transcripts: tuple[Text, ...] = ()
    selections: tuple[Selection, ...] = ()  # areas and lapses; those of words are in the text
    codings: tuple[Coding, ...] = ()  # of the whole source
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    stamp: Stamp = NOBODY

    def texts(self) -> Iterator[Text]:
        """Its text and its transcripts."""
        if self.text:
            yield self.text
        yield from self.transcripts

    def all_selections(self) -> Iterator[Selection]:
        """Every selection, of areas, lapses and words."""
        yield from self.selections
        for text in self.texts():
            yield from text.selections

    def all_codings(self) -> Iterator[Coding]:
        """Every coding, of the whole and of its parts."""
        yield from self.codings
        for text in self.texts():
            yield from text.codings
        for selection in self.all_selections():
            yield from selection.codings


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation that somebody drew between two things of the project."""

    guid: str
    name: str = ""
    direction: str = ""
    color: str = ""
    origin: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A drawing of the project; only its size is kept."""

    guid: str
    name: str = ""
    vertices: int = 0
    edges: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A whole coded project."""

    name: str = ""
    origin: str = ""
    base_path: str = ""
    description: str = ""
    stamp: Stamp = NOBODY
    notes_on: tuple[str, ...] = ()  # notes that apply to the whole
    users: tuple[User, ...] = ()
    codebook: Codebook = Codebook()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Text, ...] = ()
    links: tuple[Link, ...] = ()
    graphs: tuple[Graph, ...] = ()

    def texts(self) -> Iterator[Text]:
        """Every text: of sources, transcripts and notes."""
        for source in self.sources:
            yield from source.texts()
        yield from self.notes

    def selections(self) -> Iterator[Selection]:
        """Every selection of sources and notes."""
        for source in self.sources:
            yield from source.all_selections()
        for note in self.notes:
            yield from note.selections

    def codings(self) -> Iterator[Coding]:
        """Every coding of sources and notes."""
        for source in self.sources:
            yield from source.all_codings()
        for note in self.notes:
            yield from note.codings
            for selection in note.selections:
                yield from selection.codings
