"""Answers in CSV files: wide (a row per study, for extraction) and long (a row per answer, for appraisal)."""

from collections.abc import Iterable
from typing import cast

from synthema.forms.cells import parse_cell, write_cell
from synthema.forms.model import Form, FormError, Problem, Question, Sheet, SheetReading, Value
from synthema.forms.rules import complaint, unanswered
from synthema.refused import Fault
from synthema.sheets import BrokenSheet, Row, Table, csv_text, read_table

_LONG = ("study", "question", "answer", "reason")


def read_wide(form: Form, content: bytes, name: str) -> SheetReading:
    """Sheets from a table with a study column and one column per question key; problems name line and column."""
    table, problems = _open(content, name, needed=("study",))
    known = {"study", *wide_columns(form)}
    problems += _unknown_columns(form, table.header, known, name)
    sheets: dict[str, Sheet] = {}
    for row in table.rows:
        study = row["study"]
        where = f"Line {row.line} of {name}"
        if not study or study in sheets:
            problems.append(_no_study(where) if not study else _study_twice(where, study))
            continue
        answers, wrong = _wide_answers(form, row, where)
        problems += wrong
        sheets[study] = Sheet(study, answers)
    return SheetReading(tuple(sheets.values()), tuple(problems))


def read_long(form: Form, content: bytes, name: str) -> SheetReading:
    """Sheets from a table study, question, answer, reason (and place, for quotes)."""
    table, problems = _open(content, name, needed=_LONG[:3])
    problems += _unknown_columns(form, table.header, {*_LONG, "place"}, name)
    answers: dict[str, dict[str, Value]] = {}
    reasons: dict[str, dict[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for row in table.rows:
        study, key = row["study"], row["question"]
        wrong = _row_problem(form, row, seen, f"Line {row.line} of {name}")
        if wrong:
            problems.append(wrong)
            continue
        seen.add((study, key))
        question = cast(Question, form.question(key))
        given = answers.setdefault(study, {})
        problems += _take(form, question, row, given, (f"Line {row.line} of {name}, column answer", "answer", "place"))
        if row["reason"]:
            reasons.setdefault(study, {})[key] = row["reason"]
    problems += _gaps(form, seen, answers, name)
    return SheetReading(tuple(Sheet(s, given, reasons.get(s, {})) for s, given in answers.items()), tuple(problems))


def write_wide(form: Form, sheets: Iterable[Sheet]) -> str:
    """A table with a row per study and a column per question; read_wide reads it back."""
    rows: list[list[str]] = []
    for sheet in sheets:
        row = [sheet.study]
        for question in form.questions:
            answer, place = write_cell(question, sheet.answers.get(question.key))
            row += [answer, place] if question.kind == "quote" else [answer]
        rows.append(row)
    return csv_text(("study", *wide_columns(form)), rows, numbers=True)


def write_long(form: Form, sheets: Iterable[Sheet]) -> str:
    """A table with a row per study and question, unanswered ones with an empty answer; read_long reads it back."""
    quotes = any(question.kind == "quote" for question in form.questions)
    rows: list[list[str]] = []
    for sheet in sheets:
        for question in form.questions:
            answer, place = write_cell(question, sheet.answers.get(question.key))
            row = [sheet.study, question.key, answer, sheet.reasons.get(question.key, "")]
            rows.append([*row, place] if quotes else row)
    return csv_text((*_LONG, "place") if quotes else _LONG, rows, numbers=True)


def wide_columns(form: Form) -> tuple[str, ...]:
    """The columns of a wide table after study: one per question, and a second for the place of a quote."""
    columns: list[str] = []
    for question in form.questions:
        columns += [question.key, _place_column(question)] if question.kind == "quote" else [question.key]
    return tuple(columns)


def _place_column(question: Question) -> str:
    return f"{question.key} (place)"


def _wide_answers(form: Form, row: Row, where: str) -> tuple[dict[str, Value], list[Problem]]:
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for question in form.questions:
        columns = (f"{where}, column {question.key}", question.key, _place_column(question))
        problems += _take(form, question, row, answers, columns)
    return answers, problems


def _take(
    form: Form, question: Question, row: Row, answers: dict[str, Value], columns: tuple[str, str, str]
) -> list[Problem]:
    """Put the answer of one cell into answers, or say why it cannot go there."""
    where, answer_column, place_column = columns
    value = parse_cell(question, row[answer_column], row[place_column])
    if value is None or unanswered(value):
        step = 'Fill it in ("not reported" is an answer).' if form.not_reported else "Fill it in."
        return [Problem(where=where, what="no answer", next=step, missing=True)] if question.required else []
    wrong = complaint(form, question, value)
    if wrong:
        return [Problem(where=where, what=wrong[0], next=wrong[1])]
    answers[question.key] = value
    return []


def _row_problem(form: Form, row: Row, seen: set[tuple[str, str]], where: str) -> Problem | None:
    study, key = row["study"], row["question"]
    if not study:
        return _no_study(where)
    if form.question(key) is None:
        what = f'"{key}" is not a question of {form.title}, version {form.version}'
        return Problem(where=f"{where}, column question", what=what, next=f"Use one of: {', '.join(form.keys)}.")
    if (study, key) in seen:
        what = f"question {key} is answered a second time for {study}"
        return Problem(where=where, what=what, next="Keep one of the two rows.")
    return None


def _gaps(form: Form, seen: set[tuple[str, str]], studies: Iterable[str], name: str) -> list[Problem]:
    return [
        Problem(where=f"{name}, {study}", what=f"no row for question {question.key}", next="Add the row.", missing=True)
        for study in studies
        for question in form.questions
        if question.required and (study, question.key) not in seen
    ]


def _no_study(where: str) -> Problem:
    return Problem(where=f"{where}, column study", what="no study", next="Write the study's label there.")


def _study_twice(where: str, study: str) -> Problem:
    return Problem(where=f"{where}, column study", what=f"{study} stands twice", next="Keep one row per study.")


def _unknown_columns(form: Form, header: tuple[str, ...], known: set[str], name: str) -> list[Problem]:
    step = f"Remove it, or rename it to a column of {form.title}, version {form.version}."
    return [
        Problem(where=f"Line 1 of {name}, column {number}", what=f'"{column}" is not a column of this form', next=step)
        for number, column in enumerate(header, start=1)
        if column not in known
    ]


def _open(content: bytes, name: str, needed: tuple[str, ...]) -> tuple[Table, list[Problem]]:
    """The table of a file and what is wrong with rows; raises FormError where nothing can be read."""
    try:
        table = read_table(content, name, needed)
    except BrokenSheet as error:
        raise FormError((_problem(error.fault),)) from None
    return table, [_problem(fault) for fault in table.faults]


def _problem(fault: Fault) -> Problem:
    return Problem(where=fault.where, what=fault.what, next=fault.next)
