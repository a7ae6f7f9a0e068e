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


@event_kind("search", undo="SearchCorrected")
@dataclass(frozen=True, slots=True)
class SearchCorrected:
    """What the log says of a search was corrected: the entry whole; its imports stay."""

    search_id: UUID
    search: Search


@event_kind("search", undo="SearchReportStated")
@dataclass(frozen=True, slots=True)
class SearchReportStated:
    """What the team says of the searches as a whole on one item of PRISMA-S; empty where it takes that back."""

    item: int
    text: str


@event_kind("search", undo="SearchLogged")
@dataclass(frozen=True, slots=True)
class SearchWithdrawn:
    """A search was entered by mistake."""

    search_id: UUID
    reason: str
