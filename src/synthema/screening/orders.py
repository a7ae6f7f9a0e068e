"""In which order a reviewer is shown units: at random, the newest first, or as a ranking says; a pilot sample first."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from uuid import UUID

from django.db.models import OuterRef, Subquery

from synthema.dedup.tables import members
from synthema.records.tables import RecordRow
from synthema.screening.rules import FULL_TEXT
from synthema.screening.standings import judged, may_judge, pilot_in_force, pilot_units
from synthema.screening.states import seed_of

ORDERS = ("random", "newest", "ranked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How likely each unit goes forward, by a method and its stored result; higher comes first."""

    name: str
    scores: Mapping[UUID, float]


Provider = Callable[[UUID, str, UUID], Ranking | None]
_providers: list[Provider] = []


def ranks(provider: Provider) -> Provider:
    """Register the function (review, stage, person) that gives the ranking in force for a person, if there is one."""
    _providers[:] = [provider]
    return provider


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in an order, and what that order is called on record."""

    unit: UUID
    order: str


def awaiting(review: UUID, stage: str, person: UUID) -> set[UUID]:
    """Every unit that a person may judge now."""
    return set(judged(review, stage).filter(may_judge(review, stage, person)).values_list("unit", flat=True))


def servable(review: UUID, stage: str, person: UUID) -> set[UUID]:
    """Every unit that may be put before a person now: while a pilot holds the rest back, what awaits of its sample."""
    mine, pilot = awaiting(review, stage, person), pilot_in_force(review, stage)
    return mine.intersection(pilot_units(pilot)) if pilot and pilot.hold_back else mine


def first_of(review: UUID, stage: str, person: UUID, order: str, units: Collection[UUID], most: int) -> list[Place]:
    """Which of the units come first for a person; those of a pilot before all others."""
    pilot = pilot_in_force(review, stage)
    sample = set(pilot_units(pilot)).intersection(units) if pilot else set[UUID]()
    found = [Place(unit, "pilot") for unit in _shuffled(review, person, sample, most)]
    others = [unit for unit in units if unit not in sample]
    if not others or len(found) == most:
        return found
    return found + _ordered(review, stage, person, order, others, most - len(found))


def _ordered(review: UUID, stage: str, person: UUID, order: str, units: Collection[UUID], most: int) -> list[Place]:
    if order == "newest":
        years = _years(review, stage, person)
        chosen = _shuffled(review, person, units, most, lambda unit: -years.get(unit, 0))
        return [Place(unit, "newest") for unit in chosen]
    ranking = _providers[0](review, stage, person) if order == "ranked" and _providers else None
    if ranking is None:
        return [Place(unit, "random") for unit in _shuffled(review, person, units, most)]
    scores, last = ranking.scores, min(ranking.scores.values(), default=0.0) - 1
    chosen = _shuffled(review, person, units, most, lambda unit: -scores.get(unit, last))
    return [Place(unit, f"ranked {ranking.name}") for unit in chosen]


def _shuffled(
    review: UUID, person: UUID, units: Iterable[UUID], most: int, first: Callable[[UUID], float] = lambda _: 0
) -> list[UUID]:
    """The first of the units; those that are equal in an order of the person's own, as in rules.shuffled."""
    seed = f"{seed_of(review, person)}:"
    return nsmallest(most, units, key=lambda unit: (first(unit), sha256(f"{seed}{unit}".encode()).digest()))


def _years(review: UUID, stage: str, person: UUID) -> dict[UUID, int]:
    """The year of each unit that a person may judge: the latest that one of its records names."""
    rows = judged(review, stage).filter(may_judge(review, stage, person))
    if stage != FULL_TEXT:
        rows = rows.annotate(year=Subquery(RecordRow.objects.filter(pk=OuterRef("record")).values("year")))
    found: dict[UUID, int] = {}
    for unit, year in rows.values_list("unit", "year"):
        found[unit] = max(found.get(unit, 0), year or 0)
    return found


def first_subjects(review: UUID, stage: str, units: Collection[UUID]) -> dict[UUID, UUID]:
    """What is shown for each of the units that there are: the first record of the group, or the report itself."""
    if stage == FULL_TEXT:
        return {one: one for one in units}
    found: dict[UUID, UUID] = {}
    rows = members(review).order_by().filter(group__in=units).values_list("place", "group", "record")
    for _, group, record in sorted(rows):
        found.setdefault(group, record)
    return found
