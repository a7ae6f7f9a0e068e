"""The full texts of a review, and files on their way to become some."""

import json
from uuid import UUID

import cattrs
from django.db import models

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.audit.tables import Operational, Projection
from synthema.documents.model import DocumentText, Layout
from synthema.documents.structure import Structure
from synthema.refused import Refused
from synthema.studies.tables import Report


class Document(Projection):
    """One full text of one report."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()  # order of adding
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="documents")
    file_name = models.TextField()
    file = models.CharField(max_length=64)
    text = models.CharField(max_length=64)  # where the canonical text lies in the content store
    text_sha256 = models.CharField(max_length=64)
    extractor = models.TextField()
    pages = models.PositiveIntegerField()
    characters = models.PositiveIntegerField()
    layout = models.CharField(max_length=64, blank=True, default="")  # likewise; "" for plain text
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    bare = models.PositiveIntegerField(default=0)
    matched = models.TextField(blank=True, default="")
    structure = models.CharField(max_length=64, blank=True, default="")  # likewise; "" where the file tells none

    @property
    def is_pdf(self) -> bool:
        """Whether its pages can be seen as pictures."""
        return bool(self.layout)

    @property
    def text_free(self) -> bool:
        """Whether all its pages are pictures without text."""
        return self.bare == self.pages


class FileState(models.TextChoices):
    """What became of an uploaded file."""

    WAITING = "waiting", "waiting to be read"
    READ = "read", "read"
    REFUSED = "refused", "cannot be read"
    SAME = "same", "here already"
    ATTACHED = "attached", "attached"


class IncomingFile(Operational):
    """A file somebody uploaded as a full text, under the identifier of its upload, until it is swept."""

    id = models.UUIDField(primary_key=True)
    review = models.UUIDField()
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.WAITING)
    message = models.TextField(blank=True, default="")
    pages = models.PositiveIntegerField(default=0)
    bare = models.PositiveIntegerField(default=0)
    beginning = models.TextField(blank=True, default="")  # JSON: what its first pages say of which report it is
    document = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "person", "made_at"), name="incoming_mine"),)


def documents(review: UUID) -> list[Document]:
    """The full texts in the order in which they were added, with their reports."""
    return list(Document.objects.filter(review=review).select_related("report").order_by("number"))


def document(review: UUID, document_id: UUID) -> Document:
    """One full text; raises Refused when the review does not hold it."""
    row = Document.objects.filter(review=review, pk=document_id).first()
    if row is None:
        raise Refused(
            "There is no document {document_id} in this review. `synthema documents list` names them.",
            document_id=document_id,
        )
    return row


def text_of(row: Document) -> DocumentText | None:
    """The canonical text of a document; None where its content was withdrawn."""
    shelf, content = trail.store(row.review), Content(row.text)
    return DocumentText(shelf.read(content).decode("utf-8")) if shelf.has(content) else None


def texts(review: UUID, report: UUID) -> list[tuple[Document, DocumentText]]:
    """The documents of a report whose text is there, oldest first."""
    rows = Document.objects.filter(review=review, report=report).order_by("number")
    return [(row, text) for row in rows if (text := text_of(row)) is not None]


def layout_of(row: Document) -> Layout:
    """Page numbers and sizes of a document; an empty layout for plain text and for withdrawn content."""
    shelf, content = trail.store(row.review), Content(row.layout)
    if not row.layout or not shelf.has(content):
        return Layout()
    return cattrs.structure(json.loads(shelf.read(content)), Layout)


def structure_of(row: Document) -> Structure:
    """Headings, paragraphs and what else a file told of its text; empty where it told nothing or was withdrawn."""
    shelf, content = trail.store(row.review), Content(row.structure)
    if not row.structure or not shelf.has(content):
        return Structure()
    return cattrs.structure(json.loads(shelf.read(content)), Structure)
