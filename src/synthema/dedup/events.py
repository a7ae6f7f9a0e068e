"""Acts on duplicates: what the matcher found, and what people decided."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import Content, free
from synthema.audit.registry import event_kind
from synthema.dedup.model import Kind


@dataclass(frozen=True, slots=True)
class Move:
    """A record changes its group."""

    record: UUID
    group: UUID


@event_kind(
    "dedup", undo="cannot be undone: run it again; what people decided stays, and a group can be merged or parted"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesFound:
    """All records of the review were put into groups, each group one report."""

    run_id: UUID
    matcher: str  # name and version of what compared them
    result: Content  # groups, evidence and open questions, gzip of JSON lines
    records: int
    groups: int
    merged: int  # records beyond the first of their group
    uncertain: int  # pairs left to a person
    relations: int = 0  # reports found to be related, not the same
    versions: bool = False  # whether versions of one review counted as duplicates


@event_kind("dedup", undo="DuplicateDecisionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsMerged:
    """A person judged two records to be the same report; their groups became one."""

    decision_id: UUID
    a: UUID
    b: UUID
    moves: tuple[Move, ...]
    note: str = free("")
    before: tuple[Move, ...] = ()  # where the moved records were
    replaces: tuple[UUID, ...] = ()  # decisions that count no more while this one stands


@event_kind("dedup", undo="DuplicateDecisionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsKeptApart:
    """A person judged two records to be different reports."""

    decision_id: UUID
    a: UUID
    b: UUID
    note: str = free("")
    replaces: tuple[UUID, ...] = ()


@event_kind("dedup", undo="DuplicateDecisionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsRelated:
    """A person judged two records to be different reports that belong together: a is the version, ... of b."""

    decision_id: UUID
    a: UUID
    b: UUID
    relation: Kind
    note: str = free("")
    replaces: tuple[UUID, ...] = ()


@event_kind("dedup", undo="DuplicateDecisionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyJudged:
    """A person judged many records at once: those of one part are the same report, those of two parts are not."""

    decision_id: UUID
    parts: tuple[tuple[UUID, ...], ...]
    moves: tuple[Move, ...]
    note: str = free("")
    before: tuple[Move, ...] = ()


@event_kind("dedup", undo="DuplicateDecisionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupParted:
    """A person took records out of a group into one of their own."""

    decision_id: UUID
    records: tuple[UUID, ...]
    others: tuple[UUID, ...]  # who stayed
    moves: tuple[Move, ...]
    note: str = free("")


@event_kind("dedup", undo="cannot be undone: decide again")
@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateDecisionWithdrawn:
    """A decision on duplicates was taken back; the records went where they belong without it."""

    decision_id: UUID
    moves: tuple[Move, ...]
    reason: str = free("")


@event_kind("dedup", undo="VersionsCounted")
@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsCounted:
    """The team decided whether versions of one review are duplicates, from the next run on."""

    as_duplicates: bool
    note: str = free("")
