"""The live PRISMA flow, what lies in its boxes, its files; the protocol as a file."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.protocol.tables import latest
from synthema.reporting import pages_again, pages_prisma_s  # noqa: F401 (they register their addresses)
from synthema.reporting.box_page import A_PAGE, counting, entries_on, words_of
from synthema.reporting.docx_protocol import protocol_docx
from synthema.reporting.flow_contents import contents
from synthema.reporting.flow_drawing import to_svg
from synthema.reporting.flow_files import TYPES, WRITERS, current_flow, flow_file, linked
from synthema.reporting.flow_laws import check
from synthema.reporting.flow_model import Flow, in_words

ELSEWHERE = {
    "previous": "protocol:protocol",
    "previous_studies": "protocol:protocol",
    "previous_reports": "protocol:protocol",
    "dropped_previous_studies": "protocol:protocol",
    "dropped_previous_reports": "protocol:protocol",
    "total": "studies:studies",
    "total_studies": "studies:studies",
    "total_reports": "studies:studies",
    "excluded_automatic": "search:searches",
    "excluded_other": "search:searches",
}


def flow_now(visit: Visit) -> Flow:
    """The flow, counted once while nothing happens."""
    return remembered(visit.review, visit.person.id, "flow", lambda: current_flow(visit.review))


@page("reviews/<uuid:review>/flow/")
def flow(visit: Visit) -> HttpResponse:
    """The flow as it stands; every box leads to what lies in it."""
    if latest(visit.review) is None:
        return visit.render("reporting/no_flow.html")
    drawn = flow_now(visit)
    some = counting(drawn)
    svg = to_svg(drawn, linked(drawn, lambda key: _address(visit, key) if key in some else ""))
    return visit.render(
        "reporting/flow.html",
        svg=mark_safe(svg),  # noqa: S308 (its writer escapes what people wrote)
        awaits=[in_words(name, n) for name, n in drawn.awaits],
        breaches=check(drawn),
        kinds=list(WRITERS),
    )


def _address(visit: Visit, key: str) -> str:
    """Where a box leads."""
    if key in ELSEWHERE:
        return reverse(ELSEWHERE[key], kwargs={"review": visit.review})
    return reverse("reporting:box", kwargs={"review": visit.review, "key": key})


@page("reviews/<uuid:review>/flow/files/<slug:kind>/")
def flow_download(visit: Visit, kind: str) -> HttpResponse:
    """The flow as a file."""
    if kind not in WRITERS:
        raise Http404
    return _file(flow_file(visit.review, kind, flow_now(visit)), TYPES[kind], f"prisma-flow.{kind}")


@page("reviews/<uuid:review>/flow/<slug:key>/")
def box(visit: Visit, key: str) -> HttpResponse:
    """What lies in one box of the flow."""
    parts, words = contents(visit.review).get(key), words_of(flow_now(visit), key)
    if parts is None or not words:
        raise Http404
    given = visit.request.GET.get("page", "")
    at = int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else 1
    shown = entries_on(visit.review, parts, at)
    return visit.render("reporting/box.html", words=words, shown=shown, first=(shown.page - 1) * A_PAGE + 1)


@page("reviews/<uuid:review>/protocol/files/<int:number>/")
def protocol_file(visit: Visit, number: int) -> HttpResponse:
    """A version of the protocol as a Word document."""
    return _file(protocol_docx(visit.review, number), TYPES["docx"], _("protocol") + f"-{number}.docx")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
