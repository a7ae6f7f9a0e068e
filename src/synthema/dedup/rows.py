"""Rows of a CSV file that people fill in; what is wrong with it is said with line and column."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from synthema.refused import Refused

MOST_SHOWN = 20
# A spreadsheet runs a cell that begins like this as a formula; an apostrophe in front keeps it a text.
_FORMULA = re.compile(r"'*[=+\-@\t]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on, and its cells by column, trimmed; a column that is missing is empty."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of rows, its name, and the digest by which it is known again."""

    name: str
    digest: str
    rows: tuple[Row, ...]


def read_sheet(path: Path, needed: Sequence[str]) -> Sheet:
    """All rows of a CSV file with these columns among others; raises Refused with every fault at once."""
    content = _bytes(path)
    lines = list(_lines(_text(content, path.name), path.name))
    header = [cell.casefold() for cell in lines[0][1]] if lines else []
    missing = [column for column in needed if column not in header]
    if missing:
        raise Refused(
            f"Line 1 of {path.name}: no column {', '.join(missing)}. "
            f"The first line names the columns, with {', '.join(needed)} among them."
        )
    faults = [
        f"Line {line} of {path.name}: {len(cells)} cells where the first line has {len(header)}. "
        "A text with a comma needs double quotes around it, or the file is cut off."
        for line, cells in lines[1:]
        if len(cells) != len(header)
    ]
    refuse(faults)
    rows = tuple(Row(line, dict(zip(header, cells, strict=True))) for line, cells in lines[1:])
    return Sheet(path.name, hashlib.sha256(content).hexdigest(), rows)


def refuse(faults: Sequence[str]) -> None:
    """Raise Refused with these faults, one a line; nothing happens when there are none."""
    if faults:
        more = f"\n… and {len(faults) - MOST_SHOWN} more." if len(faults) > MOST_SHOWN else ""
        raise Refused("\n".join([*faults[:MOST_SHOWN]]) + more + "\nNothing of this file was taken.")


def write_sheet(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file that read_sheet reads back; raises Refused where it cannot be written."""
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_guarded("" if cell is None else str(cell)) for cell in row] for row in rows)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}. Choose another place.") from None


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise Refused(f"{path} is a folder. Name the CSV file in it.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}. Check the name and the permissions.") from None


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused(f"Line {line} of {name}: these letters are not UTF-8. Save the table as CSV UTF-8.") from None


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets write semicolons where the comma is the decimal sign
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            trimmed = [_unguarded(cell.strip()) for cell in cells]
            if any(trimmed):
                yield line, trimmed
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            f"Line {line} of {name}: the table breaks off ({error}). Check the double quotes from there on."
        ) from None
