"""The noun of ranking: an order made for one person, and what it was learned from."""

from dataclasses import dataclass
from uuid import UUID

METHOD = "tfidf-svm/1"  # kept with every order; a newer method never changes an older one


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The units most likely to be included, the likeliest first, as they were put before one person."""

    method: str  # name and version of what made it
    stage: str
    person: UUID
    includes: int  # what it was learned from: the person's own verdicts, and what the team has settled
    excludes: int
    units: tuple[UUID, ...]
    of: int  # how many units awaited the person then
