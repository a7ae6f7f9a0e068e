"""Acts on the instrument and on the appraisal of studies."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind


@event_kind("appraisal", undo="InstrumentChosen")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentChosen:
    """The review appraises with this instrument from here on; the official wording, if loaded, is kept apart."""

    form: dict[str, Any]  # without official wording
    scoring: str  # a preset; none = answers are counted and nothing is added up
    checked: bool  # somebody compared an instrument that is not verified with the official sheet
    wording: dict[str, str] = free(dict)


@event_kind("appraisal", undo="AppraisersSet")
@dataclass(frozen=True, slots=True)
class AppraisersSet:
    """How many people appraise each study from here on; one instead of two carries its reason."""

    number: int
    reason: str = free("")


@event_kind("appraisal", undo="AppraisalWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalGiven:
    """A person appraised a study."""

    sheet_id: UUID
    study_id: UUID
    form: UUID  # the version of the form
    answers: dict[str, Any]  # choices, numbers and dates
    rating: str
    replaces: UUID | None  # the person's sheet on an earlier version of the form
    words: dict[str, Any] = free(dict)  # answers in words
    reasons: dict[str, str] = free(dict)
    rating_reason: str = free("")


@event_kind("appraisal", undo="AppraisalGiven")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalWithdrawn:
    """A person took their appraisal of a study back."""

    sheet_id: UUID
    study_id: UUID
    reason: str = free("")


@event_kind("appraisal", undo="AppraisalReopened")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalReconciled:
    """What two people answered differently was settled; both originals stay."""

    consensus_id: UUID
    study_id: UUID
    form: UUID
    sheets: tuple[UUID, UUID]
    how: Literal["consensus", "arbiter"]
    answers: dict[str, Any]
    rating: str
    words: dict[str, Any] = free(dict)
    reasons: dict[str, str] = free(dict)
    rating_reason: str = free("")


@event_kind("appraisal", undo="AppraisalReconciled")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalReopened:
    """A consensus was taken back; the two appraisals stand as they were given."""

    consensus_id: UUID
    study_id: UUID
    reason: str = free("")
