"""Record and place the findings of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.dedup.naming import key
from synthema.documents.anchoring import Unanchored
from synthema.progress import Progress, silent
from synthema.refused import Refused
from synthema.sheets import refuse
from synthema.studies.tables import Report, ReportNames, Study, studies
from synthema.synthesis import actions
from synthema.synthesis.formats import FindingEntry, read_findings
from synthema.synthesis.loading import Account
from synthema.synthesis.quoting import Shelf
from synthema.synthesis.tables import FindingRow, ThemeRow, findings, standings, themes
from synthema.team.doors import access_review
from synthema.team.model import Need


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A row of a findings file, its study, report and theme found in the review."""

    entry: FindingEntry
    study: Study
    report: Report
    theme: ThemeRow | None


def load_findings(
    by: By, review: UUID, path: Path, *, keep_unfound: bool = False, progress: Progress = silent
) -> Account:
    """Record and place the findings of a file; all of it is checked before anything is recorded."""
    access_review(by.person, review, Need.DECIDE)
    entries = read_findings(path)
    resolved, account = _check_findings(review, entries, path.name, keep_unfound)
    for done, row in enumerate(resolved, start=1):
        _load_finding(by.then(f"row {row.entry.line}"), review, row, keep_unfound, account)
        progress(f"recording {path.name}", done, len(resolved))
    return account


def _check_findings(
    review: UUID, entries: Sequence[FindingEntry], name: str, keep_unfound: bool
) -> tuple[list[_Resolved], Account]:
    look_up = _LookUp(review)
    resolved, problems, account = [], [], Account()
    for entry in entries:
        where = f"Line {entry.line} of {name}"
        try:
            row = look_up.resolve(entry)
        except Refused as error:
            problems.append(f"{where}: {error}")
            continue
        resolved.append(row)
        if unfound := look_up.unfound(row):
            account.unfound.append(f"{where}: {unfound}")
    if not keep_unfound:
        problems += [f"{line} {actions.KEEP}" for line in account.unfound]
    refuse(problems)
    return resolved, account


class _LookUp:
    """What the rows of a findings file are held against."""

    def __init__(self, review: UUID) -> None:
        self.studies = {key(row.label): row for row in studies(review)}
        self.reports = ReportNames(review)
        self.themes = {row.key: row for row in themes(review)}
        self.there = {(row.report_id, row.number): row for row in findings(review)}
        self.standings = standings(review)
        self.seen: dict[tuple[UUID, int], FindingEntry] = {}
        self.shelf = Shelf(review)

    def resolve(self, entry: FindingEntry) -> _Resolved:
        """The study, report and theme a row names; raises Refused where they are not there or contradict the review."""
        study = self.studies.get(key(entry.study))
        if study is None:
            raise Refused("No study is called {study!r}. `synthema studies list` names them.", study=entry.study)
        report = self.reports.find(entry.report_title, doi=entry.report_doi)
        if report.study_id != study.id:
            home = report.study.label if report.study else "no study yet"
            raise Refused(
                "“{report_title}” belongs to {home}, not to {study_label}. Correct the study or the report.",
                report_title=report.title,
                home=home,
                study_label=study.label,
            )
        if entry.theme and entry.theme not in self.themes:
            raise Refused("There is no theme {theme!r}. `synthema synthesis show` lists the keys.", theme=entry.theme)
        row = _Resolved(entry, study, report, self.themes.get(entry.theme))
        self._refuse_contradiction(row)
        return row

    def _refuse_contradiction(self, row: _Resolved) -> None:
        entry, place = row.entry, (row.report.id, row.entry.number)
        earlier = self.seen.setdefault(place, entry)
        if earlier is not entry and (_words(earlier) != _words(entry) or earlier.theme == entry.theme):
            raise Refused(
                "Finding {entry_number} of this report stands on line {line} already. Number it anew.",
                entry_number=entry.number,
                line=earlier.line,
            )
        there = self.there.get(place)
        if there is None:
            return
        if _words(there) != _words(entry):
            raise Refused(
                "Finding {entry_number} of this report is recorded in other words. Withdraw it, or number it anew.",
                entry_number=entry.number,
            )
        polarity = next((s.polarity for s in self.standings.get(there.id, ()) if s.key == entry.theme), entry.polarity)
        if polarity != entry.polarity:
            raise Refused(
                "This finding {polarity} {theme!r} so far. Withdraw that placement first.",
                polarity=polarity,
                theme=entry.theme,
            )

    def unfound(self, row: _Resolved) -> str:
        """Why the illustration of a new finding cannot be anchored, or ''."""
        if (row.report.id, row.entry.number) in self.there:
            return ""
        try:
            self.shelf.anchored(row.report.id, row.entry.illustration, row.entry.place)
        except Unanchored as error:
            return str(error)
        return ""


def _words(of: FindingEntry | FindingRow) -> tuple[str, ...]:
    return of.statement, of.illustration, of.place, of.order or "", of.credibility or ""


def _load_finding(by: By, review: UUID, row: _Resolved, keep_unfound: bool, account: Account) -> None:
    entry = row.entry
    there = FindingRow.objects.filter(review=review, report=row.report.id, number=entry.number).first()
    if there is None:
        done = actions.record_finding(
            by,
            review,
            row.study.id,
            row.report.id,
            entry.number,
            entry.statement,
            illustration=entry.illustration,
            place=entry.place,
            order=entry.order or "",
            credibility=entry.credibility or "",
            allow_missing=keep_unfound,
        )
        finding_id: UUID = done.body.finding_id
        account.count("findings recorded")
    else:
        finding_id = there.id
    if row.theme is None or row.theme.placements.filter(finding=finding_id).exists():
        return
    actions.place_finding(by.then("place"), review, finding_id, row.theme.id, entry.polarity, entry.explanation)
    account.count("findings placed")
