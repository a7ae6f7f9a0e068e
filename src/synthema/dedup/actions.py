"""What people decide about duplicates: merge, keep apart, part, and take each back."""

from collections.abc import Sequence
from uuid import UUID

from synthema.dedup.events import DuplicateDecisionWithdrawn, GroupParted, Move, RecordsKeptApart, RecordsMerged
from synthema.dedup.reports import sought
from synthema.dedup.running import find_duplicates
from synthema.dedup.settling import components
from synthema.dedup.tables import DuplicateDecision, decisions, evidence, group_of, members, records_of
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need

__all__ = ["find_duplicates", "keep_apart", "merge_records", "part_group", "withdraw_decision"]


@action(Need.SEARCH)
def merge_records(desk: Desk, a: UUID, b: UUID, note: str = "") -> RecordsMerged:
    """Judge two records the same report: their groups become one, under the report's group or the earlier one."""
    ours, theirs = group_of(desk.review, a), group_of(desk.review, b)
    if ours == theirs:
        raise Refused("These two records are in one group already.")
    _refuse_if_apart(desk.review, ours, theirs)
    reports = sought(desk.review)
    if ours in reports and theirs in reports:
        raise Refused(
            "Both are sought as reports already ({reports_title!r} and {reports_title_2!r}), and a report "
            "is never swallowed. Withdraw one with `synthema studies withdraw`, or link both to one study.",
            reports_title=reports[ours].title,
            reports_title_2=reports[theirs].title,
        )
    held = members(desk.review).filter(group__in=(ours, theirs))
    first = held.values_list("group", flat=True)[0]
    kept = next((g for g in (ours, theirs) if g in reports), first)
    moves = tuple(Move(m.record, kept) for m in held if m.group != kept)
    return RecordsMerged(decision_id=desk.new_id("decision"), a=a, b=b, moves=moves, note=note)


def _refuse_if_apart(review: UUID, ours: UUID, theirs: UUID) -> None:
    group = dict(members(review).filter(group__in=(ours, theirs)).values_list("record", "group"))
    for decision in decisions(review):
        if any({group.get(a), group.get(b)} == {ours, theirs} for a, b in decision.apart):
            raise Refused(
                "On {at:%Y-%m-%d} these were kept apart (decision {decision_id}). Withdraw that decision first.",
                at=decision.at,
                decision_id=decision.id,
            )


@action(Need.SEARCH)
def keep_apart(desk: Desk, a: UUID, b: UUID, note: str = "") -> RecordsKeptApart:
    """Judge two records different reports; no later run joins their groups."""
    ours, theirs = group_of(desk.review, a), group_of(desk.review, b)
    if ours == theirs:
        raise Refused("These two records are in one group. `synthema dedup part` takes one of them out.")
    _refuse_if_apart(desk.review, ours, theirs)
    return RecordsKeptApart(decision_id=desk.new_id("decision"), a=a, b=b, note=note)


@action(Need.SEARCH)
def part_group(desk: Desk, records: tuple[UUID, ...], note: str = "") -> GroupParted:
    """Take records of one group out into a group of their own."""
    if not records:
        raise Refused("Name the records that leave their group.")
    found = {group_of(desk.review, one) for one in records}
    if len(found) > 1:
        raise Refused("These records are in {found} groups. Part one group at a time.", found=len(found))
    group = found.pop()
    others = tuple(one for one in records_of(desk.review, group) if one not in records)
    if not others:
        raise Refused("These are all the records of their group; one at least stays.")
    shown = sought(desk.review).get(group)
    if shown is not None and shown.record in records:
        raise Refused(
            "Record {record} stands for the report {shown_title!r}. Part the other records instead.",
            record=shown.record,
            shown_title=shown.title,
        )
    _refuse_if_joined_by_hand(desk.review, records, others)
    own = desk.new_id("group")
    return GroupParted(
        decision_id=desk.new_id("decision"),
        records=records,
        others=others,
        moves=tuple(Move(one, own) for one in records),
        note=note,
    )


def _refuse_if_joined_by_hand(review: UUID, leaving: tuple[UUID, ...], staying: tuple[UUID, ...]) -> None:
    for decision in decisions(review):
        across = any(
            {a in leaving, b in leaving} == {True, False} and {a, b} <= {*leaving, *staying} for a, b in decision.same
        )
        if decision.kind == "same" and across:
            raise Refused(
                "Two of them were joined by hand on {at:%Y-%m-%d} (decision {decision_id}). Withdraw that "
                "decision instead.",
                at=decision.at,
                decision_id=decision.id,
            )


@action(Need.SEARCH)
def withdraw_decision(desk: Desk, decision_id: UUID, reason: str = "") -> DuplicateDecisionWithdrawn:
    """Take a decision on duplicates back; records go where they belong without it."""
    decision = DuplicateDecision.objects.filter(review=desk.review, id=decision_id).first()
    if decision is None:
        raise Refused(
            "There is no decision {decision_id} in force. `synthema dedup decisions` lists them.",
            decision_id=decision_id,
        )
    moves: tuple[Move, ...] = ()
    if decision.kind == "same":
        moves = _without_merge(desk, decision)
    elif decision.kind == "parted":
        moves = _without_parting(desk, decision)
    return DuplicateDecisionWithdrawn(decision_id=decision_id, moves=moves, reason=reason)


def _without_merge(desk: Desk, decision: DuplicateDecision) -> tuple[Move, ...]:
    """The group falls into the parts that evidence and other decisions still join."""
    a, b = decision.same[0]
    group = group_of(desk.review, a)
    held = records_of(desk.review, group)
    if b not in held:
        return ()
    joined = [(m.a, m.b) for m in evidence(desk.review, group)]
    joined += [pair for d in decisions(desk.review) if d.id != decision.id for pair in d.same]
    parts = components([str(one) for one in held], [(str(x), str(y)) for x, y in joined])
    shown = sought(desk.review).get(group)
    stays = next((p for p in parts if shown and str(shown.record) in p), parts[0])
    return tuple(Move(UUID(one), desk.new_id(f"group:{part[0]}")) for part in parts if part != stays for one in part)


def _without_parting(desk: Desk, decision: DuplicateDecision) -> tuple[Move, ...]:
    """The records that were taken out go back, unless something else moved them since."""
    ours, theirs = decision.sides
    back, away = group_of(desk.review, theirs[0]), group_of(desk.review, ours[0])
    if back == away:
        return ()
    reports = sought(desk.review)
    if away in reports:
        raise Refused(
            "They are sought as the report {reports_title!r} by now. Withdraw that report first.",
            reports_title=reports[away].title,
        )
    held: Sequence[UUID] = records_of(desk.review, away)
    return tuple(Move(one, back) for one in held if one in ours)
