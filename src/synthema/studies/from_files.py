"""Retrieval and links to studies from CSV files; the whole file is checked before anything is done."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid5

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.dedup.naming import Names, key
from synthema.dedup.rows import Row, Sheet, read_sheet, refuse
from synthema.refused import Refused
from synthema.studies.actions import link_report, name_study, record_retrieval
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, Study, report_names, reports, studies


def retrieval_from_file(by: By, review: UUID, path: Path) -> tuple[int, int]:
    """Record the outcomes of a file title,year,doi,outcome,note; how many were new, and how many stood already."""
    sheet = read_sheet(path, ("title", "outcome"))
    found = _found(review, sheet, _retrieval_fault)
    file = By(by.person, uuid5(review, f"retrieval {by.person} {sheet.digest}"))
    new = 0
    for number, (row, report) in enumerate(found, start=1):
        step = file.then(number)
        if report.outcome != row["outcome"] and not _done(review, step):
            record_retrieval(step, review, report.id, row["outcome"], row["note"])
            new += 1
    return new, len(found) - new


def _retrieval_fault(row: Row, report: Report) -> str:
    if row["outcome"] not in set(Outcome):
        return f"{row['outcome']!r} is no outcome. Write {' or '.join(Outcome)} in the column outcome."
    if report.outcome not in ("", row["outcome"]):
        return f"{report.title!r} is recorded as {report.outcome.replace('_', ' ')} already. Withdraw that first."
    return ""


def links_from_file(by: By, review: UUID, path: Path) -> tuple[int, int]:
    """Link reports to studies after a file study,title,year,doi; how many links and how many studies were new."""
    sheet = read_sheet(path, ("study", "title"))
    found = _found(review, sheet, _link_fault)
    file = By(by.person, uuid5(review, f"studies {by.person} {sheet.digest}"))
    known = {key(one.label): one.id for one in studies(review)}
    links = named = 0
    for number, (row, report) in enumerate(found, start=1):
        step = file.then(number)
        if report.study_id is not None or _done(review, step):
            continue
        if key(row["study"]) not in known:
            known[key(row["study"])] = name_study(step.then("study"), review, row["study"]).body.study_id
            named += 1
        link_report(step, review, report.id, known[key(row["study"])])
        links += 1
    return links, named


def _link_fault(row: Row, report: Report) -> str:
    if not key(row["study"]):
        return "no study. Write the study's label, such as first author and year, in the column study."
    held: Study | None = report.study
    if held is not None and key(held.label) != key(row["study"]):
        return f"{report.title!r} is linked to {held.label} already. Unlink it first."
    return ""


def _found(review: UUID, sheet: Sheet, fault_of: Callable[[Row, Report], str]) -> list[tuple[Row, Report]]:
    names, rows = Names(report_names(review)), {one.id: one for one in reports(review)}
    found: list[tuple[Row, Report]] = []
    faults: list[str] = []
    lines: dict[UUID, int] = {}
    for row in sheet.rows:
        try:
            report = rows[names.find(row["title"], row["year"], row["doi"]).id]
            fault = fault_of(row, report)
            if report.id in lines:
                fault = f"{report.title!r} stands on line {lines[report.id]} already. Keep one of the two rows."
            lines[report.id] = row.line
            found.append((row, report))
        except Refused as error:
            fault = str(error)
        faults += [f"Line {row.line} of {sheet.name}: {fault}"] if fault else []
    refuse(faults)
    return found


def _done(review: UUID, step: By) -> bool:
    return Event.objects.filter(review=review, act_id=step.act_id).exists()
