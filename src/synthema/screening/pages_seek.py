"""What goes forward on title and abstract, offered to be sought as reports."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.screening.actions import seek
from synthema.screening.states import to_seek
from synthema.team.model import ROLES_FOR, Need


@page("reviews/<uuid:review>/reports/to-be-sought/")
def to_be_sought(visit: Visit) -> HttpResponse:
    """How many records go forward and are not sought yet, as a part of the page of reports."""
    if not visit.hx:
        return visit.render("screening/to_be_sought_page.html", **_offer(visit))
    return visit.render("screening/to_be_sought.html", **_offer(visit))


def _offer(visit: Visit) -> dict[str, Any]:
    return {"ahead": len(to_seek(visit.review)), "may_seek": bool(visit.roles & ROLES_FOR[Need.SEARCH])}


@act("reviews/<uuid:review>/reports/seek/", needs=Need.SEARCH)
def seek_reports(visit: Visit) -> HttpResponse:
    """Seek everything that goes forward."""
    new = seek(visit.by(), visit.review)
    said = ngettext("One report is sought now.", "%(n)s reports are sought now.", new) % {"n": f"{new:,}"}
    return visit.go(reverse("studies:reports", kwargs={"review": visit.review}), said)
