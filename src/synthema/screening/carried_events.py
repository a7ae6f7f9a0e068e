"""Acts of carrying over: verdicts given in another tool become verdicts of this review, and may leave it again."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import Content, free
from synthema.audit.registry import event_kind
from synthema.screening.carried_model import Remark


@event_kind("screening", undo="CarriedVerdictsWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictsCarriedOver:
    """The verdicts of one reviewer in another tool were carried over from an import."""

    carried_id: UUID
    import_id: UUID
    stage: str
    tool: str
    person: UUID  # an outside reviewer, or a member of the review
    outside: bool
    protocol_version: int
    number: int  # of verdicts
    left_out: int
    verdicts: Content  # one row a verdict: record, what was judged, verdict, reason
    reviewer: str = free("")  # as the file names them
    file_stage: str = ""
    reasons: tuple[tuple[str, str], ...] = free(())  # what a reason of the tool means here
    remarks: tuple[Remark, ...] = free(())
    explanation: str = free("")


@event_kind("screening", undo="cannot be undone: carry them over again")
@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedVerdictsWithdrawn:
    """Verdicts that were carried over do not count any more."""

    carried_id: UUID
    reason: str = free("")
