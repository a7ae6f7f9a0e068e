"""Acts on findings, themes and what is said about the synthesis as a whole."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind
from synthema.documents.model import Anchor


@event_kind("synthesis", undo="MethodChosen")
@dataclass(frozen=True, slots=True, kw_only=True)
class MethodChosen:
    """A method of synthesis was chosen; a later choice replaces it."""

    profile: str
    variant: str = ""
    source: str = ""
    polarity_against: str = ""  # theme or framework; empty: as the method has it
    rationale: str = free("")


@event_kind("synthesis", undo="FindingWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecorded:
    """A finding was taken from a report; the anchor says where its illustration stands, if a full text is here."""

    finding_id: UUID
    study: UUID
    report: UUID
    number: int
    place: str = ""
    order: str = ""
    credibility: str = ""
    document: UUID | None = None
    quotes: tuple[UUID, ...] = ()  # the coded quotes it rests on
    statement: str = free("")
    illustration: str = free("")
    anchor: Anchor | None = free(None)


@event_kind("synthesis", undo="FindingRecorded")
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWithdrawn:
    """A finding was recorded by mistake."""

    finding_id: UUID
    reason: str = free("")


@event_kind("synthesis", undo="ThemeRetired")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCreated:
    """A theme was set beforehand, or came out of the findings."""

    theme_id: UUID
    key: str
    name: str
    level: str
    parent: UUID | None = None
    origin: str = "new"
    source: str = ""
    definition: str = free("")


@event_kind("synthesis", undo="ThemeRenamed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRenamed:
    """A theme got another name."""

    theme_id: UUID
    name: str


@event_kind("synthesis", undo="ThemeRedefined")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRedefined:
    """What belongs under a theme was put in other words."""

    theme_id: UUID
    definition: str = free("")


@event_kind("synthesis", undo="ThemeMoved")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMoved:
    """A theme was put under another one, or under none."""

    theme_id: UUID
    parent: UUID | None = None


@event_kind("synthesis", undo="ThemeRestored")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRetired:
    """A theme with nothing under it was given up."""

    theme_id: UUID
    reason: str = free("")


@event_kind("synthesis", undo="ThemeRetired")
@dataclass(frozen=True, slots=True)
class ThemeRestored:
    """A theme that was given up came back."""

    theme_id: UUID


@event_kind("synthesis", undo="PlacementWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPlaced:
    """A finding was placed under a theme, and how it stands to it."""

    placement_id: UUID
    finding: UUID
    theme: UUID
    polarity: str
    explanation: str = free("")


@event_kind("synthesis", undo="FindingPlaced")
@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementWithdrawn:
    """A finding was taken out from under a theme."""

    placement_id: UUID
    reason: str = free("")


@event_kind("synthesis", undo="CodePlacementWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlaced:
    """A code of the team's codebook was put under a theme."""

    placement_id: UUID
    code: UUID
    theme: UUID


@event_kind("synthesis", undo="CodePlaced")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlacementWithdrawn:
    """A code was taken out from under a theme."""

    placement_id: UUID
    reason: str = free("")


@event_kind("synthesis", undo="NoteWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementNoted:
    """It was noted where studies disagree."""

    note_id: UUID
    title: str
    studies: tuple[UUID, ...]
    text: str = free("")


@event_kind("synthesis", undo="NoteWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten:
    """A note on robustness or limits, or on what came of looking for cases against a theme."""

    note_id: UUID
    kind: str  # robustness, limit or disconfirming
    title: str
    theme: UUID | None = None
    text: str = free("")


@event_kind("synthesis", undo="cannot be undone: write the note again")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWithdrawn:
    """A note, or a noted disagreement, was taken back."""

    note_id: UUID
    reason: str = free("")


@event_kind("synthesis", undo="SampleDecisionWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDecided:
    """Somebody decided whether two reports of different studies share a sample."""

    decision_id: UUID
    reports: tuple[UUID, UUID]
    shared: bool
    reason: str = free("")


@event_kind("synthesis", undo="SampleDecided")
@dataclass(frozen=True, slots=True)
class SampleDecisionWithdrawn:
    """A decision on a shared sample was taken back."""

    decision_id: UUID
