"""Many rows, a few at a time, so that people keep working beside it."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")
BATCH = 500
PAUSE = 0.01  # seconds


def in_batches(rows: Iterator[T], done: int = 0) -> Iterator[list[T]]:
    """The rows after those that are done, at most 500 at a time."""
    for _ in islice(rows, done):
        pass
    while batch := list(islice(rows, BATCH)):
        yield batch


def remove(rows: "QuerySet[Any]", pause: float = PAUSE) -> int:
    """Delete rows, at most 500 in one transaction; how many went."""
    gone = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        gone += rows.filter(pk__in=keys).delete()[0]
        time.sleep(pause)
    return gone
