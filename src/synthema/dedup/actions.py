"""What people decide about duplicates: merge, keep apart, relate, part, a family at once, and take each back."""

from uuid import UUID

from synthema.dedup.apart import Apart
from synthema.dedup.contrary import contrary
from synthema.dedup.events import GroupParted, Move, RecordsKeptApart, RecordsMerged, RecordsRelated, VersionsCounted
from synthema.dedup.judging import judge_family
from synthema.dedup.model import Kind
from synthema.dedup.reports import sought
from synthema.dedup.running import find_duplicates
from synthema.dedup.tables import (
    DuplicateDecision,
    decisions,
    group_of,
    members,
    records_of,
    versions_are_duplicates,
)
from synthema.dedup.uniting import joined
from synthema.dedup.withdrawing import withdraw_decision
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need

__all__ = [
    "count_versions",
    "find_duplicates",
    "judge_family",
    "keep_apart",
    "merge_records",
    "part_group",
    "relate_records",
    "withdraw_decision",
]


@action(Need.SEARCH)
def merge_records(desk: Desk, a: UUID, b: UUID, note: str = "") -> RecordsMerged:
    """Judge two records the same report: their groups become one, under the report's group or the earlier one."""
    ours, theirs = _two_groups(desk.review, a, b, "These two records are in one group already.")
    held_apart = _about(desk.review, ours, theirs)
    for decision in reversed(held_apart):
        if decision.kind != "related":
            raise contrary(decision)
    replaces = tuple(d.id for d in held_apart)
    moves, before = joined(desk.review, [{ours, theirs}])
    return RecordsMerged(
        decision_id=desk.new_id("decision"), a=a, b=b, moves=moves, note=note, before=before, replaces=replaces
    )


@action(Need.SEARCH)
def keep_apart(desk: Desk, a: UUID, b: UUID, note: str = "") -> RecordsKeptApart:
    """Judge two records different reports that are not related either; no later run joins their groups."""
    together = "These two records are in one group. `synthema dedup part` takes one of them out."
    ours, theirs = _two_groups(desk.review, a, b, together)
    held_apart = _about(desk.review, ours, theirs)
    if any(d.kind == "apart" for d in held_apart):
        raise Refused("These two are kept apart already.")
    replaces = tuple(d.id for d in held_apart if d.kind == "related")
    return RecordsKeptApart(decision_id=desk.new_id("decision"), a=a, b=b, note=note, replaces=replaces)


@action(Need.SEARCH)
def relate_records(desk: Desk, a: UUID, b: UUID, kind: Kind, note: str = "") -> RecordsRelated:
    """Judge two records different reports that belong together: a is the version, preprint, … of b."""
    together = "These two records are in one group. `synthema dedup part` takes one of them out."
    ours, theirs = _two_groups(desk.review, a, b, together)
    held_apart = _about(desk.review, ours, theirs)
    known = [d for d in held_apart if (d.kind, d.relation) == ("related", kind)]
    if any([group_of(desk.review, one) for one in d.records] == [ours, theirs] for d in known):
        raise Refused("That is how these two are related already.")
    replaces = tuple(d.id for d in held_apart if d.kind in ("related", "apart"))
    return RecordsRelated(decision_id=desk.new_id("decision"), a=a, b=b, relation=kind, note=note, replaces=replaces)


def _two_groups(review: UUID, a: UUID, b: UUID, together: str) -> tuple[UUID, UUID]:
    ours, theirs = group_of(review, a), group_of(review, b)
    if ours == theirs:
        raise Refused(together)
    return ours, theirs


def _about(review: UUID, ours: UUID, theirs: UUID) -> list[DuplicateDecision]:
    """The decisions that hold two groups apart."""
    held = dict(members(review).filter(group__in=(ours, theirs)).values_list("record", "group"))
    return [d for d in decisions(review) if Apart.of([d.apart], held).between(ours, theirs) is not None]


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
            {a in leaving, b in leaving} == {True, False} and {a, b} <= {*leaving, *staying} for a, b in decision.joined
        )
        if across:
            raise contrary(decision, joined=True)


@action(Need.SEARCH)
def count_versions(desk: Desk, as_duplicates: bool, note: str = "") -> VersionsCounted:
    """Decide whether versions of one review are duplicates; in force at the next run."""
    if as_duplicates == versions_are_duplicates(desk.review):
        now = "count as duplicates" if as_duplicates else "are related reports, no duplicates,"
        raise Refused("Versions of one review {now} already.", now=now)
    return VersionsCounted(as_duplicates=as_duplicates, note=note)
