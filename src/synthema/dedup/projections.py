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
    GroupParted,
    Move,
    RecordsKeptApart,
    RecordsMerged,
)
from synthema.dedup.result import Result, unpack
from synthema.dedup.tables import (
    DedupRun,
    DuplicateDecision,
    MatchRow,
    Member,
    Question,
    RunRow,
    decisions,
    run_in_force,
)
from synthema.records.events import RecordsImported
from synthema.records.tables import RecordRow
from synthema.words import counted


def write_rows(review: UUID, run: UUID, result: Content) -> Iterator[int]:
    """Write the rows of a run that are not there yet, at most 500 at a time; yields how many records are stored."""
    found = unpack(trail.store(review).read(result))
    for model, rows in ((Member, _members(review, run, found)), (MatchRow, _alike(MatchRow, review, run, found))):
        yield from _write(model, review, run, rows)
    yield from _write(Question, review, run, _alike(Question, review, run, found))


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


def _alike(model: type[MatchRow] | type[Question], review: UUID, run: UUID, found: Result) -> Iterator[RunRow]:
    for one in found.matches if model is MatchRow else found.questions:
        key = uuid5(run, f"{model.__name__}:{one.a}:{one.b}")
        yield model(id=key, review=review, run=run, a=one.a, b=one.b, reason=one.reason, score=one.score)


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
        at=event.at,
    )


def _move(review: UUID, moves: Iterable[Move]) -> None:
    run = run_in_force(review)
    if run is None:
        return
    for move in moves:
        Member.objects.filter(review=review, run=run.id, record=move.record).update(group=move.group)


def _decide(
    event: Recorded[RecordsMerged] | Recorded[RecordsKeptApart] | Recorded[GroupParted],
    kind: str,
    ours: Sequence[UUID],
    theirs: Sequence[UUID],
) -> None:
    DuplicateDecision.objects.create(
        id=event.body.decision_id,
        review=event.review,
        number=event.seq,
        kind=kind,
        ours=json.dumps([str(one) for one in ours]),
        theirs=json.dumps([str(one) for one in theirs]),
        note=event.body.note,
        person=event.actor,
        at=event.at,
    )


@projects(RecordsMerged)
def records_merged(event: Recorded[RecordsMerged]) -> None:
    """Two groups become one."""
    _move(event.review, event.body.moves)
    _decide(event, "same", [event.body.a], [event.body.b])


@projects(RecordsKeptApart)
def records_kept_apart(event: Recorded[RecordsKeptApart]) -> None:
    """Two groups stay two."""
    _decide(event, "apart", [event.body.a], [event.body.b])


@projects(GroupParted)
def group_parted(event: Recorded[GroupParted]) -> None:
    """Records leave their group for one of their own."""
    _move(event.review, event.body.moves)
    _decide(event, "parted", event.body.records, event.body.others)


@projects(DuplicateDecisionWithdrawn)
def decision_withdrawn(event: Recorded[DuplicateDecisionWithdrawn]) -> None:
    """The decision no longer counts, and records go back."""
    _move(event.review, event.body.moves)
    DuplicateDecision.objects.filter(review=event.review, id=event.body.decision_id).delete()


@builds_on(RecordsImported)
def decisions_on_import(review: UUID, import_id: UUID) -> list[str]:
    """What people decided about duplicates among the records of an import."""
    made = decisions(review)
    if not made:
        return []
    own = set(RecordRow.objects.filter(review=review, import_id=import_id).values_list("id", flat=True))
    number = sum(not own.isdisjoint(one for side in each.sides for one in side) for each in made)
    return [f"{counted(number, 'decision')} on duplicates of its records"] if number else []
