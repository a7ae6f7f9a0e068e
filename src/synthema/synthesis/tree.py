"""The tree of themes, and what each theme rests on once its descendants are counted in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from synthema.synthesis.model import Finding, Placement, Polarity, Quote, Synthesis, Theme
from synthema.synthesis.soundness import assert_sound


@dataclass(frozen=True, slots=True)
class Branch:
    """A theme with the branches under it; depth 0 is a root."""

    theme: Theme
    depth: int
    children: tuple["Branch", ...] = ()

    def walk(self) -> Iterator["Branch"]:
        """This branch and all under it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What a theme and its descendants rest on; included reports only, each thing once, in the order of the bundle."""

    theme: Theme
    own_placements: tuple[Placement, ...]
    placements: tuple[Placement, ...]
    findings: tuple[Finding, ...]
    quotes: tuple[Quote, ...]
    report_ids: tuple[str, ...]
    study_ids: tuple[str, ...]
    supporting_study_ids: tuple[str, ...]
    contradicting_study_ids: tuple[str, ...]


def tree(themes: Iterable[Theme]) -> tuple[Branch, ...]:
    """The roots with everything under them, siblings in the order given."""
    listed = tuple(themes)
    assert_sound(Synthesis(themes=listed))
    children = _by_parent(listed)

    def grow(theme: Theme, depth: int) -> Branch:
        return Branch(theme, depth, tuple(grow(child, depth + 1) for child in children.get(theme.id, ())))

    return tuple(grow(theme, 0) for theme in children.get(None, ()))


def descendants(themes: Iterable[Theme]) -> dict[str, tuple[str, ...]]:
    """For each theme its own id and the ids of all themes under it."""
    return {
        branch.theme.id: tuple(lower.theme.id for lower in branch.walk())
        for root in tree(themes)
        for branch in root.walk()
    }


def included_reports(synthesis: Synthesis) -> dict[str, str]:
    """The study of every included report of an included study, by report id."""
    studies = {study.id for study in synthesis.studies if study.included}
    return {
        report.id: report.study_id for report in synthesis.reports if report.included and report.study_id in studies
    }


def supports(synthesis: Synthesis) -> dict[str, Support]:
    """What every theme rests on, by theme id; raises UnsoundSynthesisError on broken links."""
    assert_sound(synthesis)
    study_of = included_reports(synthesis)
    findings = {finding.id: finding for finding in synthesis.findings if finding.report_id in study_of}
    below = descendants(synthesis.themes)
    return {
        theme.id: _support(theme, set(below[theme.id]), synthesis, findings, study_of) for theme in synthesis.themes
    }


def _by_parent(themes: tuple[Theme, ...]) -> dict[str | None, list[Theme]]:
    children: dict[str | None, list[Theme]] = {}
    for theme in themes:
        children.setdefault(theme.parent_id, []).append(theme)
    return children


def _support(
    theme: Theme, below: set[str], synthesis: Synthesis, findings: Mapping[str, Finding], study_of: Mapping[str, str]
) -> Support:
    placements = tuple(p for p in synthesis.placements if p.theme_id in below and p.finding_id in findings)
    quotes = _coded_quotes(synthesis, below, study_of)
    quoted = [quote.report_id for quote in quotes]

    def reports(*polarities: Polarity) -> list[str]:
        return [findings[p.finding_id].report_id for p in placements if p.polarity in polarities]

    def studies(report_ids: Iterable[str]) -> tuple[str, ...]:
        named = {study_of[report_id] for report_id in report_ids}
        return tuple(study.id for study in synthesis.studies if study.id in named)

    every = {*reports(*Polarity), *quoted}
    placed = {p.finding_id for p in placements}
    return Support(
        theme=theme,
        own_placements=tuple(p for p in placements if p.theme_id == theme.id),
        placements=placements,
        findings=tuple(finding for finding in findings.values() if finding.id in placed),
        quotes=quotes,
        report_ids=tuple(report.id for report in synthesis.reports if report.id in every),
        study_ids=studies(every),
        supporting_study_ids=studies(reports(Polarity.SUPPORTS) + quoted),
        contradicting_study_ids=studies(reports(Polarity.CONTRADICTS)),
    )


def _coded_quotes(synthesis: Synthesis, below: set[str], study_of: Mapping[str, str]) -> tuple[Quote, ...]:
    coded = {quote_id for code in synthesis.codes if below.intersection(code.theme_ids) for quote_id in code.quote_ids}
    return tuple(quote for quote in synthesis.quotes if quote.id in coded and quote.report_id in study_of)
