"""Runs of the matcher, who belongs to which group and why, open questions, and what people decided."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from synthema.audit.batches import in_batches
from synthema.audit.tables import Operational, Projection
from synthema.dedup.apart import Apart
from synthema.dedup.model import Kind
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
    relations = models.PositiveIntegerField(default=0)
    versions = models.BooleanField(default=False)
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
    relation = models.CharField(max_length=20, default="")  # what they may be instead of duplicates


class RelationRow(RunRow):
    """Two reports that belong together without being the same: a is the version, preprint, ... of b."""

    a = models.UUIDField()
    b = models.UUIDField()
    kind = models.CharField(max_length=20)
    reason = models.TextField()
    score = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "run", "a"), name="relation_a"),
            models.Index(fields=("review", "run", "b"), name="relation_b"),
        )


class VersionRule(Projection):
    """Whether versions of one review count as duplicates; a review without a row links them."""

    id = models.UUIDField(primary_key=True)
    as_duplicates = models.BooleanField()
    person = models.UUIDField()
    at = models.DateTimeField()


class DuplicateDecision(Projection):
    """What a person decided about records: the same, apart, related, parted, or all of a family at once."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    parts = models.TextField(default="[]")  # record identifiers; of two parts they differ, unless all are the same
    relation = models.CharField(max_length=20, default="")  # how the first is related to the second
    before = models.TextField(default="{}")  # the groups of those who moved
    replaced_by = models.UUIDField(null=True)  # it counts no more while that decision stands
    note = models.TextField(blank=True, default="")
    person = models.UUIDField()
    at = models.DateTimeField()

    @property
    def sides(self) -> list[list[UUID]]:
        """The records that the decision names, part by part."""
        return [[UUID(one) for one in part] for part in json.loads(self.parts)]

    @property
    def records(self) -> list[UUID]:
        """The records that the decision names."""
        return [one for part in self.sides for one in part]

    @property
    def apart(self) -> list[list[UUID]]:
        """Parts whose records are different from those of other parts."""
        return [] if self.kind == "same" else self.sides

    @property
    def joined(self) -> list[tuple[UUID, UUID]]:
        """The pairs of records that the decision puts into one group."""
        if self.kind == "same":
            return [(first[0], second[0]) for first, second in pairwise(self.sides)]
        return [pair for part in self.sides for pair in pairwise(part)] if self.kind == "family" else []

    @property
    def versions(self) -> list[tuple[UUID, UUID]]:
        """The pair that it calls versions of one publication; it holds nobody apart where these are duplicates."""
        said = (self.kind, self.relation) == ("related", Kind.VERSION)
        return [(first[0], second[0]) for first, second in pairwise(self.sides)] if said else []

    @property
    def came_from(self) -> dict[UUID, UUID]:
        """The former groups of the records that moved."""
        return {UUID(record): UUID(group) for record, group in json.loads(self.before).items()}


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
    related = models.PositiveIntegerField(default=0)
    versions = models.BooleanField(default=False)


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
    """What people decided and what counts now, oldest first."""
    return list(DuplicateDecision.objects.filter(review=review, replaced_by=None).order_by("number"))


def versions_are_duplicates(review: UUID) -> bool:
    """Whether versions of one review count as duplicates at the next run; they are related unless the team says so."""
    return VersionRule.objects.filter(pk=review, as_duplicates=True).exists()


def questions(review: UUID) -> list[Question]:
    """The pairs that still await a person, one for each two groups, the most alike first."""
    run = run_in_force(review)
    if run is None:
        return []
    open_ones = Question.objects.filter(review=review, run=run.id)
    related = list(RelationRow.objects.filter(review=review, run=run.id).values_list("a", "b"))
    made = decisions(review)
    named = {one for decision in made for part in decision.apart for one in part}
    group = _groups_of(review, open_ones, named.union(*related))
    apart = Apart.of((*(decision.apart for decision in made), *(([a], [b]) for a, b in related)), group)
    asked: dict[frozenset[UUID], Question] = {}
    for row in open_ones.order_by("-score", "a", "b"):
        a, b = group.get(row.a), group.get(row.b)
        if a and b and a != b and apart.between(a, b) is None:
            asked.setdefault(frozenset((a, b)), row)
    return list(asked.values())


def _groups_of(review: UUID, asked: "QuerySet[Question]", decided: set[UUID]) -> dict[UUID, UUID]:
    """The groups of the records that were asked about or decided on, and of no others: a review may hold very many."""
    held, found = members(review).order_by(), dict[UUID, UUID]()
    for side in ("a", "b"):  # one question each, so that both are answered from the index
        found |= dict(held.filter(record__in=asked.values(side)).values_list("record", "group"))
    return found | groups_now(review, decided - found.keys())


def groups_now(review: UUID, records: Iterable[UUID]) -> dict[UUID, UUID]:
    """The groups of some records; those that are in none are left out."""
    held, found = members(review).order_by(), dict[UUID, UUID]()
    for batch in in_batches(iter(sorted(set(records)))):
        found |= dict(held.filter(record__in=batch).values_list("record", "group"))
    return found


@dataclass(frozen=True, slots=True)
class Joined:
    """Records beyond the first of their group: those that matches account for, and those that people joined."""

    by_rule: int
    by_hand: int


def duplicates_joined(review: UUID) -> Joined:
    """How many duplicates the latest run and people found; the two add up to all of them."""
    run = run_in_force(review)
    if run is None:
        return Joined(0, 0)
    group = dict(members(review).order_by().values_list("record", "group"))
    matches = MatchRow.objects.filter(review=review, run=run.id).values_list("a", "b")
    leader = leaders(matches.iterator())  # all matches: two may be joined through one that left since
    apart = len({(key, leader.get(record, record)) for record, key in group.items()})
    different = len(set(group.values()))
    return Joined(by_rule=len(group) - apart, by_hand=apart - different)


def leaders(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """For each record of these pairs one that stands for all that the pairs connect with it."""
    leader: dict[UUID, UUID] = {}

    def find(one: UUID) -> UUID:
        while (above := leader.setdefault(one, one)) != one:
            leader[one] = one = leader[above]
        return one

    for a, b in pairs:
        leader[find(a)] = find(b)
    return {one: find(one) for one in list(leader)}


def taken_out(review: UUID) -> int:
    """How many records of the latest run have left with their imports since; what rested on them is found anew."""
    run = run_in_force(review)
    return run.records - members(review).count() if run else 0


def parted_since(review: UUID) -> int:
    """How many groups people parted since the latest run; what their records resemble is found anew."""
    run = run_in_force(review)
    return DuplicateDecision.objects.filter(review=review, kind="parted", number__gt=run.number).count() if run else 0


def linked_since(review: UUID, run: DedupRun) -> bool:
    """Whether people called records versions of one publication after a run; the next one sees what that means."""
    made = DuplicateDecision.objects.filter(review=review, replaced_by=None, number__gt=run.number)
    return made.filter(kind="related", relation=Kind.VERSION).exists()


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
