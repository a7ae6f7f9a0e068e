"""How far the team is, and what a lead steers: pilot rounds, stopping and going on."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.screening.actions import resume_screening, stop_screening
from synthema.screening.pages_board import board, nothing, team
from synthema.screening.pages_places import at, frame, known
from synthema.screening.pilots import PilotCounts, begin_pilot, end_pilot, pilot_counts, pilots
from synthema.screening.tables import PilotRow
from synthema.team.model import Need
from synthema.team.tables import names


@dataclass(frozen=True, slots=True)
class Line:
    """One person's share."""

    name: str
    given: int
    left: int
    last_at: datetime | None
    me: bool


@dataclass(frozen=True, slots=True)
class Round:
    """A pilot round and how far it is."""

    pilot: PilotRow
    counts: PilotCounts


@page("reviews/<uuid:review>/screening/<slug:stage>/team/")
def progress(visit: Visit, stage: str) -> HttpResponse:
    """Who has judged how many, what waits for a second verdict, and the rounds and stops there were."""
    context = frame(visit, known(stage))
    if gap := nothing(visit, stage, context):
        return gap
    people, load = names(visit.review), team(visit, stage)
    lines = [
        Line(people[one.person], one.given, one.left, one.last_at, one.person == visit.person.id) for one in load.people
    ]
    return visit.render(
        "screening/team.html",
        **context,
        **board(visit, stage),
        load=load,
        lines=sorted(lines, key=lambda one: (-one.left, one.name)),
        rounds=[Round(one, pilot_counts(visit.review, one)) for one in pilots(visit.review, stage)],
    )


@act("reviews/<uuid:review>/screening/<slug:stage>/pilot/begin/", needs=Need.LEAD)
def pilot_begins(visit: Visit, stage: str) -> HttpResponse:
    """Draw a sample that everybody screens first."""
    size = visit.field("size")
    if not (size.isascii() and size.isdigit() and len(size) < 9):
        raise Refused(_("Say how many records the pilot round has, such as 50."))
    begin_pilot(
        visit.by(),
        visit.review,
        known(stage),
        int(size),
        hold_back=bool(visit.field("hold_back")),
        note=visit.field("note"),
    )
    return visit.go(at(visit, "screening:progress", stage), _("The pilot round has begun."))


@act("reviews/<uuid:review>/screening/<slug:stage>/pilot/end/", needs=Need.LEAD)
def pilot_ends(visit: Visit, stage: str) -> HttpResponse:
    """End the pilot round; everybody goes on with the rest."""
    end_pilot(visit.by(), visit.review, known(stage), note=visit.field("note"))
    return visit.go(at(visit, "screening:progress", stage), _("The pilot round has ended."))


@act("reviews/<uuid:review>/screening/<slug:stage>/stop/", needs=Need.LEAD)
def stop(visit: Visit, stage: str) -> HttpResponse:
    """Leave unscreened what nobody has looked at."""
    stop_screening(visit.by(), visit.review, visit.field("rule"), visit.field("note"))
    page_of_team = at(visit, "screening:progress", known(stage))
    return visit.go(page_of_team, _("Screening is stopped."), (at(visit, "screening:resume", stage), {}))


@act("reviews/<uuid:review>/screening/<slug:stage>/resume/", needs=Need.LEAD)
def resume(visit: Visit, stage: str) -> HttpResponse:
    """Go on screening."""
    resume_screening(visit.by(), visit.review, visit.field("why"))
    return visit.go(at(visit, "screening:progress", known(stage)), _("Screening goes on."))
