"""The nouns of a protocol."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Stage = Literal["title_abstract", "full_text"]
STAGES: tuple[Stage, ...] = ("title_abstract", "full_text")
SOURCE_KINDS: dict[str, str] = {
    "database": "database",
    "grey_database": "grey-literature database",
    "register": "register",
    "website": "website",
    "organisation": "organisation",
    "citation": "citation searching",
    "other": "other method",
}
STAGE_NAMES: dict[str, str] = {"title_abstract": "title and abstract", "full_text": "full text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The review question and its parts, under the names their framework gives them."""

    text: str
    framework: str
    slots: dict[str, str]
    order: tuple[str, ...] = ()  # of slots that the team named itself; a framework has an order of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a report must and must not be; its key is the exclusion reason, the order of criteria theirs."""

    key: str
    label: str
    slot: str = ""  # the part of the question it comes from; empty for criteria about the report itself
    include: str = ""
    exclude: str = ""
    stage: Literal["both", "title_abstract", "full_text"] = "both"
    words_for: tuple[str, ...] = ()  # phrases marked while screening; * stands for any letters
    words_against: tuple[str, ...] = ()

    def counts_at(self, stage: str) -> bool:
        """Whether it is checked in a stage."""
        return self.stage in ("both", stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningPolicy:
    """How many decide, and what the team says about doubt and conflict."""

    reviewers: int = 2
    blind: bool = True
    unsure_forward: bool = True  # unsure with unsure or include goes forward; unsure with exclude is a conflict
    unsure: str = ""
    conflicts: str = ""
    full_text: str = ""
    note: str = ""
    arbiters: tuple[UUID, ...] = ()  # who decides what stays open; nobody named: any arbiter of the review


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The method of synthesis and why it was chosen."""

    profile: str = ""
    variant: str = ""
    source: str = ""
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSource:
    """A source the team means to search."""

    name: str
    kind: str = "database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the review leaves out from the start."""

    languages: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    year_of: str = ""
    applied: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What editors ask every review to state."""

    registration: str = ""  # where, or that there is none
    registration_number: str = ""
    registered_on: str = ""  # ISO date
    contacts: str = ""  # whether and how authors will be asked for what their reports do not say
    funding: str = ""
    interests: str = ""
    reflexivity: str = ""
    amendments: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The version of the review that this one brings up to date; no numbers: it is a new review."""

    citation: str = ""
    studies: int | None = None
    reports: int | None = None
    dropped_studies: int = 0  # included then, no longer eligible now
    dropped_reports: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """Everything a team decided before it began."""

    title: str
    question: Question
    criteria: tuple[Criterion, ...]
    short_title: str = ""
    notice: str = ""  # shown on every part of the report, e.g. that a review is a demonstration
    screening: ScreeningPolicy = ScreeningPolicy()
    method: Method = Method()
    sources: tuple[PlannedSource, ...] = ()
    limits: Limits = Limits()
    statements: Statements = Statements()
    previous: Previous = Previous()

    def reasons(self, stage: str) -> tuple[str, ...]:
        """The exclusion reasons of a stage, in the order in which the first failed one is recorded."""
        return tuple(c.key for c in self.criteria if c.counts_at(stage))

    def label(self, reason: str) -> str:
        """What a reason is called in tables and figures."""
        return next((c.label for c in self.criteria if c.key == reason), reason)
