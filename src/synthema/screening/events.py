"""Acts of screening."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind


@event_kind("screening", undo="VerdictWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictGiven:
    """A person said include, exclude or unsure of a record, or of a report."""

    verdict_id: UUID
    stage: str
    record: UUID | None  # the record shown, for a verdict on title and abstract
    report: UUID | None  # the report, for a verdict on the full text
    verdict: str
    reason: str
    protocol_version: int
    overrules: tuple[UUID, ...] = ()
    order: str = ""  # how the records were put before the person
    position: int = 0  # and at which place this one came; 0 where there was no order
    note: str = free("")


@event_kind("screening", undo="cannot be undone: give the verdict again")
@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWithdrawn:
    """A person took their verdict back."""

    verdict_id: UUID
    reason: str = free("")


@event_kind("screening", undo="ResolutionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictResolved:
    """Two verdicts that could not both stand were settled."""

    resolution_id: UUID
    stage: str
    record: UUID | None
    report: UUID | None
    how: str  # consensus of those who voted, or an arbiter who did not
    decision: str
    reason: str
    settles: tuple[UUID, ...]
    overrules: tuple[UUID, ...] = ()
    note: str = free("")


@event_kind("screening", undo="cannot be undone: settle the conflict again")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionWithdrawn:
    """The settlement of a conflict was taken back."""

    resolution_id: UUID
    reason: str = free("")


@event_kind("screening", undo="ScreeningResumed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningStopped:
    """The team decided to leave the records unscreened that nobody has looked at yet."""

    stop_id: UUID
    stage: str
    rule: str
    unscreened: int
    note: str = free("")


@event_kind("screening", undo="ScreeningStopped")
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningResumed:
    """The team took a stopping decision back."""

    stop_id: UUID
    reason: str = free("")


@event_kind("screening", undo="TagWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTagged:
    """A person put a word of their own on a record, or on a report; others see it when the unit is settled."""

    tag_id: UUID
    stage: str
    record: UUID | None
    report: UUID | None
    text: str = free("")


@event_kind("screening", undo="cannot be undone: tag it again")
@dataclass(frozen=True, slots=True, kw_only=True)
class TagWithdrawn:
    """A person took their tag off."""

    tag_id: UUID
    reason: str = free("")


@event_kind("screening", undo="CommentWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentMade:
    """A person said something in the talk about a record or report that all have judged."""

    comment_id: UUID
    stage: str
    record: UUID | None
    report: UUID | None
    text: str = free("")


@event_kind("screening", undo="cannot be undone: say it again")
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentWithdrawn:
    """A person took back what they said."""

    comment_id: UUID
    reason: str = free("")


@event_kind("screening", undo="PilotEnded")
@dataclass(frozen=True, slots=True, kw_only=True)
class PilotBegun:
    """A random sample was drawn that everybody screens first, to see whether they mean the same."""

    pilot_id: UUID
    stage: str
    seed: str
    units: tuple[UUID, ...]  # the records shown for them, or on full texts the reports
    hold_back: bool  # whether nothing else is put before anybody until the pilot has ended
    note: str = free("")


@event_kind("screening", undo="cannot be undone: begin another pilot")
@dataclass(frozen=True, slots=True, kw_only=True)
class PilotEnded:
    """The pilot is over; its verdicts stay."""

    pilot_id: UUID
    note: str = free("")


def subject_of(body: VerdictGiven | ConflictResolved | RecordTagged | CommentMade) -> UUID:
    """The record or report that an act is about."""
    subject = body.record or body.report
    if subject is None:
        raise ValueError(f"{type(body).__name__} names neither a record nor a report")
    return subject
