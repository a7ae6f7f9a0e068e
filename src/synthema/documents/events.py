"""Acts on full texts."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import Content, free
from synthema.audit.registry import event_kind


@event_kind("documents", undo="DocumentWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAdded:
    """The full text of a report came into the review: the file as given, and its canonical text."""

    document_id: UUID
    report_id: UUID
    file_name: str
    file: Content  # the bytes as given
    text: Content  # the canonical text in UTF-8
    text_sha256: str
    extractor: str  # name and version of what made the text
    pages: int
    characters: int
    layout: Content | None = None  # of a PDF: page numbers as printed, sizes, what it says of itself
    file_sha256: str = ""
    bare: int = 0  # pages without text: all of them are pictures in a scan
    structure: Content | None = None  # headings, paragraphs, quotations, tables, notes, where the file tells them
    matched: str = ""  # in words, what told which report it is; empty where somebody said so


@event_kind("documents", undo="DocumentAdded")
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWithdrawn:
    """A full text was added by mistake; it leaves the review, the trail keeps it."""

    document_id: UUID
    reason: str = free("")
