"""Answers checked against a form, and two people's answers reconciled to a consensus."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from synthema.forms.model import (
    NOT_REPORTED,
    Consensus,
    Difference,
    Form,
    FormError,
    Problem,
    Question,
    Reconciliation,
    Resolution,
    Value,
)

Complaint = tuple[str, str]  # what is wrong, what to do next

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_ABSENT: tuple[object, ...] = (None, "", [], {})


def unanswered(value: object) -> bool:
    """Whether a value is no answer at all (unlike "not reported", which is one)."""
    return value in _ABSENT or (isinstance(value, str) and not value.strip())


def complaint(form: Form, question: Question, value: object) -> Complaint | None:
    """What is wrong with one answer and what to do next, or None if it can stand."""
    if value == NOT_REPORTED:
        return None if form.not_reported else _no_not_reported(question)
    return _CHECKS[question.kind](question, value)


def check(form: Form, answers: Mapping[str, object], reasons: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Everything that keeps these answers from being complete and well-formed; empty = they can stand."""
    found = [
        Problem(
            where=f"Question {key}",
            what=f"it is not part of {form.title}, version {form.version}",
            next=f"Use one of: {', '.join(form.keys)}.",
        )
        for key in answers
        if form.question(key) is None
    ]
    for question in form.questions:
        problem = _check_one(form, question, answers.get(question.key), reasons or {})
        if problem:
            found.append(problem)
    return tuple(found)


def reconcile(form: Form, first: Mapping[str, Value], second: Mapping[str, Value]) -> Reconciliation:
    """Two answers to one form side by side: agreed, differing (one blank counts), unanswered by both."""
    agreed: dict[str, Value] = {}
    differing: list[Difference] = []
    neither: list[str] = []
    for question in form.questions:
        key = question.key
        one, two = _given(first, key), _given(second, key)
        if one is None and two is None:
            neither.append(key)
        elif one is not None and two is not None and same(question, one, two):
            agreed[key] = one
        else:
            differing.append(Difference(key, one, two))
    return Reconciliation(
        first=dict(first),
        second=dict(second),
        agreed=agreed,
        differing=tuple(differing),
        unanswered=tuple(neither),
    )


def consensus(
    form: Form,
    reconciliation: Reconciliation,
    resolved: Mapping[str, Value],
    reasons: Mapping[str, str] | None = None,
) -> Consensus:
    """The answers both stand by; raises FormError unless every difference, and nothing else, is resolved."""
    problems = [p for p in check(form, resolved) if not p.missing]
    problems += _unresolved(reconciliation, resolved)
    problems += _overruled(form, reconciliation, resolved)
    if problems:
        raise FormError(tuple(problems))
    resolutions = tuple(
        Resolution(
            key=difference.key,
            first=difference.first,
            second=difference.second,
            value=resolved[difference.key],
            reason=(reasons or {}).get(difference.key, ""),
        )
        for difference in reconciliation.differing
    )
    settled = {**reconciliation.agreed, **{r.key: r.value for r in resolutions}}
    answers = {key: settled[key] for key in form.keys if key in settled}
    return Consensus(answers=answers, resolutions=resolutions, reconciliation=reconciliation)


def same(question: Question, one: Value, two: Value) -> bool:
    """Whether two answers say the same: 12 and 12.0 do, and choices ticked in another order."""
    if NOT_REPORTED in (one, two):
        return one == two
    if question.kind == "number" and not (_number(question, one) or _number(question, two)):
        return Decimal(cast(str, one)) == Decimal(cast(str, two))
    if question.kind == "many":
        return set(cast(list[str], one)) == set(cast(list[str], two))
    return one == two


def _given(answers: Mapping[str, Value], key: str) -> Value | None:
    value = answers.get(key)
    return None if unanswered(value) else value


def _check_one(form: Form, question: Question, value: object, reasons: Mapping[str, str]) -> Problem | None:
    where = f"Question {question.key} ({question.label})"
    if unanswered(value):
        if not question.required:
            return None
        options = f' or "{NOT_REPORTED}"' if form.not_reported else ""
        return Problem(where=where, what="no answer", next=f"Give an answer{options}.", missing=True)
    wrong = complaint(form, question, value)
    if wrong:
        return Problem(where=where, what=wrong[0], next=wrong[1])
    if value in form.reason_for and not reasons.get(question.key, "").strip():
        label = question.choice_label(value)
        return Problem(where=where, what=f'"{label}" without a reason', next="Write why in a few words.", missing=True)
    return None


