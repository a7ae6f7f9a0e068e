"""Acts on imports."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import Content, free
from synthema.audit.registry import event_kind
from synthema.records.model import AS_FOUND, Corrections, Refusal, TagUse


@event_kind("records", undo="ImportWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsImported:
    """A file was read to its end: what was found, stored, refused and repaired."""

    import_id: UUID
    search_id: UUID
    file_name: str
    file: Content  # the bytes as given
    parsed: Content  # the records as read, gzip of JSON lines
    reader: str  # name and version of what read them
    format: str
    source: str  # what the file comes from, where its look tells; the name of the file in packages of old
    encoding: str
    markers: int
    stored: int
    repairs: tuple[str, ...]
    refused: tuple[Refusal, ...] = free(())  # holds words of the file
    preamble: str = free("")
    why: str = ""  # what the format was recognised by
    tags: tuple[TagUse, ...] = ()
    corrections: Corrections = AS_FOUND


@event_kind("records", undo="cannot be undone: import the file again")
@dataclass(frozen=True, slots=True)
class ImportWithdrawn:
    """An import was made by mistake; its records leave the review, the trail keeps them."""

    import_id: UUID
    reason: str
