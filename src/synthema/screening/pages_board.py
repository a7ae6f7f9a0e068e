"""Where a stage stands for one person: their progress, what waits for whom, and what stands in the way of beginning."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.dedup.tables import run_in_force, ungrouped
from synthema.frame.visit import Visit
from synthema.records.tables import Import
from synthema.screening.pages_places import at, may
from synthema.screening.pilots import pilot_counts
from synthema.screening.queues import Progress, order_of, progress
from synthema.screening.rules import FULL_TEXT
from synthema.screening.standings import counts, pilot_in_force, total
from synthema.screening.tables import stop_in_force
from synthema.screening.workload import Workload, workload
from synthema.team.model import Need
from synthema.team.tables import names


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to happen before anybody can screen, and where."""

    title: str
    words: str
    url: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many records wait for the verdict of a colleague."""

    name: str
    left: int


def mine(visit: Visit, stage: str) -> dict[str, Any]:
    """One's own progress, as a page or its script shows it."""
    return as_numbers(progress(visit.review, stage, visit.person.id))


def as_numbers(own: Progress) -> dict[str, Any]:
    """Progress in numbers and in words."""
    total = own.decided + own.left
    return {
        "decided": own.decided,
        "today": own.decided_today,
        "left": own.left,
        "total": total,
        "pace": own.pace,
        "hours": still(own),
    }


def still(own: Progress) -> str:
    """How long what is left takes at the present pace, roughly; '' where nobody can say."""
    if not own.pace or not own.left:
        return ""
    minutes = own.left * 60 / own.pace
    if minutes < 90:
        rounded = max(5, 5 * round(minutes / 5))
        return ngettext("about %d minute left", "about %d minutes left", rounded) % rounded
    hours = round(minutes / 60)
    return ngettext("about %d hour left", "about %d hours left", hours) % hours


def board(visit: Visit, stage: str) -> dict[str, Any]:
    """Everything around the card: progress, order, pilot, stop, and what is still to be compared for duplicates."""
    pilot = pilot_in_force(visit.review, stage)
    return {
        "mine": mine(visit, stage) if may(visit, Need.DECIDE) else None,
        "counts": counts(visit.review, stage),
        "order": order_of(visit.review, stage, visit.person.id),
        "pilot": pilot,
        "pilot_counts": pilot_counts(visit.review, pilot) if pilot else None,
        "stop": stop_in_force(visit.review, stage),
        "ungrouped": 0 if stage == FULL_TEXT else ungrouped(visit.review),
    }


def nothing(visit: Visit, stage: str, context: dict[str, Any]) -> HttpResponse | None:
    """A page that says why there is nothing to screen yet and what to do next; None where there is something."""
    if context["protocol"] is None:
        gap = _no_protocol(visit)
    elif total(visit.review, stage):
        return None
    else:
        gap = _no_reports(visit) if stage == FULL_TEXT else _no_groups(visit)
    return visit.render("screening/nothing.html", **context, gap=gap)


def _no_protocol(visit: Visit) -> Missing:
    return Missing(
        _("First the protocol"),
        _("Verdicts are given by the criteria of the protocol, and there is none yet."),
        at(visit, "protocol:protocol"),
        _("To the protocol"),
    )


def _no_reports(visit: Visit) -> Missing:
    return Missing(
        _("No full texts to judge yet"),
        _("What goes forward on title and abstract is sought and retrieved first; each report then comes up here."),
        at(visit, "studies:reports"),
        _("To the full texts"),
    )


def _no_groups(visit: Visit) -> Missing:
    if not Import.objects.filter(review=visit.review).exists():
        return Missing(
            _("Nothing to screen yet"),
            _("Import what the searches found; then the records come up here one by one."),
            at(visit, "search:searches"),
            _("To the searches"),
        )
    if run_in_force(visit.review) is None or ungrouped(visit.review):
        return Missing(
            _("Duplicates come first"),
            _("So that nobody judges the same report twice, the records are compared once before screening begins."),
            at(visit, "dedup:duplicates"),
            _("To the duplicates"),
        )
    return Missing(
        _("Nothing to screen"),
        _("No import holds a record any more."),
        at(visit, "search:searches"),
        _("To the searches"),
    )


def team(visit: Visit, stage: str) -> Workload:
    """Who has judged how many, and how many wait."""
    return workload(visit.review, stage, visit.person.id)


def others_left(visit: Visit, stage: str) -> list[Waiting]:
    """The colleagues who still have records before them, most first."""
    people = names(visit.review)
    left = [
        (share.left, people[share.person]) for share in team(visit, stage).people if share.person != visit.person.id
    ]
    return [Waiting(name, number) for number, name in sorted(left, key=lambda one: (-one[0], one[1])) if number]
