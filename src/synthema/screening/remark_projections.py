"""How tags, comments and pilots change the tables."""

from uuid import UUID, uuid5

from synthema.audit.model import Recorded
from synthema.audit.registry import projects
from synthema.screening.events import (
    CommentMade,
    CommentWithdrawn,
    PilotBegun,
    PilotEnded,
    RecordTagged,
    TagWithdrawn,
    subject_of,
)
from synthema.screening.tables import CommentRow, PilotRow, PilotUnit, TagRow
from synthema.screening.unit_projections import hang, mark


def _enter(
    model: type[TagRow] | type[CommentRow],
    event: Recorded[RecordTagged] | Recorded[CommentMade],
    row: UUID,
) -> None:
    body = event.body
    model._default_manager.create(
        id=row,
        review=event.review,
        stage=body.stage,
        subject=subject_of(body),
        person=event.actor,
        text=body.text,
        at=event.at,
        given_seq=event.seq,
    )
    hang(model._default_manager.filter(pk=row), event.review, body.stage)


@projects(RecordTagged)
def record_tagged(event: Recorded[RecordTagged]) -> None:
    """Enter the tag."""
    _enter(TagRow, event, event.body.tag_id)


@projects(TagWithdrawn)
def tag_withdrawn(event: Recorded[TagWithdrawn]) -> None:
    """The tag is off."""
    TagRow.objects.filter(review=event.review, id=event.body.tag_id).update(withdrawn_seq=event.seq)


@projects(CommentMade)
def comment_made(event: Recorded[CommentMade]) -> None:
    """Enter the comment."""
    _enter(CommentRow, event, event.body.comment_id)


@projects(CommentWithdrawn)
def comment_withdrawn(event: Recorded[CommentWithdrawn]) -> None:
    """The comment is taken back."""
    CommentRow.objects.filter(review=event.review, id=event.body.comment_id).update(withdrawn_seq=event.seq)


@projects(PilotBegun)
def pilot_begun(event: Recorded[PilotBegun]) -> None:
    """Enter the sample; queues put it first."""
    body = event.body
    PilotRow.objects.create(
        id=body.pilot_id,
        review=event.review,
        stage=body.stage,
        size=len(body.units),
        seed=body.seed,
        hold_back=body.hold_back,
        note=body.note,
        person=event.actor,
        at=event.at,
        given_seq=event.seq,
    )
    PilotUnit.objects.bulk_create(
        PilotUnit(
            id=uuid5(body.pilot_id, str(subject)),
            review=event.review,
            pilot=body.pilot_id,
            stage=body.stage,
            subject=subject,
            place=place,
        )
        for place, subject in enumerate(body.units, start=1)
    )
    hang(PilotUnit.objects.filter(review=event.review, pilot=body.pilot_id), event.review, body.stage)
    mark(event, body.stage)


@projects(PilotEnded)
def pilot_ended(event: Recorded[PilotEnded]) -> None:
    """The pilot is over; queues go on in their order."""
    rows = PilotRow.objects.filter(review=event.review, id=event.body.pilot_id)
    rows.update(ended_seq=event.seq, ended_note=event.body.note)
    for stage in rows.values_list("stage", flat=True):
        mark(event, stage)
