"""Acts on the search log."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.registry import event_kind
from synthema.search.model import Search


@event_kind("search", undo="SearchWithdrawn")
@dataclass(frozen=True, slots=True)
class SearchLogged:
    """A search was run and entered in the log."""

    search_id: UUID
    search: Search


@event_kind("search", undo="SearchLogged")
@dataclass(frozen=True, slots=True)
class SearchWithdrawn:
    """A search was entered by mistake."""

    search_id: UUID
    reason: str
