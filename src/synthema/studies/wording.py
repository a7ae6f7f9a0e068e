"""How pages name what becomes of a report, and where those pages are."""

from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from synthema.frame.visit import Visit
from synthema.studies.model import Outcome, Result, Route
from synthema.studies.overview import Show
from synthema.team.model import ROLES_FOR, Need

Words = str | Promise
SHOWN: dict[Show, Words] = {
    Show.ALL: _("All"),
    Show.TO_RETRIEVE: _("To retrieve"),
    Show.WITHOUT_FILE: _("Retrieved, no file here"),
    Show.WITH_FILE: _("With full text"),
    Show.NOT_RETRIEVED: _("Not retrieved"),
    Show.WITHOUT_STUDY: _("Without a study"),
}
ROUTES: dict[str, Words] = {
    Route.OPEN: _("Open access"),
    Route.SUBSCRIPTION: _("Library subscription"),
    Route.LOAN: _("Interlibrary loan"),
    Route.AUTHOR: _("Author contacted"),
    Route.REPOSITORY: _("Repository"),
    Route.OTHER: _("Elsewhere"),
}
RESULTS: dict[str, Words] = {
    Result.PENDING: _("waits for an answer"),
    Result.OBTAINED: _("obtained"),
    Result.NO_REPLY: _("no reply"),
    Result.DECLINED: _("declined"),
    Result.NOT_AVAILABLE: _("not available"),
}
OUTCOMES: dict[str, Words] = {Outcome.RETRIEVED: _("Retrieved"), Outcome.NOT_RETRIEVED: _("Not retrieved")}


def may_search(visit: Visit) -> bool:
    """Whether this person may retrieve and link."""
    return bool(visit.roles & ROLES_FOR[Need.SEARCH])


def address(visit: Visit, report: UUID) -> str:
    """The page of a report."""
    return reverse("studies:report", kwargs={"review": visit.review, "report": report})
