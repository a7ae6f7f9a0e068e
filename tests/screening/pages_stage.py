"""What the tests of the screening pages share: addresses, a record on screen, what a form sends."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from tests.cast import Cast
from tests.pages import Browser
from tests.screening.stage import TA, group_named

JSON = {"Accept": "application/json"}


def at(cast: Cast, name: str, stage: str = TA, **parts: Any) -> str:
    """The address of a screening page."""
    return reverse(f"screening:{name}", kwargs={"review": cast.review, "stage": stage, **parts})


def card(cast: Cast, record: UUID, **more: str) -> dict[str, Any]:
    """What the form of a record sends."""
    return {"subject": record, "unit": group_named(cast, record), **more}


def give(cast: Cast, person: UUID, record: UUID, verdict: str, **more: str) -> Any:
    """A verdict given on the page, as its script sends it."""
    sent = card(cast, record, verdict=verdict, **more)
    return Browser(person).post(at(cast, "give"), sent, **JSON)
