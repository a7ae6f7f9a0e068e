"""All records of a stage as a list, as far as the viewer may see where they stand."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.protocol.model import Protocol
from synthema.screening.listing import FILTERS, Listed, listed, listing
from synthema.screening.pages_board import nothing
from synthema.screening.pages_places import asked_number, at, frame, known
from synthema.screening.pages_words import kind_of_work
from synthema.screening.remarks import own_tags
from synthema.screening.rules import FULL_TEXT
from synthema.screening.standings import pilot_in_force, pilot_units
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
ASKED = ("standing", "text", "tag")


@page("reviews/<uuid:review>/screening/<slug:stage>/list/")
def records(visit: Visit, stage: str) -> HttpResponse:
    """A list with filters; titles and abstracts are judged in it, full texts are opened from it."""
    context = frame(visit, known(stage))
    if gap := nothing(visit, stage, context):
        return gap
    asked = {name: visit.request.GET.get(name, "").strip()[:LONGEST] for name in ASKED}
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
        rows=_rows(visit, stage, found.rows, context["protocol"]),
        query=(query := urlencode({name: value for name, value in asked.items() if value})),
        place=f"{query}&page={found.page}" if query else f"page={found.page}",
        filters=[(key, FILTER_WORDS.get(key, key)) for key in FILTERS],
        own_tags=own_tags(visit.review, visit.person.id),
        people=names(visit.review),
    )


def one_row(visit: Visit, stage: str, unit: UUID) -> HttpResponse:
    """The line of a record after this viewer judged it: what was done, and nothing yet of where that leaves it."""
    context = frame(visit, stage)
    (row,) = _rows(visit, stage, listed(visit.review, stage, visit.person.id, [unit]), context["protocol"])
    return visit.render("screening/list_judged.html", **context, row=row, place=visit.field("list"))


def list_address(visit: Visit, stage: str, unit: UUID) -> str:
    """Where on which page of the list somebody was who sent a form from there."""
    sent = dict(parse_qsl(visit.field("list")))
    query = urlencode({name: sent[name] for name in (*ASKED, "page") if name in sent})
    return f"{at(visit, 'screening:records', stage)}?{query}#unit-{unit}"


def _rows(visit: Visit, stage: str, rows: Iterable[Listed], protocol: Protocol | None) -> list[dict[str, Any]]:
    """Lines as shown; one bears buttons where a title and an abstract are all that a verdict needs."""
    held = pilot_in_force(visit.review, stage)
    sample = set(pilot_units(held)) if held and held.hold_back else None
    return [
        {
            "is": row,
            "source": " · ".join(filter(None, (row.shown.journal, kind_of_work(row.shown.kind)))),
            "reason": protocol.label(row.reason) if protocol and row.reason else row.reason,
            "here": stage != FULL_TEXT and row.may_vote and (sample is None or row.shown.unit in sample),
        }
        for row in rows
    ]