def _unresolved(reconciliation: Reconciliation, resolved: Mapping[str, Value]) -> list[Problem]:
    return [
        Problem(
            where=f"Question {difference.key}",
            what="the two answers differ and the consensus does not answer it",
            next="Agree on an answer and give it.",
            missing=True,
        )
        for difference in reconciliation.differing
        if unanswered(resolved.get(difference.key))
    ]


def _overruled(form: Form, reconciliation: Reconciliation, resolved: Mapping[str, Value]) -> list[Problem]:
    """A consensus settles differences; what both answered alike, or neither answered, is theirs to amend."""
    open_keys = {difference.key for difference in reconciliation.differing}
    found = []
    for question in form.questions:
        key, value = question.key, resolved.get(question.key)
        if value is None or unanswered(value) or key in open_keys or complaint(form, question, value):
            continue
        agreed = reconciliation.agreed.get(key)
        if agreed is None or not same(question, agreed, value):
            state = "neither person answered it" if agreed is None else "both people answered it alike"
            step = "Leave it out here, or amend the two original answers first."
            found.append(
                Problem(where=f"Question {key}", what=f"{state}, so there is no difference to settle", next=step)
            )
    return found


def _no_not_reported(question: Question) -> Complaint:
    labels = ", ".join(question.choice_label(choice) for choice in question.choices)
    step = f"Use one of: {labels}." if labels else "Give an answer or leave it empty."
    return f'"{NOT_REPORTED}" is not an answer on this form', step


def _text(_question: Question, value: object) -> Complaint | None:
    return None if isinstance(value, str) else (f"{value!r} is not text", "Write the answer as text.")


def _number(_question: Question, value: object) -> Complaint | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return None
    shown = value if isinstance(value, str) else repr(value)
    return f'"{shown}" is not a number', "Write digits only, with a point for decimals, such as 15 or 4210.5."


def _choice(question: Question, value: object) -> Complaint | None:
    if isinstance(value, str) and value in question.choices:
        return None
    shown = value if isinstance(value, str) else repr(value)
    return f'"{shown}" is not one of the choices', f"Use one of: {', '.join(question.choices)}."


def _many(question: Question, value: object) -> Complaint | None:
    if not isinstance(value, list):
        return f"{value!r} is not a list of choices", f"Use any of: {', '.join(question.choices)}."
    wrong = next((found for choice in value if (found := _choice(question, choice))), None)
    if wrong is None and len(set(value)) < len(value):
        return "a choice is named twice", "Name each choice once."
    return wrong


def _date(_question: Question, value: object) -> Complaint | None:
    step = "Write 2024-03-15, 2024-03 or 2024."
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return f'"{value}" is not a date', step
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return f'"{value}" is not in the calendar', step
    return None


def _table(question: Question, value: object) -> Complaint | None:
    columns = ", ".join(question.columns)
    if not isinstance(value, list) or not all(_row_of_text(row) for row in value):
        return f"{value!r} is not a table", f"Give one row per line with the columns {columns}."
    odd = next((column for row in value for column in row if column not in question.columns), None)
    return None if odd is None else (f'"{odd}" is not a column of this table', f"Its columns are: {columns}.")


def _quote(_question: Question, value: object) -> Complaint | None:
    if not _row_of_text(value) or set(cast(dict[str, str], value)) != {"text", "place"}:
        return f"{value!r} is not a quote with its place", "Give the quoted text and where it stands."
    quote = cast(dict[str, str], value)
    if not quote["text"].strip():
        return "a place without a quoted text", "Give the words quoted, or leave both empty."
    if quote["text"] == NOT_REPORTED:
        return f'"{NOT_REPORTED}" with a place', "Leave the place empty, or give the words quoted."
    if not quote["place"].strip():
        return "a quote without its place", 'Say where it stands, such as "p. 7".'
    return None


def _row_of_text(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(x, str) for pair in value.items() for x in pair)


_CHECKS: dict[str, Callable[[Question, object], Complaint | None]] = {
    "text": _text,
    "number": _number,
    "choice": _choice,
    "many": _many,
    "date": _date,
    "table": _table,
    "quote": _quote,
}
