"""Full texts from files: those that a CSV file names, checked as a whole before anything is added, or matched ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.documents.actions import Upload, add_document, held_as, read_upload, reading_of
from synthema.documents.beginnings import beginning
from synthema.documents.intake import attach_upload, wanted
from synthema.documents.matching import Verdict, match
from synthema.documents.model import Reading
from synthema.files import read_bytes
from synthema.progress import Progress, silent
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedFile:
    """A file as it was read, and the report it may be."""

    path: Path
    verdict: str
    why: str
    called: str = ""
    report: UUID | None = None
    reading: Reading | None = None
    sha256: str = ""

    @property
    def sure(self) -> bool:
        """Whether it may be attached without a second look."""
        return self.verdict == Verdict.SURE


def match_paths(person: UUID, review: UUID, paths: Sequence[Path], tell: Progress = silent) -> list[MatchedFile]:
    """Which report each file is; files that cannot be read are told so and do not hold up the others."""
    access_review(person, review, Need.SEARCH)
    lines: list[MatchedFile] = []
    for number, path in enumerate(paths):
        tell("reading full texts", number, len(paths))
        try:
            upload = read_upload(path)
        except Refused as refusal:
            lines.append(MatchedFile(path=path, verdict="not read", why=str(refusal)))
        else:  # its bytes are not kept: there may be hundreds
            lines.append(MatchedFile(path=path, verdict="", why="", reading=reading_of(upload), sha256=upload.sha256))
    tell("reading full texts", len(paths), len(paths))
    return _matched(review, lines)


def _matched(review: UUID, lines: Sequence[MatchedFile]) -> list[MatchedFile]:
    reports = wanted(review)
    called = {one.report: f"{one.called}: {one.titles[0] if one.titles else ''}" for one in reports}
    files = [beginning(UUID(int=place), one.path.name, one.reading) for place, one in enumerate(lines) if one.reading]
    found = {one.file.int: one for one in match(files, reports)}
    return [
        replace(
            one,
            verdict=found[place].verdict,
            why=found[place].why,
            report=found[place].report,
            called=called[report] if (report := found[place].report) else "",
        )
        if place in found
        else one
        for place, one in enumerate(lines)
    ]


def attach_matched(by: By, review: UUID, lines: Sequence[MatchedFile]) -> int:
    """Make the sure ones the full texts of their reports, which are retrieved by that; how many were."""
    number = 0
    for line in lines:
        if line.sure and line.report is not None:
            data = read_bytes(line.path, "full text")
            upload = Upload(line.path.name, data, line.reading, f"{line.verdict}: {line.why}")
            if upload.sha256 != line.sha256:
                raise Refused("{path_name} was changed while it was read. Match it again.", path_name=line.path.name)
            attach_upload(by.then(number), review, line.report, upload)
            number += 1
    return number


def _wanted(report: Report, row: Row, folder: Path) -> _Wanted:
    if not row["file"]:
        raise Refused("no file. Name the full text, beside this table, in the column file.")
    if report.outcome == Outcome.NOT_RETRIEVED:
        raise Refused("“{report_title}” is recorded as not retrieved. Withdraw that first.", report_title=report.title)
    upload = read_upload(folder / row["file"])
    reading_of(upload)
    return _Wanted(report, upload)
