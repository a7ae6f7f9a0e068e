"""The nouns of confidence: its levels, ConQual's inputs and result, CERQual's evidence profile."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How far a finding may be relied on, best first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"

    def lowered(self, steps: int) -> "Confidence":
        """This level lowered by so many steps (0 or negative), never below very low."""
        levels = list(Confidence)
        return levels[min(levels.index(self) - steps, len(levels) - 1)]


class ResearchType(StrEnum):
    """What the contributing documents are; it sets where ConQual starts."""

    QUALITATIVE = "qualitative"
    TEXT_OPINION = "text_opinion"


class Answer(StrEnum):
    """An answer on the JBI checklist for qualitative research."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Override:
    """A person's value in place of the computed one, with the reason, which is printed beside it."""

    value: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Downgrade:
    """One of ConQual's two downgrades: what was counted, what the rule says, what a person put in its place."""

    counted: Mapping[str, int]  # what went in, e.g. {"unequivocal": 10, "credible": 13}
    computed: int | None  # 0 or negative; None where the published rule is silent
    explanation: str
    override: Override | None = None

    @property
    def steps(self) -> int | None:
        """The steps that count: the person's where there is one."""
        return self.computed if self.override is None else self.override.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ConQual:
    """The ConQual score of one synthesised finding with everything it was made from."""

    finding_id: str
    research: ResearchType
    start: Confidence
    dependability: Downgrade
    credibility: Downgrade

    @property
    def level(self) -> Confidence | None:
        """The score, or None while a downgrade waits for a person."""
        if self.dependability.steps is None or self.credibility.steps is None:
            return None
        return self.start.lowered(self.dependability.steps + self.credibility.steps)


class Component(StrEnum):
    """CERQual's four components."""

    LIMITATIONS = "methodological_limitations"
    COHERENCE = "coherence"
    ADEQUACY = "adequacy"
    RELEVANCE = "relevance"


class Concern(StrEnum):
    """How much a component lowers confidence, in a person's judgement."""

    NONE = "no_or_very_minor"
    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentJudgement:
    """A person's concern about one component; `study_counts` holds the numbers of studies its text gives."""

    component: Component
    concern: Concern | None = None
    explanation: str = ""
    study_counts: tuple[tuple[str, int], ...] = ()  # e.g. (("direct", 12), ("indirect", 2))

    @property
    def counted_studies(self) -> int:
        """The sum of the numbers its text gives."""
        return sum(count for _label, count in self.study_counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFinding:
    """One row of a CERQual evidence profile: a full statement and the judgements on it."""

    id: str
    statement: str
    theme_name: str = ""
    report_ids: tuple[str, ...] = ()
    stated_studies: int | None = None  # how many studies the text says contributed
    components: tuple[ComponentJudgement, ...] = ()
    overall: Confidence | None = None
    explanation: str = ""
    assessors: tuple[str, ...] = ()
    single_assessor: bool = False  # said openly that one person judged
    version: str = ""

    def judgement(self, component: Component) -> ComponentJudgement | None:
        """The judgement on one component, None where there is none."""
        return next((judgement for judgement in self.components if judgement.component is component), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceProfile:
    """The rows of a CERQual assessment; `study_of` names the study of a report where that is known."""

    findings: tuple[ReviewFinding, ...]
    study_of: Mapping[str, str]
    study_names: tuple[str, ...] = ()

    def contributing(self, finding: ReviewFinding) -> int:
        """Distinct studies behind a finding; a report without a known study counts as one."""
        return len(Counter(self.study_of.get(report_id, report_id) for report_id in finding.report_ids))
