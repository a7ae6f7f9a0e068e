"""ConQual, a published rule and so a calculator (Munn et al. 2014, doi:10.1186/1471-2288-14-108)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from synthema.confidence.model import Answer, Confidence, ConQual, Downgrade, Override, ResearchType
from synthema.refused import Refused
from synthema.synthesis.model import Credibility

DEPENDABILITY_QUESTIONS = (2, 3, 4, 6, 7)  # of the JBI checklist for qualitative research
STARTS = {ResearchType.QUALITATIVE: Confidence.HIGH, ResearchType.TEXT_OPINION: Confidence.LOW}
CREDIBILITY_STEPS = {
    frozenset({Credibility.UNEQUIVOCAL}): 0,
    frozenset({Credibility.UNEQUIVOCAL, Credibility.CREDIBLE}): -1,
    frozenset({Credibility.CREDIBLE}): -2,
    frozenset({Credibility.CREDIBLE, Credibility.NOT_SUPPORTED}): -3,
    frozenset({Credibility.NOT_SUPPORTED}): -4,
}
LOWEST = {"dependability": -2, "credibility": -4}


class ConQualError(Refused):
    """ConQual cannot be computed from what was given; the message says what is missing."""


def dependable_answers(answers: Mapping[int, Answer], report: str = "The report") -> int:
    """How many of the five dependability questions were answered yes, 0 to 5; raises ConQualError on a gap."""
    missing = [str(question) for question in DEPENDABILITY_QUESTIONS if question not in answers]
    if missing:
        raise ConQualError(
            "{report}: no answer to JBI question {missing}. Answer it, then compute again.",
            report=report,
            missing=", ".join(missing),
        )
    return sum(answers[question] is Answer.YES for question in DEPENDABILITY_QUESTIONS)


def dependability_steps(yes: int) -> int:
    """Steps for one report: 4-5 yes 0, 2-3 yes -1, 0-1 yes -2."""
    if not 0 <= yes <= len(DEPENDABILITY_QUESTIONS):
        raise ConQualError("{yes} yes answers, but there are five questions: give a number from 0 to 5.", yes=yes)
    return -(2 - yes // 2)


def dependability(appraisals: Mapping[str, Mapping[int, Answer]]) -> Downgrade:
    """The downgrade most contributing reports hold; `appraisals` gives each report's answers by question number.

    Where no downgrade is held by more than half of the reports, nothing is computed and a person decides.
    """
    if not appraisals:
        raise ConQualError("No contributing report was appraised: appraise the reports, then compute again.")
    each = Counter(dependability_steps(dependable_answers(answers, name)) for name, answers in appraisals.items())
    counted = {str(steps): each[steps] for steps in (0, -1, -2)}
    steps, most = each.most_common(1)[0]
    spread = f"{each[0]} unchanged, {each[-1]} down one, {each[-2]} down two of {each.total()} reports"
    if 2 * most <= each.total():
        return Downgrade(counted=counted, computed=None, explanation=f"{spread}: no majority, a person decides.")
    return Downgrade(counted=counted, computed=steps, explanation=f"{spread}.")


def credibility(levels: Sequence[Credibility]) -> Downgrade:
    """The downgrade for the mix of credibility levels among a synthesised finding's findings.

    All unequivocal 0, with credible -1, all credible -2, credible with not supported -3, all not supported -4.
    The published rule is silent on unequivocal with not supported: nothing is computed and a person decides.
    """
    if not levels:
        raise ConQualError("The synthesised finding holds no finding with a credibility level: give each one a level.")
    each = Counter(levels)
    counted = {level.value: each[level] for level in Credibility}
    mix = ", ".join(f"{count} {level.replace('_', ' ')}" for level, count in counted.items() if count)
    steps = CREDIBILITY_STEPS.get(frozenset(each))
    if steps is None:
        told = f"{mix}: the rule has no step for this mix. Take out what is not supported, or decide."
        return Downgrade(counted=counted, computed=None, explanation=told)
    return Downgrade(counted=counted, computed=steps, explanation=f"{mix}.")


def conqual(
    finding_id: str,
    dependability: Downgrade,
    credibility: Downgrade,
    research: ResearchType = ResearchType.QUALITATIVE,
) -> ConQual:
    """The ConQual score of one synthesised finding: its start lowered by both downgrades, floor very low."""
    return ConQual(
        finding_id=finding_id,
        research=research,
        start=STARTS[research],
        dependability=dependability,
        credibility=credibility,
    )


def overridden(score: ConQual, downgrade: str, value: int, *, reason: str, by: str) -> ConQual:
    """The score with one downgrade ("dependability" or "credibility") set by a person, who says why."""
    if downgrade not in LOWEST:
        raise ConQualError(
            "ConQual has no downgrade called {downgrade}: name {lowest}.",
            downgrade=downgrade,
            lowest=" or ".join(LOWEST),
        )
    if not LOWEST[downgrade] <= value <= 0:
        raise ConQualError(
            "{value} steps of {downgrade}: give a whole number from {lowest} to 0.",
            value=value,
            downgrade=downgrade,
            lowest=LOWEST[downgrade],
        )
    if not reason.strip() or not by.strip():
        raise ConQualError(
            "The {downgrade} was changed without a reason or a name: give both, they are printed.", downgrade=downgrade
        )
    changed = Override(value, reason, by)
    if downgrade == "dependability":
        return replace(score, dependability=replace(score.dependability, override=changed))
    return replace(score, credibility=replace(score.credibility, override=changed))
