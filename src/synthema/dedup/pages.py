"""Duplicates in the browser: how far it is, uncertain pairs side by side, groups, decisions."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.canonical import visible
from synthema.dedup import pages_acts, pages_family, pages_related  # noqa: F401 (their addresses)
from synthema.dedup.beside import Copy, by_search, copies, joins, several, shares, shown_groups
from synthema.dedup.decided import shown as decisions_shown
from synthema.dedup.merged import merged
from synthema.dedup.pages_shown import around, family_to_show, found_now, may_decide
from synthema.dedup.related import kin
from synthema.dedup.tables import decisions, groups_now, members
from synthema.dedup.wording import choices
from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.tables import names

A_PAGE = 25
LOOKED_AT = 500  # records with these words among which groups are told
A_GROUP = 50  # records of a group, and reasons that join them, on one page
MOST_FOUND = 50  # records that words of a title find


@page("reviews/<uuid:review>/duplicates/")
def duplicates(visit: Visit) -> HttpResponse:
    """How far it is, and the uncertain records to decide on next."""
    return visit.render("dedup/duplicates.html", **around(visit, "pairs"), **family_to_show(visit))


@page("reviews/<uuid:review>/duplicates/pair/")
def pair(visit: Visit) -> HttpResponse:
    """The uncertain records to decide on next, as a part of the page."""
    if not visit.hx:
        return visit.go(
            f"{reverse('dedup:duplicates', kwargs={'review': visit.review})}?{visit.request.GET.urlencode()}"
        )
    return visit.render("dedup/question.html", may_decide=may_decide(visit), **family_to_show(visit))


@page("reviews/<uuid:review>/duplicates/figures/")
def figures(visit: Visit) -> HttpResponse:
    """How far it is in numbers, as a part of the page; asked for again after each decision."""
    return visit.render("dedup/figures.html", found=found_now(visit), here="pairs")


@page("reviews/<uuid:review>/duplicates/by-search/")
def sources(visit: Visit) -> HttpResponse:
    """How many duplicates each search brought, as a part of the page; counted after the rest is there."""
    rows = remembered(visit.review, visit.person.id, "duplicates by search", lambda: by_search(visit.review))
    return visit.render("dedup/sources.html", sources=shares(rows))


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
    found_others: dict[str, Any] = {"others": others[:MOST_FOUND], "more_others": len(others) > MOST_FOUND}
    shown = Paginator(found_here[0].copies, A_GROUP).get_page(visit.request.GET.get("page"))
    return visit.render(
        "dedup/group.html", **around(visit, "groups"), one=found_here[0], text=text, **found_others, shown=shown,
        joins=joins(found_here[0])[:A_GROUP], names=names(visit.review), merged=merged(found_here[0].copies),
        kin=kin(visit.review, [group]).get(group, []), choices=choices(),
    )  # fmt: skip


@page("reviews/<uuid:review>/duplicates/decisions/")
def decided(visit: Visit) -> HttpResponse:
    """What people decided, newest first, each with its undo."""
    pages = Paginator(decisions(visit.review)[::-1], A_PAGE)
    shown = pages.get_page(visit.request.GET.get("page"))
    rows = decisions_shown(visit.review, list(shown))
    return visit.render(
        "dedup/decisions.html", **around(visit, "decisions"), shown=shown, rows=rows, names=names(visit.review)
    )


def _text(visit: Visit) -> str:
    """The words that are looked for, as a database takes them."""
    return visible(visit.request.GET.get("text", "").strip())


def _titled(review: UUID, group: UUID, text: str) -> list[Copy]:
    """A record of each other group with this text in its title; one more than are shown."""
    from synthema.records.tables import RecordRow

    other = members(review).order_by().exclude(group=group)
    rows = RecordRow.settled(review).filter(title__icontains=text, id__in=other.values("record"))
    found_here = list(rows.values_list("id", flat=True)[:LOOKED_AT])
    own: dict[UUID, UUID] = {}
    for record, key in groups_now(review, found_here).items():
        own.setdefault(key, record)
    known = copies(review, list(own.values())[: MOST_FOUND + 1])
    return sorted(known.values(), key=lambda one: (one.row.title, one.row.year or 0, one.row.journal, str(one.row.id)))
