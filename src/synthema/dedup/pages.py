"""Duplicates in the browser: how far it is, uncertain pairs side by side, groups, decisions."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.canonical import visible
from synthema.dedup import pages_acts  # noqa: F401 (its addresses)
from synthema.dedup.beside import Found, beside, by_search, copies, found, next_pair, several, shown_groups
from synthema.dedup.tables import decisions, members
from synthema.dedup.work import running
from synthema.frame.pages import told
from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import names

A_PAGE = 25


@page("reviews/<uuid:review>/duplicates/")
def duplicates(visit: Visit) -> HttpResponse:
    """How far it is, and the uncertain pair to decide next."""
    return visit.render("dedup/duplicates.html", **around(visit, "pairs"), **pair_to_show(visit))


@page("reviews/<uuid:review>/duplicates/pair/")
def pair(visit: Visit) -> HttpResponse:
    """The next uncertain pair, as a part of the page."""
    if not visit.hx:
        return visit.go(
            f"{reverse('dedup:duplicates', kwargs={'review': visit.review})}?{visit.request.GET.urlencode()}"
        )
    return visit.render("dedup/pair.html", may_decide=may_decide(visit), **pair_to_show(visit))


@page("reviews/<uuid:review>/duplicates/figures/")
def figures(visit: Visit) -> HttpResponse:
    """How far it is in numbers, as a part of the page; asked for again after each decision."""
    return visit.render("dedup/figures.html", found=_found(visit))


@page("reviews/<uuid:review>/duplicates/by-search/")
def sources(visit: Visit) -> HttpResponse:
    """How many duplicates each search brought, as a part of the page; counted after the rest is there."""
    rows = remembered(visit.review, visit.person.id, "duplicates by search", lambda: by_search(visit.review))
    return visit.render("dedup/sources.html", sources=rows)


@page("reviews/<uuid:review>/duplicates/groups/")
def groups(visit: Visit) -> HttpResponse:
    """The groups of several records, with what joins them."""
    text, doubtful = _text(visit), visit.request.GET.get("order") == "doubtful"

    def keys() -> tuple[UUID, ...]:
        return tuple(several(visit.review, text=text, doubtful=doubtful))

    found_here = keys() if text else remembered(visit.review, visit.person.id, ("groups", doubtful), keys)
    pages = Paginator(found_here, A_PAGE)
    shown = pages.get_page(visit.request.GET.get("page"))
    query = visit.request.GET.copy()
    query.pop("page", None)
    kept = f"{query.urlencode()}&" if query else ""
    rows = shown_groups(visit.review, list(shown))
    return visit.render(
        "dedup/groups.html", **around(visit, "groups"), shown=shown, rows=rows, text=text, doubtful=doubtful, kept=kept
    )


@page("reviews/<uuid:review>/duplicates/groups/<uuid:group>/")
def group(visit: Visit, group: UUID) -> HttpResponse:
    """One group: its records, what joins them, and ways to part it or join it with another."""
    found_here = shown_groups(visit.review, [group])
    if not found_here:
        raise Refused(_("There is no such group any more: its records were merged into another one, or parted."))
    text = _text(visit)
    others = _titled(visit.review, group, text) if text else []
    return visit.render(
        "dedup/group.html", **around(visit, "groups"), one=found_here[0], text=text, others=others,
        names=names(visit.review),
    )  # fmt: skip


@page("reviews/<uuid:review>/duplicates/decisions/")
def decided(visit: Visit) -> HttpResponse:
    """What people decided, newest first, each with its undo."""
    pages = Paginator(decisions(visit.review)[::-1], A_PAGE)
    shown = pages.get_page(visit.request.GET.get("page"))
    known = copies(visit.review, [one for decision in shown for side in decision.sides for one in side])
    rows = [(decision, [[known[one] for one in side if one in known] for side in decision.sides]) for decision in shown]
    return visit.render(
        "dedup/decisions.html", **around(visit, "decisions"), shown=shown, rows=rows, names=names(visit.review)
    )


def may_decide(visit: Visit) -> bool:
    """Whether this person may decide about duplicates."""
    return bool(visit.roles & ROLES_FOR[Need.SEARCH])


def around(visit: Visit, here: str) -> dict[str, Any]:
    """What every page of the room shows."""
    job = running(visit.review)
    return {
        "here": here,
        "found": _found(visit),
        "job": told(job, visit.person.id) if job else None,
        "may_decide": may_decide(visit),
    }


def _found(visit: Visit) -> Found:
    return remembered(visit.review, visit.person.id, "duplicates", lambda: found(visit.review))


def pair_to_show(visit: Visit) -> dict[str, Any]:
    """The pair that an address asks for, or the next one."""
    after, wanted = (_id(visit.request.GET.get(name, "")) for name in ("after", "pair"))
    question, left, again = next_pair(visit.review, after, wanted)
    return {"pair": beside(visit.review, question) if question else None, "left": left, "again": again}


def _text(visit: Visit) -> str:
    """The words that are looked for, as a database takes them."""
    return visible(visit.request.GET.get("text", "").strip())


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _titled(review: UUID, group: UUID, text: str) -> list[object]:
    """Records of other groups with this text in their title."""
    from synthema.records.tables import RecordRow

    other = members(review).order_by().exclude(group=group)
    rows = RecordRow.settled(review).filter(title__icontains=text, id__in=other.values("record"))[:10]
    return list(copies(review, [row.id for row in rows]).values())
