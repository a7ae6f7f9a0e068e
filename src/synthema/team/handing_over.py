"""What somebody who leaves had still open, in numbers only; the stages say what they count."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much of one kind is open."""

    what: str
    number: int


Counts = Callable[[UUID, UUID, UUID], list[OpenWork]]  # of a review, of a person, for a viewer
_COUNTS: list[Counts] = []


def counts_open_work(counts: Counts) -> Counts:
    """Register what a stage tells of the open work of a person in a review."""
    _COUNTS.append(counts)
    return counts


def open_work(review: UUID, person: UUID, viewer: UUID) -> list[OpenWork]:
    """What a person has still open in a review, and what hangs on what they decided, as far as the viewer may know."""
    return [one for counts in _COUNTS for one in counts(review, person, viewer) if one.number]
