"""Reports that belong together without being the same, on pages: listed, said, taken back; what versions count as."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.dedup.actions import count_versions, relate_records
from synthema.dedup.beside import copies
from synthema.dedup.model import Kind
from synthema.dedup.pages_acts import asked_here, fellows, next_one, record_named, too_late
from synthema.dedup.pages_shown import around, related_now
from synthema.dedup.wording import AHEAD, IS, NAMES
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.model import Need
from synthema.team.tables import names

A_PAGE = 25


@page("reviews/<uuid:review>/duplicates/related/")
def related(visit: Visit) -> HttpResponse:
    """The reports that belong together without being the same, all or of one kind."""
    kind = visit.request.GET.get("kind", "")
    kind = kind if kind in set(Kind) else ""
    every = related_now(visit)
    shown = Paginator([one for one in every if kind in ("", one.kind)], A_PAGE).get_page(visit.request.GET.get("page"))
    known = copies(visit.review, [one for row in shown for one in (row.a, row.b)])
    return visit.render(
        "dedup/related.html",
        **around(visit, "related"),
        shown=shown,
        rows=[(row, known[row.a], known[row.b], IS[row.kind]) for row in shown if row.a in known and row.b in known],
        kinds=[(one, NAMES[one], sum(row.kind == one for row in every)) for one in Kind],
        total=len(every),
        kind=kind,
        names=names(visit.review),
        kept=f"kind={kind}&" if kind else "",
        is_words=list(IS.items()),
    )


@act("reviews/<uuid:review>/duplicates/relate/", needs=Need.SEARCH)
def relate(visit: Visit) -> HttpResponse:
    """Two records are different reports that belong together."""
    a, b = record_named(visit, "a"), record_named(visit, "b")
    if asked_here(visit, a, b):
        return too_late(visit, (a, b))
    name, _colon, way = visit.field("relation").partition(":")
    if name not in set(Kind):
        raise Refused(_("Choose how the two are related, then repeat it."))
    ends = (a, b) if way in ("", AHEAD) else (b, a)
    among = fellows(visit)
    done = relate_records(visit.by(), visit.review, *ends, Kind(name), visit.field("note")).body
    return next_one(visit, _("Linked as related reports; both are screened."), done.decision_id, among)


@act("reviews/<uuid:review>/duplicates/versions/", needs=Need.SEARCH)
def versions(visit: Visit) -> HttpResponse:
    """Say whether versions of one review count as duplicates."""
    same = visit.field("as_duplicates") == "yes"
    count_versions(visit.by(), visit.review, same, visit.field("note"))
    said = (
        _("Versions of one review count as duplicates from the next run on. Look again to bring it into force.")
        if same
        else _(
            "Versions of one review are related from the next run on, not merged. Look again to bring it into force."
        )
    )
    undo = (reverse("dedup:versions", kwargs={"review": visit.review}), {"as_duplicates": "no" if same else "yes"})
    return visit.go(reverse("dedup:related", kwargs={"review": visit.review}), said, undo)
