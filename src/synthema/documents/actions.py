"""Add full texts to reports and take them out again."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.documents.events import DocumentAdded, DocumentWithdrawn
from synthema.documents.formats import EXTRACTOR, MOST_BYTES, extract
from synthema.documents.tables import Document, document
from synthema.files import read_bytes
from synthema.refused import Refused
from synthema.studies.model import Outcome
from synthema.studies.tables import report
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need


@dataclass(frozen=True, slots=True, repr=False)
class Upload:
    """A file on its way in."""

    name: str
    data: bytes

    def __repr__(self) -> str:
        """Its name and digest: what tells a retry from another act."""
        return f"{self.name} {hashlib.sha256(self.data).hexdigest()}"


def add_file(by: By, review: UUID, report_id: UUID, path: Path) -> Recorded[DocumentAdded]:
    """Add the text file at a path as the full text of a report."""
    access_review(by.person, review, Need.SEARCH)
    return add_document(by, review, report_id, read_upload(path))


def read_upload(path: Path) -> Upload:
    """The file at a path; raises Refused where it is missing, a folder, unreadable or too large."""
    return Upload(path.name, read_bytes(path, "text file", MOST_BYTES))


@action(Need.SEARCH)
def add_document(desk: Desk, report_id: UUID, upload: Upload) -> DocumentAdded:
    """Add a full text to a report; the same text twice is refused."""
    row = report(desk.review, report_id)
    if row.outcome == Outcome.NOT_RETRIEVED:
        raise Refused(f"“{row.title}” is recorded as not retrieved. Withdraw that first: `synthema studies --help`.")
    text = extract(upload.data, upload.name)
    same = Document.objects.filter(review=desk.review, report=report_id, text_sha256=text.sha256).first()
    if same is not None:
        raise Refused(f"The text of {upload.name} was already added to “{row.title}” as {same.file_name}.")
    return DocumentAdded(
        document_id=desk.new_id("document"),
        report_id=report_id,
        file_name=upload.name,
        file=desk.store.put(upload.data),
        text=desk.store.put(text.text.encode()),
        text_sha256=text.sha256,
        extractor=EXTRACTOR,
        pages=text.pages,
        characters=len(text.text),
    )


@action(Need.SEARCH)
def withdraw_document(desk: Desk, document_id: UUID, reason: str) -> DocumentWithdrawn:
    """Take a full text out of the review; refused while quotes are anchored in it."""
    row = document(desk.review, document_id)
    refuse_if_built_on(DocumentAdded, desk.review, row.id)
    return DocumentWithdrawn(document_id=row.id, reason=reason)
