"""The reports of a review with their full texts and attempts, filtered, a page at a time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from synthema.audit.canonical import visible
from synthema.studies.model import Outcome
from synthema.studies.tables import Attempt, Report
from synthema.team.doors import access_review

A_PAGE = 50


class Show(StrEnum):
    """Which reports are shown."""

    ALL = "all"
    TO_RETRIEVE = "to_retrieve"
    WITHOUT_FILE = "without_file"
    WITH_FILE = "with_file"
    NOT_RETRIEVED = "not_retrieved"
    WITHOUT_STUDY = "without_study"


_FILTERS: dict[Show, Q] = {
    Show.ALL: Q(),
    Show.TO_RETRIEVE: Q(outcome=""),
    Show.WITHOUT_FILE: Q(outcome=Outcome.RETRIEVED, files=0),
    Show.WITH_FILE: Q(files__gt=0),
    Show.NOT_RETRIEVED: Q(outcome=Outcome.NOT_RETRIEVED),
    Show.WITHOUT_STUDY: Q(study=None),
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report, its full texts in the order of adding, and the attempts to retrieve it, latest first."""

    report: Report
    documents: tuple[Any, ...]  # of the room of full texts
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One page of reports, how many the filter finds, and how many each other filter would."""

    lines: tuple[ReportLine, ...]
    total: int
    page: int
    pages: int
    counts: dict[Show, int]


def reports_overview(
    review: UUID, viewer: UUID, show: Show = Show.ALL, *, words: str = "", page: int = 1, a_page: int = A_PAGE
) -> Overview:
    """The reports that a filter and words of title, authors or DOI find; what is said of them is known to everybody."""
    access_review(viewer, review)
    rows = _with_files(review)
    counts = rows.aggregate(**{str(one): Count("pk", filter=_FILTERS[one]) for one in Show})
    found = _saying(rows.filter(_FILTERS[show]), words)
    total = found.count()
    pages = max(1, -(-total // a_page))
    page = min(max(1, page), pages)
    shown = found.select_related("study").prefetch_related("documents", "attempts").order_by("number", "place")
    return Overview(
        lines=tuple(_line(row) for row in shown[(page - 1) * a_page : page * a_page]),
        total=total,
        page=page,
        pages=pages,
        counts={one: counts[str(one)] for one in Show},
    )


def _with_files(review: UUID) -> "QuerySet[Report]":
    return Report.objects.filter(review=review).annotate(files=Count("documents"))


def _saying(rows: "QuerySet[Report]", words: str) -> "QuerySet[Report]":
    for word in visible(words).split()[:10]:
        rows = rows.filter(Q(title__icontains=word) | Q(authors__icontains=word) | Q(doi__icontains=word))
    return rows


def _line(row: Report) -> ReportLine:
    documents = sorted(row.documents.all(), key=lambda one: one.number)
    tried = sorted(row.attempts.all(), key=lambda one: (one.on, one.number), reverse=True)
    return ReportLine(row, tuple(documents), tuple(tried))
