"""Effect sizes of a qualitative meta-summary (Sandelowski & Barroso 2003, doi:10.1097/00006199-200307000-00004)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from synthema.refused import Refused
from synthema.synthesis.model import Polarity, Synthesis, ThemeLevel
from synthema.synthesis.tree import included_reports, supports

STRONG_ABOVE = Fraction(1, 4)


class MetaSummaryError(Refused):
    """Effect sizes cannot be computed from what was given; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyEffect:
    """How many reports hold an abstracted finding; reports of one study or sample count once."""

    finding_id: str
    report_ids: tuple[str, ...]
    reports_with: int
    reports: int

    @property
    def size(self) -> Fraction:
        """Share of the reports, above 0 and at most 1."""
        return Fraction(self.reports_with, self.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityEffect:
    """How many of the abstracted findings a report holds: of all, and of the strong ones."""

    report_id: str
    findings: int
    of_findings: int
    strong: int
    of_strong: int

    @property
    def size(self) -> Fraction:
        """Share of all abstracted findings, 0 to 1."""
        return Fraction(self.findings, self.of_findings)

    @property
    def strong_size(self) -> Fraction | None:
        """Share of the strong findings, 0 to 1; None where no finding is strong."""
        return Fraction(self.strong, self.of_strong) if self.of_strong else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaSummary:
    """Both effect sizes, and the sets of reports that counted as one."""

    frequencies: tuple[FrequencyEffect, ...]
    intensities: tuple[IntensityEffect, ...]
    counted_as_one: tuple[tuple[str, ...], ...]
    strong_above: Fraction


def percent(share: Fraction) -> int:
    """A share as a whole percentage, halves up."""
    return floor(share * 100 + Fraction(1, 2))


def net_reports(report_ids: Sequence[str], sharing: Iterable[Collection[str]]) -> tuple[tuple[str, ...], ...]:
    """Reports gathered into sets that count once, from sets known to share a study or a sample.

    Sharing carries over: if A shares with B and B with C, the three count once. Reports outside `report_ids` still
    carry it, since two included reports may share a sample through a third.
    """
    leader: dict[str, str] = {}

    def find(report_id: str) -> str:
        while leader.setdefault(report_id, report_id) != report_id:
            report_id = leader[report_id]
        return report_id

    for group in sharing:
        members = list(group)
        for other in members[1:]:
            leader[find(other)] = find(members[0])
    gathered: dict[str, list[str]] = {}
    for report_id in dict.fromkeys(report_ids):
        gathered.setdefault(find(report_id), []).append(report_id)
    return tuple(tuple(group) for group in gathered.values())


def meta_summary(
    occurrences: Mapping[str, Collection[str]],
    report_ids: Sequence[str],
    sharing: Iterable[Collection[str]] = (),
    strong_above: Fraction = STRONG_ABOVE,
) -> MetaSummary:
    """Frequency and intensity effect sizes, exact; `occurrences` gives the reports that hold each abstracted finding.

    FES = reports with the finding / reports, both net of reports that share a study or sample. IES = findings in a
    report / findings; strong: only findings with FES strictly above `strong_above`. Raises MetaSummaryError.
    """
    _refuse(occurrences, report_ids)
    net = net_reports(report_ids, sharing)
    place = {report_id: number for number, group in enumerate(net) for report_id in group}
    frequencies = tuple(
        FrequencyEffect(
            finding_id=finding_id,
            report_ids=tuple(report_id for report_id in place if report_id in set(found)),
            reports_with=len({place[report_id] for report_id in found}),
            reports=len(net),
        )
        for finding_id, found in occurrences.items()
    )
    return MetaSummary(
        frequencies=frequencies,
        intensities=tuple(_intensities(frequencies, tuple(dict.fromkeys(report_ids)), strong_above)),
        counted_as_one=tuple(group for group in net if len(group) > 1),
        strong_above=strong_above,
    )


def summarise(
    synthesis: Synthesis,
    theme_ids: Iterable[str] | None = None,
    *,
    polarities: Collection[Polarity] = (Polarity.SUPPORTS, Polarity.NUANCE),
    strong_above: Fraction = STRONG_ABOVE,
) -> MetaSummary:
    """Effect sizes with themes as abstracted findings: those named, or all that findings were placed under but the
    overarching one, which every report would hold.

    A report holds a theme if one of its findings stands under it or its descendants with one of the polarities.
    """
    held = reports_holding(synthesis, polarities)
    if theme_ids is None:
        direct = {placement.theme_id for placement in synthesis.placements}
        above = {theme.id for theme in synthesis.themes if theme.level is ThemeLevel.OVERARCHING}
        theme_ids = [one for one, found in held.items() if found and one in direct and one not in above]
    occurrences = {theme_id: held.get(theme_id, ()) for theme_id in theme_ids}
    return meta_summary(occurrences, tuple(included_reports(synthesis)), sharing(synthesis), strong_above)


def reports_holding(synthesis: Synthesis, polarities: Collection[Polarity]) -> dict[str, tuple[str, ...]]:
    """The included reports with a finding of these polarities under each theme or its descendants, by theme id.

    Where polarity is read against a framework, any finding under a subtheme holds the subtheme.
    """
    report_of = {finding.id: finding.report_id for finding in synthesis.findings}
    held = {}
    for theme_id, support in supports(synthesis).items():
        wanted = tuple(Polarity) if synthesis.any_finding_speaks_for(support.theme) else polarities
        held[theme_id] = tuple(
            dict.fromkeys(report_of[p.finding_id] for p in support.placements if p.polarity in wanted)
        )
    return held


def sharing(synthesis: Synthesis) -> tuple[tuple[str, ...], ...]:
    """The sets of reports that share a study, and the pairs a person decided share a sample."""
    by_study: dict[str, list[str]] = {}
    for report in synthesis.reports:
        by_study.setdefault(report.study_id, []).append(report.id)
    return (*map(tuple, by_study.values()), *(sample.report_ids for sample in synthesis.samples if sample.shared))


def _refuse(occurrences: Mapping[str, Collection[str]], report_ids: Sequence[str]) -> None:
    known = set(report_ids)
    problems = []
    for finding_id, found in occurrences.items():
        if not found:
            problems.append(f"Finding {finding_id} is in no report: place a report's finding under it or leave it out.")
        problems += [
            f"Finding {finding_id} names report {report_id}, which is not among the {len(known)} included reports."
            for report_id in found
            if report_id not in known
        ]
    if problems:
        raise MetaSummaryError("\n".join(problems))


def _intensities(
    frequencies: tuple[FrequencyEffect, ...], report_ids: tuple[str, ...], strong_above: Fraction
) -> Iterator[IntensityEffect]:
    if not frequencies:
        return
    strong = [effect for effect in frequencies if effect.size > strong_above]
    for report_id in report_ids:
        yield IntensityEffect(
            report_id=report_id,
            findings=sum(report_id in effect.report_ids for effect in frequencies),
            of_findings=len(frequencies),
            strong=sum(report_id in effect.report_ids for effect in strong),
            of_strong=len(strong),
        )
