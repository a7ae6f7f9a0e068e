"""The columns of a table as a person is shown them, with the field each is taken for."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from synthema.records.export import Export
from synthema.records.formats import delimited, xlsx
from synthema.records.formats.columns import KNOWN, assigned, normal_header
from synthema.records.formats.rows import layout

_EXAMPLES = 3
_SHOWN = 200  # characters of an example
_LOOKED_AT = 50  # rows


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, what stands in it, and the field it is taken for (none: kept as written)."""

    header: str
    examples: tuple[str, ...]
    field: str
    known: bool  # whether the header is known, or a person said what it holds


def proposal(export: Export) -> list[Column]:
    """The columns of a table in their order; none where the file is no table."""
    said = assigned(export.columns)
    headers, rows = xlsx.first_rows(export, said) if xlsx.is_workbook(export) else _first_rows(export, said)
    of = layout([normal_header(header) for header in headers], said)
    return [
        Column(
            header,
            _examples(number, rows),
            field := _field(name, of.columns),
            bool(field) or name in KNOWN | said.keys(),
        )
        for number, (header, name) in enumerate(zip(headers, of.names, strict=True))
    ]


def _first_rows(export: Export, said: Mapping[str, str]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    head = delimited.header(export.head, said)
    if head is None:
        head = delimited.first_row(export.head) if delimited.looks_delimited(export.head) else None
    if head is None:
        return (), ()
    after = export.head[head.offset :].split("\n", _LOOKED_AT + 1)[1 : _LOOKED_AT + 1]
    try:
        return head.cells, list(csv.reader((line + "\n" for line in after), delimiter=head.delimiter))
    except csv.Error:
        return head.cells, ()


def _field(name: str, columns: Mapping[str, Sequence[str]]) -> str:
    fields = (field for field, groups in columns.items() if any(name in group.split() for group in groups))
    return next((field for field in fields if not field.endswith("_hint")), "")


def _examples(number: int, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    cells = (" ".join(row[number].split())[:_SHOWN] for row in rows if number < len(row))
    return tuple(dict.fromkeys(cell for cell in cells if cell))[:_EXAMPLES]
