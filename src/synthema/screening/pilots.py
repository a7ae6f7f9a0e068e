"""A pilot round: a random sample that everybody screens first, and how far they agree on it."""

from dataclasses import dataclass
from uuid import UUID

from synthema.protocol.model import STAGE_NAMES
from synthema.protocol.tables import current
from synthema.refused import Refused
from synthema.screening.events import PilotBegun, PilotEnded
from synthema.screening.model import Standing, Vote
from synthema.screening.orders import first_subjects
from synthema.screening.rules import shuffled
from synthema.screening.standings import judged, left_of, pilot_in_force, pilot_units, states_now
from synthema.screening.states import pairs_for_agreement
from synthema.screening.tables import PilotRow, UnitState
from synthema.team.doors import Desk, action
from synthema.team.model import Need

MOST = 500  # units in a pilot


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotCounts:
    """How far a pilot is."""

    units: int
    settled: int  # by agreement or since
    conflicts: int


@action(Need.LEAD)
def begin_pilot(desk: Desk, stage: str, size: int, hold_back: bool = True, note: str = "") -> PilotBegun:
    """Draw a random sample of what nobody has judged yet; it comes first in everybody's queue."""
    if stage not in STAGE_NAMES:
        raise Refused("{stage!r} is no stage. Stages: {stage_names}.", stage=stage, stage_names=", ".join(STAGE_NAMES))
    current(desk.review)
    if pilot_in_force(desk.review, stage):
        raise Refused("A pilot of {stage_names} is under way. End it first.", stage_names=STAGE_NAMES[stage])
    if not 1 <= size <= MOST:
        raise Refused("A pilot has 1 to {most} records.", most=MOST)
    untouched = _untouched(desk.review, stage)
    if len(untouched) < size:
        raise Refused(
            "Only {untouched:,} records are left that nobody has judged. Draw fewer.", untouched=len(untouched)
        )
    seed = str(desk.new_id("seed"))
    sample = shuffled(untouched, seed)[:size]
    subjects = first_subjects(desk.review, stage, sample)
    return PilotBegun(
        pilot_id=desk.new_id("pilot"),
        stage=stage,
        seed=seed,
        units=tuple(subjects[one] for one in sample),
        hold_back=hold_back,
        note=note,
    )


def _untouched(review: UUID, stage: str) -> set[UUID]:
    known = UnitState.objects.filter(review=review, stage=stage).values("unit")
    units = set(judged(review, stage).exclude(unit__in=known).values_list("unit", flat=True))
    return units - left_of(review, stage, units)


@action(Need.LEAD)
def end_pilot(desk: Desk, stage: str, note: str = "") -> PilotEnded:
    """End the pilot; screening goes on with the rest, and the verdicts of the pilot stay."""
    pilot = pilot_in_force(desk.review, stage)
    if pilot is None:
        raise Refused("No pilot is under way in this stage.")
    return PilotEnded(pilot_id=pilot.id, note=note)


def pilots(review: UUID, stage: str) -> list[PilotRow]:
    """All pilots of a stage, oldest first."""
    return list(PilotRow.objects.filter(review=review, stage=stage).order_by("given_seq"))


def pilot_counts(review: UUID, pilot: PilotRow) -> PilotCounts:
    """How far a pilot is; what is open tells nothing of who said what."""
    known = states_now(review, pilot.stage, pilot_units(pilot)).values()
    ended = (Standing.FORWARD, Standing.EXCLUDED)
    return PilotCounts(
        units=len(known),
        settled=sum(state.standing in ended for state in known),
        conflicts=sum(state.standing is Standing.CONFLICT for state in known),
    )


def pilot_pairs(review: UUID, pilot: PilotRow) -> list[tuple[UUID, Vote, Vote]]:
    """The pairs of first votes on the units of a pilot, for its agreement."""
    return pairs_for_agreement(review, pilot.stage, set(pilot_units(pilot)))
