"""Full texts in the browser: uploads matched to reports, and the reader."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from synthema.documents import pages_acts, pages_files, pages_reading  # noqa: F401 (their addresses)
from synthema.documents.desk import desk
from synthema.documents.intake import MOST, incoming, matches
from synthema.documents.limits import limits
from synthema.documents.matching import Match
from synthema.documents.pages_acts import numbered
from synthema.documents.reader import PART, shown
from synthema.documents.tables import FileState, IncomingFile
from synthema.documents.work import ATTACH, READ
from synthema.frame.pages import told
from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.jobs.model import LIVE
from synthema.jobs.tables import for_viewer
from synthema.studies.tables import Report
from synthema.team.model import Need

A_PAGE = 150  # rows of a kind in one form; Django takes a thousand fields


@page("reviews/<uuid:review>/reports/files/", needs=Need.SEARCH)
def uploads(visit: Visit) -> HttpResponse:
    """The files this person brought: which reports they are, for sure, to be checked, or not known."""
    rows = [row for row in incoming(visit.review, visit.person.id) if row.state != FileState.ATTACHED]
    reports = numbered(visit.review)
    named = {row.id: (number, row) for number, row in reports.items()}
    read = tuple(row.id for row in rows if row.state == FileState.READ)
    found = remembered(visit.review, visit.person.id, ("matches", read), lambda: matches(visit.review, rows))
    groups: dict[str, list[dict[str, Any]]] = {"sure": [], "to check": [], "none": []}
    for row in rows:
        if row.state == FileState.READ:
            match = found[row.id]
            groups[match.verdict].append(_line(row, match, named))
    jobs = for_viewer(visit.person.id, visit.review).filter(person=visit.person.id, kind__in=(READ, ATTACH))
    live = next(iter(jobs.filter(state__in=LIVE)), None)
    last = live or jobs.first()
    return visit.render(
        "documents/uploads.html",
        sure=groups["sure"][:A_PAGE],
        to_check=groups["to check"][:A_PAGE],
        none=groups["none"][:A_PAGE],
        more=any(len(found_here) > A_PAGE for found_here in groups.values()),
        read=sum(map(len, groups.values())),
        refused=[row for row in rows if row.state in (FileState.REFUSED, FileState.SAME)],
        waiting=_waiting(rows, live is not None),
        reports=reports if groups["to check"] or groups["none"] else {},
        job=told(last, visit.person.id) if last else None,
        limits=limits(),
        most=MOST,
        sought=bool(reports),
    )


def _line(row: IncomingFile, match: Match, named: dict[UUID, tuple[int, Report]]) -> dict[str, Any]:
    """One file with the report it may be, and the others it may be as well, each with its number."""
    offered = [named[one] for one in (match.report, *(one.report for one in match.others)) if one in named]
    return {"file": row, "why": match.why, "offered": offered, "first": offered[0] if offered else None}


def _waiting(rows: list[IncomingFile], under_way: bool) -> list[IncomingFile]:
    """Files that no job is reading: an earlier one was called off, or stopped."""
    return [] if under_way else [row for row in rows if row.state == FileState.WAITING]


@page("reviews/<uuid:review>/reports/<uuid:report>/read/")
def reader(visit: Visit, report: UUID) -> HttpResponse:
    """The full text of a report at the desk; plain, or as a part of a page, where that is asked for."""
    asked = visit.request.GET
    if not visit.hx and "plain" not in asked and "from" not in asked:
        return visit.render("documents/desk.html", **desk(visit, report, asked.get("document", "")))
    first = asked.get("from", "1")
    at = int(first) if first.isascii() and first.isdecimal() and len(first) < 7 else 1
    context = shown(visit.review, report, asked.get("document", ""), at)
    template = "documents/reader.html" if visit.hx else "documents/reading.html"
    return visit.render(template, **context, part=PART)
