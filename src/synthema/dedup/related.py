"""Reports that belong together without being the same: what was found and what people said, as it counts now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from synthema.dedup.apart import Apart
from synthema.dedup.model import Kind
from synthema.dedup.tables import (
    DuplicateDecision,
    RelationRow,
    decisions,
    groups_now,
    members,
    run_in_force,
)
from synthema.dedup.wording import OF_THIS, THIS_IS
from synthema.records.tables import RecordRow

SAID = ("related", "apart")  # decisions on two records; who parts a group or a family says nothing of relations


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One report is the version, preprint, notice, ... of another; found by rule, or said by a person."""

    a: UUID
    b: UUID
    group_a: UUID
    group_b: UUID
    kind: Kind
    reason: str
    score: int = 0
    decision: DuplicateDecision | None = None


def relations(review: UUID, kind: str = "") -> list[Related]:
    """All relations between groups, or those of one kind; what people said first, then the most alike."""
    run = run_in_force(review)
    if run is None:
        return []
    rows = RelationRow.objects.filter(review=review, run=run.id).order_by("-score", "a", "b")
    found = _in_force(review, decisions(review), rows)
    return [one for one in found if not kind or one.kind == kind]


def related_to(review: UUID, groups: Collection[UUID]) -> list[Related]:
    """The relations of a few groups; what it costs does not grow with the review."""
    run = run_in_force(review)
    mine = list(members(review).order_by().filter(group__in=groups).values_list("record", flat=True))
    if run is None or not mine:
        return []
    either = Q(a__in=mine) | Q(b__in=mine)
    rows = list(RelationRow.objects.filter(either, review=review, run=run.id).order_by("-score", "a", "b"))
    made = DuplicateDecision.objects.filter(review=review, replaced_by=None, kind__in=SAID).order_by("number")
    return [one for one in _in_force(review, made, rows) if {one.group_a, one.group_b} & {*groups}]


def _in_force(review: UUID, made: Iterable[DuplicateDecision], rows: Iterable[RelationRow]) -> list[Related]:
    """Each two groups once; whoever said that two records are no duplicates said that they are not related either."""
    said, found = [d for d in made if d.kind in SAID], list(rows)
    group = groups_now(review, {one for d in said for one in d.records} | {one for r in found for one in (r.a, r.b)})
    by_hand = [_by_hand(d, group) for d in reversed(said) if d.kind == "related" and {*d.records} <= group.keys()]
    apart = Apart.of([d.apart for d in said], group)
    by_rule = [
        Related(
            a=row.a,
            b=row.b,
            group_a=group[row.a],
            group_b=group[row.b],
            kind=Kind(row.kind),
            reason=row.reason,
            score=row.score,
        )
        for row in found
        if row.a in group and row.b in group and apart.between(group[row.a], group[row.b]) is None
    ]
    once: dict[frozenset[UUID], Related] = {}
    for one in (*by_hand, *by_rule):
        if one.group_a != one.group_b:
            once.setdefault(frozenset((one.group_a, one.group_b)), one)
    return list(once.values())


def _by_hand(decision: DuplicateDecision, group: dict[UUID, UUID]) -> Related:
    a, b = decision.records
    return Related(
        a=a, b=b, group_a=group[a], group_b=group[b], kind=Kind(decision.relation), reason=decision.note,
        decision=decision,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Another report that belongs to one: how, and what it is called."""

    group: UUID
    words: str
    title: str
    year: int | None


def kin(review: UUID, groups: Collection[UUID]) -> dict[UUID, list[Kin]]:
    """For each of a few groups the reports that belong to it."""
    found = related_to(review, groups)
    rows = RecordRow.objects.in_bulk({one for r in found for one in (r.a, r.b)})
    lines: dict[UUID, list[Kin]] = {}
    for one in found:
        ends = ((one.group_a, one.group_b, one.b, THIS_IS), (one.group_b, one.group_a, one.a, OF_THIS))
        for mine, other, record, words in ends:
            if mine in groups:
                said, row = str(words[one.kind]), rows[record]
                lines.setdefault(mine, []).append(Kin(group=other, words=said, title=row.title, year=row.year))
    return lines
