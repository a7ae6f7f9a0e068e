"""The rooms of a review as its navigation shows them."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from synthema.frame.visit import Visit
from synthema.team.model import ROLES_FOR, Need


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the navigation: address name, further parts of the address, words, and who sees it."""

    name: str
    words: "str | Promise"
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the navigation as shown."""

    url: str
    words: str
    here: bool


PLACES: tuple[tuple["str | Promise", tuple[Place, ...]], ...] = (
    (
        _("Review"),
        (
            Place("web:review", _("Overview")),
            Place("protocol:protocol", _("Protocol")),
            Place("team:people", _("Team")),
        ),
    ),
    (
        _("Find"),
        (
            Place("search:searches", _("Searches")),
            Place("dedup:duplicates", _("Duplicates")),
        ),
    ),
    (
        _("Screen titles"),
        (
            Place("screening:screen", _("Screen"), (("stage", "title_abstract"),)),
            Place("screening:conflicts", _("Conflicts"), (("stage", "title_abstract"),)),
            Place("screening:agreement", _("Agreement"), (("stage", "title_abstract"),)),
        ),
    ),
    (
        _("Full texts"),
        (
            Place("studies:reports", _("Retrieve")),
            Place("screening:screen", _("Screen"), (("stage", "full_text"),)),
            Place("screening:conflicts", _("Conflicts"), (("stage", "full_text"),)),
            Place("screening:agreement", _("Agreement"), (("stage", "full_text"),)),
            Place("studies:studies", _("Studies")),
        ),
    ),
    (
        _("Code"),
        (
            Place("coding:documents", _("Documents")),
            Place("coding:codebook", _("Codebook")),
            Place("coding:queries", _("Queries")),
            Place("coding:rounds", _("Rounds")),
            Place("coding:exchange", _("Exchange")),
        ),
    ),
    (_("Report"), (Place("reporting:flow", _("PRISMA flow")), Place("web:trail", _("Audit trail")))),
)  # fmt: skip


@cache
def _needs() -> dict[str, Need]:
    from synthema.frame.routes import ROUTES

    return {f"{r.room}:{r.name}": r.door for r in ROUTES if isinstance(r.door, Need)}


def entries(visit: Visit) -> list[tuple[str, list[Entry]]]:
    """The navigation of a review for one person, in groups; rooms they may not enter are left out."""
    reached = {
        place: reverse(place.name, kwargs={"review": visit.review, **dict(place.parts)})
        for _group, places in PLACES
        for place in places
        if place.name in _needs() and visit.roles & ROLES_FOR[_needs()[place.name]]
    }
    here = _nearest(visit.request.path, reached)
    lines = [
        (str(group), [Entry(url=reached[p], words=str(p.words), here=p is here) for p in places if p in reached])
        for group, places in PLACES
    ]
    return [(group, entries) for group, entries in lines if entries]


def _nearest(path: str, reached: dict[Place, str]) -> Place | None:
    """The place whose address is the longest beginning of this one; the overview only where it is this one."""
    begins = [p for p, url in reached.items() if path == url or (path.startswith(url) and p.name != "web:review")]
    return max(begins, key=lambda place: len(reached[place]), default=None)
