"""The units of a stage as a list: filtered, paged, and showing each viewer no more than they may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from synthema.dedup.tables import members
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.screening.model import OPEN, Vote
from synthema.screening.remarks import seen_tags, tags_on
from synthema.screening.rules import FULL_TEXT, may_vote
from synthema.screening.shown import Shown, shown
from synthema.screening.standings import counted, counts, given_by, left_for, left_of, may_judge, states_now
from synthema.screening.states import policy, votes
from synthema.screening.tables import TagRow, UnitState
from synthema.studies.model import Outcome
from synthema.studies.tables import Report

COLUMNS = ("title", "authors", "abstract", "keywords", "journal", "doi")  # where words are looked for
SETTLED = ("conflict", "forward", "excluded")
FILTERS = ("", "open", "untouched", "waiting", "todo", "mine", *SETTLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One unit as this viewer may know it."""

    shown: Shown
    standing: str  # open, conflict, forward or excluded
    reason: str
    how: str
    mine: Vote | None
    votes: tuple[Vote, ...]
    tags: tuple[TagRow, ...]
    may_vote: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a list."""

    rows: tuple[Listed, ...]
    page: int
    pages: int
    total: int


def listing(
    review: UUID,
    stage: str,
    viewer: UUID,
    *,
    standing: str = "",
    text: str = "",
    tag: str = "",
    page: int = 1,
    size: int = 50,
) -> Listing:
    """One page of the units that stand so, hold these words and bear this tag, in the order of the review."""
    if standing not in FILTERS:
        raise Refused(
            "{standing!r} is no filter. Filters: {filters}.",
            standing=standing,
            filters=", ".join(one for one in FILTERS if one),
        )
    wanted = _where(review, stage, viewer, standing) & _with_tag(review, stage, viewer, tag)
    units = _units(review, stage, wanted, text.split())
    found = list(units) if text.split() or tag else []  # one long question instead of two
    number = len(found) if text.split() or tag else _number(review, stage, viewer, standing)
    pages = max(1, -(-number // size))
    at = min(max(1, page), pages)
    here = slice((at - 1) * size, at * size)
    chosen = found[here] or list(units[here]) if number else []
    return Listing(rows=listed(review, stage, viewer, chosen), page=at, pages=pages, total=number)


def _number(review: UUID, stage: str, viewer: UUID, standing: str) -> int:
    """How many units stand so."""
    now = counts(review, stage)
    of = {
        "": now.units, "open": now.untouched + now.waiting, "untouched": now.untouched, "waiting": now.waiting,
        "conflict": now.conflicts, "forward": now.forward, "excluded": now.excluded,
    }  # fmt: skip
    if standing == "mine":
        return given_by(review, stage, viewer)
    return left_for(review, stage, viewer, viewer, now) if standing == "todo" else of[standing]


def _units(review: UUID, stage: str, wanted: Q, words: Sequence[str]) -> "QuerySet[Any, UUID]":
    """The units of which all this holds, in the order of the review."""
    if stage == FULL_TEXT:
        retrieved = Report.objects.filter(review=review, outcome=Outcome.RETRIEVED).annotate(unit=F("id"))
        holding = retrieved.filter(wanted, _holding(words, ("title", "authors", "journal", "doi")))
        return holding.order_by("number", "place").values_list("unit", flat=True)
    held = members(review)
    earlier = held.filter(group=OuterRef("group"), place__lt=OuterRef("place"))
    found = held.annotate(unit=F("group")).filter(wanted, ~Exists(earlier.order_by()))
    if words:
        rows = RecordRow.settled(review).filter(_holding(words, COLUMNS)).values("id")
        found = found.filter(group__in=members(review).order_by().filter(record__in=rows).values("group"))
    return found.order_by("place").values_list("unit", flat=True)


def _holding(words: Sequence[str], columns: Sequence[str]) -> Q:
    """Every word stands somewhere."""
    everywhere = [[Q(**{f"{column}__icontains": word}) for column in columns] for word in words]
    return reduce(and_, (reduce(or_, anywhere) for anywhere in everywhere), Q())


def _where(review: UUID, stage: str, viewer: UUID, standing: str) -> Q:
    """Of units that stand so, as far as this viewer may know where they stand."""
    rows = UnitState.objects.filter(review=review, stage=stage)
    judged, still_open = rows.values("unit"), rows.filter(standing__in=OPEN).values("unit")
    if standing == "open":
        return ~Q(unit__in=rows.exclude(standing__in=OPEN).values("unit"))
    if standing == "untouched":
        return ~Q(unit__in=judged)
    if standing == "waiting":
        return Q(unit__in=still_open)
    if standing == "todo":
        return may_judge(review, stage, viewer)
    if standing == "mine":
        return Q(unit__in=counted(review, stage, viewer).values("unit"))
    return Q(unit__in=rows.filter(standing=standing).values("unit")) if standing else Q()


def _with_tag(review: UUID, stage: str, viewer: UUID, tag: str) -> Q:
    return Q(unit__in=seen_tags(review, stage, viewer).filter(text=tag).values("unit")) if tag else Q()


def listed(review: UUID, stage: str, viewer: UUID, units: Sequence[UUID]) -> tuple[Listed, ...]:
    """These units as this viewer may know them."""
    known, rules = states_now(review, stage, units), policy(review)
    given, tagged = votes(review, stage, viewer, units), tags_on(review, stage, units, viewer)
    left = left_of(review, stage, units)
    found = []
    for one in shown(review, stage, units):
        state, said = known[one.unit], tuple(given.get(one.unit, ()))
        found.append(
            Listed(
                shown=one,
                standing="open" if state.is_open else str(state.standing),
                reason=state.reason,
                how=state.how,
                mine=next((vote for vote in reversed(said) if vote.person == viewer), None),
                votes=said,
                tags=tuple(tagged.get(one.unit, ())),
                may_vote=one.unit not in left and not may_vote(state, viewer, rules),
            )
        )
    return tuple(found)
