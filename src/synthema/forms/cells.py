"""One answer as the text of one cell, and back."""

import re
from typing import cast

from synthema.forms.model import NOT_REPORTED, Question, Value

# A bar inside a table cell is written \b, so that every bar in the text parts two cells.
_ESCAPED = {"\\": "\\\\", "|": "\\b", "\n": "\\n"}
_PLAIN = {escaped: plain for plain, escaped in _ESCAPED.items()}


def parse_cell(question: Question, cell: str, place: str = "") -> Value | None:
    """The answer a cell holds, not yet checked; None where it is empty."""
    if cell.casefold() == NOT_REPORTED and not place:
        return NOT_REPORTED
    if not cell:
        return {"text": "", "place": place} if place and question.kind == "quote" else None
    if question.kind == "choice":
        return match_choice(question, cell)
    if question.kind == "many":
        return [match_choice(question, part.strip()) for part in cell.split(";") if part.strip()]
    if question.kind == "table":
        return _parse_table(question, cell)
    return {"text": cell, "place": place} if question.kind == "quote" else cell


def write_cell(question: Question, value: Value | None) -> tuple[str, str]:
    """The text of the answer's cell, and of the place beside a quote."""
    if value is None or isinstance(value, str):
        return value or "", ""
    if isinstance(value, dict):
        return value["text"], value["place"]
    if question.kind == "many":
        return "; ".join(cast(list[str], value)), ""
    return "\n".join(_write_row(question, cast(dict[str, str], row)) for row in value), ""


def match_choice(question: Question, text: str) -> str:
    """The choice that a text names by its value or else its label, whatever its case; failing that, the text itself."""
    by_label = {folded(question.choice_label(choice)): choice for choice in question.choices}
    by_value = {folded(choice): choice for choice in question.choices}
    return (by_label | by_value).get(folded(text), text)


def folded(text: str) -> str:
    """A name without what people do not see as a difference: case, spacing, the shape of an apostrophe."""
    return " ".join(text.casefold().replace("\u2019", "'").split())


def _parse_table(question: Question, cell: str) -> list[dict[str, str]]:
    """A line per row, cells between bars; a cell beyond the last column is kept under a name that is refused."""
    rows = []
    for line in cell.split("\n"):
        parts = [_unescaped(part) for part in line.split("|")]
        names = [*question.columns, *(f"column {n + 1}" for n in range(len(question.columns), len(parts)))]
        row = {name: part for name, part in zip(names, parts, strict=False) if part}
        if row:
            rows.append(row)
    return rows


def _write_row(question: Question, row: dict[str, str]) -> str:
    return " | ".join(_escaped(row.get(column, "")) for column in question.columns)


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(letter, letter) for letter in text)


def _unescaped(part: str) -> str:
    return re.sub(r"\\[\\bn]", lambda found: _PLAIN[found.group()], part.strip())
