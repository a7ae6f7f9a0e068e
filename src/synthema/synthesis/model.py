"""The nouns of a synthesis: findings and quotes, codes and themes, and what places one under the other."""

from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """Whose words: a participant's (first order) or the report's authors' (second order)."""

    PARTICIPANT = "participant"
    AUTHOR = "author"


class Credibility(StrEnum):
    """How far an illustration carries its finding (JBI's three levels)."""

    UNEQUIVOCAL = "unequivocal"
    CREDIBLE = "credible"
    NOT_SUPPORTED = "not_supported"


class Polarity(StrEnum):
    """How a finding stands to the theme it is placed under."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    NUANCE = "nuance"


class PolarityAgainst(StrEnum):
    """Against which theme polarity is read: the theme a finding is placed under, or the framework's theme above it."""

    THEME = "theme"
    FRAMEWORK = "framework"


class ThemeLevel(StrEnum):
    """How far a theme stands from the studies; each method has its own word for it."""

    DESCRIPTIVE = "descriptive"
    ANALYTICAL = "analytical"
    OVERARCHING = "overarching"


class Origin(StrEnum):
    """Whether a theme was set before reading or came out of it."""

    A_PRIORI = "a_priori"
    NEW = "new"


class RelationKind(StrEnum):
    """How studies stand to one another in a meta-ethnography."""

    RECIPROCAL = "reciprocal"
    REFUTATIONAL = "refutational"
    LINE_OF_ARGUMENT = "line_of_argument"


class SuggestionDecision(StrEnum):
    """What a person did with something that software suggested."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Study:
    """An investigation as the synthesis sees it; whether it is included decides what may rest on it."""

    id: str
    name: str
    included: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document of one study, with what can betray a sample shared with another report."""

    id: str
    study_id: str
    name: str = ""
    authors: tuple[str, ...] = ()  # "Family, Given"
    site: str = ""
    included: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a report found, in one statement, with its illustration and its place."""

    id: str
    study_id: str
    report_id: str
    statement: str
    illustration: str = ""
    place: str = ""
    order: Order | None = None
    credibility: Credibility | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a report; `found` says whether they are in its text, None where there is no text to look in."""

    id: str
    report_id: str
    text: str
    place: str = ""
    document_id: str | None = None
    found: bool | None = None
    order: Order | None = None
    study_id: str | None = None  # the study it is printed under, where that was stated
    finding_id: str | None = None  # the finding it illustrates


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A label on quotes, gathered into one theme or more."""

    id: str
    name: str
    definition: str = ""
    quote_ids: tuple[str, ...] = ()
    theme_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A pattern across studies; `source` cites the model that an a priori theme was taken from."""

    id: str
    name: str
    definition: str = ""
    level: ThemeLevel = ThemeLevel.DESCRIPTIVE
    parent_id: str | None = None
    origin: Origin = Origin.NEW
    source: str = ""
    edited_at: int = 0  # position in the audit trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One finding under one theme, and how it stands to it."""

    finding_id: str
    theme_id: str
    polarity: Polarity = Polarity.SUPPORTS
    explanation: str = ""
    placed_at: int = 0  # position in the audit trail


@dataclass(frozen=True, slots=True)
class Relation:
    """How a set of studies relate, with the reason (meta-ethnography)."""

    study_ids: tuple[str, ...]
    kind: RelationKind
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class DisconfirmingSearch:
    """A note that somebody looked for what speaks against a theme, and what came of it."""

    theme_id: str
    note: str


@dataclass(frozen=True, slots=True)
class SampleDecision:
    """Whether two reports share a sample, decided by a person."""

    report_ids: tuple[str, str]
    shared: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatedEffect:
    """A frequency effect size as it is printed: so many reports out of so many."""

    theme_id: str
    reports_with: int
    reports: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """When confidence in a theme was judged, as a position in the audit trail."""

    theme_id: str
    judged_at: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something of this synthesis that software proposed, and who decided on it."""

    id: str
    target_id: str
    decision: SuggestionDecision | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """Everything a synthesis rests on, in the order in which it is to be shown."""

    studies: tuple[Study, ...] = ()
    reports: tuple[Report, ...] = ()
    findings: tuple[Finding, ...] = ()
    quotes: tuple[Quote, ...] = ()
    codes: tuple[Code, ...] = ()
    themes: tuple[Theme, ...] = ()
    placements: tuple[Placement, ...] = ()
    relations: tuple[Relation, ...] = ()
    disconfirming: tuple[DisconfirmingSearch, ...] = ()
    samples: tuple[SampleDecision, ...] = ()
    stated_effects: tuple[StatedEffect, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    polarity_against: PolarityAgainst = PolarityAgainst.THEME

    def any_finding_speaks_for(self, theme: Theme) -> bool:
        """Whether whatever stands under a theme holds it: a subtheme, where polarity is read against the framework."""
        return self.polarity_against is PolarityAgainst.FRAMEWORK and theme.level is ThemeLevel.DESCRIPTIVE
