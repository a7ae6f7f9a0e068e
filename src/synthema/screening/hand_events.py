"""Acts of screening apart: handing out a queue, taking one on, collecting what comes back sealed, and opening it."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import Content
from synthema.audit.registry import event_kind


@event_kind("screening", undo="cannot be undone: the file may have left; nothing counts until verdicts are collected")
@dataclass(frozen=True, slots=True, kw_only=True)
class QueueHandedOut:
    """The records that await a person's verdict were written to a file for them to screen elsewhere."""

    hand_out_id: UUID
    stage: str
    person: UUID
    protocol_version: int
    records: int
    public_key: str  # what comes back is sealed to it; the private key is on no trail


@event_kind("screening", undo="cannot be undone: begin without it, nothing is sent by itself")
@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTakenOn:
    """Records handed out in a review elsewhere are screened here."""

    hand_out_id: UUID
    of_review: UUID
    stage: str
    person: UUID  # as that review knows them
    protocol_version: int  # of that review
    own_version: int  # the same protocol here
    public_key: str
    records: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A verdict that was opened, and when it was given where it was given."""

    verdict_id: UUID
    given_at: str


@event_kind("screening", undo="cannot be undone: once a verdict is open, who gave it withdraws it")
@dataclass(frozen=True, slots=True, kw_only=True)
class SealedVerdictsCollected:
    """A file with sealed verdicts came back; nobody knows what they say."""

    hand_in_id: UUID
    hand_out_id: UUID
    person: UUID
    verdicts: int
    upto: int
    sealed: Content


@event_kind("screening", undo="cannot be undone: who gave a verdict withdraws it")
@dataclass(frozen=True, slots=True, kw_only=True)
class SealedVerdictsOpened:
    """Verdicts were opened because all that are needed on their records are in."""

    hand_in_id: UUID
    opened: tuple[Opened, ...]
    still_sealed: int
