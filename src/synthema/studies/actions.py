"""Seek reports, record their retrieval, and link them to studies."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from synthema.audit.registry import refuse_if_built_on
from synthema.dedup.best import best_fields
from synthema.dedup.naming import key
from synthema.dedup.tables import members
from synthema.records.model import Record
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.studies.events import (
    AttemptWithdrawn,
    ReportLinked,
    ReportSoughtWithdrawn,
    ReportsSought,
    ReportUnlinked,
    RetrievalAttempted,
    RetrievalRecorded,
    RetrievalWithdrawn,
    StudyNamed,
    StudyRemoved,
    StudyRenamed,
)
from synthema.studies.model import Outcome, Result, Route, SoughtReport
from synthema.studies.tables import attempt, report, studies, study
from synthema.team.doors import Desk, action
from synthema.team.model import Need

MOST = 500  # reports in one act


def as_reports(desk: Desk, groups: Sequence[UUID]) -> ReportsSought:
    """At most 500 groups as reports to be sought; the room of screening says which groups go forward."""
    records: dict[UUID, list[UUID]] = {group: [] for group in groups[:MOST]}
    for group, record in members(desk.review).filter(group__in=records).values_list("group", "record"):
        records[group].append(record)
    rows = RecordRow.settled(desk.review).in_bulk([one for held in records.values() for one in held])
    return ReportsSought(
        tuple(_report(desk, g, held[0], [rows[one].record for one in held]) for g, held in records.items())
    )


def _report(desk: Desk, group: UUID, shown: UUID, records: Sequence[Record]) -> SoughtReport:
    best = best_fields({f"{place:06d}": record for place, record in enumerate(records)}).record
    return SoughtReport(
        report_id=desk.new_id(f"report:{group}"),
        group=group,
        record=shown,
        title=best.title,
        authors=best.authors,
        year=best.year,
        journal=best.journal,
        volume=best.volume,
        issue=best.issue,
        pages=best.pages,
        doi=best.doi,
        pmid=best.pmid,
        url=best.url,
        kind=best.kind,
    )


@action(Need.SEARCH)
def withdraw_sought(desk: Desk, report_id: UUID, reason: str = "") -> ReportSoughtWithdrawn:
    """Seek a report no longer; refused while anything was recorded of it."""
    report(desk.review, report_id)
    refuse_if_built_on(ReportsSought, desk.review, report_id)
    return ReportSoughtWithdrawn(report_id=report_id, reason=reason)


@action(Need.SEARCH)
def record_retrieval(desk: Desk, report_id: UUID, outcome: str, note: str = "") -> RetrievalRecorded:
    """Record that a report was retrieved, or that it could not be."""
    row = report(desk.review, report_id)
    if outcome not in set(Outcome):
        raise Refused(
            "{outcome!r} is no outcome of a retrieval. Write {outcome_2}.",
            outcome=outcome,
            outcome_2=" or ".join(Outcome),
        )
    if row.outcome:
        raise Refused(
            "{row_title!r} is recorded as {replace} already. Withdraw that first.",
            row_title=row.title,
            replace=row.outcome.replace("_", " "),
        )
    return RetrievalRecorded(report_id=report_id, outcome=outcome, note=note)


@action(Need.SEARCH)
def withdraw_retrieval(desk: Desk, report_id: UUID, reason: str = "") -> RetrievalWithdrawn:
    """Take back what was recorded of a retrieval; refused while verdicts or files rest on it."""
    row = report(desk.review, report_id)
    if not row.outcome:
        raise Refused("Nothing is recorded of the retrieval of {row_title!r}.", row_title=row.title)
    refuse_if_built_on(RetrievalRecorded, desk.review, report_id)
    return RetrievalWithdrawn(report_id=report_id, reason=reason)


@action(Need.SEARCH)
def note_attempt(
    desk: Desk, report_id: UUID, *, route: str, result: str, on: str = "", where: str = "", note: str = ""
) -> RetrievalAttempted:
    """Note where a report was looked for or who was asked, on which day (today by default), and what came of it."""
    row = report(desk.review, report_id)
    for said, known, what in ((route, Route, "way to look for a report"), (result, Result, "result of an attempt")):
        if said not in set(known):
            raise Refused("{said!r} is no {what}. Write {known}.", said=said, what=what, known=" or ".join(known))
    day = _day(on) if on else desk.at.date()
    if day > desk.at.date() + timedelta(days=1):  # tomorrow: it may be so already where they are
        raise Refused("{day} has not come yet. Note what was done, with the day it was done on.", day=day)
    return RetrievalAttempted(
        attempt_id=desk.new_id("attempt"),
        report_id=row.id,
        on=day.isoformat(),
        route=route,
        result=result,
        where=where.strip(),
        note=note.strip(),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("{text!r} is no day. Write it as 2026-03-02.", text=text) from None


@action(Need.SEARCH)
def withdraw_attempt(desk: Desk, attempt_id: UUID, reason: str = "") -> AttemptWithdrawn:
    """Take back an attempt that was noted by mistake."""
    row = attempt(desk.review, attempt_id)
    return AttemptWithdrawn(attempt_id=row.id, report_id=row.report_id, reason=reason)


@action(Need.SEARCH)
def name_study(desk: Desk, label: str) -> StudyNamed:
    """Enter a study under a label of its own, such as "Asad 2016"."""
    return StudyNamed(desk.new_id("study"), _label(desk.review, label))


@action(Need.SEARCH)
def rename_study(desk: Desk, study_id: UUID, label: str) -> StudyRenamed:
    """Give a study another label."""
    study(desk.review, study_id)
    return StudyRenamed(study_id, _label(desk.review, label, study_id))


def _label(review: UUID, label: str, renamed: UUID | None = None) -> str:
    text = " ".join(label.split())
    if not key(text) or len(text) > 200:
        raise Refused("A study needs a label of 1 to 200 characters, such as first author and year.")
    if any(key(one.label) == key(text) for one in studies(review) if one.id != renamed):
        raise Refused(
            "There is a study {text!r} already. Link the report to it, or choose a label such as {text}a.", text=text
        )
    return text


@action(Need.SEARCH)
def remove_study(desk: Desk, study_id: UUID, reason: str = "") -> StudyRemoved:
    """Take a study out that was named by mistake; refused while anything rests on it."""
    study(desk.review, study_id)
    refuse_if_built_on(StudyNamed, desk.review, study_id)
    return StudyRemoved(study_id=study_id, reason=reason)


@action(Need.SEARCH)
def link_report(desk: Desk, report_id: UUID, study_id: UUID) -> ReportLinked:
    """Say that a report tells of a study; each report belongs to one study."""
    row, to = report(desk.review, report_id), study(desk.review, study_id)
    if row.study is not None:
        raise Refused(
            "{row_title!r} is linked to {study_label} already. `synthema studies unlink` parts them first.",
            row_title=row.title,
            study_label=row.study.label,
        )
    return ReportLinked(row.id, to.id)


@action(Need.SEARCH)
def unlink_report(desk: Desk, report_id: UUID, reason: str = "") -> ReportUnlinked:
    """Take a report from its study."""
    row = report(desk.review, report_id)
    if row.study is None:
        raise Refused("{row_title!r} is linked to no study.", row_title=row.title)
    refuse_if_built_on(ReportLinked, desk.review, report_id)
    return ReportUnlinked(report_id=report_id, study_id=row.study.id, reason=reason)
