"""Totals remembered under a review's head and the person who looks: never stale, because any act moves the head."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connections, router

from synthema.audit.tables import Review
from synthema.team.tables import ReviewTitle

T = TypeVar("T")
MOST = 1024
_lock = Lock()
_kept: "OrderedDict[tuple[Hashable, ...], tuple[tuple[Hashable, ...], Any]]" = OrderedDict()


def remembered(review: UUID, viewer: UUID, name: Hashable, count: Callable[[], T]) -> T:
    """What `count` gives, asked for once while the review's trail has this head; what it gives must not be changed.

    Nothing is remembered while the review is offline (its tables are being made anew), while an act comes in between,
    or in a review replayed to an earlier moment. Of each name only the latest total is kept.
    """
    head = _head(review)
    if head is None:
        return count()
    key = (review, viewer, name)
    with _lock:
        known = _kept.get(key)
        if known is not None and known[0] == head:
            _kept.move_to_end(key)
            return cast(T, known[1])
    found = count()
    if _head(review) == head:
        with _lock:
            _kept[key] = (head, found)
            _kept.move_to_end(key)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return found


def _head(review: UUID) -> tuple[Hashable, ...] | None:
    """What the tables follow from just now, the database included; None where that cannot be said."""
    alias = router.db_for_read(Review)
    if router.db_for_read(ReviewTitle) != alias:
        return None
    head = Review.objects.filter(pk=review, offline="").values_list("head_seq", "head_hash").first()
    return (str(connections[alias].settings_dict["NAME"]), *head) if head else None


def forget() -> None:
    """Forget everything, for tests."""
    with _lock:
        _kept.clear()
