"""A synthesis with its links looked up once, so that every check can be a few lines."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from synthema.synthesis.model import Finding, Quote, Report, Study, Synthesis, Theme
from synthema.synthesis.tree import Support, included_reports, supports


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sound synthesis and its look-up tables."""

    synthesis: Synthesis
    studies: Mapping[str, Study]
    reports: Mapping[str, Report]
    findings: Mapping[str, Finding]
    quotes: Mapping[str, Quote]
    themes: Mapping[str, Theme]
    support: Mapping[str, Support]
    study_of_included: Mapping[str, str]  # report id -> study id

    def study_of(self, thing: Finding | Quote) -> Study:
        """The study whose report a finding or quote was taken from."""
        return self.studies[self.reports[thing.report_id].study_id]

    def place(self, thing: Finding | Quote) -> str:
        """Where a reader finds it: report and place."""
        report = self.reports[thing.report_id]
        return ", ".join(part for part in (report.name or report.id, thing.place) if part)

    def illustrated(self, finding: Finding) -> bool:
        """Whether a finding has an illustration of its own or a quote that illustrates it."""
        return bool(finding.illustration.strip()) or any(q.finding_id == finding.id for q in self.synthesis.quotes)


def gather(synthesis: Synthesis) -> Evidence:
    """Look up every link of a synthesis; raises UnsoundSynthesisError on broken ones."""
    support = supports(synthesis)
    return Evidence(
        synthesis=synthesis,
        studies={study.id: study for study in synthesis.studies},
        reports={report.id: report for report in synthesis.reports},
        findings={finding.id: finding for finding in synthesis.findings},
        quotes={quote.id: quote for quote in synthesis.quotes},
        themes={theme.id: theme for theme in synthesis.themes},
        support=support,
        study_of_included=included_reports(synthesis),
    )


def folded(text: str) -> str:
    """A name as people compare it: without case, width or spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def named(theme: Theme) -> str:
    """A theme as messages show it."""
    return f"theme “{theme.name}”"
