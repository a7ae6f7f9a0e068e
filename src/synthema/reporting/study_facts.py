"""Studies as lines of a report: characteristics, appraisal, findings, and the notes on how they were gathered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

from synthema.forms.model import Form, Question, Value
from synthema.forms.standing import Settled
from synthema.forms.tables import assessors, forms, needed, settled, standing_sheets
from synthema.reporting.model import AnswerLine, FindingLine, Link, StudyLine
from synthema.reporting.places import Review, anchor
from synthema.screening.states import included_reports

Stage = Literal["appraisal", "extraction"]
ANSWERS = {
    "yes": "Yes",
    "no": "No",
    "cant_tell": "Can’t tell",
    "unclear": "Unclear",
    "not_applicable": "Not applicable",
}


def form_of(review: Review, stage: Stage) -> Form | None:
    """The form of a stage in force, or None."""
    found = forms(review.id, stage)
    return found[-1].form if found else None


def study_lines(review: Review, findings: Mapping[UUID, Sequence[FindingLine]]) -> list[StudyLine]:
    """Every included study by label."""
    held: dict[UUID, list[Link]] = defaultdict(list)
    labels: dict[UUID, str] = {}
    for report in included_reports(review.id):
        if report.study is not None:
            held[report.study.id].append(Link(report.title, anchor("report", report.id)))
            labels[report.study.id] = report.study.label
    extracted, appraised = _answers(review, "extraction"), _answers(review, "appraisal")
    rated = settled(review.id, "appraisal")
    return [
        StudyLine(
            anchor=anchor("study", labels[study]),
            label=labels[study],
            reports=tuple(held[study]),
            characteristics=extracted.get(study, ()),
            appraisal=appraised.get(study, ()),
            rating=rated[study].rating if study in rated else "",
            findings=tuple(findings.get(study, ())),
        )
        for study in sorted(held, key=lambda one: labels[one])
    ]


def _answers(review: Review, stage: Stage) -> dict[UUID, tuple[AnswerLine, ...]]:
    form = form_of(review, stage)
    if form is None:
        return {}
    sheets = standing_sheets(review.id, stage)
    found = {}
    for study, done in settled(review.id, stage).items():
        given = [(review.name(s.person), s.answers) for s in sheets.get(study, [])]
        originals = given if done.how in ("consensus", "arbiter") else []
        found[study] = tuple(
            _answer(question, done, originals) for question in form.questions if question.key in done.answers
        )
    return found


def _answer(question: Question, done: Settled, originals: Sequence[tuple[str, Mapping[str, Value]]]) -> AnswerLine:
    value = done.answers[question.key]
    differing = len({words(question, answers.get(question.key)) for _, answers in originals}) > 1
    return AnswerLine(
        key=question.key,
        label=question.label,
        answer=words(question, value),
        code=value if isinstance(value, str) and question.kind == "choice" else "",
        reason=" / ".join(done.reasons.get(question.key, ())),
        originals=tuple(f"{name}: {words(question, a.get(question.key))}" for name, a in originals)
        if differing
        else (),
    )


def words(question: Question, value: Value | None) -> str:
    """An answer as printed."""
    if value is None or value in ("", [], {}):
        return "not answered"
    if isinstance(value, str):
        return ANSWERS.get(value, question.choice_label(value)) if question.kind == "choice" else value
    if isinstance(value, list):
        return "; ".join(_row(entry) if isinstance(entry, dict) else question.choice_label(entry) for entry in value)
    return f"“{value.get('text', '')}” ({value.get('place', '')})" if question.kind == "quote" else _row(value)


def _row(entry: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in entry.items() if value)


def how_gathered(review: Review, stage: Stage) -> str:
    """By how many people the answers were given, and how they were settled, in words."""
    if form_of(review, stage) is None:
        return ""
    done = settled(review.id, stage).values()
    if needed(review.id, stage) == 1:
        declared = assessors(review.id, stage)
        why = f" Reason given: {declared.reason}" if declared and declared.reason else ""
        return f"One person answered for each study ({len(done)} studies).{why}"
    differed = sum(one.how in ("consensus", "arbiter") for one in done)
    return (
        f"Two people answered independently for each of {len(done)} studies; in {differed} they differed somewhere and "
        "settled it by consensus or with an arbiter. Both originals are kept."
    )
