"""Runs of the matcher, who belongs to which group and why, open questions, and what people decided."""

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from synthema.audit.tables import Operational, Projection
from synthema.records.tables import Import, RecordRow
from synthema.refused import Refused


class DedupRun(Projection):
    """One finished run; the latest is the one in force."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    matcher = models.CharField(max_length=60)
    result = models.CharField(max_length=64)
    records = models.PositiveIntegerField()
    groups = models.PositiveIntegerField()
    uncertain = models.PositiveIntegerField()
    at = models.DateTimeField()


class RunRow(Projection):
    """Rows of a run that may not be finished yet."""

    id = models.UUIDField(primary_key=True)
    run = models.UUIDField(db_index=True)

    class Meta:
        abstract = True
        app_label = "synthema"

    @classmethod
    def settled(cls, review: UUID) -> "QuerySet[RunRow]":
        """The rows of finished runs: what verify compares with the trail."""
        return cls._default_manager.filter(review=review, run__in=DedupRun.objects.filter(review=review).values("id"))


class Member(RunRow):
    """The group of a record, and its place in the order of the review."""

    record = models.UUIDField()
    import_id = models.UUIDField()
    group = models.UUIDField()
    place = models.PositiveIntegerField()

    class Meta:
        app_label = "synthema"
        indexes = (  # each begins as every question does; without statistics SQLite takes the one it can use most of
            models.Index(fields=("review", "run", "record"), name="member_record"),
            models.Index(fields=("review", "run", "group", "place"), name="member_group"),
            models.Index(fields=("review", "run", "place"), name="member_place"),
        )


class MatchRow(RunRow):
    """Two records of one group and the evidence that joined them."""

    a = models.UUIDField()
    b = models.UUIDField()
    reason = models.TextField()
    score = models.PositiveSmallIntegerField()


class Question(RunRow):
    """Two records that look alike; open until a person joins their groups or keeps them apart."""

    a = models.UUIDField()
    b = models.UUIDField()
    reason = models.TextField()
    score = models.PositiveSmallIntegerField()


class DuplicateDecision(Projection):
    """What a person decided about records: the same, apart, or parted."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    ours = models.TextField()  # record identifiers
    theirs = models.TextField()
    note = models.TextField(blank=True, default="")
    person = models.UUIDField()
    at = models.DateTimeField()

    @property
    def sides(self) -> tuple[list[UUID], list[UUID]]:
        """The records on either side of the decision."""
        return [UUID(one) for one in json.loads(self.ours)], [UUID(one) for one in json.loads(self.theirs)]

    @property
    def apart(self) -> list[tuple[UUID, UUID]]:
        """The pairs of records judged different."""
        ours, theirs = self.sides
        return [] if self.kind == "same" else [(a, b) for a in ours for b in theirs]

    @property
    def same(self) -> list[tuple[UUID, UUID]]:
        """The pairs of records judged the same; whoever parts a group also says that each part belongs together."""
        ours, theirs = self.sides
        if self.kind == "same":
            return [(ours[0], theirs[0])]
        return [*pairwise(ours), *pairwise(theirs)]


class DedupDraft(Operational):
    """A run under way; the same act run again goes on from here."""

    run = models.UUIDField(primary_key=True)
    review = models.UUIDField(db_index=True)
    result = models.CharField(max_length=64)
    basis = models.CharField(max_length=64)
    records = models.PositiveIntegerField()
    groups = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    uncertain = models.PositiveIntegerField()


@dataclass(frozen=True, slots=True)
class Removed:
    """Records of one search, and how many of them are duplicates of an earlier record."""

    records: int
    duplicates: int


def run_in_force(review: UUID) -> DedupRun | None:
    """The latest finished run, or None."""
    return DedupRun.objects.filter(review=review).order_by("-number").first()


