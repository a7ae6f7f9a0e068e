"""All records of a stage as a list, as far as the viewer may see where they stand."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.screening.listing import FILTERS, listing
from synthema.screening.pages_board import nothing
from synthema.screening.pages_places import asked_number, frame, known
from synthema.screening.remarks import own_tags
from synthema.team.tables import names

FILTER_WORDS = {
    "": _("All"),
    "open": _("Open: not all verdicts are in"),
    "untouched": _("Nobody has judged"),
    "waiting": _("Waiting for a further verdict"),
    "todo": _("Waiting for my verdict"),
    "mine": _("Judged by me"),
    "conflict": _("In conflict"),
    "forward": _("Going forward"),
    "excluded": _("Excluded"),
}
LAST_PAGE = 1_000_000
LONGEST = 200  # letters looked for


@page("reviews/<uuid:review>/screening/<slug:stage>/list/")
def records(visit: Visit, stage: str) -> HttpResponse:
    """A list with filters; one opens a record from it, and judges one at a time."""
    context = frame(visit, known(stage))
    if gap := nothing(visit, stage, context):
        return gap
    asked = {name: visit.request.GET.get(name, "").strip()[:LONGEST] for name in ("standing", "text", "tag")}
    if asked["standing"] not in FILTERS:
        asked["standing"] = ""
    found = listing(
        visit.review,
        stage,
        visit.person.id,
        standing=asked["standing"],
        text=asked["text"],
        tag=asked["tag"],
        page=asked_number(visit, "page", 1, LAST_PAGE),
    )
    return visit.render(
        "screening/list.html",
        **context,
        found=found,
        asked=asked,
        query=urlencode({name: value for name, value in asked.items() if value}),
        filters=[(key, FILTER_WORDS.get(key, key)) for key in FILTERS],
        own_tags=own_tags(visit.review, visit.person.id),
        people=names(visit.review),
    )
