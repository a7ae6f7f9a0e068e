"""Background work as people see it: how far it is, what came of it, and how to call it off."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs import actions
from synthema.jobs.tables import Job, describe, for_viewer, job_for
from synthema.team.tables import Person, ReviewTitle

A_PAGE = 30
RELOAD = "reload"


@page("jobs/", needs="person")
def my_jobs(visit: Visit) -> HttpResponse:
    """All background work this person may know of."""
    return _list(visit, None)


@page("reviews/<uuid:review>/jobs/")
def jobs(visit: Visit) -> HttpResponse:
    """The background work of a review."""
    return _list(visit, visit.review)


@page("jobs/<uuid:job>/", needs="person")
def job(visit: Visit, job: UUID) -> HttpResponse:
    """One piece of work; its page shows how far it is until it has ended."""
    return visit.render("frame/job_page.html", job=told(job_for(visit.person.id, job), visit.person.id))


@page("jobs/<uuid:job>/state/", needs="person")
def job_state(visit: Visit, job: UUID) -> HttpResponse:
    """How far it is, as a part of a page; with `then=reload` the page is loaded again when it is done."""
    found = told(job_for(visit.person.id, job), visit.person.id)
    then = RELOAD if visit.request.GET.get("then") == RELOAD else ""
    answer = visit.render("frame/job.html", job=found, then=then)
    if then and found["state"] == "done":
        answer["HX-Refresh"] = "true"
    return answer


@act("jobs/<uuid:job>/cancel/", needs="person")
def cancel(visit: Visit, job: UUID) -> HttpResponse:
    """Call it off; what it wrote is resumed or swept."""
    found = actions.cancel(visit.person.id, job)
    if visit.hx:
        return visit.render("frame/job.html", job=told(found, visit.person.id), then=visit.field("then"))
    said = _("It stops at its next step.") if found.state == "running" else _("It was called off.")
    return visit.go(reverse("frame:job", kwargs={"job": job}), said)


def told(job: Job, viewer: UUID) -> dict[str, Any]:
    """A job as a page shows it; its result may say what came of it (`said`, `lines`), where to look (`go`, `open`)."""
    found = describe(job, viewer)
    result = found["result"]
    go = str(result.get("go", ""))
    return {
        **found,
        "said": str(result.get("said", "")),
        "lines": [str(line) for line in result.get("lines", ())],
        "go": go if go.startswith("/") and not go.startswith(("//", "/\\")) else "",
        "open": str(result.get("open", "")) or _("Show it"),
        "mine": job.person == viewer,
    }


def _list(visit: Visit, review: UUID | None) -> HttpResponse:
    pages = Paginator(for_viewer(visit.person.id, review), A_PAGE)
    shown = pages.get_page(visit.request.GET.get("page"))
    people = dict(Person.objects.filter(pk__in={one.person for one in shown}).values_list("id", "name"))
    titles = dict(ReviewTitle.objects.filter(pk__in={one.review for one in shown}).values_list("id", "title"))
    rows = [
        {**told(one, visit.person.id), "name": people.get(one.person, ""), "of": titles.get(one.review, "")}  # type: ignore[arg-type]
        for one in shown
    ]
    return visit.render("frame/jobs.html", rows=rows, shown=shown, of_review=review is not None)
