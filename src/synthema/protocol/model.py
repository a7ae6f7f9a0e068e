"""The nouns of a protocol."""

from dataclasses import dataclass
from typing import Literal

Stage = Literal["title_abstract", "full_text"]
STAGES: tuple[Stage, ...] = ("title_abstract", "full_text")
STAGE_NAMES: dict[str, str] = {"title_abstract": "title and abstract", "full_text": "full text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The review question and its parts, under the names their framework gives them."""

    text: str
    framework: str
    slots: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a report must and must not be; its key is the exclusion reason, the order of criteria theirs."""

    key: str
    label: str
    slot: str = ""  # the part of the question it comes from; empty for criteria about the report itself
    include: str = ""
    exclude: str = ""
    stage: Literal["both", "title_abstract", "full_text"] = "both"


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

    registration: str = ""
    funding: str = ""
    interests: str = ""
    reflexivity: str = ""
    amendments: str = ""


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

    def reasons(self, stage: str) -> tuple[str, ...]:
        """The exclusion reasons of a stage, in the order in which the first failed one is recorded."""
        return tuple(c.key for c in self.criteria if c.stage in ("both", stage))

    def label(self, reason: str) -> str:
        """What a reason is called in tables and figures."""
        return next((c.label for c in self.criteria if c.key == reason), reason)
