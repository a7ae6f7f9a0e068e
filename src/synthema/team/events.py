"""Acts on the review as a whole and on its people."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind


@event_kind("team", undo="cannot be undone: a review that was started is deleted by its lead, leaving a tombstone")
@dataclass(frozen=True, slots=True)
class ReviewStarted:
    """A review began; who started it leads it."""

    title: str


@event_kind("team", undo="PersonLeft")
@dataclass(frozen=True, slots=True)
class PersonJoined:
    """A person got a role in the review."""

    person: UUID
    role: str


@event_kind("team", undo="PersonJoined")
@dataclass(frozen=True, slots=True)
class PersonLeft:
    """A person gave up a role; what they decided stays."""

    person: UUID
    role: str


@event_kind("team", undo="cannot be undone: nothing counts until verdicts of theirs are carried over")
@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideReviewerNamed:
    """Somebody who judged records in another tool was named; they have no seat in the review."""

    person: UUID
    tool: str
    name: str = free("")  # kept with the words, so that it can be withdrawn
