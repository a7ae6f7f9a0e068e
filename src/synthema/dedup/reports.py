"""Groups that have become reports: the room of studies says which, so that duplicates never swallow one."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sought:
    """A group that is sought as a report: the record shown for it, and what it is called."""

    group: UUID
    record: UUID
    title: str


_listings: list[Callable[[UUID], list[Sought]]] = []


def lists_reports(listing: Callable[[UUID], list[Sought]]) -> Callable[[UUID], list[Sought]]:
    """Register a function (review) that lists the groups already sought as reports."""
    _listings.append(listing)
    return listing


def sought(review: UUID) -> dict[UUID, Sought]:
    """The groups of a review that are reports already."""
    return {one.group: one for listing in _listings for one in listing(review)}
