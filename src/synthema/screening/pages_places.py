"""What the screening pages share: the stage in an address, links that may not exist, and what a form sent."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synthema.frame.visit import Visit
from synthema.protocol.model import STAGES, Protocol
from synthema.protocol.tables import latest
from synthema.refused import Refused
from synthema.screening.model import State, Verdict
from synthema.screening.rules import FULL_TEXT, may_vote
from synthema.screening.standings import left_of
from synthema.screening.states import policy
from synthema.team.model import ROLES_FOR, Need

STAGE_TITLES = {"title_abstract": gettext_lazy("Titles and abstracts"), "full_text": gettext_lazy("Full texts")}
SAID: dict[str, "str | Promise"] = {
    Verdict.INCLUDE: gettext_lazy("Included"),
    Verdict.EXCLUDE: gettext_lazy("Excluded"),
    Verdict.UNSURE: gettext_lazy("Unsure"),
}


def known(stage: str) -> str:
    """The stage of an address; raises Http404 for one that is none."""
    if stage not in STAGES:
        raise Http404
    return stage


def at(visit: Visit, name: str, stage: str = "", **parts: object) -> str:
    """The address of a page of this review; '' where no such page exists."""
    given = {"review": visit.review, **({"stage": stage} if stage else {}), **parts}
    try:
        return reverse(name, kwargs=given)
    except NoReverseMatch:
        return ""


def may(visit: Visit, needs: Need) -> bool:
    """Whether this person's roles suffice."""
    return bool(visit.roles & ROLES_FOR[needs])


def sent_id(visit: Visit, name: str) -> UUID:
    """An identifier that a form sent; raises Refused where it did not."""
    try:
        return UUID(visit.field(name))
    except ValueError:
        raise Refused(
            _("This form came without its record. Load the page again and repeat it; nothing was changed.")
        ) from None


def asked_id(visit: Visit, name: str) -> UUID | None:
    """An identifier in the query of an address, or None."""
    try:
        return UUID(visit.request.GET.get(name, ""))
    except ValueError:
        return None


def asked_number(visit: Visit, name: str, default: int, most: int) -> int:
    """A number from 1 up in the query of an address."""
    text = visit.request.GET.get(name, "")
    return min(most, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else default


def protocol_of(visit: Visit) -> Protocol | None:
    """The protocol in force, or None."""
    version = latest(visit.review)
    return version.protocol if version else None


def awaits(visit: Visit, stage: str, unit: UUID, state: State) -> bool:
    """Whether a unit awaits this person's verdict."""
    if may_vote(state, visit.person.id, policy(visit.review)):
        return False
    return bool(state.voters) or not left_of(visit.review, stage, [unit])


def frame(visit: Visit, stage: str) -> dict[str, Any]:
    """What the templates of all screening pages need."""
    protocol = protocol_of(visit)
    return {
        "stage": stage,
        "stage_title": STAGE_TITLES[stage],
        "full_text": stage == FULL_TEXT,
        "protocol": protocol,
        "criteria": [c for c in protocol.criteria if c.counts_at(stage)] if protocol else [],
        "deciding": may(visit, Need.DECIDE),
        "leading": may(visit, Need.LEAD),
    }
