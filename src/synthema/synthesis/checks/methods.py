"""Checks that belong to one method: S07 and S08 (meta-aggregation), S09 and S10 (meta-ethnography), S16."""

from collections.abc import Iterator

from synthema.synthesis.checks.evidence import Evidence, named
from synthema.synthesis.checks.registry import Hit, Outcome
from synthema.synthesis.metasummary import net_reports, reports_holding, sharing
from synthema.synthesis.model import Credibility, Polarity, RelationKind, Theme, ThemeLevel


def finding_without_illustration(evidence: Evidence) -> Outcome:
    """S07: a finding that nothing illustrates, unless it is marked as not supported."""
    findings = [f for f in evidence.synthesis.findings if f.credibility is not Credibility.NOT_SUPPORTED]
    hits = tuple(
        Hit(
            "The finding has no illustration.",
            evidence.place(finding),
            "Add the words that illustrate it, or mark it as not supported.",
            finding.id,
        )
        for finding in findings
        if not evidence.illustrated(finding)
    )
    return Outcome(looked_at=len(findings), hits=hits)


def too_few_beneath(evidence: Evidence) -> Outcome:
    """S08: a category of fewer than two findings, a synthesised finding of fewer than two categories."""
    themes = evidence.synthesis.themes
    categories = [theme for theme in themes if theme.level is ThemeLevel.DESCRIPTIVE]
    synthesised = [theme for theme in themes if theme.level is ThemeLevel.ANALYTICAL]
    few = [
        *_fewer_than_two(categories, "category", "finding", {t.id: _supported(evidence, t) for t in categories}),
        *_fewer_than_two(
            synthesised,
            "synthesised finding",
            "category",
            {t.id: sum(category.parent_id == t.id for category in categories) for t in synthesised},
        ),
    ]
    return Outcome(looked_at=len(categories) + len(synthesised), hits=tuple(few))


def _supported(evidence: Evidence, category: Theme) -> int:
    """Findings in a category; what its authors did not support is not aggregated and does not count."""
    findings = {p.finding_id for p in evidence.support[category.id].own_placements}
    return sum(evidence.findings[f].credibility is not Credibility.NOT_SUPPORTED for f in findings)


def _fewer_than_two(themes: list[Theme], kind: str, below: str, counts: dict[str, int]) -> Iterator[Hit]:
    for theme in themes:
        if counts[theme.id] < 2:
            count = counts[theme.id] or "no"
            what = f"The {kind} “{theme.name}” holds {count} {below}; meta-aggregation asks for two."
            yield Hit(what, f"{kind} “{theme.name}”", f"Merge it with another {kind}, or add what belongs.", theme.id)


def construct_of_one_study(evidence: Evidence) -> Outcome:
    """S09: a third-order construct drawn from fewer than two studies."""
    constructs = [theme for theme in evidence.synthesis.themes if theme.level is not ThemeLevel.DESCRIPTIVE]
    hits = tuple(
        Hit(
            f"Theme “{theme.name}” is drawn from {len(evidence.support[theme.id].study_ids) or 'no'} study.",
            named(theme),
            "Translate it into a second study, or keep it as a second-order construct of that study.",
            theme.id,
        )
        for theme in constructs
        if len(evidence.support[theme.id].study_ids) < 2
    )
    return Outcome(looked_at=len(constructs), hits=hits)


def unexplained_refutation(evidence: Evidence) -> Outcome:
    """S10: findings or studies that contradict, without a word on why."""
    against = [p for p in evidence.synthesis.placements if p.polarity is Polarity.CONTRADICTS]
    refuting = [r for r in evidence.synthesis.relations if r.kind is RelationKind.REFUTATIONAL]
    next_step = "Say what could explain it: who, where, when, or how it was studied."
    hits = [
        Hit(
            f"A finding contradicts {named(evidence.themes[p.theme_id])} and nothing explains it.",
            evidence.place(evidence.findings[p.finding_id]),
            next_step,
            p.finding_id,
        )
        for p in against
        if not p.explanation.strip()
    ]
    hits += [
        Hit(
            "These studies are said to refute one another, without an explanation.",
            ", ".join(evidence.studies[study_id].name for study_id in relation.study_ids),
            next_step,
            relation.study_ids[0] if relation.study_ids else "",
        )
        for relation in refuting
        if not relation.explanation.strip()
    ]
    return Outcome(looked_at=len(against) + len(refuting), hits=tuple(hits))


def effect_not_net(evidence: Evidence) -> Outcome:
    """S16: a stated effect size that counts reports of one study or sample more than once."""
    synthesis = evidence.synthesis
    net = net_reports(tuple(evidence.study_of_included), sharing(synthesis))
    place = {report_id: number for number, group in enumerate(net) for report_id in group}
    held = reports_holding(synthesis, (Polarity.SUPPORTS, Polarity.NUANCE))
    hits = []
    for stated in synthesis.stated_effects:
        right = (len({place[report_id] for report_id in held[stated.theme_id]}), len(net))
        if (stated.reports_with, stated.reports) != right:
            theme = evidence.themes[stated.theme_id]
            what = (
                f"The effect size of {named(theme)} is given as {stated.reports_with} of {stated.reports} reports; "
                f"with shared studies and samples counted once it is {right[0]} of {right[1]}."
            )
            hits.append(Hit(what, named(theme), "Use the numbers that count each study or sample once.", theme.id))
    return Outcome(looked_at=len(synthesis.stated_effects), hits=tuple(hits))
