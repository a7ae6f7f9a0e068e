"""What was imported of each search, as the room of the records tells it; the search log itself knows no records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """What was imported of one search: files, records stored, records refused."""

    files: int = 0
    stored: int = 0
    refused: int = 0


Supplier = Callable[[UUID], Mapping[UUID, Taken]]
_suppliers: list[Supplier] = []


def supplies(supplier: Supplier) -> Supplier:
    """Register who knows, for a review, what was imported of each search."""
    _suppliers.append(supplier)
    return supplier


def taken(review: UUID) -> dict[UUID, Taken]:
    """What was imported of the searches of a review; searches without imports are left out."""
    return {search: found for supplier in _suppliers for search, found in supplier(review).items()}
