"""CSV and TSV: the delimiter, the header row and the source are found from the content."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from synthema.records.export import Export
from synthema.records.fields import printable
from synthema.records.formats import embase_rows, rows
from synthema.records.formats.columns import KNOWN, assigned, holds_titles, normal_header
from synthema.records.model import Found, Unreadable
from synthema.records.tally import Tally, visible
from synthema.refused import Words

_DELIMITERS = (",", ";", "\t", "|")
_SAID = re.compile(r'\ufeff?"?sep=([,;\t|])"?\s*$', re.IGNORECASE)
_HEADER_WITHIN = 20  # lines
_CELL_LIMIT = 2**24  # characters
_MOST_BROKEN = 20  # rows with an open quotation mark before none is believed any more
_LOOKED_AT = 40  # lines

record = rows.record
split_names = rows.split_names


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a table: where it stands, its delimiter, and its cells as they are written."""

    offset: int
    line: int
    delimiter: str
    cells: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The cells in lower case, letters and digits only."""
        return tuple(map(normal_header, self.cells))


def recognise(text: str) -> int:
    """Where the header row starts, or the first field where each row is a field; or -1."""
    found = header(text)
    return found.offset if found else embase_rows.recognise(text)


def looks_delimited(text: str) -> list[str]:
    """The columns of a file that is a table but has no title column; empty where it is no table."""
    if _no_table(text):
        return []
    found = first_row(text)
    return list(found.cells) if found else []


def first_row(text: str) -> Header | None:
    """The first row that is followed by rows as long, where no header with a title column is known."""
    lines = text[: 2**16].split("\n", _HEADER_WITHIN)
    said = _SAID.match(lines[0])
    offset = 0
    for number, line in enumerate(lines[:-1], 1):
        for delimiter in said[1] if said else _DELIMITERS:
            cells = _cells(line.lstrip("\ufeff"), delimiter)
            after = [_cells(later, delimiter) for later in lines[number : number + 5]]
            if len(cells) > 1 and any(len(row) == len(cells) for row in after):
                return Header(offset, number, delimiter, tuple(cells))
        offset += len(line) + 1
    return None


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The records of a CSV or TSV file."""
    by_field = embase_rows.recognise(export.head) >= 0
    yield from embase_rows.find(export, tally) if by_field else _find_by_row(export, tally)


def _find_by_row(export: Export, tally: Tally) -> Iterator[Found]:
    said = assigned(export.columns)
    head = header(export.head, said)
    if head is None:
        raise Unreadable(no_titles(export.name, looks_delimited(export.head)))
    tally.preamble = _above(export.head, head)
    of = rows.layout(head.names, said)
    tally.database, tally.fields = of.source.source, of.columns
    for line, cells in _rows(export, head, tally):
        names = rows.header_again(cells, of, line, tally)
        if names:
            of = rows.layout(names, said)
        else:
            yield rows.found(cells, line, of, tally)


def _above(text: str, head: Header) -> str:
    """What stands above the header row, but for the line that tells spreadsheets the delimiter."""
    first, end, rest = text[: head.offset].partition("\n")
    return (rest if _SAID.match(first) else first + end + rest).strip("\ufeff \t\n")


def no_titles(name: str, columns: Sequence[str]) -> Words:
    """That a table has no column with titles, and how to say which it is."""
    return Words(
        "{name} has no title column. Its columns: {columns}. Name the column with the titles `title`, or say which one "
        'it is: --column "{first}=title".',
        name=name,
        columns=", ".join(columns) or "none",
        first=next((column for column in columns if column.strip()), "Titles"),
    )


def _reader(lines: Iterable[str], delimiter: str, *, plain: bool = False) -> Iterator[list[str]]:
    """The cells of rows; with `plain`, quotation marks are text like any other."""
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)


def _cells(line: str, delimiter: str, *, plain: bool = False) -> list[str]:
    try:
        return next(_reader([line], delimiter, plain=plain), [])
    except csv.Error:
        return []


def _no_table(text: str) -> bool:
    """Whether the text is no table with a header row: JSON and XML have commas too."""
    return text.lstrip("\ufeff \t\n")[:1] in ("{", "[", "<") or embase_rows.recognise(text) >= 0


