"""Acts on reports and studies."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind
from synthema.studies.model import SoughtReport


@event_kind("studies", undo="ReportSoughtWithdrawn")
@dataclass(frozen=True, slots=True)
class ReportsSought:
    """Groups of records that go forward became reports to be retrieved; at most 500 in one act."""

    reports: tuple[SoughtReport, ...]


@event_kind("studies", undo="ReportsSought")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSoughtWithdrawn:
    """A report is no longer sought."""

    report_id: UUID
    reason: str = free("")


@event_kind("studies", undo="RetrievalWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalRecorded:
    """A report was retrieved, or the search for it was given up."""

    report_id: UUID
    outcome: str
    note: str = free("")


@event_kind("studies", undo="RetrievalRecorded")
@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalWithdrawn:
    """What was recorded of a retrieval no longer counts."""

    report_id: UUID
    reason: str = free("")


@event_kind("studies", undo="AttemptWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalAttempted:
    """Somebody looked for a report, asked a library for it or wrote to its authors."""

    attempt_id: UUID
    report_id: UUID
    on: str  # the day, such as 2026-03-02
    route: str
    result: str
    where: str = free("")  # which library, site or person
    note: str = free("")


@event_kind("studies", undo="RetrievalAttempted")
@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptWithdrawn:
    """An attempt was noted by mistake."""

    attempt_id: UUID
    report_id: UUID
    reason: str = free("")


@event_kind("studies", undo="StudyRemoved")
@dataclass(frozen=True, slots=True)
class StudyNamed:
    """A study got the label under which tables and figures show it."""

    study_id: UUID
    label: str


@event_kind("studies", undo="StudyRenamed")
@dataclass(frozen=True, slots=True)
class StudyRenamed:
    """A study goes by another label."""

    study_id: UUID
    label: str


@event_kind("studies", undo="StudyNamed")
@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRemoved:
    """A study was named by mistake."""

    study_id: UUID
    reason: str = free("")


@event_kind("studies", undo="ReportUnlinked")
@dataclass(frozen=True, slots=True)
class ReportLinked:
    """A report tells of a study."""

    report_id: UUID
    study_id: UUID


@event_kind("studies", undo="ReportLinked")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUnlinked:
    """A report does not tell of a study after all."""

    report_id: UUID
    study_id: UUID
    reason: str = free("")
