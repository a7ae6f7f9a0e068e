"""The nouns of screening apart: what a colleague is handed, and what comes back sealed."""

from dataclasses import dataclass
from uuid import UUID

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """What a package with somebody's queue says of itself."""

    format: int
    hand_out: UUID
    review: UUID
    title: str
    stage: str
    person: UUID  # as the review that hands out knows them
    name: str
    by: str  # the name of who handed it out
    at: str
    protocol_version: int
    public_key: str  # hexadecimal; verdicts are sealed to it
    subjects: tuple[UUID, ...]  # the records in the order in which they are to be read
    made_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What a package with sealed verdicts says of itself; nothing that was said."""

    format: int
    hand_in: UUID
    hand_out: UUID
    review: UUID
    person: UUID
    stage: str
    verdicts: int
    upto: int  # the last act of the colleague's review when it was made: a later package has a higher number
    at: str
    made_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedVerdict:
    """One verdict as it was given elsewhere."""

    verdict_id: UUID
    subject: UUID  # the record shown
    verdict: str
    reason: str
    note: str
    at: str
    protocol_version: int
    order: str
    position: int
