"""The check catalogue S01 to S18: rules a synthesis answers to, and what breaks them."""

from synthema.synthesis.checks import methods, sources, themes
from synthema.synthesis.checks.evidence import Evidence, gather
from synthema.synthesis.checks.registry import Check, CheckResult, Hit, Outcome, Severity, Status
from synthema.synthesis.model import Synthesis
from synthema.synthesis.profiles import MethodProfile

__all__ = ["CATALOGUE", "Check", "CheckResult", "Hit", "Outcome", "Severity", "Status", "run_checks"]

_ERROR, _WARN, _INFO = Severity.ERROR, Severity.WARN, Severity.INFO

CATALOGUE: tuple[Check, ...] = (
    Check("S01", _WARN, "Every included study gives at least one finding or quote.", sources.study_without_findings),
    Check("S02", _ERROR, "Every quote stands in its report, word for word.", sources.quote_not_in_source),
    Check("S03", _ERROR, "Findings and quotes stand under the study of their report.", sources.wrong_study),
    Check("S04", _ERROR, "Themes cite included studies only.", sources.not_included),
    Check("S05", _WARN, "No code without quote and theme, no theme with nothing under it.", themes.orphans),
    Check("S06", _WARN, "Two studies or more support each theme.", themes.few_studies),
    Check("S07", _ERROR, "Every finding has an illustration.", methods.finding_without_illustration),
    Check(
        "S08", _ERROR, "Two findings to a category, two categories to a synthesised finding.", methods.too_few_beneath
    ),
    Check("S09", _ERROR, "Two studies or more to a third-order construct.", methods.construct_of_one_study),
    Check("S10", _ERROR, "Every refutation is explained.", methods.unexplained_refutation),
    Check("S11", _INFO, "No study gives more than half of what a theme rests on.", themes.one_study_dominates),
    Check("S12", _INFO, "Disconfirming cases were looked for, theme by theme.", themes.nothing_disconfirming),
    Check("S13", _WARN, "Participants' words are told from authors' words.", sources.order_not_marked),
    Check("S14", _WARN, "Every theme has a name of its own and a definition.", themes.name_or_definition),
    Check("S15", _ERROR, "What software suggested was decided on by a person.", sources.undecided_suggestion),
    Check("S16", _ERROR, "Effect sizes count shared studies and samples once.", methods.effect_not_net),
    Check("S17", _WARN, "Reports with an author or site in common are decided on.", sources.unlinked_reports),
    Check("S18", _WARN, "No theme changed after confidence in it was judged.", themes.edited_after_judgement),
)


def run_checks(synthesis: Synthesis, profile: MethodProfile) -> tuple[CheckResult, ...]:
    """Every check of the catalogue in order, those of other methods as not applicable.

    Raises UnsoundSynthesisError, with every fault, where links are broken and nothing can be counted.
    """
    evidence = gather(synthesis)
    return tuple(_result(check, evidence, profile) for check in CATALOGUE)


def _result(check: Check, evidence: Evidence, profile: MethodProfile) -> CheckResult:
    if check.id not in profile.check_ids:
        note = f"Not a rule of this method: {profile.name}."
        return _reported(check, Status.NOT_APPLICABLE, Outcome(looked_at=0, note=note))
    outcome = check.look(evidence)
    if outcome.hits:
        return _reported(check, Status.FOUND, outcome)
    if not outcome.looked_at:
        note = outcome.note or "There is nothing here that this rule speaks of."
        return _reported(check, Status.NOT_APPLICABLE, Outcome(looked_at=0, note=note))
    return _reported(check, Status.PASSED, outcome)


def _reported(check: Check, status: Status, outcome: Outcome) -> CheckResult:
    return CheckResult(
        id=check.id,
        severity=check.severity,
        rule=check.rule,
        status=status,
        hits=outcome.hits,
        looked_at=outcome.looked_at,
        note=outcome.note,
    )
