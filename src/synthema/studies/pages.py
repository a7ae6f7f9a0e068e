"""Retrieval and studies in the browser: the list of reports, one report with its log, and the studies."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from synthema.audit.clock import now
from synthema.dedup.related import Kin, kin
from synthema.frame.pages import told
from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.jobs.model import LIVE, State
from synthema.jobs.tables import for_viewer
from synthema.studies import pages_acts, tables  # noqa: F401 (the acts have addresses)
from synthema.studies.companions import Hint
from synthema.studies.model import Outcome
from synthema.studies.overview import Show, reports_overview
from synthema.studies.tables import Report
from synthema.studies.wording import OUTCOMES, RESULTS, ROUTES, SHOWN, may_search
from synthema.team.tables import names

MOST_HINTS = 50


@page("reviews/<uuid:review>/reports/")
def reports(visit: Visit) -> HttpResponse:
    """The reports that are sought, filtered, with what became of each."""
    asked = visit.request.GET
    show = Show(asked["show"]) if asked.get("show") in set(Show) else Show.ALL
    words, number = asked.get("words", "").strip(), asked.get("page", "1")
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 1
    found = reports_overview(visit.review, visit.person.id, show, words=words, page=at)
    return visit.render(
        "studies/reports.html",
        found=found,
        show=show,
        words=words,
        tabs=[(one, said, found.counts[one]) for one, said in SHOWN.items()],
        routes=ROUTES,
        results=RESULTS,
        outcomes=OUTCOMES,
        may_search=may_search(visit),
        sought=found.counts[Show.ALL],
    )


@page("reviews/<uuid:review>/reports/<uuid:report>/")
def report(visit: Visit, report: UUID) -> HttpResponse:
    """One report: what is known of it, where it was looked for, its full texts and its study."""
    row = tables.report(visit.review, report)
    return visit.render(
        "studies/report.html",
        report=row,
        outcome=OUTCOMES.get(row.outcome, ""),
        attempts=[(one, ROUTES[one.route], RESULTS[one.result]) for one in tables.attempts(visit.review, row.id)],
        documents=list(row.documents.order_by("number")),
        names=names(visit.review),
        routes=list(ROUTES.items()),
        results=list(RESULTS.items()),
        outcomes=list(OUTCOMES.items()),
        today=now().date().isoformat(),
        studies=tables.studies(visit.review),
        hints=[one for one in _hints(visit) if row.id in (one["one"].id, one["other"].id)],
        job=_job(visit, row.id),
        kin=_kin(visit, row),
        may_search=may_search(visit),
    )


def _kin(visit: Visit, row: Report) -> list[tuple[Kin, UUID | None]]:
    """Reports of the review that belong to this one: its conference abstract, an erratum; each with its own page."""
    found = kin(visit.review, [row.group]).get(row.group, [])
    groups = [one.group for one in found]
    sought = dict(Report.objects.filter(review=visit.review, group__in=groups).values_list("group", "id"))
    return [(one, sought.get(one.group)) for one in found]


@page("reviews/<uuid:review>/studies/")
def studies(visit: Visit) -> HttpResponse:
    """The studies with their reports, reports without one, and hints which belong together."""
    told_of: dict[UUID | None, list[Report]] = {}
    for one in tables.reports(visit.review):
        told_of.setdefault(one.study_id, []).append(one)
    loose = told_of.pop(None, [])
    return visit.render(
        "studies/studies.html",
        studies=[(one, told_of.get(one.id, [])) for one in tables.studies(visit.review)],
        loose=[one for one in loose if one.outcome == Outcome.RETRIEVED],
        hints=_hints(visit)[:MOST_HINTS],
        may_search=may_search(visit),
        sought=sum(map(len, told_of.values())) + len(loose),
    )


def _hints(visit: Visit) -> list[dict[str, Any]]:
    """Pairs of reports that may tell of one study, with their rows."""

    def find() -> list[Hint]:
        return tables.companion_hints(visit.review)

    found = remembered(visit.review, visit.person.id, "companions", find)
    known = Report.objects.filter(review=visit.review).select_related("study")
    rows = known.in_bulk([one for hint in found for one in (hint.one, hint.other)])
    return [{"one": rows[hint.one], "other": rows[hint.other], "why": hint.why} for hint in found]


def _job(visit: Visit, report: UUID) -> dict[str, Any] | None:
    """The file this person brought for the report, while it is read and when it could not be."""
    mine = for_viewer(visit.person.id, visit.review).filter(person=visit.person.id, kind="full texts")
    for job in mine[:20]:
        if job.arguments.get("report") == str(report):
            refused = job.state == State.FAILED or bool(job.result.get("lines"))
            return told(job, visit.person.id) if job.state in LIVE or refused else None
    return None
