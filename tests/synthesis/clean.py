"""A small invented synthesis on which every rule of the catalogue holds; the tests break it one rule at a time."""

from dataclasses import replace

from synthema.synthesis import (
    CATALOGUE,
    CheckResult,
    Code,
    Credibility,
    Finding,
    MethodProfile,
    Order,
    Placement,
    Polarity,
    Quote,
    Report,
    Study,
    Synthesis,
    Theme,
    ThemeLevel,
    run_checks,
)
from synthema.synthesis.model import (
    DisconfirmingSearch,
    Judgement,
    Relation,
    RelationKind,
    SampleDecision,
    StatedEffect,
    Suggestion,
    SuggestionDecision,
)

EVERY_CHECK = MethodProfile(
    id="every_check",
    name="a method that answers to every rule",
    source="",
    descriptive="category",
    analytical="synthesised finding",
    check_ids=tuple(check.id for check in CATALOGUE),
)

STUDIES = (
    Study("harbour", "Harbour 2018"),
    Study("mill", "Mill 2019"),
    Study("orchard", "Orchard 2020"),
    Study("quarry", "Quarry 2013", included=False),
)
# Harbour has two reports; the first of them and Orchard's share an author and, by decision, no sample.
REPORTS = (
    Report(id="harbour1", study_id="harbour", name="Harbour 2018a", authors=("Harbour, A",), site="North clinic"),
    Report(id="harbour2", study_id="harbour", name="Harbour 2018b", authors=("Harbour, A",), site="North clinic"),
    Report(id="mill1", study_id="mill", name="Mill 2019", authors=("Mill, B",), site="South clinic"),
    Report(id="orchard1", study_id="orchard", name="Orchard 2020", authors=("Orchard, C", "Harbour, A")),
    Report(id="quarry1", study_id="quarry", name="Quarry 2013", authors=("Quarry, D",)),
)


def finding(finding_id: str, report_id: str, study_id: str) -> Finding:
    return Finding(
        id=finding_id,
        study_id=study_id,
        report_id=report_id,
        statement=f"Statement {finding_id}",
        illustration="“We said it so.”",
        place="p. 4",
        order=Order.AUTHOR,
        credibility=Credibility.UNEQUIVOCAL,
    )


def theme(theme_id: str, name: str, parent_id: str | None, level: ThemeLevel = ThemeLevel.DESCRIPTIVE) -> Theme:
    return Theme(id=theme_id, name=name, definition=f"What {name} covers.", parent_id=parent_id, level=level)


FINDINGS = (
    finding("f1", "harbour1", "harbour"),
    finding("f2", "mill1", "mill"),
    finding("f3", "harbour2", "harbour"),
    finding("f4", "orchard1", "orchard"),
    finding("f5", "mill1", "mill"),
    finding("f6", "orchard1", "orchard"),
    finding("f7", "harbour1", "harbour"),
    finding("f8", "mill1", "mill"),
    finding("f9", "quarry1", "quarry"),  # extracted before the study was excluded; no theme cites it
)
ANALYTICAL, OVERARCHING = ThemeLevel.ANALYTICAL, ThemeLevel.OVERARCHING
THEMES = (
    theme("journey", "Journey", None, OVERARCHING),
    theme("gain", "Gain", "journey", ANALYTICAL),
    theme("growth", "Growth", "gain"),
    theme("belonging", "Belonging", "gain"),
    theme("cost", "Cost", "journey", ANALYTICAL),
    theme("strain", "Strain", "cost"),
    theme("doubt", "Doubt", "cost"),
)
PLACEMENTS = (
    Placement(finding_id="f1", theme_id="growth"),
    Placement(finding_id="f2", theme_id="growth"),
    Placement(finding_id="f3", theme_id="belonging"),
    Placement(finding_id="f4", theme_id="belonging"),
    Placement(finding_id="f5", theme_id="strain"),
    Placement(finding_id="f6", theme_id="strain"),
    Placement(finding_id="f7", theme_id="strain", polarity=Polarity.CONTRADICTS, explanation="A later interview."),
    Placement(finding_id="f8", theme_id="doubt"),
    Placement(finding_id="f4", theme_id="doubt"),
)
CLEAN = Synthesis(
    studies=STUDIES,
    reports=REPORTS,
    findings=FINDINGS,
    quotes=(
        Quote(id="q1", report_id="harbour1", text="I grew.", found=True, order=Order.PARTICIPANT, study_id="harbour"),
        Quote(id="q2", report_id="mill1", text="We grew.", found=True, order=Order.PARTICIPANT, finding_id="f2"),
    ),
    codes=(Code(id="c1", name="growing", quote_ids=("q1", "q2"), theme_ids=("growth",)),),
    themes=THEMES,
    placements=PLACEMENTS,
    relations=(Relation(("harbour", "mill"), RelationKind.REFUTATIONAL, "Asked a year apart."),),
    disconfirming=tuple(
        DisconfirmingSearch(theme_id, "Read all again; nothing speaks against it.")
        for theme_id in ("gain", "growth", "belonging", "doubt")
    ),
    samples=(
        SampleDecision(("harbour1", "orchard1"), shared=False, reason="Other towns."),
        SampleDecision(("harbour2", "orchard1"), shared=False, reason="Other towns."),
    ),
    stated_effects=(StatedEffect("growth", 2, 3),),
    judgements=(Judgement("growth", 40),),
    suggestions=(Suggestion("s1", "c1", SuggestionDecision.ACCEPTED, "Ana"),),
)


def result(check_id: str, synthesis: Synthesis, profile: MethodProfile = EVERY_CHECK) -> CheckResult:
    """What one check says."""
    return next(found for found in run_checks(synthesis, profile) if found.id == check_id)


def subjects(check_id: str, synthesis: Synthesis) -> list[str]:
    """The identifiers of what one check found, in order."""
    return [hit.subject for hit in result(check_id, synthesis).hits]


def with_finding(finding_id: str, **changes: object) -> Synthesis:
    """The clean synthesis with one finding changed."""
    return replace(
        CLEAN,
        findings=tuple(replace(f, **changes) if f.id == finding_id else f for f in FINDINGS),  # type: ignore[arg-type]
    )


def with_quote(quote_id: str, **changes: object) -> Synthesis:
    """The clean synthesis with one quote changed."""
    return replace(
        CLEAN,
        quotes=tuple(replace(q, **changes) if q.id == quote_id else q for q in CLEAN.quotes),  # type: ignore[arg-type]
    )


def with_theme(theme_id: str, **changes: object) -> Synthesis:
    """The clean synthesis with one theme changed."""
    return replace(
        CLEAN,
        themes=tuple(replace(t, **changes) if t.id == theme_id else t for t in THEMES),  # type: ignore[arg-type]
    )


def without_placements(*pairs: tuple[str, str]) -> Synthesis:
    """The clean synthesis without some placements, given as (finding, theme)."""
    return replace(CLEAN, placements=tuple(p for p in PLACEMENTS if (p.finding_id, p.theme_id) not in pairs))
