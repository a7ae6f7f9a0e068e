"""Which part of a document holds its findings, or its qualitative strand."""

from collections.abc import Sequence
from uuid import UUID

from synthema.coding.events import MarkWithdrawn, SectionMarked
from synthema.coding.model import MarkKind
from synthema.coding.places import marked
from synthema.coding.round_tables import RoundRow
from synthema.coding.tables import MarkRow, marks
from synthema.documents.model import Span
from synthema.documents.tables import document as document_row
from synthema.documents.tables import text_of
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need


@action(Need.DECIDE)
def mark_section(desk: Desk, document: UUID, kind: str, ranges: Sequence[Span]) -> SectionMarked:
    """Mark a part of a document as its findings, or as the qualitative strand of a mixed-methods report."""
    if kind not in set(MarkKind):
        raise Refused("{kind!r} is nothing a part is marked as. Write findings or qualitative.", kind=kind[:40])
    row = document_row(desk.review, document)
    _refuse_frozen_marks(desk, document)
    text = text_of(row)
    if text is None:
        raise Refused("The text of {file_name} was deleted for good. Add the file again.", file_name=row.file_name)
    spans = marked(text, ranges)
    if any(one.spans == spans for one in marks(desk.review, document).filter(kind=kind)):
        raise Refused("This part is marked so already.")
    return SectionMarked(mark_id=desk.new_id("mark"), document=document, kind=kind, ranges=spans)


def _refuse_frozen_marks(desk: Desk, document: UUID) -> None:
    running = RoundRow.objects.filter(review=desk.review, opened_seq=None, off_seq=None).order_by("number")
    for one in running:
        if document in one.document_ids:
            raise Refused(
                "Coding round {number} counts on what is marked in this document. It stays until the round is opened.",
                number=one.number,
            )


@action(Need.DECIDE)
def withdraw_mark(desk: Desk, mark: UUID, reason: str = "") -> MarkWithdrawn:
    """Take a marked part back."""
    row: MarkRow | None = marks(desk.review).filter(pk=mark).first()
    if row is None:
        raise Refused("There is no such marked part in this review, or it was taken back already.")
    _refuse_frozen_marks(desk, row.document)
    return MarkWithdrawn(mark_id=row.id, reason=reason)
