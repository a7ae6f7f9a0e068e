"""Acts on rounds of coding: who codes which documents, handing in, and settling where two coders differ."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind


@event_kind("coding", undo="RoundCalledOff")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegun:
    """Some people code some documents, each for themselves; `blind`: without seeing each other's work."""

    round_id: UUID
    kind: str  # inductive or deductive
    coders: tuple[UUID, ...]
    documents: tuple[UUID, ...]
    unit: str = "sentence"
    blind: bool = True
    note: str = free("")


@event_kind("coding", undo="cannot be undone: begin another round")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCalledOff:
    """A round in which nobody had acted was called off."""

    round_id: UUID
    reason: str = free("")


@event_kind("coding", undo="cannot be undone: begin another round")
@dataclass(frozen=True, slots=True, kw_only=True)
class CoderExcused:
    """A coder does not finish the round; what they coded opens with the rest and counts for no agreement."""

    round_id: UUID
    person: UUID
    reason: str = free("")


@event_kind("coding", undo="CodingTakenBack")
@dataclass(frozen=True, slots=True)
class CodingHandedIn:
    """A coder is done with the round; the last one's handing in opens it."""

    round_id: UUID


@event_kind("coding", undo="CodingHandedIn")
@dataclass(frozen=True, slots=True)
class CodingTakenBack:
    """A coder goes on with a round that is not opened yet."""

    round_id: UUID


@event_kind("coding", undo="DifferenceReopened")
@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceSettled:
    """Where the coders of an opened round differ, it was decided what counts."""

    difference_id: UUID
    round: UUID
    document: UUID
    start: int
    end: int
    decision: str
    aside: tuple[UUID, ...] = ()  # codings that do not count
    note: str = free("")


@event_kind("coding", undo="DifferenceSettled")
@dataclass(frozen=True, slots=True)
class DifferenceReopened:
    """A settled difference is open again."""

    difference_id: UUID
