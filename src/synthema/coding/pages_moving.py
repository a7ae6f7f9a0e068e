"""Quotes that go with a newer file of their report, looked at one by one, and every quote looked up again."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.coding.move_acts import move_back, move_quotes, plan_move
from synthema.coding.verifying import verified
from synthema.documents.moving import How
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.model import Need

MOST_SHOWN = 500


@page("reviews/<uuid:review>/coding/move/", needs=Need.DECIDE)
def moving(visit: Visit) -> HttpResponse:
    """Where each quote of one full text stands in another of the same report."""
    if not visit.request.GET.get("from"):
        return visit.render("coding/moving.html", plan=None)
    source, target = (_asked(visit, name) for name in ("from", "to"))
    plan = plan_move(visit.review, visit.person.id, source, target)
    return visit.render(
        "coding/moving.html",
        plan=plan,
        sure=len(plan.sure),
        exact=len(plan.of(How.EXACT)),
        fuzzy=plan.of(How.FUZZY)[:MOST_SHOWN],
        refused=plan.of(How.REFUSED),
    )


def _asked(visit: Visit, name: str) -> UUID:
    try:
        return UUID(visit.request.GET.get(name, ""))
    except ValueError:
        raise Refused("Choose the full text the quotes stand in, and the newer one they are to go to.") from None


@act("reviews/<uuid:review>/coding/move/<uuid:source>/<uuid:target>/", needs=Need.DECIDE)
def move_quotes_on(visit: Visit, source: UUID, target: UUID) -> HttpResponse:
    """Move the quotes that are surely the same, and the doubtful ones that were ticked."""
    ticked = []
    for one in visit.request.POST.getlist("quote"):
        try:
            ticked.append(UUID(one))
        except ValueError:
            raise Refused("One of the ticked quotes is none. Load the page again.") from None
    done = move_quotes(visit.by(), visit.review, source, target, ticked).body
    left = ngettext("%(n)s quote stays where it was.", "%(n)s quotes stay where they were.", done.refused)
    said = _("The quotes were moved.") + (f" {left % {'n': done.refused}}" if done.refused else "")
    back = reverse("coding:move_quotes_back", kwargs={"review": visit.review, "moved": done.move_id})
    return visit.go(reverse("coding:exchange", kwargs={"review": visit.review}), said, (back, {}))


@act("reviews/<uuid:review>/coding/moves/<uuid:moved>/back/", needs=Need.DECIDE)
def move_quotes_back(visit: Visit, moved: UUID) -> HttpResponse:
    """Bring moved quotes back to the file they came from."""
    move_back(visit.by(), visit.review, moved)
    said = _("The quotes stand where they stood before.")
    return visit.go(reverse("coding:exchange", kwargs={"review": visit.review}), said)


@page("reviews/<uuid:review>/coding/verify/")
def verify(visit: Visit) -> HttpResponse:
    """Every quote looked up again in its document."""
    found = verified(visit.review, visit.person.id)
    return visit.render(
        "coding/verify.html",
        found=found,
        faults=found.faults[:MOST_SHOWN],
    )
