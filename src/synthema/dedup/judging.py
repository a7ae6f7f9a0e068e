"""Many uncertain records decided in one act: which are the same report, and which are not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from synthema.dedup.apart import Apart
from synthema.dedup.contrary import contrary
from synthema.dedup.events import FamilyJudged
from synthema.dedup.tables import decisions, group_of, groups_now, members
from synthema.dedup.uniting import joined
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need

MOST = 50_000  # records that one act may name

Parts = tuple[tuple[UUID, ...], ...]


@action(Need.SEARCH)
def judge_family(desk: Desk, parts: Parts, note: str = "") -> FamilyJudged:
    """Judge many records at once: those of one part are the same report, those of two parts are different ones."""
    named = [one for part in parts for one in part]
    _refuse_no_family(parts, named)
    group = groups_now(desk.review, named)
    for one in named:
        if one not in group:
            group_of(desk.review, one)  # says why
    sets = [{group[one] for one in part} for part in parts]
    _refuse_contrary(desk.review, sets)
    moves, before = joined(desk.review, [one for one in sets if len(one) > 1])
    if not moves and _stands_apart(desk.review, sets, group):
        raise Refused("All of this was decided already. Load the page again to see what is open.")
    return FamilyJudged(decision_id=desk.new_id("decision"), parts=parts, moves=moves, note=note, before=before)


def _refuse_no_family(parts: Parts, named: Sequence[UUID]) -> None:
    if len(named) < 2 or not all(parts):
        raise Refused("Name two records at least, and none of the parts may be empty.")
    if len(set(named)) < len(named):
        raise Refused("A record is named twice. Name each one once.")
    if len(named) > MOST:
        raise Refused("One act decides on at most {most} records. Decide on fewer at a time.", most=MOST)


def _refuse_contrary(review: UUID, sets: Sequence[set[UUID]]) -> None:
    """Raise Refused where people or the matcher settled the contrary before."""
    seen: dict[UUID, int] = {}
    for place, groups in enumerate(sets):
        if any(seen.setdefault(one, place) != place for one in groups):
            raise Refused(
                "Two records that you keep apart are in one group by now. `synthema dedup part` takes one of them out."
            )
    made = decisions(review)[::-1]  # the latest is the one that can be taken back
    held = dict(_members_of({one for groups in sets for one in groups}, review))
    apart = Apart.of([d.apart for d in made], held)
    for groups in sets:
        first, *others = sorted(groups, key=str)
        for one in others:
            against = apart.between(first, one)
            if against is not None:
                raise contrary(made[against])
            apart.join(first, one)


def _members_of(groups: Collection[UUID], review: UUID) -> Iterable[tuple[UUID, UUID]]:
    ordered = sorted(groups, key=str)
    for start in range(0, len(ordered), 500):
        here = members(review).order_by().filter(group__in=ordered[start : start + 500])
        yield from here.values_list("record", "group")


def _stands_apart(review: UUID, sets: Sequence[set[UUID]], group: Mapping[UUID, UUID]) -> bool:
    """Whether one earlier decision holds all these groups apart from one another, or there is nothing to hold."""
    one_each = {next(iter(groups)) for groups in sets}
    for decision in decisions(review):
        marks = Apart.of([decision.apart], group).marks
        places = [tuple(marks.get(one, {}).get(0, ())) for one in one_each]
        if all(places) and len(set(places)) == len(places):
            return True
    return len(sets) < 2
