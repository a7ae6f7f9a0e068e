"""Embase's CSV with fields by row: each row is a field, its name in the first cell and its values in the others."""

import csv
import io
import re
from collections.abc import Iterator

from synthema.records.export import Export
from synthema.records.formats import rows
from synthema.records.formats.columns import normal_header
from synthema.records.model import Found
from synthema.records.tally import Tally, visible_in

_NAMES = (
    "TITLE|ORIGINAL TITLE|AUTHOR NAMES|AUTHOR ADDRESSES|CORRESPONDENCE ADDRESS|SOURCE|SOURCE TITLE|PUBLICATION YEAR|"
    "VOLUME|ISSUE|FIRST PAGE|LAST PAGE|DATE OF PUBLICATION|PUBLICATION TYPE|ISSN|BOOK PUBLISHER|ABSTRACT|"
    "ORIGINAL ABSTRACT|AUTHOR KEYWORDS|EMTREE [A-Z ()]{1,60}|CAS REGISTRY NUMBERS|LANGUAGE OF [A-Z]{1,20}|"
    "EMBASE ACCESSION ID|MEDLINE PMID|PUI|DOI|FULL TEXT LINK|EMBASE LINK|OPEN URL LINK|COPYRIGHT"
)
_NAMED = re.compile(rf'\ufeff?(?:"({_NAMES})"|({_NAMES}))([,;\t])')
_NAME = re.compile(r"\ufeff?[A-Z][A-Z0-9 /()&.,-]{0,60}")
_LOOKED_AT = 40  # lines
_LONGEST = 2**24  # characters of one row


def recognise(text: str) -> int:
    """Where the first field starts, or -1: several of Embase's fields follow each other, each in a row of its own."""
    offset, at, named = -1, 0, set[str]()
    for line in text[: 2**18].split("\n", _LOOKED_AT)[:_LOOKED_AT]:
        found = _NAMED.match(line)
        if found:
            offset = at if offset < 0 else offset
            named.add(found[1] or found[2])
        at += len(line) + 1
    return offset if "TITLE" in named and len(named) > 1 else -1


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The records: their rows are parted from those of the next by a blank row, or by its title."""
    start = recognise(export.head)
    first = _NAMED.match(export.head, start)
    delimiter = first[3] if first else ","
    tally.preamble = export.head[:start].strip("\ufeff \t\n")
    of = rows.layout(("pui", "authornames"), {})
    tally.database, tally.fields = of.source.source, of.columns
    raw: list[tuple[str, str]] | None = None
    at = 1 + export.head.count("\n", 0, start)
    line = at
    for number, name, cells in _rows(export, at, delimiter):
        if raw is not None and (name == "title" or not cells):
            yield Found(line, raw, of)
            raw = None
        if cells:
            tally.markers += raw is None
            line, raw = (number, []) if raw is None else (line, raw)
            tally.tag_characters += visible_in(cells)
            raw += [(name, text) for cell in cells if (text := cell.strip())]
    if raw is not None:
        yield Found(line, raw, of)


def _rows(export: Export, start: int, delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Line, name and values of every row; no values where a blank row stands."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    held: list[str] = []
    marks = size = begun = 0
    for number, line in export.lines():
        if number < start:
            continue
        known = _NAMED.match(line)
        if held and (marks % 2 == 0 or (known and known[1]) or size > _LONGEST):
            yield begun, *_split("\n".join(held), delimiter)
            held.clear()
        begun, marks, size = (begun, marks, size) if held else (number, 0, 0)
        held.append(line)
        marks += line.count('"')
        size += len(line)
    if held:
        yield begun, *_split("\n".join(held), delimiter)


def _split(row: str, delimiter: str) -> tuple[str, list[str]]:
    try:
        cells = next(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter), [])
    except csv.Error:
        cells = [row]
    if not any(cell.strip() for cell in cells):
        return "", []
    named = _NAME.fullmatch(cells[0].strip())
    return (normal_header(cells[0]), cells[1:] or [""]) if named else ("", cells)
