"""How acts of screening change the tables, and what rests on what."""

import json
from uuid import UUID

from django.db.models import QuerySet

from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, hides, projects
from synthema.dedup.tables import group_of
from synthema.records.events import RecordsImported
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.screening import (  # noqa: F401 (they register their handlers)
    again,
    carried_hidden,
    carried_projections,
    hand_projections,
    remark_projections,
)
from synthema.screening.events import (
    ConflictResolved,
    ResolutionWithdrawn,
    ScreeningResumed,
    ScreeningStopped,
    VerdictGiven,
    VerdictWithdrawn,
    subject_of,
)
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import TITLE_ABSTRACT, open_acts
from synthema.screening.tables import ResolutionRow, StopRow, VerdictRow
from synthema.screening.unit_projections import bring_up, hang, mark
from synthema.studies.events import ReportsSought, RetrievalRecorded
from synthema.studies.tables import Report
from synthema.words import counted


@projects(VerdictGiven)
def verdict_given(event: Recorded[VerdictGiven]) -> None:
    """Enter the verdict."""
    body = event.body
    VerdictRow.objects.create(
        id=body.verdict_id,
        review=event.review,
        stage=body.stage,
        subject=subject_of(body),
        person=event.actor,
        verdict=body.verdict,
        reason=body.reason,
        note=body.note,
        overrules=json.dumps([str(one) for one in body.overrules]),
        protocol_version=body.protocol_version,
        order=body.order,
        position=body.position,
        at=event.at,
        given_seq=event.seq,
    )
    _follow(VerdictRow.objects.filter(pk=body.verdict_id), event.review, body.stage, new=True)


def _follow(rows: "QuerySet[VerdictRow] | QuerySet[ResolutionRow]", review: UUID, stage: str, *, new: bool) -> None:
    """The unit that a verdict or resolution belongs to stands where its acts put it now."""
    if new:
        hang(rows, review, stage)
    bring_up(review, stage, [unit for unit in rows.values_list("unit", flat=True) if unit])


@projects(VerdictWithdrawn)
def verdict_withdrawn(event: Recorded[VerdictWithdrawn]) -> None:
    """The verdict no longer counts, from here on."""
    rows = VerdictRow.objects.filter(review=event.review, id=event.body.verdict_id)
    rows.update(withdrawn_seq=event.seq)
    for stage in rows.values_list("stage", flat=True):
        _follow(rows, event.review, stage, new=False)


@projects(ConflictResolved)
def conflict_resolved(event: Recorded[ConflictResolved]) -> None:
    """Enter how the conflict was settled."""
    body = event.body
    ResolutionRow.objects.create(
        id=body.resolution_id,
        review=event.review,
        stage=body.stage,
        subject=subject_of(body),
        person=event.actor,
        how=body.how,
        decision=body.decision,
        reason=body.reason,
        note=body.note,
        settles=json.dumps([str(one) for one in body.settles]),
        overrules=json.dumps([str(one) for one in body.overrules]),
        at=event.at,
        given_seq=event.seq,
    )
    _follow(ResolutionRow.objects.filter(pk=body.resolution_id), event.review, body.stage, new=True)


@projects(ResolutionWithdrawn)
def resolution_withdrawn(event: Recorded[ResolutionWithdrawn]) -> None:
    """The conflict is open again."""
    rows = ResolutionRow.objects.filter(review=event.review, id=event.body.resolution_id)
    rows.update(withdrawn_seq=event.seq)
    for stage in rows.values_list("stage", flat=True):
        _follow(rows, event.review, stage, new=False)


@projects(ScreeningStopped)
def screening_stopped(event: Recorded[ScreeningStopped]) -> None:
    """Enter the decision."""
    StopRow.objects.create(
        id=event.body.stop_id,
        review=event.review,
        stage=event.body.stage,
        rule=event.body.rule,
        unscreened=event.body.unscreened,
        note=event.body.note,
        person=event.actor,
        at=event.at,
        given_seq=event.seq,
    )
    mark(event, event.body.stage)


@projects(ScreeningResumed)
def screening_resumed(event: Recorded[ScreeningResumed]) -> None:
    """The decision no longer counts."""
    rows = StopRow.objects.filter(review=event.review, id=event.body.stop_id)
    rows.update(withdrawn_seq=event.seq)
    for stage in rows.values_list("stage", flat=True):
        mark(event, stage)


hides(open_acts)


@builds_on(RecordsImported)
def verdicts_on_import(review: UUID, import_id: UUID) -> list[str]:
    """Verdicts on the records of an import."""
    records = RecordRow.objects.filter(review=review, import_id=import_id).values("id")
    rows = VerdictRow.objects.filter(review=review, stage=TITLE_ABSTRACT, subject__in=records, withdrawn_seq=None)
    number = rows.count()
    return [f"{counted(number, 'verdict')} on its records"] if number else []


@builds_on(ReportsSought)
@builds_on(RetrievalRecorded)
def verdicts_on_report(review: UUID, report_id: UUID) -> list[str]:
    """Verdicts on the full text of a report."""
    rows = VerdictRow.objects.filter(review=review, stage=FULL_TEXT, subject=report_id, withdrawn_seq=None)
    number = rows.count()
    return [f"{counted(number, 'full-text verdict')} on it"] if number else []


@builds_on(VerdictGiven)
def what_a_verdict_carries(review: UUID, verdict_id: UUID) -> list[str]:
    """The resolution that settled a verdict, and the report that was sought after it."""
    row = VerdictRow.objects.filter(review=review, id=verdict_id).first()
    settled = ResolutionRow.objects.filter(review=review, withdrawn_seq=None, settles__contains=str(verdict_id))
    found = [f"the {one.how} of {one.at:%Y-%m-%d} settled a conflict with it (resolution {one.id})" for one in settled]
    return found + (_report_sought(review, row.stage, row.subject) if row else [])


@builds_on(ConflictResolved)
def what_a_resolution_carries(review: UUID, resolution_id: UUID) -> list[str]:
    """The report that was sought after a resolution."""
    row = ResolutionRow.objects.filter(review=review, id=resolution_id).first()
    return _report_sought(review, row.stage, row.subject) if row else []


def _report_sought(review: UUID, stage: str, subject: UUID) -> list[str]:
    if stage == FULL_TEXT:
        return []
    try:
        group = group_of(review, subject)
    except Refused:  # the record left with its import
        return []
    rows = Report.objects.filter(review=review, group=group)
    return [f"it is sought as the report {one.title!r} (report {one.id})" for one in rows]
