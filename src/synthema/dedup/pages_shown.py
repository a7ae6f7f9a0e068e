"""What the pages on duplicates have in common: how far it is, and the uncertain records that are shown next."""

from typing import Any
from uuid import UUID

from synthema.dedup.asked import Asked, asked
from synthema.dedup.beside import Found, beside, found, next_family
from synthema.dedup.decided import latest_number
from synthema.dedup.family_view import family_shown
from synthema.dedup.marked import UNMARKED, Marked, an_id, number
from synthema.dedup.related import Related, relations
from synthema.dedup.tables import Question
from synthema.dedup.wording import choices
from synthema.dedup.work import running
from synthema.frame.pages import told
from synthema.frame.remembered import remembered
from synthema.frame.visit import Visit
from synthema.team.model import ROLES_FOR, Need


def may_decide(visit: Visit) -> bool:
    """Whether this person may decide about duplicates."""
    return bool(visit.roles & ROLES_FOR[Need.SEARCH])


def around(visit: Visit, here: str) -> dict[str, Any]:
    """What every page of the room shows."""
    job = running(visit.review)
    return {
        "here": here,
        "found": found_now(visit),
        "job": told(job, visit.person.id) if job else None,
        "may_decide": may_decide(visit),
    }


def found_now(visit: Visit) -> Found:
    """How far it is."""

    def counted() -> Found:
        return found(visit.review, families_now(visit), len(related_now(visit)))

    return remembered(visit.review, visit.person.id, "duplicates", counted)


def related_now(visit: Visit) -> tuple[Related, ...]:
    """The reports that belong together without being the same."""
    return remembered(visit.review, visit.person.id, "related", lambda: tuple(relations(visit.review)))


def families_now(visit: Visit) -> tuple[Asked, ...]:
    """The open families."""
    return remembered(visit.review, visit.person.id, "families", lambda: asked(visit.review))


def family_to_show(visit: Visit) -> dict[str, Any]:
    """The uncertain records that an address asks for, or those that come next."""
    here = visit.request.GET
    wanted, alone = an_id(here.get("pair", "")), "alone" in here
    place = number(here.get("place", ""))
    return shown_at(visit, place, wanted, page=here.get("page", "1"), first="first" in here, alone=alone)


def shown_at(
    visit: Visit,
    place: int,
    wanted: UUID | None = None,
    *,
    page: int | str = 1,
    first: bool = False,
    alone: bool = False,
    marked: Marked = UNMARKED,
) -> dict[str, Any]:
    """A pair side by side or a family as a table, with what stands around it."""
    families = families_now(visit)
    here, at, again = next_family(families, place, wanted)
    around_it: dict[str, Any] = {"place": at, "left": len(families), "again": again, "choices": choices()}
    if here is None:
        return around_it
    question = _pair(here, wanted if alone else None)
    if question is not None:
        return around_it | {"pair": beside(visit.review, question), "of": here, "since": latest_number(visit.review)}
    kept = f"pair={here.id}&place={at}&{'first=1&' if first else ''}"
    shown = family_shown(visit.review, here, page, first=first, related=related_now(visit), marked=marked)
    return around_it | {"family": shown, "family_kept": kept, "since": latest_number(visit.review)}


def _pair(here: Asked, wanted: UUID | None) -> Question | None:
    if here.is_pair:
        return here.questions[0]
    return next((one for one in here.questions if one.id == wanted), None)
