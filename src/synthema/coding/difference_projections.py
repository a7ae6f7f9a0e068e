"""What follows from settling where two coders differ."""

from synthema.audit.canonical import canonical
from synthema.audit.model import Recorded
from synthema.audit.registry import projects
from synthema.coding.round_events import (
    DifferenceReopened,
    DifferenceSettled,
)
from synthema.coding.round_tables import DifferenceRow
from synthema.coding.tables import CodingRow


@projects(DifferenceSettled)
def difference_settled(event: Recorded[DifferenceSettled]) -> None:
    """Enter the decision; what was set aside counts no longer."""
    body = event.body
    DifferenceRow.objects.create(
        id=body.difference_id,
        review=event.review,
        round_id=body.round,
        document=body.document,
        start=body.start,
        end=body.end,
        decision=body.decision,
        aside=canonical(body.aside),
        note=body.note,
        person=event.actor,
        seq=event.seq,
    )
    CodingRow.objects.filter(review=event.review, pk__in=body.aside).update(aside_seq=event.seq)


@projects(DifferenceReopened)
def difference_reopened(event: Recorded[DifferenceReopened]) -> None:
    """What was set aside counts again, unless another decision sets it aside."""
    row = DifferenceRow.objects.get(review=event.review, pk=event.body.difference_id)
    DifferenceRow.objects.filter(pk=row.id).update(withdrawn_seq=event.seq)
    CodingRow.objects.filter(review=event.review, pk__in=row.aside_ids).update(aside_seq=None)
    others = DifferenceRow.objects.filter(review=event.review, round=row.round_id, withdrawn_seq=None).order_by("seq")
    for other in others:
        if both := set(other.aside_ids) & set(row.aside_ids):
            CodingRow.objects.filter(review=event.review, pk__in=both).update(aside_seq=other.seq)
