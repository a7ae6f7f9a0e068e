"""Write the next version of the protocol: section by section into a draft, then put it in force."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.protocol.amending import affected, differences
from synthema.protocol.drafting import Draft, discard_draft, draft_of, lay_down, save_draft
from synthema.protocol.frameworks import FRAMEWORKS
from synthema.protocol.from_forms import MOST_ROWS, SECTIONS, question_from, screening_from
from synthema.protocol.model import SOURCE_KINDS
from synthema.protocol.rules import problems, slot_keys
from synthema.protocol.shown import stage_words
from synthema.protocol.tables import in_use, latest
from synthema.refused import Refused
from synthema.team.model import Need, Role
from synthema.team.tables import Person, Seat, names

NAMES = {
    "title": gettext_lazy("Title"),
    "question": gettext_lazy("Question"),
    "criteria": gettext_lazy("Criteria"),
    "screening": gettext_lazy("Screening"),
    "sources": gettext_lazy("Sources and limits"),
    "method": gettext_lazy("Method"),
    "statements": gettext_lazy("Statements"),
    "previous": gettext_lazy("Previous version"),
}
HOLDS = {
    "title": ("title", "short_title", "notice"),
    "sources": ("sources", "limits"),
}


def fields_of(section: str) -> tuple[str, ...]:
    """The fields of a protocol that a section of the form holds."""
    return HOLDS.get(section, (section,))


def seen(visit: Visit) -> dict[str, str]:
    """The marks of what the person had before their eyes."""
    given = visit.request.POST.dict()
    return {key.removeprefix("seen_"): str(value) for key, value in given.items() if key.startswith("seen_")}


def marks(draft: Draft, section: str) -> list[tuple[str, str]]:
    """The marks to send along with a section."""
    return [(f"seen_{name}", draft.mark(name)) for name in fields_of(section)]


def place(visit: Visit, section: str = "") -> str:
    """The address of the draft, or of one of its sections."""
    if not section:
        return reverse("protocol:edit", kwargs={"review": visit.review})
    if section == "criteria":
        return reverse("protocol:criteria", kwargs={"review": visit.review})
    return reverse("protocol:section", kwargs={"review": visit.review, "section": section})


def sections(visit: Visit, here: str) -> list[tuple[str, str, bool]]:
    """The sections with their addresses, and where we are."""
    return [(str(name), place(visit, key), key == here) for key, name in NAMES.items()]


@page("reviews/<uuid:review>/protocol/edit/", needs=Need.LEAD)
def edit(visit: Visit) -> HttpResponse:
    """The draft as a whole: what is missing, what it changes, and putting it in force."""
    draft, in_force = draft_of(visit.review), latest(visit.review)
    old = in_force.protocol if in_force else None
    return visit.render(
        "protocol/edit.html",
        draft=draft,
        in_force=in_force,
        outdated=draft.changed and in_force is not None and in_force.number != draft.based_on,
        problems=problems(draft.protocol),
        differences=differences(old, draft.protocol, names(visit.review)) if old else [],
        changes=stage_words(affected(old, draft.protocol), draft.protocol, old) if old else [],
        explain=in_force is not None and in_use(visit.review),
        sections=sections(visit, ""),
    )


@page("reviews/<uuid:review>/protocol/edit/<slug:section>/", needs=Need.LEAD)
def section(visit: Visit, section: str) -> HttpResponse:
    """One section as a form."""
    if section not in {"question", "screening", "sources", *SECTIONS}:
        raise Refused(_("A protocol has no such section. Go back and choose one."))
    draft = draft_of(visit.review)
    more: dict[str, Any] = {"marks": marks(draft, section), "sections": sections(visit, section)}
    if section == "question":
        more |= _question(visit, draft)
    elif section == "screening":
        more |= {"people": _arbiters(visit.review, draft)}
    elif section == "sources":
        rows = [(one.name, one.kind) for one in draft.protocol.sources]
        more |= {"rows": list(enumerate([*rows, *[("", "database")] * 4][:MOST_ROWS])), "kinds": SOURCE_KINDS.items()}
    return visit.render(f"protocol/section_{section}.html", draft=draft, p=draft.protocol, **more)


def _question(visit: Visit, draft: Draft) -> dict[str, Any]:
    """The question with the slots of the framework that was chosen just now; what was typed is kept."""
    asked = visit.request.GET
    question = question_from(asked.dict())["question"] if "framework" in asked else draft.protocol.question
    framework = FRAMEWORKS[question.framework]
    typed = {**draft.protocol.question.slots, **question.slots}
    typed |= {key.removeprefix("slot_"): text for key, text in asked.items() if key.startswith("slot_")}
    parts = [(key, question.slots[key]) for key in slot_keys(question)] if framework.free else []
    return {
        "question": question,
        "framework": framework,
        "frameworks": FRAMEWORKS.values(),
        "slots": [(slot, typed.get(slot.key, "")) for slot in framework.slots],
        "parts": list(enumerate([*parts, *[("", "")] * 3][:MOST_ROWS])) if framework.free else [],
    }


def _arbiters(review: UUID, draft: Draft) -> list[tuple[Person, bool]]:
    seats = Seat.objects.filter(review=review, role__in=(Role.ARBITER, Role.LEAD)).values("person")
    named = draft.protocol.screening.arbiters
    people = Person.objects.filter(pk__in=seats) | Person.objects.filter(pk__in=named)
    return [(person, person.id in named) for person in people.order_by("name").distinct()]


@act("reviews/<uuid:review>/protocol/edit/<slug:section>/", needs=Need.LEAD)
def save(visit: Visit, section: str) -> HttpResponse:
    """Write a section into the draft."""
    given = visit.request.POST
    if section == "screening":
        changed = screening_from(given.dict(), _identifiers(given.getlist("arbiters")))
    elif section in SECTIONS:
        changed = SECTIONS[section](given.dict())
    else:
        raise Refused(_("A protocol has no such section. Go back and choose one."))
    save_draft(visit.by(), visit.review, seen(visit), **changed)
    following = list(NAMES)[list(NAMES).index(section) + 1 :] if "next" in given else []
    return visit.go(place(visit, following[0] if following else ""), _("The draft is saved. It is not in force yet."))


def _identifiers(given: list[str]) -> list[str]:
    try:
        return [str(UUID(one)) for one in given]
    except ValueError:
        raise Refused(_("One of the arbiters is not known here. Load the page again.")) from None


@act("reviews/<uuid:review>/protocol/discard/", needs=Need.LEAD)
def discard(visit: Visit) -> HttpResponse:
    """Throw the draft away."""
    discard_draft(visit.by(), visit.review)
    return visit.go(_whole(visit), _("The draft is gone; the version in force is as it was."))


@act("reviews/<uuid:review>/protocol/put-in-force/", needs=Need.LEAD)
def put_in_force(visit: Visit) -> HttpResponse:
    """Make the draft the next version."""
    number = lay_down(visit.by(), visit.review, visit.field("explanation")).body.number
    said = _("Version %(number)s of the protocol is in force.") % {"number": number}
    if number == 1:
        return visit.go(_whole(visit), said)
    undo = (reverse("protocol:restore", kwargs={"review": visit.review}), {"number": number - 1})
    return visit.go(_whole(visit), said, undo)


def _whole(visit: Visit) -> str:
    return reverse("protocol:protocol", kwargs={"review": visit.review})
