"""A form in a TOML file, read with every mistake named, and as plain values for events and packages."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from synthema.files import read_bytes
from synthema.forms.cells import folded
from synthema.forms.model import KINDS, NOT_REPORTED, Form, FormError, Problem, Question

MOST_BYTES = 64 << 20
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
_LISTS = {"choices", "choice_labels", "columns", "reason_for"}
_FLAGS = {"required", "verified", "not_reported", "wording_shareable"}
_QUESTION_FIELDS = tuple(spec.name for spec in fields(Question))
_FORM_FIELDS = tuple(spec.name for spec in fields(Form) if spec.name != "questions")
_SHARED = ("choices", "choice_labels")  # given once for the form, used by choice questions without their own
_RESERVED = {"study", "question", "answer", "reason", "place"}  # columns of answer files


def read_form(path: Path) -> Form:
    """The form in a TOML file; raises Refused for a file that cannot be read, FormError for what is wrong in it."""
    return parse_form(read_bytes(path, "TOML file with the form", MOST_BYTES), path.name)


def parse_form(content: bytes, name: str) -> Form:
    """The form in the content of a TOML file; raises FormError naming everything wrong with it."""
    return form_from_plain(read_toml(content, name), name)


def read_toml(content: bytes, name: str) -> dict[str, Any]:
    """The tables of a TOML file; raises FormError that says where it cannot be read."""
    if not content.strip():
        raise FormError((Problem(where=name, what="the file is empty", next="Write the form in it."),))
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = "these letters are not UTF-8"
        raise FormError((Problem(where=f"Line {line} of {name}", what=what, next="Save it as UTF-8."),)) from error
    except (ValueError, RecursionError) as error:  # ValueError: also numbers too long to read
        step = "Correct that place; a text stands in double quotes."
        raise FormError((Problem(where=name, what=f"it is not TOML: {error}", next=step),)) from error


def form_from_plain(plain: Mapping[str, Any], name: str = "form") -> Form:
    """The form described by plain values (as from TOML or JSON); raises FormError with all problems."""
    rows = plain.get("question", [])
    problems = _odd_fields(plain, (*_FORM_FIELDS, *_SHARED, "question"), name)
    problems += _missing(plain, ("id", "version", "title"), name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        problems.append(Problem(where=name, what="it has no questions", next="Add a [[question]] section for each."))
        rows = []
    rows = [_with_shared(row, plain) for row in rows]
    for number, row in enumerate(rows, start=1):
        problems += _question_problems(row, _place(row, number, name))
    problems += _repeated(rows, name)
    if problems:
        raise FormError(tuple(problems))
    questions = tuple(Question(**_frozen(row)) for row in rows)
    own = {key: value for key, value in plain.items() if key in _FORM_FIELDS}
    return Form(**_frozen(own), questions=questions)


def form_to_plain(form: Form) -> dict[str, Any]:
    """The form as plain strings, integers, booleans and lists; form_from_plain reads it back."""
    plain = _plain(form, _FORM_FIELDS)
    plain["question"] = [_plain(question, _QUESTION_FIELDS) for question in form.questions]
    return plain


def _plain(noun: Form | Question, names: tuple[str, ...]) -> dict[str, Any]:
    pairs = ((name, getattr(noun, name)) for name in names)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs if value != ()}


def _with_shared(row: dict[str, Any], plain: Mapping[str, Any]) -> dict[str, Any]:
    if row.get("kind") not in {"choice", "many"} or "choices" in row:
        return row
    return {**{key: plain[key] for key in _SHARED if key in plain}, **row}


def _place(row: Mapping[str, Any], number: int, name: str) -> str:
    return f"Question {row['key']} of {name}" if isinstance(row.get("key"), str) else f"Question no. {number} of {name}"


def _question_problems(row: Mapping[str, Any], where: str) -> list[Problem]:
    problems = _odd_fields(row, _QUESTION_FIELDS, where) + _missing(row, ("key", "label", "kind"), where)
    return problems or _key_problems(row, where) + _kind_problems(row, where)


def _key_problems(row: Mapping[str, Any], where: str) -> list[Problem]:
    if not _KEY.fullmatch(row["key"]):
        step = "Use letters, digits, underscore, point or hyphen."
        return [Problem(where=where, what="its key cannot head a column", next=step)]
    if row["key"] in _RESERVED:
        step = "Choose another key."
        return [Problem(where=where, what="its key is a column of every answer file", next=step)]
    return []


def _kind_problems(row: Mapping[str, Any], where: str) -> list[Problem]:
    kind, choices, columns = row["kind"], row.get("choices", []), row.get("columns", [])
    if kind not in KINDS:
        return [
            Problem(where=where, what=f'"{kind}" is not a kind of question', next=f"Use one of: {', '.join(KINDS)}.")
        ]
    if kind in {"choice", "many"}:
        return _choice_problems(choices, row.get("choice_labels", []), where)
    if choices:
        step = "Make its kind choice or many, or take the choices away."
        return [Problem(where=where, what=f"choices on a question of kind {kind}", next=step)]
    if (kind == "table") != bool(columns):
        what = "a table without columns" if kind == "table" else f"columns on a question of kind {kind}"
        return [Problem(where=where, what=what, next='Give columns = ["…", "…"] to a table, and only to a table.')]
    return _doubles(columns, "column", where)


def _choice_problems(choices: list[str], labels: list[str], where: str) -> list[Problem]:
    if not choices:
        return [Problem(where=where, what="it has no choices", next='Add choices = ["…", "…"].')]
    problems = _doubles(choices, "choice", where) + _doubles(labels, "choice label", where)
    if labels and len(labels) != len(choices):
        what = f"{len(labels)} choice_labels for {len(choices)} choices"
        problems.append(Problem(where=where, what=what, next="Give one label per choice, in the same order."))
    for choice in choices:
        if not choice.strip() or choice != choice.strip() or ";" in choice or choice.casefold() == NOT_REPORTED:
            step = f'A choice is a text without semicolon or outer spaces, and "{NOT_REPORTED}" is always there.'
            problems.append(Problem(where=where, what=f'"{choice}" cannot be a choice', next=step))
    return problems


def _doubles(names: list[str], noun: str, where: str) -> list[Problem]:
    plain = [folded(name) for name in names]
    twice = sorted({name for name in plain if plain.count(name) > 1})
    return [Problem(where=where, what=f'the {noun} "{name}" stands twice', next="Keep one.") for name in twice]


def _repeated(rows: list[dict[str, Any]], name: str) -> list[Problem]:
    keys = [row["key"] for row in rows if isinstance(row.get("key"), str)]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    return [
        Problem(where=f"Question {key} of {name}", what="its key stands twice", next="Rename one.") for key in twice
    ]


def _missing(row: Mapping[str, Any], names: tuple[str, ...], where: str) -> list[Problem]:
    return [
        Problem(where=where, what=f"no {name}", next=f"Add {name} = 1." if name == "version" else f'Add {name} = "…".')
        for name in names
        if row.get(name) in (None, "")
    ]


def _odd_fields(row: Mapping[str, Any], known: tuple[str, ...], where: str) -> list[Problem]:
    problems = []
    for name, value in row.items():
        if name not in known:
            step = f"It may hold: {', '.join(known)}."
            problems.append(Problem(where=where, what=f'"{name}" means nothing here', next=step))
        elif wanted := _wanted(name, value):
            problems.append(Problem(where=where, what=f"{name} = {value!r} will not do", next=f"Give it {wanted}."))
    return problems


def _wanted(name: str, value: object) -> str:
    """What this field must be, or nothing where the value already is."""
    if name == "question":
        return ""
    if name in _LISTS:
        fits = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        return "" if fits else "a list of texts in double quotes"
    if name in _FLAGS:
        return "" if isinstance(value, bool) else "true or false"
    if name == "version":
        fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 1_000_000
        return "" if fits else "a whole number from 1"
    return "" if isinstance(value, str) else "a text in double quotes"


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
