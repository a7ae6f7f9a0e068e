"""Works, reports and their verdicts as lines of a report."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from json import loads
from uuid import UUID

from synthema.dedup.best import best_fields
from synthema.dedup.tables import MatchRow, decisions, groups, run_in_force
from synthema.protocol.model import STAGE_NAMES
from synthema.records.model import Record
from synthema.records.tables import Import, RecordRow
from synthema.reporting.model import Link, RecordLine, ReportLine, SettlingLine, VoteLine, WorkLine
from synthema.reporting.places import NOBODY, Review, anchor, citation
from synthema.screening.model import Standing, State, Vote
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import TITLE_ABSTRACT, states, votes
from synthema.screening.tables import ResolutionRow, resolutions
from synthema.studies.tables import Report, reports

STANDINGS = {
    Standing.WAITING: "awaits a verdict",
    Standing.REOPENED: "awaits a verdict",  # that somebody contradicts themselves would give their votes away
    Standing.CONFLICT: "in conflict",
    Standing.FORWARD: "goes forward",
    Standing.EXCLUDED: "excluded",
}


def standing_words(state: State | None, included: str = "goes forward") -> str:
    """Where a unit stands, in words."""
    if state is None:
        return "not looked at"
    return included if state.standing is Standing.FORWARD else STANDINGS[state.standing]


def work_lines(review: Review) -> list[WorkLine]:
    """Every work with its records, its evidence and what was decided on title and abstract."""
    held = groups(review.id)
    if not held:
        return []
    rows = {row.id: row for row in RecordRow.settled(review.id)}
    imports = {row.id: row for row in Import.objects.filter(review=review.id).select_related("search")}
    known, seen = states(review.id, TITLE_ABSTRACT), votes(review.id, TITLE_ABSTRACT, NOBODY)
    settled, matches = _settlings(review, TITLE_ABSTRACT), _matches(review)
    sought = {one.group: one for one in reports(review.id)}
    found = []
    for group, members in held.items():
        best, state = best_fields({str(m): rows[m].record for m in members}).record, known.get(group)
        report = sought.get(group)
        found.append(
            WorkLine(
                anchor=anchor("work", group),
                title=best.title or "(no title)",
                citation=record_citation(best),
                records=tuple(_record_line(rows[m], imports[rows[m].import_id]) for m in members),
                evidence=_joined(members, matches, {m: imports[rows[m].import_id].search.source for m in members}),
                votes=vote_lines(review, TITLE_ABSTRACT, seen.get(group, [])),
                settled=next((settled[m] for m in members if m in settled), None),
                state=standing_words(state),
                reason=review.reason(_reason(state, seen.get(group, []))),
                report=Link(report.title, anchor("report", report.id)) if report else None,
            )
        )
    return found


def _reason(state: State | None, given: list[Vote]) -> str:
    if state is None or state.standing is not Standing.EXCLUDED:
        return ""
    return state.reason or next((vote.reason for vote in given if vote.reason), "")


def record_citation(record: Record) -> str:
    """The short reference of a record as read."""
    return citation(record.authors, record.year, record.journal, record.volume, record.issue, record.pages)


def row_citation(row: RecordRow | Report) -> str:
    """The short reference of a record or report."""
    return citation(loads(row.authors), row.year, row.journal, row.volume, row.issue, row.pages)


def _record_line(row: RecordRow, source: Import) -> RecordLine:
    place = f"{source.file_name}, record {row.number}" + (f", line {row.line}" if row.line else "")
    return RecordLine(
        anchor=anchor("record", row.id),
        title=row.title,
        citation=row_citation(row),
        search=Link(source.search.source, anchor("search", source.search.key)),
        place=place,
    )


def _matches(review: Review) -> dict[UUID, list[tuple[UUID, str]]]:
    """What makes pairs of records one work: found by the matcher, or decided by a person."""
    run = run_in_force(review.id)
    rows = MatchRow.objects.filter(review=review.id, run=run.id) if run else MatchRow.objects.none()
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for row in rows:
        found[row.a].append((row.b, row.reason))
    for one in decisions(review.id):
        for a, b in (*one.joined, *one.versions):
            found[a].append((b, f"decided by {review.name(one.person)}"))
    return found


def _joined(
    members: Sequence[UUID], matches: Mapping[UUID, Sequence[tuple[UUID, str]]], source: Mapping[UUID, str]
) -> tuple[str, ...]:
    """What joins the records of one work, pair by pair in their order."""
    place = {record: number for number, record in enumerate(members)}
    found = [
        (min(place[a], place[b]), max(place[a], place[b]), why)
        for a in members
        for b, why in matches.get(a, ())
        if b in place
    ]
    return tuple(f"{source[members[a]]} and {source[members[b]]}: {why}" for a, b, why in sorted(found))


def vote_lines(review: Review, stage: str, given: list[Vote]) -> tuple[VoteLine, ...]:
    """Verdicts as lines, in the order in which they were given."""
    return tuple(
        VoteLine(
            stage=STAGE_NAMES[stage],
            person=review.name(vote.person),
            verdict=vote.verdict,
            reason=review.reason(vote.reason),
            note=review.note(vote.note),
            act=review.act(vote.given_seq),
        )
        for vote in sorted(given, key=lambda v: v.given_seq)
    )


def _settlings(review: Review, stage: str) -> dict[UUID, SettlingLine]:
    return {
        row.subject: _settling(review, stage, row) for row in resolutions(review.id, stage) if row.withdrawn_seq is None
    }


def _settling(review: Review, stage: str, row: ResolutionRow) -> SettlingLine:
    return SettlingLine(
        stage=STAGE_NAMES[stage],
        how=row.how,
        person=review.name(row.person),
        decision=row.decision,
        reason=review.reason(row.reason),
        note=review.note(row.note),
        act=review.act(row.given_seq),
    )


def report_lines(review: Review, work_titles: Mapping[str, str]) -> list[ReportLine]:
    """Every report that was sought, with retrieval and full-text verdicts."""
    known, seen = states(review.id, FULL_TEXT), votes(review.id, FULL_TEXT, NOBODY)
    settled = _settlings(review, FULL_TEXT)
    found = []
    for row in reports(review.id):
        state, work = known.get(row.id), anchor("work", row.group)
        excluded = state is not None and state.standing is Standing.EXCLUDED
        found.append(
            ReportLine(
                anchor=anchor("report", row.id),
                title=row.title,
                citation=row_citation(row),
                doi=row.doi,
                work=Link(work_titles.get(work, row.title), work),
                outcome=row.outcome,
                outcome_note=review.note(row.note),
                votes=vote_lines(review, FULL_TEXT, seen.get(row.id, [])),
                settled=settled.get(row.id),
                state="not retrieved" if row.outcome == "not_retrieved" else standing_words(state, "included"),
                reason=review.reason(state.reason) if state is not None and excluded else "",
                study=Link(row.study.label, anchor("study", row.study.label)) if row.study else None,
            )
        )
    return found
