"""The criteria of the draft: their order, and each of them as a form."""

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.protocol.amending import moved, with_key
from synthema.protocol.drafting import draft_of, save_draft
from synthema.protocol.frameworks import slot_name
from synthema.protocol.from_forms import criterion_from
from synthema.protocol.model import Criterion
from synthema.protocol.pages_draft import marks, place, sections, seen
from synthema.protocol.rules import slot_keys
from synthema.protocol.shown import stage_name
from synthema.refused import Refused
from synthema.team.model import Need


@page("reviews/<uuid:review>/protocol/criteria/", needs=Need.LEAD)
def criteria(visit: Visit) -> HttpResponse:
    """The criteria in their order."""
    draft = draft_of(visit.review)
    rows = [(c, slot_name(c.slot) if c.slot else "", stage_name(c.stage)) for c in draft.protocol.criteria]
    template = "protocol/criteria_list.html" if visit.hx else "protocol/criteria.html"
    return visit.render(
        template, draft=draft, rows=rows, marks=marks(draft, "criteria"), sections=sections(visit, "criteria")
    )


@page("reviews/<uuid:review>/protocol/criterion/", needs=Need.LEAD)
def criterion(visit: Visit) -> HttpResponse:
    """One criterion as a form: the one of this key, or a new one."""
    draft = draft_of(visit.review)
    key = visit.request.GET.get("key", "")
    shown = _of_key(draft.protocol.criteria, key) if key else Criterion(key="", label="")
    slots = [(name, slot_name(name)) for name in slot_keys(draft.protocol.question)]
    return visit.render(
        "protocol/criterion.html",
        c=shown,
        slots=slots,
        marks=marks(draft, "criteria"),
        sections=sections(visit, "criteria"),
    )


@act("reviews/<uuid:review>/protocol/criterion/", needs=Need.LEAD)
def keep_criterion(visit: Visit) -> HttpResponse:
    """Write a criterion into the draft, in its place or at the end."""
    held, key = draft_of(visit.review).protocol.criteria, visit.field("key")
    if key:
        _of_key(held, key)
    made = with_key(criterion_from(visit.request.POST.dict(), key), [c.key for c in held])
    changed = tuple(made if c.key == key else c for c in held) if key else (*held, made)
    save_draft(visit.by(), visit.review, seen(visit), criteria=changed)
    more = "another" in visit.request.POST
    onward = reverse("protocol:criterion", kwargs={"review": visit.review}) if more else place(visit, "criteria")
    return visit.go(onward, _("The draft is saved. It is not in force yet."))


@act("reviews/<uuid:review>/protocol/criteria/", needs=Need.LEAD)
def arrange(visit: Visit) -> HttpResponse:
    """Move a criterion up or down, or take it out of the draft."""
    held, key, do = draft_of(visit.review).protocol.criteria, visit.field("key"), visit.field("do")
    named = _of_key(held, key)
    if do == "remove":
        changed = tuple(c for c in held if c.key != key)
        said = _("“%(label)s” is out of the draft.") % {"label": named.label}
    elif do in ("up", "down"):
        changed = moved(held, key, -1 if do == "up" else 1)
        number = 1 + [c.key for c in changed].index(key)
        said = _("“%(label)s” is now number %(number)s.") % {"label": named.label, "number": number}
    else:
        raise Refused(_("A criterion is moved up or down, or removed."))
    save_draft(visit.by(), visit.review, seen(visit), criteria=changed)
    if visit.hx and do != "remove":
        return _fragment(visit, said)
    return visit.go(place(visit, "criteria"), said)


def _fragment(visit: Visit, said: str) -> HttpResponse:
    """The list after a move; the button that was pressed keeps the focus by its name."""
    draft = draft_of(visit.review)
    rows = [(c, slot_name(c.slot) if c.slot else "", stage_name(c.stage)) for c in draft.protocol.criteria]
    return visit.render(
        "protocol/criteria_list.html", draft=draft, rows=rows, marks=marks(draft, "criteria"), said=said
    )


def _of_key(held: tuple[Criterion, ...], key: str) -> Criterion:
    found = next((c for c in held if c.key == key), None)
    if found is None:
        raise Refused(_("This criterion is not in the draft any more. Load the list again."))
    return replace(found)
