"""Full texts named in a CSV file; the whole file is checked before anything is added."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.documents.actions import Upload, add_document, held_as, read_upload, reading_of
from synthema.refused import Refused
from synthema.sheets import Row, act_on, read_sheet, understood
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, ReportNames
from synthema.team.doors import access_review
from synthema.team.model import Need


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One row: the report and the file."""

    report: Report
    upload: Upload


def add_folder(by: By, review: UUID, path: Path) -> tuple[int, int]:
    """Add the texts that a file title,year,doi,file names, beside it; how many were new, and how many there already."""
    access_review(by.person, review, Need.SEARCH)
    sheet = read_sheet(path, ("title", "file"))
    names = ReportNames(review)
    wanted = understood(sheet, lambda row: _wanted(names.find(row["title"], row["year"], row["doi"]), row, path.parent))

    def add(row: Row, one: _Wanted) -> bool:
        if held_as(review, one.report.id, one.upload) is not None:
            return False
        add_document(by.then(f"{sheet.digest} {row.line}"), review, one.report.id, one.upload)
        return True

    new = act_on(sheet, wanted, add)
    return new, len(wanted) - new


def _wanted(report: Report, row: Row, folder: Path) -> _Wanted:
    if not row["file"]:
        raise Refused("no file. Name the PDF or text file, beside this table, in the column file.")
    if report.outcome == Outcome.NOT_RETRIEVED:
        raise Refused(f"“{report.title}” is recorded as not retrieved. Withdraw that first.")
    upload = read_upload(folder / row["file"])
    reading_of(upload)
    return _Wanted(report, upload)
