"""Who has judged how much, and what waits for somebody; nothing here tells what anybody said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from synthema.screening.standings import Counts, counts, given_by, left_for
from synthema.screening.tables import VerdictRow
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person has judged and may still judge."""

    person: UUID
    given: int
    left: int
    last_at: datetime | None
    seated: bool  # False for somebody who has left


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """The work of a stage."""

    units: int
    waiting: int  # somebody has judged them, not everybody
    people: tuple[Share, ...]


def workload(review: UUID, stage: str, viewer: UUID) -> Workload:
    """What everybody who may judge has done and has left, most first."""
    now = counts(review, stage)
    roles = [str(role) for role in ROLES_FOR[Need.DECIDE]]
    seated = set(Seat.objects.filter(review=review, role__in=roles).values_list("person", flat=True))
    gave = set(VerdictRow.objects.filter(review=review, stage=stage).values_list("person", flat=True).distinct())
    shares = [_share(review, stage, one, viewer, now if one in seated else None) for one in sorted(seated | gave)]
    return Workload(units=now.units, waiting=now.waiting, people=tuple(sorted(shares, key=lambda one: -one.given)))


def _share(review: UUID, stage: str, person: UUID, viewer: UUID, now: Counts | None) -> Share:
    rows = VerdictRow.objects.filter(review=review, stage=stage, person=person)
    return Share(
        person=person,
        given=given_by(review, stage, person),
        left=left_for(review, stage, person, viewer, now) if now else 0,
        last_at=rows.order_by("-at").values_list("at", flat=True).first(),
        seated=now is not None,
    )
