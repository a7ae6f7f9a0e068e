"""The search log: every search with what it still misses, and the form for one."""

from typing import Any
from uuid import UUID, uuid5

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.clock import now
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.protocol.tables import latest
from synthema.search.actions import correct_search, log_search, withdraw_search
from synthema.search.from_forms import search_from
from synthema.search.intake import Taken, taken
from synthema.search.model import KIND_NAMES
from synthema.search.rules import gaps
from synthema.search.tables import logged
from synthema.search.tables import searches as all_searches
from synthema.team.model import ROLES_FOR, Need


@page("reviews/<uuid:review>/searches/")
def searches(visit: Visit) -> HttpResponse:
    """The searches that were run, what was imported of each, and those that the protocol plans."""
    today, imported = now().date(), taken(visit.review)
    rows = []
    for row in all_searches(visit.review):
        there = imported.get(row.id, Taken())
        more = row.hits is not None and there.stored > row.hits
        rows.append((row, KIND_NAMES.get(row.kind, row.kind), there, gaps(row.search, there.stored, today), more))
    in_force = latest(visit.review)
    logged_names = {row.source.casefold() for row, *_rest in rows}
    planned = [
        source
        for source in (in_force.protocol.sources if in_force else ())
        if source.name.casefold() not in logged_names
    ]
    return visit.render(
        "search/searches.html",
        rows=rows,
        planned=planned,
        total=sum(there.stored for _row, _kind, there, *_rest in rows),
        may=bool(visit.roles & ROLES_FOR[Need.SEARCH]),
    )


@page("reviews/<uuid:review>/searches/new/", needs=Need.SEARCH)
def new(visit: Visit) -> HttpResponse:
    """A form for one more search; the protocol's plan may have filled in its source."""
    asked = visit.request.GET
    given = {"source": asked.get("source", ""), "kind": asked.get("kind", "database")}
    return _form(visit, given, reverse("search:log", kwargs={"review": visit.review}))


@act("reviews/<uuid:review>/searches/new/", needs=Need.SEARCH)
def log(visit: Visit) -> HttpResponse:
    """Enter the search in the log."""
    by = visit.by()
    mine = uuid5(by.act_id, "id:search")  # the same form sent twice is the same search under the same key
    held = [row.key for row in all_searches(visit.review) if row.id != mine]
    done = log_search(by, visit.review, search_from(visit.request.POST.dict(), visit.field("key"), held)).body
    back = reverse("search:withdraw", kwargs={"review": visit.review, "search": done.search_id})
    said = _("The search of %(source)s is in the log.") % {"source": done.search.source}
    return visit.go(_page_of(visit, done.search_id), said, (back, {}))


@page("reviews/<uuid:review>/searches/<uuid:search>/edit/", needs=Need.SEARCH)
def edit(visit: Visit, search: UUID) -> HttpResponse:
    """The form with what the log says."""
    row = logged(visit.review, search)
    return _form(
        visit, row.search, reverse("search:correct", kwargs={"review": visit.review, "search": search}), row.id
    )


@act("reviews/<uuid:review>/searches/<uuid:search>/edit/", needs=Need.SEARCH)
def correct(visit: Visit, search: UUID) -> HttpResponse:
    """Correct what the log says."""
    before = logged(visit.review, search).search
    changed = search_from(visit.request.POST.dict(), visit.field("key") or before.key, ())
    correct_search(visit.by(), visit.review, search, changed)
    fields = {name: "" if value is None else value for name, value in _values(before).items()}
    undo = (reverse("search:correct", kwargs={"review": visit.review, "search": search}), fields)
    return visit.go(_page_of(visit, search), _("The log is corrected."), undo)


@act("reviews/<uuid:review>/searches/<uuid:search>/withdraw/", needs=Need.SEARCH)
def withdraw(visit: Visit, search: UUID) -> HttpResponse:
    """Take the search out of the log; refused while imports rest on it."""
    row = logged(visit.review, search)
    fields = {name: "" if value is None else value for name, value in _values(row.search).items()}
    withdraw_search(visit.by(), visit.review, row.key, visit.field("reason") or _("entered by mistake"))
    undo = (reverse("search:log", kwargs={"review": visit.review}), fields)
    said = _("The search of %(source)s is out of the log.") % {"source": row.source}
    return visit.go(reverse("search:searches", kwargs={"review": visit.review}), said, undo)


def _values(search: Any) -> dict[str, Any]:
    return {name: getattr(search, name) for name in type(search).__dataclass_fields__}


def _form(visit: Visit, given: Any, action: str, search: UUID | None = None) -> HttpResponse:
    """The form for a search; `given` holds what stands in it."""
    return visit.render("search/form.html", s=given, action=action, search=search, kinds=KIND_NAMES.items())


def _page_of(visit: Visit, search: UUID) -> str:
    return reverse("records:search", kwargs={"review": visit.review, "search": search})
