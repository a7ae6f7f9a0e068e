"""Links to the rooms of a review: only those that there are, and that this person may enter."""

from functools import cache
from uuid import UUID

from django.urls import reverse

from synthema.team.model import ROLES_FOR, Need


def link(name: str, review: UUID, roles: frozenset[str], **parts: object) -> str:
    """The address of a page of a review; '' where these roles may not enter it."""
    door = _doors().get(name)
    if not isinstance(door, Need) or not roles & ROLES_FOR[door]:
        return ""
    return reverse(name, kwargs={"review": review, **parts})


@cache
def _doors() -> dict[str, object]:
    from synthema.frame.routes import ROUTES

    return {f"{route.room}:{route.name}": route.door for route in ROUTES}
