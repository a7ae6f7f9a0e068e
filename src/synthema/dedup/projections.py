"""How acts on duplicates change the tables."""

import json
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID, uuid5

from synthema.audit import trail
from synthema.audit.batches import in_batches
from synthema.audit.model import Content, Recorded
from synthema.audit.registry import builds_on, projects
from synthema.dedup.events import (
    DuplicateDecisionWithdrawn,
    DuplicatesFound,
    FamilyJudged,
    GroupParted,
    Move,
    RecordsKeptApart,
    RecordsMerged,
    RecordsRelated,
    VersionsCounted,
)
from synthema.dedup.result import Likeness, Result, unpack
from synthema.dedup.tables import (
    DedupRun,
    DuplicateDecision,
    MatchRow,
    Member,
    Question,
    RelationRow,
    RunRow,
    VersionRule,
    run_in_force,
)
from synthema.records.events import RecordsImported
from synthema.records.tables import RecordRow
from synthema.words import counted


def write_rows(review: UUID, run: UUID, result: Content) -> Iterator[int]:
    """Write the rows of a run that are not there yet, at most 500 at a time; yields how many records are stored."""
    found = unpack(trail.store(review).read(result))
    yield from _write(Member, review, run, _members(review, run, found))
    yield from _write(MatchRow, review, run, _alike(MatchRow, review, run, found.matches))
    yield from _write(Question, review, run, _alike(Question, review, run, found.questions, "relation"))
    yield from _write(RelationRow, review, run, _alike(RelationRow, review, run, found.relations, "kind"))


def _members(review: UUID, run: UUID, found: Result) -> Iterator[RunRow]:
    for place, one in enumerate(found.members, start=1):
        yield Member(
            id=uuid5(run, f"member:{one.record}"),
            review=review,
            run=run,
            record=one.record,
            import_id=one.import_id,
            group=one.group,
            place=place,
        )


def _alike(
    model: type[MatchRow] | type[Question] | type[RelationRow],
    review: UUID,
    run: UUID,
    found: Iterable[Likeness],
    kind: str = "",
) -> Iterator[RunRow]:
    for one in found:
        key = uuid5(run, f"{model.__name__}:{one.a}:{one.b}")
        said = {kind: one.kind} if kind else {}
        yield model(id=key, review=review, run=run, a=one.a, b=one.b, reason=one.reason, score=one.score, **said)


def _write(model: type[RunRow], review: UUID, run: UUID, rows: Iterator[RunRow]) -> Iterator[int]:
    # Batches are whole or absent, and always in the same order, so the count says where to go on.
    done = model._default_manager.filter(review=review, run=run).count()
    for batch in in_batches(rows, done):
        model._default_manager.bulk_create(batch)
        yield Member.objects.filter(review=review, run=run).count()


@projects(DuplicatesFound)
def duplicates_found(event: Recorded[DuplicatesFound]) -> None:
    """Make the run the one in force; rows that are not there yet (in a replay) are written."""
    body = event.body
    if Member.objects.filter(review=event.review, run=body.run_id).count() < body.records:
        for _ in write_rows(event.review, body.run_id, body.result):
            pass
    DedupRun.objects.create(
        id=body.run_id,
        review=event.review,
        number=event.seq,
        matcher=body.matcher,
        result=body.result.content,
        records=body.records,
        groups=body.groups,
        uncertain=body.uncertain,
        relations=body.relations,
        versions=body.versions,
        at=event.at,
    )


def _move(review: UUID, moves: Iterable[Move]) -> None:
    run = run_in_force(review)
    if run is None:
        return
    into: dict[UUID, list[UUID]] = {}
    for move in moves:
        into.setdefault(move.group, []).append(move.record)
    for group, records in into.items():
        for batch in in_batches(iter(records)):
            Member.objects.filter(review=review, run=run.id, record__in=batch).update(group=group)


Decided = (
    Recorded[RecordsMerged]
    | Recorded[RecordsKeptApart]
    | Recorded[RecordsRelated]
    | Recorded[GroupParted]
    | Recorded[FamilyJudged]
)


def _decide(
    event: Decided, kind: str, *parts: Sequence[UUID], relation: str = "", before: Iterable[Move] = ()
) -> DuplicateDecision:
    return DuplicateDecision.objects.create(
        id=event.body.decision_id,
        review=event.review,
        number=event.seq,
        kind=kind,
        parts=json.dumps([[str(one) for one in part] for part in parts]),
        relation=relation,
        before=json.dumps({str(one.record): str(one.group) for one in before}),
        note=event.body.note,
        person=event.actor,
        at=event.at,
    )


def _replace(event: Recorded[RecordsMerged] | Recorded[RecordsKeptApart] | Recorded[RecordsRelated]) -> None:
    replaced = DuplicateDecision.objects.filter(review=event.review, id__in=event.body.replaces)
    replaced.update(replaced_by=event.body.decision_id)


@projects(RecordsMerged)
def records_merged(event: Recorded[RecordsMerged]) -> None:
    """Two groups become one."""
    _move(event.review, event.body.moves)
    _decide(event, "same", [event.body.a], [event.body.b], before=event.body.before)
    _replace(event)


@projects(RecordsKeptApart)
def records_kept_apart(event: Recorded[RecordsKeptApart]) -> None:
    """Two groups stay two."""
    _decide(event, "apart", [event.body.a], [event.body.b])
    _replace(event)


@projects(RecordsRelated)
def records_related(event: Recorded[RecordsRelated]) -> None:
    """Two groups stay two and belong together."""
    _decide(event, "related", [event.body.a], [event.body.b], relation=event.body.relation)
    _replace(event)


@projects(GroupParted)
def group_parted(event: Recorded[GroupParted]) -> None:
    """Records leave their group for one of their own."""
    _move(event.review, event.body.moves)
    _decide(event, "parted", event.body.records, event.body.others)


@projects(FamilyJudged)
def family_judged(event: Recorded[FamilyJudged]) -> None:
    """The groups of each part become one; those of different parts stay apart."""
    _move(event.review, event.body.moves)
    _decide(event, "family", *event.body.parts, before=event.body.before)


@projects(VersionsCounted)
def versions_counted(event: Recorded[VersionsCounted]) -> None:
    """The next run treats versions so."""
    row = VersionRule(
        id=event.review, review=event.review, as_duplicates=event.body.as_duplicates, person=event.actor, at=event.at
    )
    fields = ["as_duplicates", "person", "at"]
    VersionRule.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=fields)


@projects(DuplicateDecisionWithdrawn)
def decision_withdrawn(event: Recorded[DuplicateDecisionWithdrawn]) -> None:
    """The decision no longer counts, and records go back."""
    _move(event.review, event.body.moves)
    made = DuplicateDecision.objects.filter(review=event.review)
    made.filter(replaced_by=event.body.decision_id).update(replaced_by=None)
    made.filter(id=event.body.decision_id).delete()


@builds_on(RecordsImported)
def decisions_on_import(review: UUID, import_id: UUID) -> list[str]:
    """What people decided about duplicates among the records of an import."""
    made = list(DuplicateDecision.objects.filter(review=review))
    if not made:
        return []
    own = set(RecordRow.objects.filter(review=review, import_id=import_id).values_list("id", flat=True))
    number = sum(not own.isdisjoint(each.records) for each in made)
    return [f"{counted(number, 'decision')} on duplicates of its records"] if number else []