def header(text: str, said: Mapping[str, str] | None = None) -> Header | None:
    """The header row: the first one with a column that is known to hold titles, or that a person says does."""
    if _no_table(text):
        return None
    said = said or {}
    offset = 0
    lines = text[: 2**16].split("\n", _HEADER_WITHIN)[:_HEADER_WITHIN]
    told = _SAID.match(lines[0])
    for number, line in enumerate(lines, 1):
        rows = [
            Header(offset, number, delimiter, tuple(_cells(line.lstrip("\ufeff"), delimiter)))
            for delimiter in (told[1] if told else _DELIMITERS)
        ]
        best = max(rows, key=lambda row: sum(name in KNOWN or name in said for name in row.names))
        if holds_titles(best.names, said) and (len(best.cells) > 1 or number == 1):
            return best
        offset += len(line) + 1
    return None


def _rows(export: Export, head: Header, tally: Tally) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row that is not blank."""
    csv.field_size_limit(max(csv.field_size_limit(), _CELL_LIMIT))  # abstracts with supplements pass the default
    lines = (line + "\n" for number, line in export.lines() if number > head.line)
    splitter = _Splitter(head, tally)
    while True:
        try:
            yield from splitter.read(lines)
        except csv.Error as error:
            yield from splitter.alone(str(error))
        else:
            if not splitter.back:
                return


class _Splitter:
    """Rows from lines; lines that a stray quotation mark swallowed are given back and read again."""

    def __init__(self, head: Header, tally: Tally) -> None:
        self._head, self._tally = head, tally
        self._at = head.line + 1
        self._broken = 0
        self.row: list[str] = []  # the lines of the row at hand
        self.back: list[str] = []  # lines to be read again, the next one last

    def read(self, lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
        """The rows until the lines end, or until csv.Error."""
        taken_as_text = self._broken > _MOST_BROKEN
        for cells in _reader(self._kept(lines), self._head.delimiter, plain=taken_as_text):
            whole = cells if len(self.row) == 1 else self._mended(cells)
            if any(whole) and any(cell.strip() for cell in whole):
                yield self._at, whole
            self._at += len(self.row)
            self.row.clear()

    def _mended(self, cells: list[str]) -> list[str]:
        """The cells of a row of several lines, or of its first line where the others are rows of their own."""
        fault = _fault(self.row, self._head.delimiter)
        if (fault or len(cells) != len(self._head.cells)) and self._are_rows(self.row[1:]):
            return self._first()
        if fault == "stray" and self._are_rows(self.row, plain=True):
            return self._first()
        if fault == "open":
            self._tally.repair("a quotation mark is never closed; one cell holds the rest of the file", self._at)
        return cells

    def alone(self, error: str) -> Iterator[tuple[int, list[str]]]:
        """The first line of a row that cannot be split into cells, read by itself."""
        if not self.row:
            return
        self._broken += 1
        line = self.row[0]
        cells = self._first()
        if any(cell.strip() for cell in cells):
            yield self._at, cells
        elif line.strip():
            text = printable(line.strip())
            self._tally.markers += 1
            self._tally.tag_characters += visible(text)
            self._tally.refuse(self._at, f"the line cannot be split into cells ({error})", text)
        self._at += 1
        self.row.clear()

    def _kept(self, lines: Iterator[str]) -> Iterator[str]:
        row, back = self.row, self.back
        while back:
            row.append(back.pop())
            yield row[-1]
        for line in lines:
            row.append(line)
            yield line
            while back:
                row.append(back.pop())
                yield row[-1]

    def _first(self) -> list[str]:
        """The cells of the first line alone; the other lines are given back."""
        line, delimiter = self.row[0], self._head.delimiter
        self.back.extend(reversed(self.row[1:]))
        del self.row[1:]
        plain = _cells(line, delimiter, plain=True)
        cells = plain if len(plain) == len(self._head.cells) else _cells(line, delimiter) or plain
        if cells:
            self._tally.repair("a quotation mark is never closed; it was read as text", self._at)
        return cells

    def _are_rows(self, lines: Sequence[str], *, plain: bool = False) -> bool:
        """Whether most of these lines are rows by themselves; with `plain`, all of them, quotation marks as text."""
        wide = len(self._head.cells)
        some = [line for line in lines[:_LOOKED_AT] if line.strip()]
        rows = sum(len(_cells(line, self._head.delimiter, plain=plain)) == wide for line in some)
        return wide > 2 and rows > 0 and (rows if plain else 2 * rows) >= len(some)


def _fault(lines: Sequence[str], delimiter: str) -> str:
    """What is wrong with the quotation marks of a row: `open` at the end of the file, `stray`, or nothing."""
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "open" if "unexpected end of data" in str(error) else "stray"
    return ""
