"""Retrieval and links to studies from CSV files; the whole file is checked before anything is done."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from synthema.audit import trail
from synthema.audit.model import By
from synthema.dedup.naming import key
from synthema.refused import Refused, Words
from synthema.sheets import Row, Sheet, act_on, read_sheet, understood
from synthema.studies.actions import link_report, name_study, record_retrieval
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, ReportNames, Study, studies
from synthema.team.doors import access_review
from synthema.team.model import Need


def retrieval_from_file(by: By, review: UUID, path: Path) -> tuple[int, int]:
    """Record the outcomes of a file title,year,doi,outcome,note; how many were new, and how many stood already."""
    access_review(by.person, review, Need.SEARCH)
    sheet = read_sheet(path, ("title", "outcome"))
    found = _found(review, sheet, _retrieval_fault)
    file = by.with_file(review, "retrieval", sheet.digest)

    def record(row: Row, report: Report) -> bool:
        step = file.then(row.line)
        if report.outcome == row["outcome"] or trail.happened(review, step):
            return False
        record_retrieval(step, review, report.id, row["outcome"], row["note"])
        return True

    new = act_on(sheet, found, record)
    return new, len(found) - new


def _retrieval_fault(row: Row, report: Report) -> str:
    if row["outcome"] not in set(Outcome):
        return Words(
            "{row!r} is no outcome. Write {outcome} in the column outcome.",
            row=row["outcome"],
            outcome=" or ".join(Outcome),
        )
    if report.outcome not in ("", row["outcome"]):
        return Words(
            "{report_title!r} is recorded as {replace} already. Withdraw that first.",
            report_title=report.title,
            replace=report.outcome.replace("_", " "),
        )
    return ""


def links_from_file(by: By, review: UUID, path: Path) -> tuple[int, int]:
    """Link reports to studies after a file study,title,year,doi; how many links and how many studies were new."""
    access_review(by.person, review, Need.SEARCH)
    sheet = read_sheet(path, ("study", "title"))
    found = _found(review, sheet, _link_fault)
    file = by.with_file(review, "studies", sheet.digest)
    known = {key(one.label): one.id for one in studies(review)}
    before = len(known)

    def link(row: Row, report: Report) -> bool:
        step, label = file.then(row.line), key(row["study"])
        if report.study_id is not None or trail.happened(review, step):
            return False
        if label not in known:
            known[label] = name_study(step.then("study"), review, row["study"]).body.study_id
        link_report(step, review, report.id, known[label])
        return True

    return act_on(sheet, found, link), len(known) - before


def _link_fault(row: Row, report: Report) -> str:
    if not key(row["study"]):
        return "no study. Write the study's label, such as first author and year, in the column study."
    held: Study | None = report.study
    if held is not None and key(held.label) != key(row["study"]):
        return Words(
            "{report_title!r} is linked to {held_label} already. Unlink it first.",
            report_title=report.title,
            held_label=held.label,
        )
    return ""


def _found(review: UUID, sheet: Sheet, fault_of: Callable[[Row, Report], str]) -> list[tuple[Row, Report]]:
    names = ReportNames(review)
    lines: dict[UUID, int] = {}

    def meant(row: Row) -> Report:
        report = names.find(row["title"], row["year"], row["doi"])
        first = lines.setdefault(report.id, row.line)
        if first != row.line:
            raise Refused(
                "{report_title!r} stands on line {first} already. Keep one of the two rows.",
                report_title=report.title,
                first=first,
            )
        if fault := fault_of(row, report):
            raise Refused(fault)
        return report

    return understood(sheet, meant)
