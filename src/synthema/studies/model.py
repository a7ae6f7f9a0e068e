"""The nouns of retrieval: a report as sought, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """What became of a report that was sought."""

    RETRIEVED = "retrieved"
    NOT_RETRIEVED = "not_retrieved"


class Route(StrEnum):
    """Where a report was looked for."""

    OPEN = "open_access"
    SUBSCRIPTION = "subscription"
    LOAN = "loan"
    AUTHOR = "author"
    REPOSITORY = "repository"
    OTHER = "other"


class Result(StrEnum):
    """What came of an attempt to retrieve a report."""

    PENDING = "pending"
    OBTAINED = "obtained"
    NO_REPLY = "no_reply"
    DECLINED = "declined"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtReport:
    """A group of records that becomes a report: the record shown for it, and the best values of all its records."""

    report_id: UUID
    group: UUID
    record: UUID
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    kind: str = ""
