"""Decisions to be looked at again after an amendment, and their upholding by who took them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from synthema.frame.remembered import remembered
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.protocol.drafting import draft_of
from synthema.protocol.model import STAGES
from synthema.refused import Refused
from synthema.reporting.places import Review
from synthema.screening.again import Again, gone, to_screen_again, uphold
from synthema.screening.shown import Shown, shown
from synthema.team.model import ROLES_FOR, Need, Role
from synthema.team.tables import names

A_PAGE = 25
STAGE_WORDS = {"title_abstract": gettext_lazy("Titles and abstracts"), "full_text": gettext_lazy("Full texts")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit to be looked at again, as shown."""

    one: Again
    shown: Shown
    labels: tuple[str, ...]
    people: tuple[str, ...]
    mine: tuple[UUID, ...]  # verdicts the viewer may uphold


@page("reviews/<uuid:review>/protocol/again/note/")
def again_note(visit: Visit) -> HttpResponse:
    """A note for the page of the protocol; nothing where nothing is to be looked at again."""
    number, mine = remembered(visit.review, visit.person.id, "again", lambda: _numbers(visit))
    return visit.render("reporting/again_note.html", number=number, mine=mine)


def _numbers(visit: Visit) -> tuple[int, int]:
    """How many units are to be looked at again, and how many of them because of the viewer's own verdict."""
    found = to_screen_again(visit.review, visit.person.id)
    return len(found), sum(any(r.person == visit.person.id for r in one.resting) for one in found)


@page("reviews/<uuid:review>/protocol/again/impact/", needs=Need.LEAD)
def impact(visit: Visit) -> HttpResponse:
    """What would have to be looked at again if the draft came into force."""
    found = to_screen_again(visit.review, visit.person.id, draft_of(visit.review).protocol)
    counts = [(STAGE_WORDS[stage], sum(one.stage == stage for one in found)) for stage in STAGES]
    return visit.render("reporting/impact.html", counts=[(name, n) for name, n in counts if n])


@page("reviews/<uuid:review>/protocol/again/")
def again(visit: Visit) -> HttpResponse:
    """The list of what is to be looked at again."""
    found = to_screen_again(visit.review, visit.person.id)
    only_mine = visit.request.GET.get("whose") != "all"
    wanted = [one for one in found if not only_mine or any(r.person == visit.person.id for r in one.resting)]
    page_shown = Paginator(wanted, A_PAGE).get_page(visit.request.GET.get("page"))
    lines = _lines(visit, list(page_shown))
    together = [(stage, [v for line in lines if line.one.stage == stage for v in line.mine]) for stage in STAGES]
    return visit.render(
        "reporting/again.html",
        shown=page_shown,
        lines=lines,
        together=[(stage, STAGE_WORDS[stage], verdicts) for stage, verdicts in together if len(verdicts) > 1],
        only_mine=only_mine,
        all_of_them=len(found),
        kept="" if only_mine else "whose=all&",
        may=bool(visit.roles & ROLES_FOR[Need.DECIDE]),
    )


def _lines(visit: Visit, found: Sequence[Again]) -> list[Line]:
    people, here, whose = names(visit.review), Review(visit.review, 0), _upheld_by(visit, found)
    lines: dict[tuple[str, UUID], Line] = {}
    for stage in STAGES:
        units = [one.unit for one in found if one.stage == stage]
        known = {one.unit: one for one in shown(visit.review, stage, units)}
        for one in found:
            if one.stage == stage and one.unit in known:
                lines[stage, one.unit] = Line(
                    one=one,
                    shown=known[one.unit],
                    labels=tuple(here.reason(key) for key in one.keys),
                    people=tuple(people[r.person] for r in one.resting),
                    mine=tuple(r.verdict for r in one.resting if one.settled and r.person in whose),
                )
    return [lines[one.stage, one.unit] for one in found if (one.stage, one.unit) in lines]


def _upheld_by(visit: Visit, found: Sequence[Again]) -> set[UUID]:
    """Whose verdicts this person may uphold: their own, and as the lead those of who left."""
    people = {r.person for one in found for r in one.resting}
    return {visit.person.id} | (gone(visit.review, people) if Role.LEAD in visit.roles else set())


@act("reviews/<uuid:review>/protocol/again/", needs=Need.DECIDE)
def uphold_verdicts(visit: Visit) -> HttpResponse:
    """Say that verdicts stand under the amended protocol."""
    stage, given = visit.field("stage"), visit.request.POST.getlist("verdicts")
    if stage not in STAGES:
        raise Refused(_("Say which stage the verdicts belong to."))
    try:
        wanted = [UUID(one) for one in given]
    except ValueError:
        raise Refused(_("These verdicts are not known here. Load the list again.")) from None
    number = uphold(visit.by(), visit.review, stage, wanted, visit.field("note"))
    said = ngettext("One verdict stands.", "%(n)s verdicts stand.", number) % {"n": number}
    return visit.go(reverse("reporting:again", kwargs={"review": visit.review}), said)
