"""The page where someone screens, and the cards it asks for ahead of time."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse

from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.protocol.model import Protocol
from synthema.screening.orders import ORDERS
from synthema.screening.pages_board import board, mine, nothing, others_left
from synthema.screening.pages_cards import Card, as_json, cards, chosen, in_brief
from synthema.screening.pages_places import asked_id, asked_number, awaits, frame, known, may, protocol_of
from synthema.screening.pages_words import words
from synthema.screening.queues import Entry, last_given, upcoming
from synthema.screening.remarks import own_tags
from synthema.screening.shown import shown
from synthema.screening.standings import states_now
from synthema.screening.tables import VerdictRow
from synthema.team.model import Need

AHEAD = 10  # cards the page holds before they are looked at


@page("reviews/<uuid:review>/screening/<slug:stage>/")
def screen(visit: Visit, stage: str) -> HttpResponse:
    """One record a screen, with what it is judged by."""
    context = frame(visit, known(stage))
    if gap := nothing(visit, stage, context):
        return gap
    context |= board(visit, stage)
    if not may(visit, Need.DECIDE):
        return visit.render("screening/watching.html", **context)
    card = first_card(visit, stage, context["protocol"])
    return visit.render(
        "screening/screen.html",
        **context,
        card=card,
        own_tags=own_tags(visit.review, visit.person.id),
        last=last(visit, stage),
        orders=ORDERS,
        waiting_for=[] if card else others_left(visit, stage),
        first=in_brief(card) if card else None,
        texts=words(),
    )


@page("reviews/<uuid:review>/screening/<slug:stage>/cards/", needs=Need.DECIDE)
def cards_ahead(visit: Visit, stage: str) -> HttpResponse:
    """The next cards after one the page has already, with the progress and what Undo would take back, as JSON."""
    number = asked_number(visit, "n", AHEAD, 2 * AHEAD)
    found = upcoming(visit.review, known(stage), visit.person.id, number, after=asked_id(visit, "after"))
    return JsonResponse(
        {
            "cards": [as_json(visit, one) for one in cards(visit, stage, found, protocol_of(visit))],
            "progress": mine(visit, stage),
            "last": last(visit, stage),
        }
    )


def first_card(visit: Visit, stage: str, protocol: Protocol | None) -> Card | None:
    """The record that somebody opened, else the next of their queue; None where nothing awaits them."""
    wanted = asked_id(visit, "unit")
    entry = to_judge(visit, stage, wanted) if wanted else None
    entries = [entry] if entry else upcoming(visit.review, stage, visit.person.id, 1)
    found = cards(visit, stage, entries, protocol)
    return found[0] if found else None


def to_judge(visit: Visit, stage: str, unit: UUID) -> Entry | None:
    """A unit as somebody opened it; None where it does not await their verdict."""
    entry = chosen(visit.review, stage, unit)
    state = states_now(visit.review, stage, [unit])[unit]
    return entry if entry and awaits(visit, stage, unit, state) else None


def last(visit: Visit, stage: str) -> dict[str, str] | None:
    """The verdict that Undo would take back."""
    row = last_given(visit.review, stage, visit.person.id)
    return as_last(visit, stage, row) if row else None


def as_last(visit: Visit, stage: str, row: VerdictRow) -> dict[str, str]:
    """A verdict in the words of the button that takes it back."""
    found = shown(visit.review, stage, [row.unit]) if row.unit else []
    return {"verdict": str(row.id), "said": row.verdict, "title": found[0].title if found else ""}
