"""Answers of all studies side by side: what appraisal tables print and count."""

from collections.abc import Iterable, Mapping

from synthema.appraisal.instruments import rated_questions
from synthema.appraisal.model import Matrix, Part, Tally
from synthema.forms.model import Form, Sheet


def answers_by_question(form: Form, sheets: Iterable[Sheet]) -> Matrix:
    """The matrix of studies by rated questions, counted both ways; a study without any answer is flagged."""
    questions = rated_questions(form)
    keys = tuple(question.key for question in questions)
    choices = tuple(dict.fromkeys(choice for question in questions for choice in question.choices))
    rows = {sheet.study: tuple(_answer(sheet, key) for key in keys) for sheet in sheets}
    columns = {key: tuple(row[n] for row in rows.values()) for n, key in enumerate(keys)}
    return Matrix(
        questions=keys,
        rows=rows,
        by_question=tuple(_tally(key, column, choices) for key, column in columns.items()),
        by_study=tuple(_tally(study, row, choices) for study, row in rows.items()),
        blank_studies=tuple(study for study, row in rows.items() if not any(row)),
    )


def mmat_parts(form: Form, answers: Mapping[str, object]) -> tuple[Part, ...]:
    """Yes answers per part of the MMAT, for a form narrowed to one design; screening is no part."""
    groups = dict.fromkeys(question.group for question in form.questions if question.group != "screening")
    parts = []
    for group in groups:
        asked = [question for question in form.questions if question.group == group]
        yes = sum(answers.get(question.key) == "yes" for question in asked)
        parts.append(Part(group, asked[0].section, yes, len(asked)))
    return tuple(parts)


def weakest_parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with the fewest yes answers: a mixed methods study is as strong as these."""
    lowest = min((part.yes for part in parts), default=0)
    return tuple(part for part in parts if part.yes == lowest)


def _answer(sheet: Sheet, key: str) -> str:
    value = sheet.answers.get(key, "")
    return value if isinstance(value, str) else ""


def _tally(name: str, given: tuple[str, ...], choices: tuple[str, ...]) -> Tally:
    return Tally(name, {choice: given.count(choice) for choice in choices}, given.count(""))
