"""Answers in CSV files: wide (a row per study, for extraction) and long (a row per answer, for appraisal)."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from synthema.forms.cells import parse_cell, write_cell
from synthema.forms.model import Form, FormError, Problem, Question, Sheet, SheetReading, Value
from synthema.forms.rules import complaint, unanswered

_LONG = ("study", "question", "answer", "reason")
# A spreadsheet runs a cell that begins like this as a formula; an apostrophe in front keeps it a text.
_FORMULA = re.compile(r"'*[=+\-@\t]")
_NUMERIC = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]


def read_wide(form: Form, content: bytes, name: str) -> SheetReading:
    """Sheets from a table with a study column and one column per question key; problems name line and column."""
    header, rows, problems = _open(content, name, needed=("study",))
    known = {"study", *wide_columns(form)}
    problems += _unknown_columns(form, header, known, name)
    sheets: dict[str, Sheet] = {}
    for row in rows:
        study = row.cells["study"]
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
    header, rows, problems = _open(content, name, needed=_LONG[:3])
    problems += _unknown_columns(form, header, {*_LONG, "place"}, name)
    answers: dict[str, dict[str, Value]] = {}
    reasons: dict[str, dict[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        study, key = row.cells["study"], row.cells["question"]
        wrong = _row_problem(form, row, seen, f"Line {row.line} of {name}")
        if wrong:
            problems.append(wrong)
            continue
        seen.add((study, key))
        question = cast(Question, form.question(key))
        given = answers.setdefault(study, {})
        problems += _take(form, question, row, given, (f"Line {row.line} of {name}, column answer", "answer", "place"))
        if row.cells.get("reason"):
            reasons.setdefault(study, {})[key] = row.cells["reason"]
    problems += _gaps(form, seen, answers, name)
    return SheetReading(tuple(Sheet(s, given, reasons.get(s, {})) for s, given in answers.items()), tuple(problems))


def write_wide(form: Form, sheets: Iterable[Sheet]) -> str:
    """A table with a row per study and a column per question; read_wide reads it back."""
    rows = [["study", *wide_columns(form)]]
    for sheet in sheets:
        row = [sheet.study]
        for question in form.questions:
            answer, place = write_cell(question, sheet.answers.get(question.key))
            row += [answer, place] if question.kind == "quote" else [answer]
        rows.append(row)
    return _csv(rows)


def write_long(form: Form, sheets: Iterable[Sheet]) -> str:
    """A table with a row per study and question, unanswered ones with an empty answer; read_long reads it back."""
    quotes = any(question.kind == "quote" for question in form.questions)
    rows = [[*_LONG, "place"] if quotes else list(_LONG)]
    for sheet in sheets:
        for question in form.questions:
            answer, place = write_cell(question, sheet.answers.get(question.key))
            row = [sheet.study, question.key, answer, sheet.reasons.get(question.key, "")]
            rows.append([*row, place] if quotes else row)
    return _csv(rows)


def wide_columns(form: Form) -> tuple[str, ...]:
    """The columns of a wide table after study: one per question, and a second for the place of a quote."""
    columns: list[str] = []
    for question in form.questions:
        columns += [question.key, _place_column(question)] if question.kind == "quote" else [question.key]
    return tuple(columns)


def _place_column(question: Question) -> str:
    return f"{question.key} (place)"


def _wide_answers(form: Form, row: _Row, where: str) -> tuple[dict[str, Value], list[Problem]]:
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for question in form.questions:
        columns = (f"{where}, column {question.key}", question.key, _place_column(question))
        problems += _take(form, question, row, answers, columns)
    return answers, problems


def _take(
    form: Form, question: Question, row: _Row, answers: dict[str, Value], columns: tuple[str, str, str]
) -> list[Problem]:
    """Put the answer of one cell into answers, or say why it cannot go there."""
    where, answer_column, place_column = columns
    value = parse_cell(question, row.cells.get(answer_column, ""), row.cells.get(place_column, ""))
    if value is None or unanswered(value):
        step = 'Fill it in ("not reported" is an answer).' if form.not_reported else "Fill it in."
        return [Problem(where=where, what="no answer", next=step, missing=True)] if question.required else []
    wrong = complaint(form, question, value)
    if wrong:
        return [Problem(where=where, what=wrong[0], next=wrong[1])]
    answers[question.key] = value
    return []


def _row_problem(form: Form, row: _Row, seen: set[tuple[str, str]], where: str) -> Problem | None:
    study, key = row.cells["study"], row.cells["question"]
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


def _unknown_columns(form: Form, header: list[str], known: set[str], name: str) -> list[Problem]:
    step = f"Remove it, or rename it to a column of {form.title}, version {form.version}."
    return [
        Problem(where=f"Line 1 of {name}, column {number}", what=f'"{column}" is not a column of this form', next=step)
        for number, column in enumerate(header, start=1)
        if column not in known
    ]


def _open(content: bytes, name: str, needed: tuple[str, ...]) -> tuple[list[str], list[_Row], list[Problem]]:
    """Header, rows and what was wrong with rows; raises FormError where nothing can be read."""
    lines = list(_lines(_decoded(content, name), name))
    header = lines[0][1] if lines else []
    absent = [column for column in needed if column not in header]
    twice = sorted({column for column in header if header.count(column) > 1})
    if absent or twice:
        what = f"no column {absent[0]}" if absent else f'the column "{twice[0]}" stands twice'
        step = f"The first line must name each column once, with {', '.join(needed)} among them."
        raise FormError((Problem(where=f"Line 1 of {name}", what=what, next=step),))
    rows, problems = [], []
    for line, cells in lines[1:]:
        if len(cells) == len(header):
            rows.append(_Row(line, dict(zip(header, cells, strict=True))))
        else:
            what = f"{len(cells)} cells where the first line has {len(header)}"
            step = "The file may be cut off, or a text with a comma lacks its quotes."
            problems.append(Problem(where=f"Line {line} of {name}", what=what, next=step))
    return header, rows, problems


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        step = "Save the table as CSV UTF-8."
        problem = Problem(where=f"Line {line} of {name}", what="these letters are not UTF-8", next=step)
        raise FormError((problem,)) from error


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The number of its first line and the trimmed cells of each row that is not empty."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets write semicolons where the comma is the decimal sign
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            clean = [_unguarded(cell.replace("\r\n", "\n").replace("\r", "\n").strip()) for cell in cells]
            if any(clean):
                yield line, clean
            line = reader.line_num + 1
    except csv.Error as error:
        step = "Check the double quotes around texts from there on."
        problem = Problem(where=f"Line {line} of {name}", what=f"the table breaks off ({error})", next=step)
        raise FormError((problem,)) from error


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMERIC.fullmatch(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
