"""How carried verdicts change the tables, and what rests on them."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid5

from django.db.models import QuerySet

from synthema.audit import trail
from synthema.audit.batches import in_batches
from synthema.audit.model import Content, Recorded
from synthema.audit.registry import builds_on, projects
from synthema.screening.carried_events import CarriedVerdictsWithdrawn, VerdictsCarriedOver
from synthema.screening.carried_model import Carried, Remark
from synthema.screening.carried_packing import unpack
from synthema.screening.carried_tables import CarriedRow
from synthema.screening.rules import FULL_TEXT
from synthema.screening.tables import CommentRow, ResolutionRow, TagRow, VerdictRow, ids_in
from synthema.screening.unit_projections import bring_up, hang, mark
from synthema.studies.tables import Report
from synthema.words import counted

Place = tuple[int, Carried]


@projects(VerdictsCarriedOver)
def verdicts_carried_over(event: Recorded[VerdictsCarriedOver]) -> None:
    """Enter the verdicts, and the words that came with them; their units stand where all verdicts put them now."""
    body = event.body
    CarriedRow.objects.create(
        id=body.carried_id,
        review=event.review,
        import_id=body.import_id,
        stage=body.stage,
        tool=body.tool,
        reviewer=body.reviewer,
        file_stage=body.file_stage,
        person=body.person,
        outside=body.outside,
        verdicts=body.number,
        left_out=body.left_out,
        reasons=json.dumps(body.reasons, ensure_ascii=False),
        explanation=body.explanation,
        by=event.actor,
        at=event.at,
        given_seq=event.seq,
    )
    remarks = {one.place: one for one in body.remarks}
    for batch in in_batches(enumerate(_verdicts(event.review, body.verdicts))):
        _enter(event, batch, remarks)
    bring_up(event.review, body.stage, _units(VerdictRow.objects.filter(review=event.review, carried=body.carried_id)))
    mark(event, body.stage)


def _verdicts(review: UUID, content: Content) -> list[Carried]:
    shelf = trail.store(review)
    return unpack(shelf.read(content)) if shelf.has(content) else []


def _units(rows: "QuerySet[VerdictRow]") -> set[UUID]:
    return {unit for unit in rows.values_list("unit", flat=True) if unit}


def _enter(event: Recorded[VerdictsCarriedOver], batch: list[Place], remarks: Mapping[int, Remark]) -> None:
    verdicts = [_verdict(event, place, one, remarks) for place, one in batch if one.verdict]
    VerdictRow.objects.bulk_create(verdicts)
    hang(VerdictRow.objects.filter(pk__in=[row.pk for row in verdicts]), event.review, event.body.stage)
    words = [(place, one, remarks[place]) for place, one in batch if place in remarks]
    tags = [
        TagRow(id=_id(event, place, f"tag {number}"), text=label, **_about(event, one))
        for place, one, said in words
        for number, label in enumerate(said.labels)
    ]
    comments = [
        CommentRow(id=_id(event, place, "note"), text=said.note, **_about(event, one))
        for place, one, said in words
        if said.note and not one.verdict
    ]
    for model, rows in ((TagRow, tags), (CommentRow, comments)):
        model._default_manager.bulk_create(rows)  # type: ignore[arg-type]
        hang(model._default_manager.filter(pk__in=[row.pk for row in rows]), event.review, event.body.stage)


def _id(event: Recorded[VerdictsCarriedOver], place: int, what: str) -> UUID:
    return uuid5(event.body.carried_id, f"{what} {place}")


def _about(event: Recorded[VerdictsCarriedOver], one: Carried) -> dict[str, object]:
    body = event.body
    return {
        "review": event.review, "stage": body.stage, "subject": one.subject, "person": body.person, "at": event.at,
        "given_seq": event.seq,
    }  # fmt: skip


def _verdict(
    event: Recorded[VerdictsCarriedOver], place: int, one: Carried, remarks: Mapping[int, Remark]
) -> VerdictRow:
    body = event.body
    return VerdictRow(
        id=_id(event, place, "verdict"),
        verdict=one.verdict,
        reason=one.reason,
        note=remarks[place].note if place in remarks else "",
        protocol_version=body.protocol_version,
        order=f"carried over from {body.tool}",
        carried=body.carried_id,
        outside=body.outside,
        **_about(event, one),
    )


@projects(CarriedVerdictsWithdrawn)
def carried_verdicts_withdrawn(event: Recorded[CarriedVerdictsWithdrawn]) -> None:
    """Nothing of it counts any more."""
    row = CarriedRow.objects.get(review=event.review, pk=event.body.carried_id)
    verdicts = VerdictRow.objects.filter(review=event.review, carried=row.id)
    verdicts.filter(withdrawn_seq=None).update(withdrawn_seq=event.seq)
    for model in (TagRow, CommentRow):
        words = model._default_manager.filter(review=event.review, given_seq=row.given_seq, withdrawn_seq=None)
        words.update(withdrawn_seq=event.seq)
    CarriedRow.objects.filter(pk=row.pk).update(withdrawn_seq=event.seq, withdrawn_reason=event.body.reason)
    bring_up(event.review, row.stage, _units(verdicts))
    mark(event, row.stage)


@builds_on(VerdictsCarriedOver)
def what_carried_verdicts_carry(review: UUID, carried_id: UUID) -> list[str]:
    """The conflicts that were settled with them, and the reports that were sought after them."""
    row = CarriedRow.objects.get(review=review, pk=carried_id)
    rows = VerdictRow.objects.filter(review=review, carried=carried_id, withdrawn_seq=None)
    mine, units = set(rows.values_list("pk", flat=True)), rows.values("unit")
    settled = ResolutionRow.objects.filter(review=review, stage=row.stage, withdrawn_seq=None, unit__in=units)
    number = sum(not mine.isdisjoint(ids_in(text)) for text in settled.values_list("settles", flat=True))
    sought = 0 if row.stage == FULL_TEXT else Report.objects.filter(review=review, group__in=units).count()
    found = [f"{counted(number, 'settled conflict')} about them"] if number else []
    return found + ([f"{counted(sought, 'report')} sought after them"] if sought else [])
