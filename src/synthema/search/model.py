"""The nouns of the search log, after PRISMA-S (doi:10.1186/s13643-020-01542-z)."""

from dataclasses import dataclass
from typing import Literal

from synthema.protocol.model import SOURCE_KINDS

KIND_NAMES = SOURCE_KINDS
SourceKind = Literal["database", "grey_database", "register", "website", "organisation", "citation", "other"]
DATABASES: tuple[SourceKind, ...] = (
    "database",
    "grey_database",
)  # PRISMA counts a grey-literature database as a database
OTHER_METHODS: tuple[SourceKind, ...] = ("website", "organisation", "citation", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One search as it was run in one source."""

    key: str
    source: str
    platform: str = ""
    kind: SourceKind = "database"
    date_run: str = ""  # ISO date
    strategy: str = ""
    limits: str = ""
    filters: str = ""
    peer_review: str = ""
    hits: int | None = None  # as the source reported
    notes: str = ""
    removed_by_automation: int = 0  # of the hits, before they were exported: by a tool, such as the source's own
    removed_otherwise: int = 0  # and for other reasons
    removal_note: str = ""  # what was removed, by which tool or why

    @property
    def removed(self) -> int:
        """How many hits were removed before they were exported."""
        return self.removed_by_automation + self.removed_otherwise
