"""The protocol as everybody reads it: the version in force, earlier ones, and what changed between them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.protocol import pages_criteria, pages_draft  # noqa: F401 (they register their addresses)
from synthema.protocol.actions import set_protocol
from synthema.protocol.amending import affected, differences
from synthema.protocol.drafting import draft_of
from synthema.protocol.shown import stage_words, told
from synthema.protocol.tables import ProtocolVersion, version, versions
from synthema.refused import Refused
from synthema.team.model import Need, Role
from synthema.team.tables import names


@page("reviews/<uuid:review>/protocol/")
def protocol(visit: Visit) -> HttpResponse:
    """The version in force, and how it came about."""
    there = versions(visit.review)
    lead = Role.LEAD in visit.roles
    drafted = lead and draft_of(visit.review).changed
    if not there:
        return visit.render("protocol/none.html", lead=lead, drafted=drafted)
    return _version(visit, there[-1], there, drafted=drafted)


@page("reviews/<uuid:review>/protocol/versions/<int:number>/")
def earlier(visit: Visit, number: int) -> HttpResponse:
    """One version as it was."""
    return _version(visit, version(visit.review, number), versions(visit.review))


@page("reviews/<uuid:review>/protocol/compare/")
def compare(visit: Visit) -> HttpResponse:
    """What two versions say differently, and which decisions rest on what changed."""
    there = versions(visit.review)
    if len(there) < 2:
        raise Refused(_("There is one version of this protocol only: nothing to compare it with."))
    last = there[-1].number
    before = version(visit.review, _number(visit, "before", last - 1))
    after = version(visit.review, _number(visit, "after", last))
    context: dict[str, Any] = {
        "before": before,
        "after": after,
        "versions": there,
        "differences": differences(before.protocol, after.protocol, names(visit.review)),
        "changes": stage_words(affected(before.protocol, after.protocol), after.protocol, before.protocol),
    }
    return visit.render("protocol/compare.html", **context)


@act("reviews/<uuid:review>/protocol/restore/", needs=Need.LEAD)
def restore(visit: Visit) -> HttpResponse:
    """Put an earlier version in force again, as the next version."""
    number = _number(visit, "number", 0)
    again = version(visit.review, number).protocol
    words = visit.field("explanation") or _("Version %(number)s is in force again.") % {"number": number}
    set_protocol(visit.by(), visit.review, again, words)
    said = _("Version %(number)s is in force again.") % {"number": number}
    return visit.go(reverse("protocol:protocol", kwargs={"review": visit.review}), said)


def _version(
    visit: Visit, shown: ProtocolVersion, there: list[ProtocolVersion], *, drafted: bool = False
) -> HttpResponse:
    people = names(visit.review)
    return visit.render(
        "protocol/protocol.html",
        shown=shown,
        p=told(shown.protocol, people),
        in_force=shown.number == there[-1].number,
        history=[(row, people[row.person]) for row in reversed(there)],
        lead=Role.LEAD in visit.roles,
        drafted=drafted,
    )


def _number(visit: Visit, name: str, default: int) -> int:
    given = visit.request.POST.get(name) or visit.request.GET.get(name) or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else default
