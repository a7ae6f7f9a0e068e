"""Add full texts to reports and take them out again."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from synthema.audit import trail
from synthema.audit.canonical import canonical
from synthema.audit.model import By, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.audit.tables import Event
from synthema.documents.events import DocumentAdded, DocumentWithdrawn
from synthema.documents.formats import EXTRACTOR, extract
from synthema.documents.limits import limits
from synthema.documents.model import Reading
from synthema.documents.reading import read_file
from synthema.documents.tables import Document, document
from synthema.files import read_bytes
from synthema.refused import Refused
from synthema.studies.model import Outcome
from synthema.studies.tables import report
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need


@dataclass(frozen=True, slots=True, repr=False)
class Upload:
    """A file on its way in; all but plain text comes with what the reading process made of it."""

    name: str
    data: bytes
    reading: Reading | None = None
    matched: str = ""  # in words, what told which report it is

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def __repr__(self) -> str:
        """Its name and digest: what tells a retry from another act."""
        return f"{self.name} {self.sha256}"


def add_file(by: By, review: UUID, report_id: UUID, path: Path) -> Recorded[DocumentAdded]:
    """Add the file at a path as the full text of a report."""
    access_review(by.person, review, Need.SEARCH)
    return add_document(by, review, report_id, read_upload(path))


def read_upload(path: Path) -> Upload:
    """The file at a path, read; raises Refused where it is missing, a folder, too large, or no full text."""
    data = read_bytes(path, "full text", limits().megabytes << 20)
    return Upload(path.name, data, read_file(path, path.name))


@action(Need.SEARCH)
def add_document(desk: Desk, report_id: UUID, upload: Upload) -> DocumentAdded:
    """Add a full text to a report; the same text twice is refused."""
    row = report(desk.review, report_id)
    if row.outcome == Outcome.NOT_RETRIEVED:
        raise Refused(
            "“{row_title}” is recorded as not retrieved. Withdraw that first: `synthema studies --help`.",
            row_title=row.title,
        )
    reading, same = reading_of(upload), held_as(desk.review, report_id, upload)
    if same is not None:
        raise Refused(
            "The text of {upload_name} was already added to “{row_title}” as {file_name}.",
            upload_name=upload.name,
            row_title=row.title,
            file_name=same.file_name,
        )
    layout = canonical(asdict(reading.layout)).encode() if reading.layout else None
    structure = canonical(asdict(reading.structure)).encode() if reading.structure else None
    return DocumentAdded(
        document_id=desk.new_id("document"),
        report_id=report_id,
        file_name=upload.name,
        file=desk.store.put(upload.data),
        text=desk.store.put(reading.text.text.encode()),
        text_sha256=reading.text.sha256,
        extractor=reading.extractor,
        pages=reading.text.pages,
        characters=len(reading.text.text),
        layout=desk.store.put(layout) if layout else None,
        file_sha256=upload.sha256,
        bare=reading.bare,
        matched=upload.matched,
        structure=desk.store.put(structure) if structure else None,
    )


def reading_of(upload: Upload) -> Reading:
    """A file as read; raises Refused for what is neither read already nor plain text."""
    return upload.reading or Reading(text=extract(upload.data, upload.name), extractor=EXTRACTOR)


def held_as(review: UUID, report_id: UUID, upload: Upload) -> Document | None:
    """The full text of a report that is this file, or has its text; None where there is none."""
    known = Document.objects.filter(review=review, report=report_id)
    same = known.filter(file_sha256=upload.sha256).first()
    reading = reading_of(upload)
    if same is not None or reading.text_free:  # scans of as many pages have the same text: none
        return same
    return known.filter(text_sha256=reading.text.sha256).first()


@action(Need.SEARCH)
def withdraw_document(desk: Desk, document_id: UUID, reason: str) -> DocumentWithdrawn:
    """Take a full text out of the review; refused while quotes are anchored in it."""
    row = document(desk.review, document_id)
    refuse_if_built_on(DocumentAdded, desk.review, row.id)
    return DocumentWithdrawn(document_id=row.id, reason=reason)


def replace_document(by: By, review: UUID, document_id: UUID, upload: Upload, reason: str = "") -> UUID:
    """Put another file in the place of a full text, both or neither; the new document."""
    with transaction.atomic():
        access_review(by.person, review, Need.SEARCH)
        row = Document.objects.filter(review=review, pk=document_id).first()
        if row is None:
            return _replaced_before(by, review)
        withdraw_document(by.then("out"), review, document_id, reason or f"replaced by {upload.name}")
        added: UUID = add_document(by, review, row.report_id, upload).body.document_id
        return added


def _replaced_before(by: By, review: UUID) -> UUID:
    event = Event.objects.filter(review=review, act_id=by.act_id, actor=by.person, kind="DocumentAdded").first()
    if event is None:
        raise Refused("This full text was replaced or taken out already. Load the page again.")
    made: UUID = trail.recorded(event).body.document_id
    return made
