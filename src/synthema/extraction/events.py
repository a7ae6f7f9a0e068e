"""Acts on the extraction tool and on what is taken from the studies with it."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind


@event_kind("extraction", undo="ExtractionToolSet")
@dataclass(frozen=True, slots=True)
class ExtractionToolSet:
    """The team's extraction tool was laid down, or a new version of it."""

    form: dict[str, Any]


@event_kind("extraction", undo="ExtractorsSet")
@dataclass(frozen=True, slots=True)
class ExtractorsSet:
    """How many people extract from each study from here on; one instead of two carries its reason."""

    number: int
    reason: str = free("")


@event_kind("extraction", undo="ExtractionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class DataExtracted:
    """A person filled in the extraction tool for a study."""

    sheet_id: UUID
    study_id: UUID
    form: UUID  # the version of the tool
    replaces: UUID | None  # the person's sheet on an earlier version of the tool
    answers: dict[str, Any] = free(dict)
    reasons: dict[str, str] = free(dict)


@event_kind("extraction", undo="DataExtracted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionWithdrawn:
    """A person took back what they extracted from a study."""

    sheet_id: UUID
    study_id: UUID
    reason: str = free("")


@event_kind("extraction", undo="ExtractionReopened")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionReconciled:
    """What two people extracted differently was settled; both originals stay."""

    consensus_id: UUID
    study_id: UUID
    form: UUID
    sheets: tuple[UUID, UUID]
    how: Literal["consensus", "arbiter"]
    answers: dict[str, Any] = free(dict)
    reasons: dict[str, str] = free(dict)


@event_kind("extraction", undo="ExtractionReconciled")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionReopened:
    """A consensus was taken back; the two originals stand as they were given."""

    consensus_id: UUID
    study_id: UUID
    reason: str = free("")
