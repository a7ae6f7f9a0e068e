"""Find duplicates among all records of a review: staged in small batches, visible only when all of it is there."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from synthema.audit import trail
from synthema.audit.batches import PAUSE, remove
from synthema.audit.canonical import canonical, sha256
from synthema.audit.model import By, Content, Recorded
from synthema.audit.tables import Event
from synthema.dedup.events import DuplicatesFound
from synthema.dedup.model import Duplicates, Match
from synthema.dedup.projections import write_rows
from synthema.dedup.reports import sought
from synthema.dedup.result import Grouped, Likeness, Result, pack
from synthema.dedup.rules import MATCHER, find
from synthema.dedup.settling import Decided, Parts, name_groups, settle, still_open
from synthema.dedup.tables import (
    DedupDraft,
    DedupRun,
    MatchRow,
    Member,
    Question,
    RelationRow,
    RunRow,
    decisions,
    members,
    run_in_force,
    versions_are_duplicates,
)
from synthema.dedup.torn import versions_apart
from synthema.jobs.pool import pool
from synthema.progress import Progress, silent
from synthema.records.tables import Import, RecordRow
from synthema.refused import Refused
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need

TRIES = 3  # how often a run begins anew when people decide while it stores its groups


def find_duplicates(by: By, review: UUID, *, progress: Progress = silent) -> Recorded[DuplicatesFound]:
    """Put every record of the review into a group, keeping what people decided; the same act run again goes on."""
    access_review(by.person, review, Need.SEARCH)
    done = Event.objects.filter(review=review, act_id=by.act_id, actor=by.person, kind="DuplicatesFound").first()
    if done is not None:
        return trail.recorded(done)
    comparison = Comparison()
    for _again in range(TRIES - 1):
        try:
            return _run(by, review, comparison, progress)
        except DecidedMeanwhile:
            progress("bringing in what was decided meanwhile", 0, 0)
    return _run(by, review, comparison, progress)


def _run(by: By, review: UUID, comparison: "Comparison", progress: Progress) -> Recorded[DuplicatesFound]:
    draft = _draft(by, review, comparison, progress)
    for standing in write_rows(review, draft.run, Content(draft.result)):
        progress("storing groups", standing, draft.records)
        time.sleep(PAUSE)
    closed = _close(by, review, _body(draft))
    draft.delete()
    return closed


class DecidedMeanwhile(Refused):
    """What people decided moved on while records were compared."""


@dataclass(slots=True)
class Comparison:
    """What the matcher found last; the same records are not compared again when only decisions changed."""

    of: tuple[bool, tuple[UUID, ...]] = (False, ())
    found: Duplicates = field(default_factory=lambda: Duplicates((), ()))

    def made(self, rows: Mapping[str, RecordRow], versions: bool, progress: Progress) -> Duplicates:
        """The answer for these records under this rule."""
        of = (versions, tuple(row.id for row in rows.values()))
        if self.of != of:
            with pool("local") as workers:
                coming = {place: row.record for place, row in rows.items()}
                self.of, self.found = of, find(coming, versions=versions, executor=workers, progress=progress)
        return self.found


def _draft(by: By, review: UUID, comparison: Comparison, progress: Progress) -> DedupDraft:
    run, basis = uuid5(by.act_id, "run"), _basis(review)
    draft = DedupDraft.objects.filter(review=review, run=run, basis=basis).first()
    sweep(review, keep=run if draft else None)
    if draft is not None:
        return draft
    progress("reading records", 0, 0)
    versions = versions_are_duplicates(review)
    result, uncertain = _compared(review, run, versions, comparison, progress)
    return DedupDraft.objects.create(
        run=run,
        review=review,
        result=trail.store(review).put(pack(result)).content,
        basis=basis,
        records=len(result.members),
        groups=len({m.group for m in result.members}),
        asked=len(result.questions),
        uncertain=uncertain,
        related=len(result.relations),
        versions=versions,
    )


def _basis(review: UUID) -> str:
    """What people had decided when a run began; a run that missed a decision is not closed."""
    run = run_in_force(review)
    by_hand = sorted(str(d.id) for d in decisions(review)) + ["versions"] * versions_are_duplicates(review)
    reports = sorted([str(one.group), str(one.record)] for one in sought(review).values())
    return sha256(canonical([str(run.id) if run else "", by_hand, reports]))


def _compared(
    review: UUID, run: UUID, versions: bool, comparison: Comparison, progress: Progress
) -> tuple[Result, int]:
    number = dict(Import.objects.filter(review=review).values_list("id", "number"))
    rows = sorted(RecordRow.settled(review), key=lambda row: (number[row.import_id], row.number))
    if not rows:
        raise Refused("This review has no records yet. `synthema records import FILE --search KEY` brings them in.")
    # Places instead of identifiers, so that the same files give the same groups in every review.
    at = {row.id: f"{place:09d}" for place, row in enumerate(rows, start=1)}
    row_at = {at[row.id]: row for row in rows}
    decided = _decided(review, at, versions)
    found = comparison.made(row_at, versions, progress)
    settled = settle(found, decided)
    if versions:
        settled = versions_apart(found, settled, lambda one: row_at[one].record)
    earlier = {at[m.record]: str(m.group) for m in members(review)}
    names = name_groups(
        settled.groups, earlier, decided.reports, lambda first: str(uuid5(run, f"group:{row_at[first].id}"))
    )
    group = {one: UUID(name) for name, g in zip(names, settled.groups, strict=True) for one in g.members}
    grouped = tuple(Grouped(row.id, row.import_id, group[one]) for one, row in row_at.items())
    # Every match is kept, also one that a decision forbids: it is evidence again when the decision is taken back.
    matches = [match for one in found.groups for match in one.matches]
    result = Result(grouped, *_alike(matches, settled, {one: row.id for one, row in row_at.items()}))
    return result, len(still_open(settled, _decided(review, at, versions=False).apart))


def _decided(review: UUID, at: dict[UUID, str], versions: bool) -> Decided:
    def known(pairs: list[tuple[UUID, UUID]]) -> list[tuple[str, str]]:
        return [(at[a], at[b]) for a, b in pairs if a in at and b in at]

    def named(parts: list[list[UUID]]) -> Parts:
        return tuple(tuple(at[one] for one in part if one in at) for part in parts)

    by_hand = decisions(review)
    return Decided(
        same=tuple(pair for d in by_hand for pair in known(d.joined)),
        apart=tuple(named(d.apart) for d in by_hand if not (versions and d.versions)),
        parted=tuple(named(d.apart) for d in by_hand if d.kind == "parted"),
        reports={at[one.record]: str(one.group) for one in sought(review).values() if one.record in at},
        versions=tuple(pair for d in by_hand if versions for pair in known(d.versions)),
    )


def _alike(matches: Iterable[Match], found: Duplicates, record: dict[str, UUID]) -> tuple[tuple[Likeness, ...], ...]:
    return (
        tuple(Likeness(record[m.a], record[m.b], m.reason, m.score) for m in sorted(matches, key=lambda m: (m.a, m.b))),
        tuple(Likeness(record[p.a], record[p.b], p.reason, p.score, p.relation or "") for p in found.review),
        tuple(Likeness(record[r.a], record[r.b], r.reason, r.score, r.kind) for r in found.relations),
    )


def _body(draft: DedupDraft) -> DuplicatesFound:
    return DuplicatesFound(
        run_id=draft.run,
        matcher=MATCHER,
        result=Content(draft.result),
        records=draft.records,
        groups=draft.groups,
        merged=draft.records - draft.groups,
        uncertain=draft.uncertain,
        relations=draft.related,
        versions=draft.versions,
    )


@action(Need.SEARCH)
def _close(desk: Desk, body: DuplicatesFound) -> DuplicatesFound:
    draft = DedupDraft.objects.filter(run=body.run_id).first()
    begun: list[type[RunRow]] = [Member, Question, RelationRow]
    written = [model._default_manager.filter(run=body.run_id).count() for model in begun]
    if draft is None or written != [draft.records, draft.asked, draft.related]:
        raise Refused("Another run swept away what this one had stored. Run it again.")
    if draft.basis != _basis(desk.review):
        raise DecidedMeanwhile(
            "While records were compared, the team decided about duplicates or sought reports. Run it again."
        )
    return body


def sweep(review: UUID, keep: UUID | None = None) -> None:
    """Remove what runs left behind that were never finished, all but one."""
    done = {*DedupRun.objects.filter(review=review).values_list("id", flat=True)} | ({keep} if keep else set())
    begun: list[type[RunRow]] = [Member, MatchRow, Question, RelationRow]
    for model in begun:
        remove(model._default_manager.filter(review=review).exclude(run__in=done))
    drafts = DedupDraft.objects.filter(review=review)
    (drafts.exclude(run=keep) if keep else drafts).delete()
