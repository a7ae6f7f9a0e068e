"""The whole synthesis of a review as one noun, the checks on it, and the way back from a theme to the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from synthema.refused import Refused
from synthema.screening.states import included_reports
from synthema.studies.tables import Report as ReportRow
from synthema.studies.tables import reports, studies
from synthema.synthesis.checks import CheckResult, run_checks
from synthema.synthesis.coded import coded
from synthema.synthesis.model import (
    Credibility,
    DisconfirmingSearch,
    Finding,
    Order,
    Origin,
    Placement,
    Polarity,
    Quote,
    Report,
    SampleDecision,
    Study,
    Synthesis,
    Theme,
    ThemeLevel,
)
from synthema.synthesis.profiles import PROFILES, MethodProfile
from synthema.synthesis.quoting import Shelf
from synthema.synthesis.rules import polarity_reading
from synthema.synthesis.tables import FindingRow, findings, method, notes, placements, samples, themes


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The way from a theme to the report that it rests on, one finding at a time."""

    theme: UUID | None  # None for a finding that stands under no theme
    theme_name: str
    polarity: str
    finding: UUID
    number: int
    statement: str
    quote: str  # as it stands in the document, or else as it was recorded
    document: UUID | None
    file_name: str
    page: int | None  # of the document, counted from 1
    place: str  # as the team wrote it
    report: UUID
    report_title: str
    record: UUID  # the record the report was shown by; it leads to the import and the search
    study: UUID
    study_label: str


def bundle(review: UUID) -> Synthesis:
    """Everything the synthesis rests on; quotes are looked up anew in the full texts."""
    rows, shelf, chosen = list(findings(review)), Shelf(review), method(review)
    known = _themes(review)
    sources = _reports(review)
    heard = {report.study_id for report in sources if report.included}
    codes, coded_quotes = coded(review, shelf, {UUID(one.id): UUID(one.study_id) for one in sources})
    return Synthesis(
        studies=tuple(Study(str(row.id), row.label, str(row.id) in heard) for row in studies(review)),
        reports=sources,
        findings=tuple(_finding(row) for row in rows),
        quotes=(*(_quote(row, shelf) for row in rows if row.illustration.strip()), *coded_quotes),
        codes=codes,
        themes=known,
        placements=_placements(review),
        disconfirming=tuple(
            DisconfirmingSearch(str(note.theme_id), note.text) for note in notes(review, "disconfirming")
        ),
        samples=tuple(
            SampleDecision((str(row.one_id), str(row.other_id)), row.shared, row.reason) for row in samples(review)
        ),
        polarity_against=polarity_reading(
            chosen.polarity_against if chosen else "", chosen.profile if chosen else "", known
        ),
    )


def profile(review: UUID) -> MethodProfile:
    """The profile of the method in force; raises Refused before one was chosen."""
    chosen = method(review)
    if chosen is None:
        raise Refused("No method of synthesis was chosen yet. `synthema synthesis method PROFILE` chooses one.")
    return PROFILES[chosen.profile]


def checks(review: UUID) -> tuple[CheckResult, ...]:
    """What S01 to S18 say, under the method in force."""
    return run_checks(bundle(review), profile(review))


def threads(review: UUID) -> tuple[Thread, ...]:
    """For every placement, and then for every finding that stands under no theme, the way back to its report."""
    rows, shelf = {row.id: row for row in findings(review)}, Shelf(review)
    placed = list(placements(review).select_related("theme"))
    ordered = sorted(placed, key=lambda p: (p.theme.number, p.placed_at))
    under = [_thread(rows[p.finding_id], shelf, p.theme_id, p.theme.name, p.polarity) for p in ordered]
    left = rows.keys() - {p.finding_id for p in placed}
    return (*under, *(_thread(row, shelf) for row in rows.values() if row.id in left))


def _thread(row: FindingRow, shelf: Shelf, theme: UUID | None = None, name: str = "", polarity: str = "") -> Thread:
    where = shelf.place(row)
    return Thread(
        theme=theme,
        theme_name=name,
        polarity=polarity,
        finding=row.id,
        number=row.number,
        statement=row.statement,
        quote=where.anchor.exact if where else row.illustration,
        document=where.document.id if where else None,
        file_name=where.document.file_name if where else "",
        page=where.page if where else None,
        place=row.place,
        report=row.report_id,
        report_title=row.report.title,
        record=row.report.record,
        study=row.study_id,
        study_label=row.study.label,
    )


def _reports(review: UUID) -> tuple[Report, ...]:
    included = {row.id for row in included_reports(review)}
    linked = [row for row in reports(review) if row.study_id is not None]
    return tuple(
        Report(
            id=str(row.id),
            study_id=str(row.study_id),
            name=_called(row, linked),
            authors=tuple(row.author_names),
            included=row.id in included,
        )
        for row in linked
    )


def _called(row: ReportRow, linked: Sequence[ReportRow]) -> str:
    """The label of its study; where that has several reports, with the year of this one."""
    label = row.study.label if row.study else row.short_name
    alone = sum(one.study_id == row.study_id for one in linked) == 1
    return label if alone else f"{label} ({row.year or 'no year'}: {row.title[:40]}…)"


def _themes(review: UUID) -> tuple[Theme, ...]:
    return tuple(
        Theme(
            id=str(row.id),
            name=row.name,
            definition=row.definition,
            level=ThemeLevel(row.level),
            parent_id=str(row.parent) if row.parent else None,
            origin=Origin(row.origin),
            source=row.source,
            edited_at=row.edited_at,
        )
        for row in themes(review)
    )


def _finding(row: FindingRow) -> Finding:
    return Finding(
        id=str(row.id),
        study_id=str(row.study_id),
        report_id=str(row.report_id),
        statement=row.statement,
        illustration=row.illustration,
        place=row.place,
        order=Order(row.order) if row.order else None,
        credibility=Credibility(row.credibility) if row.credibility else None,
        number=row.number,
    )


def _quote(row: FindingRow, shelf: Shelf) -> Quote:
    return Quote(
        id=f"quote-{row.id}",
        report_id=str(row.report_id),
        text=row.illustration,
        place=row.place,
        document_id=str(row.document_id) if row.document_id else None,
        found=shelf.found(row),
        order=Order(row.order) if row.order else None,
        study_id=str(row.study_id),
        finding_id=str(row.id),
    )


def _placements(review: UUID) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            finding_id=str(row.finding_id),
            theme_id=str(row.theme_id),
            polarity=Polarity(row.polarity),
            explanation=row.explanation,
            placed_at=row.placed_at,
        )
        for row in placements(review)
    )
