"""GRADE-CERQual without a formula: people judge, this looks for contradictions and known misuse.

Rules: Lewin et al. 2018, doi:10.1186/s13012-017-0689-2; misuses C1 to C8 after Wainwright et al. 2023,
doi:10.1186/s12961-023-00999-3.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from synthema.confidence.model import Component, Concern, EvidenceProfile, ReviewFinding

_SCORE = re.compile(r"\b(scor\w+|sum of|average)\b|\d+\s*/\s*\d+|\d+ points?\b", re.IGNORECASE)
_ANSWER_COUNT = re.compile(
    r"\d+\s*(/|of|out of)\s*\d+|\b(answer|item|question|criteri|checklist|score)\w*", re.IGNORECASE
)
_AGREEMENT = re.compile(
    r"\b(studies|papers|articles|reports)\b[^.;]*\b(agree\w*|consisten\w+|same finding|similar findings?)\b"
    r"|\b(agreement|consistency)\s+(between|across|among)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 6  # a statement of fewer words cannot say who experiences what, and why
_TELLING_WORDS = 8  # words of an explanation left once numbers and checklist words are taken out


class Certainty(StrEnum):
    """Whether the software is sure of a misuse or asks a person to look."""

    CERTAIN = "certain"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Lint:
    """One thing to mend in an evidence profile; `finding_id` is empty where it concerns the whole profile."""

    id: str
    finding_id: str
    what: str
    next: str
    certainty: Certainty = Certainty.CERTAIN


def consistency(profile: EvidenceProfile) -> tuple[Lint, ...]:
    """Contradicting numbers, missing parts and known misuse, finding by finding; never a level of confidence."""
    per_finding = (lint for finding in profile.findings for look in _LOOKS for lint in look(profile, finding))
    return (*_per_study(profile), *per_finding)


def _counts(profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    cited = profile.contributing(finding)
    if finding.stated_studies is not None and finding.stated_studies != cited:
        what = f"The text says {finding.stated_studies} studies, but {cited} are cited ({_reports(finding)})."
        yield Lint("counts", finding.id, what, "Correct the number, or link reports of one study to that study.")
    right = {cited, finding.stated_studies}
    for judgement in finding.components:
        if judgement.study_counts and judgement.counted_studies not in right:
            total = str(judgement.counted_studies)
            if len(judgement.study_counts) > 1:
                total = f"{' + '.join(str(count) for _label, count in judgement.study_counts)} = {total}"
            expected = cited if finding.stated_studies is None else finding.stated_studies
            what = f"The studies counted under {_word(judgement.component)} are {total}"
            yield Lint("counts", finding.id, f"{what}, not {expected}.", "Place every contributing study once.")


def _missing_component(_profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    for component in Component:
        judgement = finding.judgement(component)
        if judgement is None or judgement.concern is None:
            what = f"There is no judgement on {_word(component)}."
            yield Lint("C2", finding.id, what, "Judge all four components before the overall confidence.")


def _own_scoring(_profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    if _SCORE.search(finding.explanation):
        what = "The explanation of the overall confidence speaks of a score."
        next_step = "CERQual has no scoring rule: say in words why the concerns together lower confidence, or do not."
        yield Lint("C3", finding.id, what, next_step, Certainty.LOOK)


def _study_assessed(profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    if _folded(finding.statement) in {_folded(name) for name in profile.study_names}:
        what = f"“{finding.statement}” is a study, not a finding."
        yield Lint("C4", finding.id, what, "Assess a finding of the review; a study's quality is its appraisal.")


def _theme_title(_profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    statement = _folded(finding.statement)
    next_step = "Write the finding as a full statement: who experiences what, in which situation."
    if statement == _folded(finding.theme_name):
        yield Lint("C5", finding.id, f"“{finding.statement}” is the title of its theme.", next_step)
    elif len(statement.split()) < _FEWEST_WORDS:
        yield Lint("C5", finding.id, f"“{finding.statement}” reads like a title.", next_step, Certainty.LOOK)


def _checklist_counts(_profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    judgement = finding.judgement(Component.LIMITATIONS)
    if judgement is None or not _ANSWER_COUNT.search(judgement.explanation):
        return
    telling = re.findall(r"[^\W\d_]{4,}", _ANSWER_COUNT.sub(" ", judgement.explanation))
    if len(telling) < _TELLING_WORDS:
        what = "The methodological limitations are explained by counts of checklist answers."
        next_step = "Say which limitations matter for this finding, and in which studies."
        yield Lint("C6", finding.id, what, next_step, Certainty.LOOK)


def _agreement_as_coherence(_profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    judgement = finding.judgement(Component.COHERENCE)
    if judgement is not None and _AGREEMENT.search(judgement.explanation):
        what = "Coherence is explained by agreement between studies."
        next_step = "Coherence is the fit between the data and the statement: say what fits, and what does not."
        yield Lint("C7", finding.id, what, next_step, Certainty.LOOK)


def _unexplained(_profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    for judgement in finding.components:
        concerned = judgement.concern not in (None, Concern.NONE)
        if concerned and not judgement.explanation.strip():
            what = f"The concern about {_word(judgement.component)} is not explained."
            yield Lint("C8", finding.id, what, "Explain every concern that is minor or worse.")
    if finding.overall is not None and not finding.explanation.strip():
        yield Lint("C8", finding.id, "The overall confidence is not explained.", "Say how the concerns led to it.")
    if not finding.report_ids:
        yield Lint("C8", finding.id, "No contributing study is listed.", "List the studies that the finding rests on.")


def _who_and_which(_profile: EvidenceProfile, finding: ReviewFinding) -> Iterator[Lint]:
    if len(set(finding.assessors)) < 2 and not finding.single_assessor:
        what = f"{len(set(finding.assessors)) or 'No'} assessor is named."
        yield Lint("assessors", finding.id, what, "Add a second assessor, or say openly that one person judged.")
    if not finding.version.strip():
        what = "It is not said which version of the finding was judged."
        yield Lint("version", finding.id, what, "Give the version, so that a later change calls for a new judgement.")


_LOOKS = (
    _counts,
    _missing_component,
    _own_scoring,
    _study_assessed,
    _theme_title,
    _checklist_counts,
    _agreement_as_coherence,
    _unexplained,
    _who_and_which,
)


def _per_study(profile: EvidenceProfile) -> Iterator[Lint]:
    rows = profile.findings
    if len(rows) > 1 and all(profile.contributing(row) == 1 for row in rows):
        what = f"Each of the {len(rows)} rows rests on one study."
        next_step = "CERQual is about findings across studies; for the quality of a study use its appraisal."
        yield Lint("C1", "", what, next_step, Certainty.LOOK)


def _reports(finding: ReviewFinding) -> str:
    count = len(set(finding.report_ids))
    return f"{count} report" if count == 1 else f"{count} reports"


def _word(component: Component) -> str:
    return component.value.replace("_", " ")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
