"""The full texts of a review."""

from uuid import UUID

from django.db import models

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.audit.tables import Projection
from synthema.documents.model import DocumentText
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


def documents(review: UUID) -> list[Document]:
    """The full texts in the order in which they were added, with their reports."""
    return list(Document.objects.filter(review=review).select_related("report").order_by("number"))


def document(review: UUID, document_id: UUID) -> Document:
    """One full text; raises Refused when the review does not hold it."""
    row = Document.objects.filter(review=review, pk=document_id).first()
    if row is None:
        raise Refused(f"There is no document {document_id} in this review. `synthema documents list` names them.")
    return row


def text_of(row: Document) -> DocumentText | None:
    """The canonical text of a document; None where its content was withdrawn."""
    shelf, content = trail.store(row.review), Content(row.text)
    return DocumentText(shelf.read(content).decode("utf-8")) if shelf.has(content) else None


def texts(review: UUID, report: UUID) -> list[tuple[Document, DocumentText]]:
    """The documents of a report whose text is there, oldest first."""
    rows = Document.objects.filter(review=review, report=report).order_by("number")
    return [(row, text) for row in rows if (text := text_of(row)) is not None]
