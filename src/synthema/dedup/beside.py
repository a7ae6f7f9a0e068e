"""What the pages on duplicates show: how far it is, a pair side by side, groups with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from synthema.dedup.asked import Asked
from synthema.dedup.differences import Difference, differences
from synthema.dedup.model import Kind
from synthema.dedup.tables import (
    DuplicateDecision,
    MatchRow,
    Member,
    Question,
    Removed,
    decisions,
    linked_since,
    members,
    parted_since,
    run_in_force,
    taken_out,
    versions_are_duplicates,
)
from synthema.dedup.wording import suggested
from synthema.records.tables import Import, RecordRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How far the search for duplicates is."""

    records: int
    run: bool
    grouped: int
    groups: int
    open: int
    families: int
    related: int
    by_hand: int
    versions: bool
    versions_then: bool  # the last run knew that, and all versions that people linked
    taken_out: int = 0
    parted: int = 0

    @property
    def outdated(self) -> bool:
        """Whether looking again would find more, or something else."""
        since = self.ungrouped or self.taken_out or self.parted
        return not self.run or bool(since) or self.versions != self.versions_then

    @property
    def ungrouped(self) -> int:
        """Records that came since the last run."""
        return self.records - self.grouped

    @property
    def duplicates(self) -> int:
        """Records beyond the first of their group."""
        return self.grouped - self.groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One record with where it came from."""

    row: RecordRow
    source: str
    file: str

    @property
    def authors(self) -> str:
        """The authors in one line."""
        return "; ".join(self.row.record.authors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a pair: the record shown, its group and how many others are in it."""

    copy: Copy
    group: UUID
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An uncertain pair: why it is asked, both sides, and how they differ."""

    question: Question
    left: Side
    right: Side
    fields: tuple[Difference, ...]
    suggested: str = ""  # the relation that is suggested, as the value of a form


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """A group of several records, and what joins them."""

    group: UUID
    copies: tuple[Copy, ...]
    evidence: tuple[MatchRow, ...]
    by_hand: tuple[DuplicateDecision, ...]


def joins(group: GroupShown) -> list[tuple[MatchRow, int, int]]:
    """The evidence that joins a group, each with the numbers of its two records in the group."""
    number = {one.row.id: n for n, one in enumerate(group.copies, start=1)}
    both = [(m, number[m.a], number[m.b]) for m in group.evidence if m.a in number and m.b in number]
    return [(m, min(a, b), max(a, b)) for m, a, b in both]


def found(review: UUID, families: Sequence[Asked], related: int) -> Found:
    """How far it is, counted."""
    counted = members(review).order_by().aggregate(grouped=Count("id"), groups=Count("group", distinct=True))
    run, versions = run_in_force(review), versions_are_duplicates(review)
    return Found(
        records=sum(Import.objects.filter(review=review).values_list("stored", flat=True)),
        run=run is not None,
        grouped=counted["grouped"],
        groups=counted["groups"],
        open=sum(len(one.questions) for one in families),
        families=len(families),
        related=related,
        by_hand=DuplicateDecision.objects.filter(review=review, replaced_by=None).count(),
        versions=versions,
        versions_then=run is not None and run.versions and not (versions and linked_since(review, run)),
        taken_out=taken_out(review),
        parted=parted_since(review),
    )


def by_search(review: UUID) -> tuple[tuple[str, Removed], ...]:
    """For each source its records, and those that repeat a record earlier in the order of the review."""
    source = dict(Import.objects.filter(review=review).order_by("number").values_list("id", "search__source"))
    held = members(review).order_by()
    firsts = held.values("group").annotate(first=Min("place")).values("first")
    compared, first = _by_import(held), _by_import(held.filter(place__in=firsts))
    sources: dict[str, Removed] = {}
    for one in (one for one in source if one in compared):
        known = sources.get(source[one], Removed(0, 0))
        repeated = known.duplicates + compared[one] - first.get(one, 0)
        sources[source[one]] = Removed(known.records + compared[one], repeated)
    return tuple(sources.items())


def shares(rows: Sequence[tuple[str, Removed]]) -> list[tuple[str, Removed, tuple[int, int]]]:
    """The sources with the lengths of two bars: what each brought first, and what was there before, of 1000."""
    most = max((removed.records for _, removed in rows), default=0) or 1
    return [
        (source, one, ((one.records - one.duplicates) * 1000 // most, one.duplicates * 1000 // most))
        for source, one in rows
    ]


def _by_import(rows: "QuerySet[Member]") -> dict[UUID, int]:
    return dict(rows.values_list("import_id").annotate(Count("id")))


def copies(review: UUID, records: Sequence[UUID]) -> dict[UUID, Copy]:
    """Records with their sources."""
    rows = RecordRow.objects.in_bulk(list(records))  # by key alone: a few rows, whatever the review holds
    wanted = {row.import_id for row in rows.values()}
    came = {one.id: one for one in Import.objects.filter(review=review, id__in=wanted).select_related("search")}
    return {
        key: Copy(row=row, source=came[row.import_id].search.source, file=came[row.import_id].file_name)
        for key, row in rows.items()
        if row.import_id in came
    }


def beside(review: UUID, question: Question) -> Beside:
    """A pair as it is put before a person."""
    found_copies = copies(review, (question.a, question.b))
    group = dict(members(review).filter(record__in=(question.a, question.b)).values_list("record", "group"))
    sizes = dict(
        members(review).order_by().filter(group__in=set(group.values())).values_list("group").annotate(Count("id"))
    )
    left, right = (
        Side(copy=found_copies[one], group=group[one], others=sizes[group[one]] - 1) for one in (question.a, question.b)
    )
    fields = tuple(differences(left.copy.row.record, right.copy.row.record))
    records = left.copy.row.record, right.copy.row.record
    way = suggested(Kind(question.relation), *records) if question.relation else ""
    return Beside(question=question, left=left, right=right, fields=fields, suggested=way)


def next_family(
    families: Sequence[Asked], place: int = 0, wanted: UUID | None = None
) -> tuple[Asked | None, int, bool]:
    """The family that holds a question, or that stands at a place; its place, and whether it starts again."""
    if not families:
        return None, 0, False
    if wanted is not None:
        here = (n for n, one in enumerate(families) if any(q.id == wanted for q in one.questions))
        place = next(here, min(place, len(families) - 1))
    again = not 0 <= place < len(families)
    at = 0 if again else place
    return families[at], at, again


def several(review: UUID, *, text: str = "", doubtful: bool = False) -> list[UUID]:
    """The groups of more than one record, in the order of the review, or the least alike first."""
    held = members(review).order_by()
    if text:
        titled = RecordRow.settled(review).filter(title__icontains=text).values("id")
        held = Member.objects.filter(id__in=held.values("id"), group__in=held.filter(record__in=titled).values("group"))
    grouped = held.values("group").annotate(n=Count("id"), first=Min("place")).filter(n__gt=1).order_by("first")
    keys = list(grouped.values_list("group", flat=True))
    return _least_alike_first(review, keys) if doubtful else keys


def _least_alike_first(review: UUID, keys: list[UUID]) -> list[UUID]:
    run = run_in_force(review)
    if run is None:
        return keys
    rows = MatchRow.objects.filter(review=review, run=run.id)
    group = dict(members(review).order_by().values_list("record", "group"))
    least: dict[UUID, int] = {}
    for record, other, score in rows.values_list("a", "b", "score"):
        if record in group and group[record] == group.get(other):
            least[group[record]] = min(score, least.get(group[record], 101))
    return sorted(keys, key=lambda key: least.get(key, 101))  # joined by hand alone: nothing to doubt


def shown_groups(review: UUID, keys: Sequence[UUID]) -> list[GroupShown]:
    """Some groups with their records, the evidence and the decisions that join them."""
    held: dict[UUID, list[UUID]] = {key: [] for key in keys}
    for group, record in members(review).filter(group__in=list(keys)).values_list("group", "record"):
        held[group].append(record)
    there = [record for records in held.values() for record in records]
    known, run = copies(review, there), run_in_force(review)
    joined = MatchRow.objects.filter(review=review, run=run.id, a__in=there).order_by("-score", "a", "b") if run else ()
    by_hand = decisions(review)
    return [
        GroupShown(
            group=key,
            copies=tuple(known[one] for one in records if one in known),
            evidence=tuple(m for m in joined if {m.a, m.b} <= {*records}),
            by_hand=tuple(d for d in by_hand if any({*pair} <= {*records} for pair in (*d.joined, *d.versions))),
        )
        for key, records in held.items()
        if records
    ]
