"""Tables in CSV files that people and spreadsheets fill in; what is wrong with one is said with its line."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from synthema.files import read_bytes, write_text
from synthema.refused import Fault, Refused

T = TypeVar("T")
MOST_SHOWN = 20
LONGEST_CELL = 1 << 17  # characters; more than that is a quotation mark that was never closed
# A spreadsheet runs a cell that begins like this as a formula; an apostrophe in front keeps it a text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class BrokenSheet(Refused):
    """A file that cannot be read as a table; `fault` says where, what and what next."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on, and its cells by column, trimmed; a column that is missing is empty."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns and rows of a file, and a fault for every row whose cells do not fit the columns."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of rows, its name, and the digest by which it is known again."""

    name: str
    digest: str
    rows: tuple[Row, ...]


def read_sheet(path: Path, needed: Sequence[str]) -> Sheet:
    """All rows of a CSV file with these columns among others, in any case; raises Refused with every fault at once."""
    content = read_bytes(path, "CSV file")
    table = read_table(content, path.name, needed, any_case=True)
    refuse([str(fault) for fault in table.faults])
    return Sheet(path.name, hashlib.sha256(content).hexdigest(), table.rows)


def read_table(content: bytes, name: str, needed: Sequence[str], *, any_case: bool = False) -> Table:
    """The rows of a CSV file in UTF-8, parted by commas, semicolons or tabs; raises BrokenSheet."""
    lines = list(_lines(_text(content, name), name))
    header = [cell.casefold() if any_case else cell for cell in lines[0][1]] if lines else []
    missing = [column for column in needed if column not in header]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if missing or twice:
        what = f"no column {', '.join(missing)}" if missing else f'the column "{twice[0]}" stands twice'
        step = f"The first line names each column once, with {', '.join(needed)} among them."
        raise BrokenSheet(Fault(where=f"Line 1 of {name}", what=what, next=step))
    rows, faults = [], []
    for line, cells in lines[1:]:
        if len(cells) == len(header):
            rows.append(Row(line, dict(zip(header, cells, strict=True))))
        else:
            what = f"{len(cells)} cells where the first line has {len(header)}"
            step = "A text with a comma needs double quotes around it, or the file is cut off."
            faults.append(Fault(where=f"Line {line} of {name}", what=what, next=step))
    return Table(tuple(header), tuple(rows), tuple(faults))


def refuse(faults: Sequence[str]) -> None:
    """Raise Refused with these faults, one a line; nothing happens when there are none."""
    if faults:
        more = f"\n… and {len(faults) - MOST_SHOWN} more." if len(faults) > MOST_SHOWN else ""
        raise Refused("{faults}\nNothing of this file was taken.", faults="\n".join(faults[:MOST_SHOWN]) + more)


def understood(sheet: Sheet, meaning: Callable[[Row], T]) -> list[tuple[Row, T]]:
    """Each row with what it means; raises Refused with the line and fault of every row that has no meaning."""
    found: list[tuple[Row, T]] = []
    faults: list[str] = []
    for row in sheet.rows:
        try:
            found.append((row, meaning(row)))
        except Refused as error:
            faults.append(f"Line {row.line} of {sheet.name}: {error}")
    refuse(faults)
    return found


def act_on(sheet: Sheet, rows: Iterable[tuple[Row, T]], act: Callable[[Row, T], bool]) -> int:
    """Act row by row; how many acts said that they did something. Raises Refused with the line of the first refusal."""
    new = 0
    for row, one in rows:
        try:
            new += act(row, one)
        except Refused as error:
            taken = f"What stands above it was taken ({new} new)." if new else "Nothing of the file was taken."
            raise Refused(
                "Line {line} of {sheet_name}: {error} {taken}",
                line=row.line,
                sheet_name=sheet.name,
                error=error,
                taken=taken,
            ) from None
    return new


def write_sheet(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file that read_sheet reads back; raises Refused where it cannot be written."""
    write_text(path, csv_text(header, rows))


def csv_text(header: Sequence[object], rows: Iterable[Sequence[object]], *, numbers: bool = False) -> str:
    """Columns and rows as CSV in which no spreadsheet finds a formula; with `numbers`, -2 stays a number."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(
        [cell if numbers and _NUMBER.fullmatch(str(cell)) else guarded(cell) for cell in row] for row in (header, *rows)
    )
    return out.getvalue()


def guarded(cell: object) -> object:
    """A cell that no spreadsheet runs as a formula: a text that begins like one gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that `guarded` put there."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        step = "Save the table as CSV UTF-8."
        raise BrokenSheet(
            Fault(where=f"Line {line} of {name}", what="these letters are not UTF-8", next=step)
        ) from None


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The number of its first line and the trimmed cells of each row that is not empty."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets write semicolons where the comma is the decimal sign
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(len(cell) > LONGEST_CELL for cell in cells):  # the reader's own limit holds for the whole process
                raise csv.Error(f"a cell of more than {LONGEST_CELL:,} characters")
            clean = [unguarded(cell.replace("\r\n", "\n").replace("\r", "\n").strip()) for cell in cells]
            if any(clean):
                yield line, clean
            line = reader.line_num + 1
    except csv.Error as error:
        step = "Check the double quotes around texts from there on."
        what = f"the table breaks off ({error})"
        raise BrokenSheet(Fault(where=f"Line {line} of {name}", what=what, next=step)) from None
