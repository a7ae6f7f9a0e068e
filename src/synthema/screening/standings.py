"""Where units stand, and how many, by the rows kept for it: no question here reads a whole review."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from synthema.dedup.tables import members
from synthema.screening.model import OPEN, Standing, State
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import TITLE_ABSTRACT, members_after, policy
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


def states_now(review: UUID, stage: str, units: Collection[UUID]) -> dict[UUID, State]:
    """The states of these units. Not for showing: why a unit is open would give votes away."""
    keys = [state_id(stage, one) for one in units]
    known = {row.unit: row.state for row in UnitState.objects.filter(review=review, pk__in=keys)}
    return {one: known.get(one, UNTOUCHED) for one in units}


def total(review: UUID, stage: str) -> int:
    """How many units a stage has."""
    return Ground.objects.filter(pk=ground_id(review, stage)).values_list("units", flat=True).first() or 0


def counts(review: UUID, stage: str) -> Counts:
    """How many units stand where."""
    rows = UnitState.objects.filter(review=review, stage=stage)
    at = dict(rows.values_list("standing").annotate(number=Count("pk")).order_by())
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
    judged = UnitState.objects.filter(review=review, stage=stage).values("unit")
    later = members_after(review, stop).exclude(group__in=judged)
    return later.order_by().values("group").distinct().count()


def given_by(review: UUID, stage: str, person: UUID, *, still_open: bool = False) -> int:
    """How many units a person has judged, or of those the ones that are still open."""
    rows = VerdictRow.objects.filter(review=review, stage=stage, person=person, withdrawn_seq=None)
    rows = rows.exclude(unit=None)
    return (rows.filter(standing__in=OPEN) if still_open else rows).values("unit").distinct().count()


def left_for(review: UUID, stage: str, person: UUID, viewer: UUID) -> int:
    """How many units a person may judge now, as far as this viewer may know: others never learn who is asked again."""
    reopened = [
        row.state for row in UnitState.objects.filter(review=review, stage=stage, standing=Standing.REOPENED)
    ]  # fmt: skip
    again = sum(person in state.reopened_for for state in reopened) if person == viewer else 0
    needed = policy(review).reviewers
    full = sum(len(state.voters) >= needed and person not in state.voters for state in reopened)
    now = counts(review, stage)
    return (now.untouched - now.left) + now.waiting - given_by(review, stage, person, still_open=True) + again - full


def pilot_in_force(review: UUID, stage: str) -> PilotRow | None:
    """The pilot that everybody screens now, or None."""
    return PilotRow.objects.filter(review=review, stage=stage, ended_seq=None).order_by("-given_seq").first()


def pilot_units(pilot: PilotRow) -> list[UUID]:
    """The units of a pilot sample, in the order in which they were drawn; one that a merge made of two once."""
    rows = PilotUnit.objects.filter(review=pilot.review, pilot=pilot.id).exclude(unit=None).order_by("place")
    return list(dict.fromkeys(unit for unit in rows.values_list("unit", flat=True) if unit))


def all_units(review: UUID, stage: str) -> list[UUID]:
    """Every unit of a stage, in no particular order."""
    if stage == TITLE_ABSTRACT:
        return list(dict.fromkeys(members(review).order_by().values_list("group", flat=True)))
    return list(Report.objects.filter(review=review, outcome=Outcome.RETRIEVED).values_list("id", flat=True))

def left_of(review: UUID, stage: str, units: Collection[UUID]) -> set[UUID]:
    """Which of the units a stopping decision leaves unscreened."""
    stop = None if stage == FULL_TEXT else stop_in_force(review, stage)
    if stop is None:
        return set()
    judged = UnitState.objects.filter(review=review, stage=stage, unit__in=units).values_list("unit", flat=True)
    later = members_after(review, stop).filter(group__in=units).values_list("group", flat=True)
    return set(units).difference(judged, later)
