"""Where units stand, and how many, by the rows kept for it: no question here reads a whole review."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from synthema.audit.batches import BATCH
from synthema.dedup.tables import members
from synthema.screening.model import OPEN, Standing, State
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import members_after, policy
from synthema.screening.tables import Ground, PilotRow, PilotUnit, UnitState, VerdictRow, stop_in_force
from synthema.screening.unit_tables import ground_id, state_id
from synthema.studies.model import Outcome
from synthema.studies.tables import Report

UNTOUCHED = State(standing=Standing.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many units stand where; nothing here tells what anybody said of an open one."""

    units: int
    untouched: int  # nobody has judged them
    left: int  # of these, left unscreened by a stopping decision
    waiting: int  # somebody has judged them, not everybody
    conflicts: int
    forward: int
    excluded: int


def states_now(_review: UUID, stage: str, units: Collection[UUID]) -> dict[UUID, State]:
    """The states of these units. Not for showing: why a unit is open would give votes away."""
    keys = [state_id(stage, one) for one in units]
    known = {row.unit: row.state for row in UnitState.objects.filter(pk__in=keys)}
    return {one: known.get(one, UNTOUCHED) for one in units}


def total(review: UUID, stage: str) -> int:
    """How many units a stage has."""
    return Ground.objects.filter(pk=ground_id(review, stage)).values_list("units", flat=True).first() or 0


def counts(review: UUID, stage: str) -> Counts:
    """How many units stand where."""
    rows = UnitState.objects.filter(review=review, stage=stage)
    at = dict(rows.values_list("standing").annotate(number=Count("unit")).order_by())
    everything = total(review, stage)
    untouched = everything - sum(at.values())
    return Counts(
        units=everything,
        untouched=untouched,
        left=untouched - _to_begin(review, stage, untouched),
        waiting=sum(at.get(str(where), 0) for where in OPEN),
        conflicts=at.get(str(Standing.CONFLICT), 0),
        forward=at.get(str(Standing.FORWARD), 0),
        excluded=at.get(str(Standing.EXCLUDED), 0),
    )


def _to_begin(review: UUID, stage: str, untouched: int) -> int:
    """How many of the units that nobody has judged are still to be judged."""
    stop = None if stage == FULL_TEXT else stop_in_force(review, stage)
    if stop is None:
        return untouched
    known = UnitState.objects.filter(review=review, stage=stage).values("unit")
    later = members_after(review, stop).exclude(group__in=known)
    return later.order_by().values("group").distinct().count()


def counted(review: UUID, stage: str, person: UUID) -> "QuerySet[VerdictRow]":
    """One verdict of a person for each unit they have judged."""
    return VerdictRow.objects.filter(review=review, stage=stage, person=person, counted=True)


def given_by(review: UUID, stage: str, person: UUID, *, still_open: bool = False) -> int:
    """How many units a person has judged, or of those the ones that are still open."""
    rows = counted(review, stage, person)
    return (rows.filter(standing__in=OPEN) if still_open else rows).count()


def reopened(review: UUID, stage: str) -> dict[UUID, State]:
    """The units that somebody is asked again about. Not for showing."""
    rows = UnitState.objects.filter(review=review, stage=stage, standing=Standing.REOPENED)
    return {row.unit: row.state for row in rows}


def left_for(review: UUID, stage: str, person: UUID, viewer: UUID, now: Counts | None = None) -> int:
    """How many units a person may judge now, as far as this viewer may know: others never learn who is asked again."""
    again = [state for state in reopened(review, stage).values() if person == viewer or person not in state.voters]
    needed, now = policy(review).reviewers, now or counts(review, stage)
    asked = sum(person in state.reopened_for for state in again)
    full = sum(len(state.voters) >= needed and person not in state.voters for state in again)
    return (now.untouched - now.left) + now.waiting - given_by(review, stage, person, still_open=True) + asked - full


def may_judge(review: UUID, stage: str, person: UUID) -> Q:
    """Of units that a person may judge now, as rules.may_vote says of each."""
    rows, needed = UnitState.objects.filter(review=review, stage=stage), policy(review).reviewers
    states = reopened(review, stage)
    again = [unit for unit, state in states.items() if person in state.reopened_for]
    full = [unit for unit, state in states.items() if len(state.voters) >= needed and unit not in again]
    given = counted(review, stage, person).filter(standing__in=OPEN).values("unit")
    mine = ~Q(unit__in=given) | Q(unit__in=again)
    found = mine & ~Q(unit__in=full) & ~Q(unit__in=rows.exclude(standing__in=OPEN).values("unit"))
    stop = None if stage == FULL_TEXT else stop_in_force(review, stage)
    if stop is None:
        return found
    later = members_after(review, stop).order_by().values("group")
    return found & (Q(unit__in=rows.values("unit")) | Q(unit__in=later))


def judged(review: UUID, stage: str) -> "QuerySet[Any]":
    """What is judged in a stage, a row for each record or report, its unit under that name; in no order."""
    if stage == FULL_TEXT:
        return Report.objects.filter(review=review, outcome=Outcome.RETRIEVED).annotate(unit=F("id"))
    return members(review).order_by().annotate(unit=F("group"))


def pilot_in_force(review: UUID, stage: str) -> PilotRow | None:
    """The pilot that everybody screens now, or None."""
    return PilotRow.objects.filter(review=review, stage=stage, ended_seq=None).order_by("-given_seq").first()


def pilot_units(pilot: PilotRow) -> list[UUID]:
    """The units of a pilot sample, in the order in which they were drawn; one that a merge made of two once."""
    rows = PilotUnit.objects.filter(review=pilot.review, pilot=pilot.id).exclude(unit=None).order_by("place")
    return list(dict.fromkeys(unit for unit in rows.values_list("unit", flat=True) if unit))


def left_of(review: UUID, stage: str, units: Collection[UUID]) -> set[UUID]:
    """Which of the units a stopping decision leaves unscreened."""
    stop = None if stage == FULL_TEXT else stop_in_force(review, stage)
    if stop is None:
        return set()
    known = UnitState.objects.filter(review=review, stage=stage).values_list("unit", flat=True)
    later = members_after(review, stop).values_list("group", flat=True)
    if len(units) <= BATCH:
        known, later = known.filter(unit__in=units), later.filter(group__in=units)
    return set(units).difference(known, later)
