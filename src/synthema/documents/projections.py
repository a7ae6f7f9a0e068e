"""How acts on full texts change the tables."""

from uuid import UUID

from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, projects
from synthema.documents.events import DocumentAdded, DocumentWithdrawn
from synthema.documents.tables import Document
from synthema.studies.events import ReportsSought, RetrievalRecorded


@projects(DocumentAdded)
def document_added(event: Recorded[DocumentAdded]) -> None:
    """Put the full text beside its report."""
    body = event.body
    Document.objects.create(
        id=body.document_id,
        review=event.review,
        number=event.seq,
        report_id=body.report_id,
        file_name=body.file_name,
        file=body.file.content,
        text=body.text.content,
        text_sha256=body.text_sha256,
        extractor=body.extractor,
        pages=body.pages,
        characters=body.characters,
        layout=body.layout.content if body.layout else "",
        file_sha256=body.file_sha256,
        bare=body.bare,
        matched=body.matched,
        structure=body.structure.content if body.structure else "",
    )


@projects(DocumentWithdrawn)
def document_withdrawn(event: Recorded[DocumentWithdrawn]) -> None:
    """Take the full text out of the review."""
    Document.objects.filter(review=event.review, id=event.body.document_id).delete()


@builds_on(ReportsSought)
@builds_on(RetrievalRecorded)
def documents_of_report(review: UUID, report: UUID) -> list[str]:
    """The full texts of a report."""
    rows = Document.objects.filter(review=review, report=report).order_by("number")
    return [f"the document {row.file_name}" for row in rows]
