"""Where a review stands: the way through its stages, the next thing to do, who has what before them, the last acts."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.audit.tables import Event
from synthema.frame.pages import told
from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.jobs.model import LIVE
from synthema.jobs.tables import for_viewer
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import TITLE_ABSTRACT
from synthema.screening.workload import Share, workload
from synthema.team.model import Role
from synthema.team.tables import Seat
from synthema.web.act_words import WHERE
from synthema.web.acts import in_words, named
from synthema.web.links import link
from synthema.web.numbers import Numbers, numbers
from synthema.web.way import At, waiting, way

LAST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Who has judged how much in a stage, and has how much before them."""

    name: str
    waiting: int
    people: tuple[tuple[str, Share], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """Something to look into."""

    words: str
    url: str = ""


@page("reviews/<uuid:review>/")
def review(visit: Visit) -> HttpResponse:
    """Where the review stands and what waits for me."""
    key, person = visit.review, visit.person.id
    found = numbers(key, person)
    stops = way(key, visit.roles, found)
    live = for_viewer(person, key).filter(state__in=LIVE)[:3]
    recent = Event.objects.filter(review=key).order_by("-seq")[:LAST]
    return visit.render(
        "web/review.html",
        roles=sorted(visit.roles, key=list(Role).index),
        stops=stops,
        here=next((stop for stop in stops if stop.at is At.NOW), None),
        waits=waiting(key, visit.roles, found),
        loads=loads(visit, found),
        warnings=warnings(visit, found),
        acts=in_words(key, person, visit.roles, list(recent)),
        jobs=[told(job, person) for job in live],
        people=Seat.objects.filter(review=key).values("person").distinct().count(),
        trail=link("web:trail", key, visit.roles),
    )


def loads(visit: Visit, found: Numbers) -> list[Load]:
    """For each stage that is under way, who has what before them; nothing of what anybody said."""
    under_way = [
        stage for stage, at in ((TITLE_ABSTRACT, found.titles), (FULL_TEXT, found.texts)) if at.units and found.protocol
    ]
    if not under_way:
        return []
    return [_load(visit, stage) for stage in under_way]


def _load(visit: Visit, stage: str) -> Load:
    key, person = visit.review, visit.person.id
    work = remembered(key, person, ("workload", stage), lambda: workload(key, stage, person))
    people = named(share.person for share in work.people)
    shares = tuple((people[share.person], share) for share in work.people if share.given or share.left)
    return Load(name=str(WHERE[stage]).capitalize(), waiting=work.waiting, people=shares)


def warnings(visit: Visit, found: Numbers) -> list[Warn]:
    """What does not fit together, or waits where nobody may see it."""
    searches = link("search:searches", visit.review, visit.roles)
    said = [
        Warn(
            words=_("%(source)s: %(stored)s records came in, but the search had %(hits)s hits.")
            % {"source": one.source, "stored": f"{one.stored:,}", "hits": f"{one.hits:,}"},
            url=searches,
        )
        for one in found.overfull
    ]
    if found.compared and found.ungrouped:
        words = ngettext(
            "One record came in since duplicates were last looked for; nobody can screen it yet.",
            "%(n)s records came in since duplicates were last looked for; nobody can screen them yet.",
            found.ungrouped,
        )
        duplicates = link("dedup:duplicates", visit.review, visit.roles)
        said.append(Warn(words=words % {"n": f"{found.ungrouped:,}"}, url=duplicates))
    return said
