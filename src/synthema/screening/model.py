"""The nouns of screening: votes, how a conflict was settled, and the state that follows."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Verdict(StrEnum):
    """What one person says of one record or report."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    UNSURE = "unsure"


class How(StrEnum):
    """By whom a decision was reached."""

    AGREED = "agreed"
    CONSENSUS = "consensus"
    ARBITER = "arbiter"


class Standing(StrEnum):
    """Where a unit stands in one stage."""

    WAITING = "waiting"  # not everybody has voted
    REOPENED = "reopened"  # somebody contradicts themselves, since groups were merged
    CONFLICT = "conflict"
    FORWARD = "forward"  # to the next stage; after the last one, into the review
    EXCLUDED = "excluded"


OPEN = (Standing.WAITING, Standing.REOPENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One verdict by one person on the record or report that was shown."""

    id: UUID
    subject: UUID
    person: UUID
    verdict: str
    reason: str = ""
    note: str = ""
    overrules: tuple[UUID, ...] = ()  # their own contradictory votes, where groups were merged
    outside: bool = False  # given in another tool, by somebody who cannot be asked again
    given_seq: int
    withdrawn_seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a conflict between votes was settled."""

    id: UUID
    subject: UUID
    person: UUID
    how: str
    decision: str
    reason: str = ""
    note: str = ""
    settles: tuple[UUID, ...]  # the votes it settled
    overrules: tuple[UUID, ...] = ()  # resolutions that contradicted each other, where groups were merged
    given_seq: int
    withdrawn_seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a unit stands, why, and who decided it."""

    standing: Standing
    reason: str = ""
    how: str = ""
    conflict: str = ""  # verdict: they disagree; reason: both exclude for different reasons; resolution: two contradict
    voters: tuple[UUID, ...] = ()
    reopened_for: tuple[UUID, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether votes are still missing."""
        return self.standing in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the flow: the numbers of what came from databases and registers, or from other methods."""

    records: int = 0  # as imported and put into groups
    duplicates: int = 0
    unscreened_stopped: int = 0
    awaiting_screening: int = 0
    screened: int = 0
    excluded: int = 0
    awaiting_seeking: int = 0
    sought: int = 0
    awaiting_retrieval: int = 0
    not_retrieved: int = 0
    awaiting_full_text: int = 0
    assessed: int = 0
    excluded_reports: tuple[tuple[str, int], ...] = ()  # by reason, in the order of the criteria
    included: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Everything a PRISMA flow needs to know of screening and retrieval."""

    databases: Column
    other: Column
    ungrouped: int  # records not yet compared for duplicates
    out_of_step: int  # reports sought although their record does not, or no longer, go forward
    awaiting_study: int
    studies: int
    reports: int
