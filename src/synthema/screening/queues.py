"""Each reviewer's queue: what comes next, skipping, judging, taking back, and how far one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.timezone import localtime

from synthema.audit.clock import now
from synthema.audit.model import By, Recorded
from synthema.refused import Refused
from synthema.screening.actions import give_verdict, withdraw_verdict
from synthema.screening.events import VerdictGiven, VerdictWithdrawn
from synthema.screening.orders import ORDERS, Place, first_of, first_subjects, servable
from synthema.screening.queue_tables import SKIPPED
from synthema.screening.rules import may_vote
from synthema.screening.standings import (
    given_by,
    left_for,
    left_of,
    pilot_in_force,
    pilot_units,
    states_now,
)
from synthema.screening.states import policy
from synthema.screening.tables import LONGEST_ORDER, Ground, QueueEntry, QueueHead, VerdictRow
from synthema.screening.unit_tables import ground_id

WINDOW = 500  # units that a queue holds ready
SITTING = timedelta(minutes=30)  # a longer pause ends a sitting
PACE_OF, FEWEST = 200, 5  # the latest verdicts tell the pace, if there are some
SHORTEST = 2 / 60  # hours; a few quick verdicts in a row are no pace
SPARE = 5  # entries fetched beside those asked for, in case some are closed by now


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit as it is served; order and position go back with the verdict."""

    unit: UUID
    subject: UUID
    order: str
    position: int
    skipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a reviewer is; the pace is in verdicts per hour of the last sitting, None when there are too few."""

    decided_today: int
    decided: int
    left: int
    pace: int | None


def upcoming(review: UUID, stage: str, person: UUID, n: int = 1, after: UUID | None = None) -> list[Entry]:
    """The next units a person may judge; or those after one that they have already, for fetching ahead."""
    if _head(review, stage, person).filled_at != _ground(review, stage):
        refill(review, stage, person)
    found = _served(review, stage, person, n, after)
    if sum(not one.skipped for one in found) < n and _top_up(review, stage, person):
        return _served(review, stage, person, n, after)
    return found


def order_of(review: UUID, stage: str, person: UUID) -> str:
    """The order a person chose."""
    return _head(review, stage, person).order


def refill(review: UUID, stage: str, person: UUID, order: str | None = None) -> None:
    """Put a queue in order anew, in another order perhaps; what was put off stays at its end."""
    head, ground = _head(review, stage, person), _ground(review, stage)
    chosen = order or head.order
    if chosen not in ORDERS:
        raise Refused("{chosen!r} is no order of screening. Orders: {orders}.", chosen=chosen, orders=", ".join(ORDERS))
    open_ones = _open(review, stage, person)
    may_come = servable(review, stage, person)  # long, so that nothing is locked meanwhile
    put_off = may_come.intersection(open_ones.filter(rank__gte=SKIPPED).values_list("unit", flat=True))
    subjects = first_subjects(review, stage, put_off)
    places = first_of(review, stage, person, chosen, may_come - put_off, WINDOW)
    with transaction.atomic():
        QueueHead.objects.select_for_update().get(pk=head.pk)
        open_ones.filter(rank__lt=SKIPPED).delete()
        open_ones.exclude(unit__in=subjects).delete()
        for row in open_ones.filter(unit__in=subjects):
            open_ones.filter(pk=row.pk).update(subject=subjects[row.unit])
        _add(review, stage, person, places)
        QueueHead.objects.filter(pk=head.pk).update(order=chosen, filled_at=ground)


def skip(review: UUID, stage: str, person: UUID, unit: UUID) -> None:
    """Put a unit off until nothing else is left."""
    last = _open(review, stage, person).aggregate(last=Max("rank"))["last"] or 0
    if not _open(review, stage, person).filter(unit=unit).update(rank=max(last, SKIPPED) + 1):
        raise Refused("This is not in your queue any more. Load the page again.")


def unskip(review: UUID, stage: str, person: UUID, unit: UUID) -> None:
    """Bring a unit that was put off back to where it was."""
    _open(review, stage, person).filter(unit=unit).update(rank=F("place"))


def progress(review: UUID, stage: str, person: UUID) -> Progress:
    """How far a reviewer is."""
    lately = VerdictRow.objects.filter(review=review, stage=stage, person=person).order_by("-at", "-given_seq")
    midnight = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    today = lately.order_by().filter(at__gte=midnight, withdrawn_seq=None).exclude(unit=None)
    return Progress(
        decided_today=today.values("unit").distinct().count(),
        decided=given_by(review, stage, person),
        left=left(review, stage, person),
        pace=pace(list(lately.values_list("at", flat=True)[:PACE_OF])),
    )


def left(review: UUID, stage: str, person: UUID) -> int:
    """How many units a person may judge now; while a pilot holds the rest back, how many of its sample."""
    pilot = pilot_in_force(review, stage)
    if pilot is None or not pilot.hold_back:
        return left_for(review, stage, person, person)
    rules, sample = policy(review), pilot_units(pilot)
    unscreened = left_of(review, stage, sample)
    known = states_now(review, stage, [unit for unit in sample if unit not in unscreened])
    return sum(not may_vote(state, person, rules) for state in known.values())


def pace(times: Sequence[datetime]) -> int | None:
    """Verdicts per hour of the last sitting, from the times of the latest verdicts, the latest first."""
    sitting = 1
    while sitting < len(times) and times[sitting - 1] - times[sitting] <= SITTING:
        sitting += 1
    hours = (times[0] - times[sitting - 1]) / timedelta(hours=1) if times else 0.0
    return round((sitting - 1) / hours) if sitting >= FEWEST and hours >= SHORTEST else None


def judge(
    by: By,
    review: UUID,
    stage: str,
    subject: UUID,
    verdict: str,
    *,
    reason: str = "",
    note: str = "",
    order: str = "",
    position: int = 0,
) -> Recorded[VerdictGiven]:
    """Give a verdict and close its place in the queue, both or neither; the same act again changes nothing."""
    with transaction.atomic():
        done = give_verdict(
            by, review, stage, subject, verdict, reason=reason, note=note, order=order, position=position
        )
        stands = VerdictRow.objects.filter(pk=done.body.verdict_id, withdrawn_seq=None).values("unit")
        _open(review, stage, by.person).filter(unit__in=stands).update(decided_at=now())
    return done


def take_back(by: By, review: UUID, verdict_id: UUID, reason: str = "") -> Recorded[VerdictWithdrawn]:
    """Withdraw one's own verdict; what it was on comes next in the queue."""
    with transaction.atomic():
        done = withdraw_verdict(by, review, verdict_id, reason)
        row = VerdictRow.objects.get(pk=verdict_id)
        held = pilot_in_force(review, row.stage)
        if row.unit and not (held and held.hold_back and row.unit not in pilot_units(held)):
            _on_top(row, row.unit)
    return done


