"""The nouns of the search log, after PRISMA-S (doi:10.1186/s13643-020-01542-z)."""

from dataclasses import dataclass
from typing import Literal

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
