"""Acts on coded projects of other programs, and on quotes that go with a newer file of a report."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import Content, free
from synthema.audit.registry import event_kind


@event_kind("coding", undo="ProjectImportWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectImported:
    """Codes, quotes, codings and memos came from a project or codebook of another program."""

    import_id: UUID
    file: Content  # the bytes as given
    parsed: Content  # what became of it here, row by row
    reader: str  # name and version of what read it
    file_name: str
    origin: str
    offsets: str  # how the file counts positions
    counts: dict[str, int]
    documents: tuple[UUID, ...] = ()
    people: tuple[UUID, ...] = ()
    round: UUID | None = None
    unchanged: int = 0
    account: str = free("")  # what was not carried over, each with its reason, as canonical JSON


@event_kind("coding", undo="cannot be undone: import the file again")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectImportWithdrawn:
    """An import was taken back with everything that came by it."""

    import_id: UUID
    reason: str = free("")


@event_kind("coding", undo="QuotesMovedBack")
@dataclass(frozen=True, slots=True, kw_only=True)
class QuotesMoved:
    """The quotes of a document went to a newer file of the same report, each as told in `moved`."""

    move_id: UUID
    source: UUID
    target: UUID
    moved: Content  # for each quote: where it stood, where it stands, how it was found, and who confirmed
    refused: int = 0


@event_kind("coding", undo="QuotesMoved")
@dataclass(frozen=True, slots=True)
class QuotesMovedBack:
    """Quotes went back to the document they came from."""

    move_id: UUID
