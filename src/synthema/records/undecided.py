"""What a record says beside the decisions of another tool: its words as people may see them before they judge."""

import re
from collections.abc import Sequence
from typing import TypeVar

from synthema.records.model import Record
from synthema.records.opinions import opinions, opinions_faults

T = TypeVar("T")
_TELLING = re.compile(r"RAYYAN-|ASReview_", re.IGNORECASE)
_CODED = "EPPI-Reviewer"  # writes its codes among the keywords, beside its own name


def tells_a_verdict(note: str) -> bool:
    """Whether a note holds what somebody decided in another tool, or looks like it."""
    alone = Record(notes=(note,))
    return bool(opinions(alone) or opinions_faults(alone))


def unless_told(value: T) -> T | str:
    """A value, or nothing where somebody's verdict stands in it, because its column was taken for another."""
    return "" if isinstance(value, str) and _TELLING.search(value) and tells_a_verdict(value) else value


def without_codes(keywords: Sequence[str]) -> tuple[str, ...]:
    """Keywords without the screening codes of another tool among them."""
    if not any(word.casefold() == _CODED.casefold() for word in keywords):
        return tuple(keywords)
    return tuple(word for word in keywords if not opinions(Record(keywords=(_CODED, word))))
