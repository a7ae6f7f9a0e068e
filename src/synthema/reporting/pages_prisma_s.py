"""What PRISMA-S asks of the searches as a whole: item by item, with room for what only the team can state."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.reporting.prisma_s import completeness
from synthema.search.actions import state
from synthema.search.prisma_s import reported
from synthema.search.tables import statements
from synthema.team.model import ROLES_FOR, Need


@page("reviews/<uuid:review>/searches/prisma-s/")
def prisma_s(visit: Visit) -> HttpResponse:
    """The sixteen items and how far each is told."""
    found, said = completeness(visit.review), statements(visit.review)
    return visit.render(
        "reporting/prisma_s.html",
        rows=[(answer, said.get(answer.item.number, "")) for answer in found],
        reported=reported(found),
        may=bool(visit.roles & ROLES_FOR[Need.SEARCH]),
    )


@act("reviews/<uuid:review>/searches/prisma-s/", needs=Need.SEARCH)
def state_item(visit: Visit) -> HttpResponse:
    """Say what only the team can say on an item."""
    given = visit.field("item")
    if not (given.isascii() and given.isdecimal() and len(given) < 3):
        raise Refused(_("Say which item of PRISMA-S this is about."))
    item, before = int(given), statements(visit.review).get(int(given), "")
    state(visit.by(), visit.review, item, visit.field("text"))
    here = reverse("reporting:prisma_s", kwargs={"review": visit.review})
    undo = (reverse("reporting:state_item", kwargs={"review": visit.review}), {"item": item, "text": before})
    return visit.go(f"{here}#item-{item}", _("Item %(item)s is stated.") % {"item": item}, undo)
