"""How the rows of units follow: after a verdict for its unit, after groups changed for those whose votes moved."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce

from synthema.audit.batches import in_batches
from synthema.audit.model import Recorded
from synthema.audit.registry import afterwards, gathering, projects
from synthema.dedup.events import (
    DuplicateDecisionWithdrawn,
    DuplicatesFound,
    FamilyJudged,
    GroupParted,
    Move,
    RecordsMerged,
)
from synthema.dedup.tables import members
from synthema.protocol.events import ProtocolSet
from synthema.protocol.model import STAGES
from synthema.protocol.tables import ProtocolVersion
from synthema.records.events import ImportWithdrawn
from synthema.screening.model import Resolution, Standing, Vote
from synthema.screening.rules import FULL_TEXT, by_person, outcome
from synthema.screening.states import TITLE_ABSTRACT, policy
from synthema.screening.tables import (
    CommentRow,
    Ground,
    PilotUnit,
    ResolutionRow,
    TagRow,
    UnitState,
    VerdictRow,
)
from synthema.screening.unit_tables import ground_id, state_id, state_row
from synthema.studies.events import ReportSoughtWithdrawn, RetrievalRecorded, RetrievalWithdrawn
from synthema.studies.model import Outcome
from synthema.studies.tables import Report

NOWHERE = UUID(int=0)
HANGING = (VerdictRow, ResolutionRow, TagRow, CommentRow, PilotUnit)  # what belongs to a unit by a record or report


def unit_now(review: UUID, stage: str) -> "QuerySet[Any]":
    """The unit of the row around this question: the group its record is in, or its report where that was retrieved."""
    if stage == FULL_TEXT:
        return Report.objects.filter(
            review=review, pk=OuterRef("subject"), outcome=Outcome.RETRIEVED
        ).values("id")  # fmt: skip
    return members(review).filter(record=OuterRef("subject")).order_by().values("group")[:1]


def hang(rows: "QuerySet[Any]", review: UUID, stage: str) -> None:
    """Note with these rows which unit they belong to now."""
    if gathering():
        return
    rows.update(unit=Subquery(unit_now(review, stage)))


def rehang(review: UUID, stage: str, subjects: Collection[UUID] | None = None) -> None:
    """Note with all that hangs on these records or reports (or on any) the unit they are in now, where that changed."""
    if gathering():
        return
    touched: set[UUID] = set()
    for model in HANGING:
        rows = model._default_manager.filter(review=review, stage=stage)
        if subjects is not None:
            rows = rows.filter(subject__in=subjects)
        moved = rows.annotate(
            was=Coalesce(F("unit"), Value(NOWHERE, UUIDField())),
            now=Coalesce(Subquery(unit_now(review, stage)), Value(NOWHERE, UUIDField())),
        ).exclude(was=F("now"))
        found = list(moved.values_list("pk", "was", "now"))
        for batch in in_batches(iter(found)):
            hang(model._default_manager.filter(pk__in=[pk for pk, _, _ in batch]), review, stage)
            if model is VerdictRow:
                left = [pk for pk, _, now in batch if now == NOWHERE]
                VerdictRow.objects.filter(pk__in=left).update(standing=Standing.WAITING, counted=False)
        if model in (VerdictRow, ResolutionRow):
            touched |= {unit for _, *both in found for unit in both}
    bring_up(review, stage, touched - {NOWHERE})


def bring_up(review: UUID, stage: str, units: Iterable[UUID]) -> None:
    """Make the rows of these units say what follows from their votes and resolutions."""
    if gathering():
        return
    for batch in in_batches(iter(sorted(units))):
        _bring_up(review, stage, batch)


def _bring_up(review: UUID, stage: str, units: list[UUID]) -> None:
    votes: dict[UUID, list[Vote]] = {one: [] for one in units}
    settled: dict[UUID, list[Resolution]] = {one: [] for one in units}
    for row in VerdictRow.objects.filter(review=review, stage=stage, unit__in=units).order_by("given_seq"):
        votes[row.unit or NOWHERE].append(row.vote)
    for entry in ResolutionRow.objects.filter(review=review, stage=stage, unit__in=units).order_by("given_seq"):
        settled[entry.unit or NOWHERE].append(entry.resolution)
    rules = policy(review)
    first = [given[0].id for several in votes.values() for given in by_person(several).values()]
    first.append(NOWHERE)  # Django leaves out an update that asks for one of none
    known = {one: outcome(stage, votes[one], rules, settled[one]) for one in units}
    rows = [state_row(review, stage, one, state) for one, state in known.items() if state.voters]
    silent = [state_id(stage, one) for one, state in known.items() if not state.voters]
    if silent:
        UnitState.objects.filter(pk__in=silent).delete()
    if rows:
        names = [f.name for f in UnitState._meta.concrete_fields if not f.primary_key]
        UnitState.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=names)
    # One question whatever came out, so that not even their number tells what was said.
    now = UnitState.objects.filter(review=review, stage=stage, unit=OuterRef("unit")).values("standing")
    mine = VerdictRow.objects.filter(review=review, stage=stage, unit__in=units)
    mine.update(standing=Coalesce(Subquery(now), Value(str(Standing.WAITING))), counted=Q(pk__in=first))


@afterwards
def stand(review: UUID) -> None:
    """After a replay: all units at once, where live ones follow act by act."""
    for stage in STAGES:
        for model in HANGING:
            hang(model._default_manager.filter(review=review, stage=stage), review, stage)
        judged = VerdictRow.objects.filter(review=review, stage=stage).values_list("unit", flat=True)
        bring_up(review, stage, {unit for unit in judged.distinct() if unit})


def mark(event: Recorded[Any], stage: str, units: int | None = None) -> None:
    """Note that queues filled before this act are to be filled anew, and how many units there are now."""
    key = ground_id(event.review, stage)
    found = Ground.objects.filter(pk=key).values_list("units", flat=True).first() or 0
    number = found if units is None else units
    row = Ground(id=key, review=event.review, stage=stage, units=number, event=event.id)
    Ground.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["units", "event"])


def _counted(review: UUID, stage: str) -> int:
    if stage == FULL_TEXT:
        return Report.objects.filter(review=review, outcome=Outcome.RETRIEVED).count()
    return members(review).order_by().values("group").distinct().count()


@projects(DuplicatesFound)
def groups_found(event: Recorded[DuplicatesFound]) -> None:
    """Votes follow their records into the groups of the new run."""
    rehang(event.review, TITLE_ABSTRACT)
    mark(event, TITLE_ABSTRACT, _counted(event.review, TITLE_ABSTRACT))


@projects(ImportWithdrawn)
def records_left(event: Recorded[ImportWithdrawn]) -> None:
    """What hung on the records that left hangs on no unit any more."""
    rehang(event.review, TITLE_ABSTRACT)
    mark(event, TITLE_ABSTRACT, _counted(event.review, TITLE_ABSTRACT))


def _moved(event: Recorded[Any], moves: tuple[Move, ...], change: int | None = None) -> None:
    """Votes follow the records that moved; the number of groups changed by so much, or is counted."""
    rehang(event.review, TITLE_ABSTRACT, [one.record for one in moves])
    there = Ground.objects.filter(pk=ground_id(event.review, TITLE_ABSTRACT)).values_list("units", flat=True).first()
    counted = there + change if there is not None and change is not None else _counted(event.review, TITLE_ABSTRACT)
    mark(event, TITLE_ABSTRACT, counted)


@projects(RecordsMerged)
def groups_merged(event: Recorded[RecordsMerged]) -> None:
    """Two units are one."""
    _moved(event, event.body.moves, -1)


@projects(GroupParted)
def group_parted(event: Recorded[GroupParted]) -> None:
    """One unit is two."""
    _moved(event, event.body.moves, 1)


@projects(FamilyJudged)
def family_judged(event: Recorded[FamilyJudged]) -> None:
    """Many units are fewer, unless all were kept apart."""
    if event.body.moves:
        _moved(event, event.body.moves)


@projects(DuplicateDecisionWithdrawn)
def groups_as_before(event: Recorded[DuplicateDecisionWithdrawn]) -> None:
    """Units are as they would be without the decision."""
    _moved(event, event.body.moves)


@projects(RetrievalRecorded)
def report_came(event: Recorded[RetrievalRecorded]) -> None:
    """A report is judged while it is retrieved."""
    _report(event)


@projects(RetrievalWithdrawn)
def report_went(event: Recorded[RetrievalWithdrawn]) -> None:
    """A report that is not retrieved is not judged."""
    _report(event)


@projects(ReportSoughtWithdrawn)
def report_gone(event: Recorded[ReportSoughtWithdrawn]) -> None:
    """A report that is not sought is not judged."""
    _report(event)


def _report(event: Recorded[Any]) -> None:
    rehang(event.review, FULL_TEXT, [event.body.report_id])
    mark(event, FULL_TEXT, _counted(event.review, FULL_TEXT))


@projects(ProtocolSet)
def policy_set(event: Recorded[ProtocolSet]) -> None:
    """Where the team changed how many decide, or what doubt means, every unit is looked at again."""
    earlier = ProtocolVersion.objects.filter(review=event.review, number=event.body.number - 1).first()
    if earlier is None or earlier.protocol.screening == event.body.protocol.screening:
        return
    for stage in STAGES:
        judged = VerdictRow.objects.filter(review=event.review, stage=stage).values_list("unit", flat=True)
        bring_up(event.review, stage, {unit for unit in judged.distinct() if unit})
        mark(event, stage)