def members(review: UUID) -> "QuerySet[Member]":
    """Every grouped record the review still holds, in the order of the review."""
    run = run_in_force(review)
    if run is None:
        return Member.objects.none()
    held = Import.objects.filter(review=review).values("id")
    return Member.objects.filter(review=review, run=run.id, import_id__in=held).order_by("place")


def groups(review: UUID) -> dict[UUID, list[UUID]]:
    """Each group with its records in the order of the review."""
    found: dict[UUID, list[UUID]] = {}
    for group, record in members(review).values_list("group", "record"):
        found.setdefault(group, []).append(record)
    return found


def group_of(review: UUID, record: UUID) -> UUID:
    """The group of a record; raises Refused for one that is in no group yet."""
    held = members(review).order_by().filter(record=record)  # in no order, or SQLite goes through all in order
    for group in held.values_list("group", flat=True)[:1]:
        return group
    if RecordRow.settled(review).filter(pk=record).exists():
        raise Refused(
            "Record {record} is in no group yet. `synthema dedup run` puts every record into one.", record=record
        )
    raise Refused("There is no record {record} in this review. `synthema records list` names them.", record=record)


def records_of(review: UUID, group: UUID) -> list[UUID]:
    """The records of a group in the order of the review."""
    return list(members(review).filter(group=group).values_list("record", flat=True))


def ungrouped(review: UUID) -> int:
    """How many records were imported since the latest run."""
    return RecordRow.settled(review).count() - members(review).count()


def decisions(review: UUID) -> list[DuplicateDecision]:
    """What people decided, oldest first."""
    return list(DuplicateDecision.objects.filter(review=review).order_by("number"))


def questions(review: UUID) -> list[Question]:
    """The pairs that still await a person, one for each two groups, the most alike first."""
    run = run_in_force(review)
    if run is None:
        return []
    open_ones = Question.objects.filter(review=review, run=run.id)
    apart = [pair for decision in decisions(review) for pair in decision.apart]
    group = _groups_of(review, open_ones, {record for pair in apart for record in pair})
    answered = {frozenset((group[a], group[b])) for a, b in apart if a in group and b in group}
    asked: dict[frozenset[UUID], Question] = {}
    for row in open_ones.order_by("-score", "a", "b"):
        sides = frozenset((group[row.a], group[row.b])) if row.a in group and row.b in group else frozenset()
        if len(sides) == 2 and sides not in answered:
            asked.setdefault(sides, row)
    return list(asked.values())


def _groups_of(review: UUID, asked: "QuerySet[Question]", decided: set[UUID]) -> dict[UUID, UUID]:
    """The groups of the records that were asked about or decided on, and of no others: a review may hold very many."""
    held, found = members(review).order_by(), dict[UUID, UUID]()
    for side in ("a", "b"):  # one question each, so that both are answered from the index
        found |= dict(held.filter(record__in=asked.values(side)).values_list("record", "group"))
    left = sorted(decided - found.keys(), key=str)
    for start in range(0, len(left), 500):
        found |= dict(held.filter(record__in=left[start : start + 500]).values_list("record", "group"))
    return found


def evidence(review: UUID, group: UUID) -> list[MatchRow]:
    """The matches that join the records of a group."""
    run = run_in_force(review)
    mine = records_of(review, group)
    if run is None:
        return []
    return list(MatchRow.objects.filter(review=review, run=run.id, a__in=mine, b__in=mine).order_by("-score", "a", "b"))


def duplicates_removed(review: UUID) -> dict[UUID, Removed]:
    """For each search its records, and those that repeat a record earlier in the order of the review."""
    search_of = dict(Import.objects.filter(review=review).values_list("id", "search_id"))
    seen: set[UUID] = set()
    total: Counter[UUID] = Counter()
    repeated: Counter[UUID] = Counter()
    for import_id, group in members(review).values_list("import_id", "group"):
        search = search_of[import_id]
        total[search] += 1
        repeated[search] += group in seen
        seen.add(group)
    return {search: Removed(n, repeated[search]) for search, n in total.items()}