def last_given(review: UUID, stage: str, person: UUID) -> VerdictRow | None:
    """The latest verdict of a person that stands."""
    rows = VerdictRow.objects.filter(review=review, stage=stage, person=person, withdrawn_seq=None)
    return rows.order_by("-at", "-given_seq").first()


def _head(review: UUID, stage: str, person: UUID) -> QueueHead:
    return QueueHead.objects.get_or_create(review=review, stage=stage, person=person)[0]


def _ground(review: UUID, stage: str) -> UUID | None:
    return Ground.objects.filter(pk=ground_id(review, stage)).values_list("event", flat=True).first()


def _all(review: UUID, stage: str, person: UUID) -> "QuerySet[QueueEntry]":
    return QueueEntry.objects.filter(review=review, stage=stage, person=person)


def _open(review: UUID, stage: str, person: UUID) -> "QuerySet[QueueEntry]":
    return _all(review, stage, person).filter(decided_at=None)


def _served(review: UUID, stage: str, person: UUID, n: int, after: UUID | None) -> list[Entry]:
    """The first open entries that the person may still judge; those they may not are closed."""
    rows = _open(review, stage, person).order_by("rank")
    if after is not None:
        rows = rows.filter(rank__gt=_all(review, stage, person).filter(unit=after).values("rank"))
    rules, found, gone = policy(review), list[Entry](), list[int]()
    while len(found) < n and (batch := list(rows[: n - len(found) + SPARE])):
        asked = [one.unit for one in batch]
        known, unscreened = states_now(review, stage, asked), left_of(review, stage, asked)
        for one in batch:
            if one.unit in unscreened or may_vote(known[one.unit], person, rules):
                gone.append(one.pk)
            else:
                found.append(Entry(one.unit, one.subject, one.order, one.place, one.skipped))
        rows = rows.filter(rank__gt=batch[-1].rank)
    if gone:
        QueueEntry.objects.filter(pk__in=gone).delete()
    return found[:n]


def _top_up(review: UUID, stage: str, person: UUID) -> bool:
    """Hold more units ready if there are more; whether there were."""
    there = set(_open(review, stage, person).values_list("unit", flat=True))
    if left(review, stage, person) <= len(there):
        return False
    more = servable(review, stage, person) - there
    places = first_of(review, stage, person, order_of(review, stage, person), more, WINDOW)
    with transaction.atomic():
        QueueHead.objects.select_for_update().get(review=review, stage=stage, person=person)
        _add(review, stage, person, places)
    return bool(places)


def _add(review: UUID, stage: str, person: UUID, places: Sequence[Place]) -> None:
    subjects = first_subjects(review, stage, [one.unit for one in places])
    begin = (_all(review, stage, person).aggregate(last=Max("place"))["last"] or 0) + 1
    rows = [
        QueueEntry(
            review=review,
            stage=stage,
            person=person,
            unit=one.unit,
            subject=subjects[one.unit],
            rank=number,
            place=number,
            order=one.order[:LONGEST_ORDER],
        )
        for number, one in enumerate((one for one in places if one.unit in subjects), start=begin)
    ]
    key, rest = ["review", "stage", "person", "unit"], ["subject", "rank", "place", "order", "decided_at"]
    QueueEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=rest)


def _on_top(row: VerdictRow, unit: UUID) -> None:
    """An entry at its old place, before all that are open; one of its own where the verdict was not given in order."""
    mine = _all(row.review, row.stage, row.person).filter(unit=unit)
    if not mine.update(decided_at=None, rank=F("place"), subject=row.subject):
        QueueEntry.objects.create(
            review=row.review, stage=row.stage, person=row.person, unit=unit, subject=row.subject,
            rank=0, place=0, order="chosen",
        )  # fmt: skip
