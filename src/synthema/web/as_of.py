"""A review as it was after an act, counted in a replay of its trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from synthema.audit import registry, scratch, trail
from synthema.audit.tables import Event
from synthema.progress import Progress, silent
from synthema.reporting.flow_facts import flow_of
from synthema.reporting.flow_words import chart
from synthema.reporting.places import Review
from synthema.screening.standings import Counts
from synthema.web.acts import hidden_from
from synthema.web.numbers import Numbers, count
from synthema.web.trail_list import day


def last_act(review: UUID, date: str) -> int:
    """The last act of a day or before it (UTC); 0 where there is none or the text is no day."""
    found = day(date)
    if found is None:
        return 0
    rows = Event.objects.filter(review=review, at__lt=found + timedelta(days=1)).order_by("-seq")
    return rows.values_list("seq", flat=True).first() or 0


def numbers_then(review: UUID, until: int, viewer: UUID, tell: Progress = silent) -> dict[str, Any]:
    """The numbers and the PRISMA flow after an act, as plain values.

    Acts that others have done and that this viewer may not know now are left out, also where they were open to all
    for a while: a unit may be open again since.
    """
    with _replayed(review, until, hidden_from(review, viewer), tell):
        found = count(review, viewer)
        flow = flow_of(Review(review, until))
        boxes = [box.words for box in chart(flow).boxes] if found.protocol else []
    values = asdict(found)
    del values["protocol_at"], values["waits"]
    return {"numbers": values, "boxes": boxes}


@contextmanager
def _replayed(review: UUID, until: int, hidden: frozenset[int], tell: Progress) -> Iterator[None]:
    with scratch.scratch() as alias:
        with transaction.atomic(using=alias):
            for event in trail.events(review, until=until):
                if event.seq % 50 == 0:
                    tell("replaying acts", event.seq, until)
                if event.seq not in hidden:
                    registry.project(trail.recorded(event))
        yield


def numbers_from(values: dict[str, Any]) -> Numbers:
    """Numbers from plain values."""
    known = {f.name for f in fields(Numbers)}
    given = {name: value for name, value in values.items() if name in known and name != "overfull"}
    given |= {name: Counts(**given[name]) for name in ("titles", "texts")}
    return Numbers(**given)
