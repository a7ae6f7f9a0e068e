"""Excel workbooks: the first sheet that has a column with titles, and rows below it."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from synthema.records.export import Export
from synthema.records.formats import rows
from synthema.records.formats.columns import assigned, holds_titles, normal_header
from synthema.records.formats.delimited import no_titles
from synthema.records.model import Found, Unreadable
from synthema.records.tally import Tally
from synthema.refused import Refused

_MOST_BYTES = 2**29  # of all parts, unpacked
_MOST_TEXTS = 2**27  # of the part that holds the texts of all cells, which has to be held whole
_MOST_PARTS = 10_000
_MOST_SHEETS = 50
_MOST_ROWS = 2**20
_HEADER_WITHIN = 20  # rows
_DTD = re.compile(b"<!DOCTYPE|<\x00!\x00D\x00|\x00<\x00!\x00D", re.IGNORECASE)
_SEARCHED = 2**16  # bytes of a part in which a DTD is looked for
_PART = re.compile(rb"PK\x03\x04.{26}(?:xl/|\[Content_Types\]\.xml|_rels/|docProps/)", re.DOTALL)
_OWN_PART = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
_LOOKED_AT = 2**22  # bytes in which the parts of a workbook without its list of parts are looked for

Row = list[str]

record = rows.record


def recognise(_: str) -> int:
    """-1: a workbook is no text."""
    return -1


def is_workbook(export: Export) -> bool:
    """Whether the bytes are an Excel workbook."""
    with export.open() as file:
        if file.read(4) != b"PK\x03\x04":
            return False
        try:
            with zipfile.ZipFile(file) as parts:
                return any(name.casefold() == "xl/workbook.xml" for name in parts.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            file.seek(0)
            start = file.read(_LOOKED_AT)  # a list of parts stands at the end: the file may be cut off
            return bool(_PART.match(start) and _OWN_PART.search(start))


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The rows of the first sheet with a column of titles and rows below it."""
    said = assigned(export.columns)
    with _opened(export) as book:
        name, at, seen, others = _sheet(book, said, export.name)
        tally.preamble = "\n".join(" ".join(filter(None, row)) for row in seen[: at - 1]).strip()
        if others:
            tally.repair(f"only the sheet {name} was read; these hold titles too: {', '.join(others)}")
        of = rows.layout(list(map(normal_header, seen[at - 1])), said)
        tally.database, tally.fields = of.source.source, of.columns
        number = at
        try:
            for number, cells in enumerate(islice(_rows(book[name]), at, None), at + 1):
                again = rows.header_again(cells, of, number, tally)
                if again:
                    of = rows.layout(again, said)
                elif any(cells):
                    yield rows.found(cells, number, of, tally)
        except Exception as error:  # what a damaged part makes the reader say
            tally.markers += 1
            tally.refuse(number + 1, f"the sheet {name} cannot be read from here on ({error or type(error).__name__})")


def first_rows(export: Export, said: Mapping[str, str]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The headers and the first rows of the sheet that is read, or else of the first one with columns."""
    with _opened(export) as book:
        for _, at, seen in _chosen(book, said)[:1]:
            return seen[at - 1], seen[at:]
        for sheet in book.worksheets[:_MOST_SHEETS]:
            seen = [row for row in islice(_rows(sheet), _HEADER_WITHIN) if sum(map(bool, row)) > 1]
            if seen:
                return seen[0], seen[1:]
    return (), ()


def _chosen(book: Any, said: Mapping[str, str]) -> list[tuple[str, int, list[Row]]]:
    """The sheets with titles, the number of their header rows, and their first rows; those with records first."""
    filled: list[tuple[str, int, list[Row]]] = []
    empty: list[tuple[str, int, list[Row]]] = []
    for sheet in book.worksheets[:_MOST_SHEETS]:
        seen = list(islice(_rows(sheet), _HEADER_WITHIN))
        at = _header(seen, said)
        if at:
            (filled if _has_rows(sheet, at) else empty).append((sheet.title, at, seen))
    return filled or empty[:1]


def _has_rows(sheet: Any, at: int) -> bool:
    try:
        return any(any(row) for row in islice(_rows(sheet), at, None))
    except Exception:  # a damaged part: what can be read of it is said when it is read
        return True


def _sheet(book: Any, said: Mapping[str, str], name: str) -> tuple[str, int, list[Row], list[str]]:
    """The sheet with titles, its header row and first rows, and the names of others; raises Unreadable without one."""
    chosen = _chosen(book, said)
    if chosen:
        return *chosen[0], [title for title, *_ in chosen[1:]]
    seen = (row for sheet in book.worksheets[:_MOST_SHEETS] for row in islice(_rows(sheet), _HEADER_WITHIN))
    raise Unreadable(no_titles(name, next((row for row in seen if sum(map(bool, row)) > 1), ())))


def _header(seen: Sequence[Row], said: Mapping[str, str]) -> int:
    """The number of the header row among the first rows; 0 where there is none."""
    return next((at for at, row in enumerate(seen, 1) if holds_titles(list(map(normal_header, row)), said)), 0)


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says about its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > _MOST_ROWS:
            raise ValueError("more rows than Excel has")
        yield [_written(value) for value in row]


def _written(value: object) -> str:
    """A cell as a person sees it: 2014, not 2014.0; dates as 2014-05-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


@contextmanager
def _opened(export: Export) -> Iterator[Any]:
    """The workbook, once its parts were found to be neither too large nor more than plain XML."""
    with export.open() as file:
        try:
            with zipfile.ZipFile(file) as parts:
                _check(parts, export.name)
            file.seek(0)
            from openpyxl import load_workbook  # a fifth of what a command takes to begin; few read one

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            yield book
            book.close()
        except Refused:
            raise
        except zipfile.BadZipFile as error:
            raise Unreadable(
                "{name} is an Excel file that cannot be unpacked; it may be cut off. Save or download it again.",
                name=export.name,
            ) from error
        except Exception as error:  # the reader's errors are of every kind
            raise Unreadable(
                "{name} is an Excel file that cannot be read ({error}). Open it in Excel and save it again, or save it "
                "as CSV UTF-8.",
                name=export.name,
                error=type(error).__name__,
            ) from error


def _check(parts: zipfile.ZipFile, name: str) -> None:
    listed = parts.infolist()
    texts = sum(part.file_size for part in listed if part.filename.casefold().endswith("sharedstrings.xml"))
    if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > _MOST_BYTES or texts > _MOST_TEXTS:
        raise Unreadable(
            "{name} unpacks to more than is opened here. Save the sheet with the records as CSV UTF-8.", name=name
        )
    for part in listed:
        if part.filename.casefold().endswith((".xml", ".rels")):
            with parts.open(part) as opened:
                if _DTD.search(opened.read(_SEARCHED)):
                    raise Unreadable(
                        "{name} holds a document type definition, which no Excel file has. Save it again in Excel.",
                        name=name,
                    )
