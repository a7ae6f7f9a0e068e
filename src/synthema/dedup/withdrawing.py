"""A decision on duplicates taken back: records go where they belong without it."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from synthema.audit.batches import in_batches
from synthema.dedup.apart import Apart
from synthema.dedup.events import DuplicateDecisionWithdrawn, Move
from synthema.dedup.reports import sought
from synthema.dedup.settling import components
from synthema.dedup.tables import (
    DuplicateDecision,
    decisions,
    evidence,
    group_of,
    groups_now,
    members,
    records_of,
)
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need


@action(Need.SEARCH)
def withdraw_decision(desk: Desk, decision_id: UUID, reason: str = "") -> DuplicateDecisionWithdrawn:
    """Take a decision on duplicates back; records go where they belong without it."""
    decision = DuplicateDecision.objects.filter(review=desk.review, id=decision_id, replaced_by=None).first()
    if decision is None:
        raise Refused(
            "There is no decision {decision_id} in force. `synthema dedup decisions` lists them.",
            decision_id=decision_id,
        )
    moves: tuple[Move, ...] = ()
    if decision.kind in ("same", "family"):
        moves = _without_joining(desk, decision)
    elif decision.kind == "parted":
        moves = _without_parting(desk, decision)
    return DuplicateDecisionWithdrawn(decision_id=decision_id, moves=moves, reason=reason)


def _without_joining(desk: Desk, decision: DuplicateDecision) -> tuple[Move, ...]:
    """Each group it made falls into the parts that evidence and other decisions still join, under their old names."""
    now = groups_now(desk.review, decision.records)
    touched = {now[a] for a, b in decision.joined if a in now and now[a] == now.get(b)}
    others = [pair for d in decisions(desk.review) if d.id != decision.id for pair in d.same]
    others += [pair for d in _replaced_by(decision) for pair in d.same]
    came_from = decision.came_from
    taken = _borne(desk.review, came_from.values())
    moves: list[Move] = []
    for group in sorted(touched, key=str):
        parts = _parts(desk.review, group, others)
        shown = sought(desk.review).get(group)
        stays = _who_stays(parts, shown.record if shown else None, came_from)
        for part in parts:
            if part != stays:
                name = next((came_from[one] for one in part if one in came_from), None)
                own = name if name and name not in taken else desk.new_id(f"group:{part[0]}")
                taken.add(own)
                moves += [Move(one, own) for one in part]
    return tuple(moves)


def _borne(review: UUID, names: Iterable[UUID]) -> set[UUID]:
    """Of these names of groups those that groups bear now."""
    found: set[UUID] = set()
    for few in in_batches(iter(sorted(set(names)))):
        found |= set(members(review).order_by().filter(group__in=few).values_list("group", flat=True))
    return found


def _replaced_by(decision: DuplicateDecision) -> Iterable[DuplicateDecision]:
    return DuplicateDecision.objects.filter(review=decision.review, replaced_by=decision.id)


def _parts(review: UUID, group: UUID, others: Sequence[tuple[UUID, UUID]]) -> list[list[UUID]]:
    held = [str(one) for one in records_of(review, group)]
    joined = [(str(m.a), str(m.b)) for m in evidence(review, group)] + [(str(a), str(b)) for a, b in others]
    return [[UUID(one) for one in part] for part in components(held, joined)]


def _who_stays(parts: Sequence[Sequence[UUID]], shown: UUID | None, came_from: Mapping[UUID, UUID]) -> Sequence[UUID]:
    """The part that keeps the group's name: the report's, else the one that had it before."""
    if shown is not None:
        return next((part for part in parts if shown in part), parts[0])
    return next((part for part in parts if came_from.keys().isdisjoint(part)), parts[0])


def _without_parting(desk: Desk, decision: DuplicateDecision) -> tuple[Move, ...]:
    """The records that were taken out go back, with whatever was joined to them since."""
    ours, theirs = decision.sides
    back, away = group_of(desk.review, theirs[0]), group_of(desk.review, ours[0])
    if back == away:
        return ()
    _refuse_if_held_apart(decision, back, away)
    reports = sought(desk.review)
    if away in reports:
        raise Refused(
            "They are sought as the report {reports_title!r} by now. Withdraw that report first.",
            reports_title=reports[away].title,
        )
    others = [pair for d in decisions(desk.review) if d.id != decision.id for pair in d.same]
    going = [part for part in _parts(desk.review, away, others) if not set(ours).isdisjoint(part)]
    return tuple(Move(one, back) for part in going for one in part)


def _refuse_if_held_apart(decision: DuplicateDecision, back: UUID, away: UUID) -> None:
    held = dict(members(decision.review).filter(group__in=(back, away)).values_list("record", "group"))
    for other in decisions(decision.review):
        if other.id != decision.id and Apart.of([other.apart], held).between(back, away) is not None:
            raise Refused(
                "On {at:%Y-%m-%d} it was decided that they are different reports (decision {decision_id}). Withdraw "
                "that decision first.",
                at=other.at,
                decision_id=other.id,
            )
