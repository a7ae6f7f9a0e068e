"""CSV and TSV: the delimiter, the header row and the source are found from the content."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from synthema.records.assembly import assemble, gather
from synthema.records.fields import with_comma
from synthema.records.formats.columns import COLUMNS, KNOWN, TITLES, Signature, normal_header, signature
from synthema.records.formats.tagged import numbered_lines
from synthema.records.model import Record, Unreadable
from synthema.records.tally import Tally, visible
from synthema.sheets import unguarded

_DELIMITERS = (",", ";", "\t", "|")
_HEADER_WITHIN = 20  # lines
_CELL_LIMIT = 2**24  # characters
_LIST = re.compile(r"\s*\[\s*(['\"]).*\1\s*\]\s*$", re.DOTALL)

_SHAPES = {
    "year": re.compile(r"(?:19|20)[0-9]{2}"),
    "publicationyear": re.compile(r"(?:19|20)[0-9]{2}"),
    "doi": re.compile(r"10\.[0-9]{4,9}/\S+"),
    "issn": re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx].*"),
    "link": re.compile(r"https?://\S+"),
    "url": re.compile(r"https?://\S+"),
    "eid": re.compile(r"2-s2\.0-[0-9]+"),
    "documenttype": re.compile(r"Article|Review|Conference Paper|Book(?: Chapter)?|Editorial|Letter|Note|Erratum"),
}


@dataclass(frozen=True, slots=True)
class _Header:
    offset: int
    line: int
    delimiter: str
    names: tuple[str, ...]


def recognise(text: str) -> int:
    """Where the header row starts, or -1."""
    header = _header(text)
    return header.offset if header else -1


def looks_delimited(text: str) -> list[str]:
    """The columns of a file that is a table but has no title column; empty where it is no table."""
    lines = [line for _, line in zip(range(5), text.split("\n", 6), strict=False) if line.strip()]
    for delimiter in _DELIMITERS:
        rows = [_cells(line, delimiter) for line in lines]
        if rows and len(rows[0]) > 1 and any(len(row) == len(rows[0]) for row in rows[1:]):
            return rows[0]
    return []


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of a CSV or TSV file."""
    header = _header(text)
    if header is None:
        found = ", ".join(looks_delimited(text)) or "none"
        raise Unreadable(
            "{source} has no title column. Its columns: {found}. Name the column with the titles `title`.",
            source=tally.source,
            found=found,
        )
    tally.preamble = text[: header.offset].strip()
    rows = _rows(text, header, tally)
    source = signature(frozenset(header.names))
    for line, cells in rows:
        tally.markers += 1
        tally.tag_characters += sum(map(visible, cells))
        record = tally.settle(_record(_tags(header, cells, line, tally), source, line))
        if record is not None:
            yield record


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _header(text: str) -> _Header | None:
    offset = 0
    if text.lstrip("\ufeff \t\n")[:1] in ("{", "[", "<"):  # JSON and XML have commas too
        return None
    for number, line in numbered_lines(text[: 2**16]):
        candidates = [_header_row(line.lstrip("\ufeff"), offset, number, delimiter) for delimiter in _DELIMITERS]
        best = max(candidates, key=lambda header: sum(name in KNOWN for name in header.names))
        if any(name in TITLES for name in best.names) and (len(best.names) > 1 or number == 1):
            return best
        offset += len(line) + 1
        if number >= _HEADER_WITHIN:
            break
    return None


def _header_row(line: str, offset: int, number: int, delimiter: str) -> _Header:
    return _Header(offset, number, delimiter, tuple(map(normal_header, _cells(line, delimiter))))


def _rows(text: str, header: _Header, tally: Tally) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row that is not blank."""
    csv.field_size_limit(max(csv.field_size_limit(), _CELL_LIMIT))  # abstracts with supplements pass the default
    lines = (line + "\n" for number, line in numbered_lines(text) if number > header.line)
    row: list[str] = []  # the lines of the row at hand
    reader = csv.reader(_kept(lines, row), delimiter=header.delimiter)
    before = 0
    try:
        for cells in reader:
            line = header.line + before + 1
            before = reader.line_num
            if len(row) > 1 and _is_open(row, header.delimiter):
                tally.repair("a quotation mark is never closed; one cell holds the rest of the file", line)
            row.clear()
            if any(cell.strip() for cell in cells):
                _check_quotes(cells, header, line, tally)
                yield line, cells
    except csv.Error as error:
        tally.markers += 1
        tally.refuse(header.line + reader.line_num, f"the file cannot be split into cells from here on ({error})")


def _kept(lines: Iterable[str], row: list[str]) -> Iterator[str]:
    """The lines one by one, each also put into `row`."""
    for line in lines:
        row.append(line)
        yield line


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a row ends within quotation marks, which only the last row of a file can."""
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _check_quotes(cells: Sequence[str], header: _Header, line: int, tally: Tally) -> None:
    """A quotation mark that is never closed swallows rows: a cell that holds whole rows is suspicious."""
    wide = len(header.names) - 1
    if wide and any(part.count(header.delimiter) >= max(wide, 3) for cell in cells for part in cell.split("\n")[1:]):
        tally.repair("one cell holds what looks like several rows; a quotation mark may not be closed", line)


def _tags(header: _Header, cells: Sequence[str], line: int, tally: Tally) -> list[tuple[str, str]]:
    if len(cells) > len(header.names) and any(cell.strip() for cell in cells[len(header.names) :]):
        tally.repair("more cells than columns; one without a name was set where the others then fit", line)
    elif len(cells) < len(header.names):
        tally.repair("fewer cells than columns; the last columns are empty", line)
    names = _placed(header.names, cells)
    return [(name, cell.strip()) for name, cell in zip(names, cells, strict=False) if cell.strip()]


def _placed(names: Sequence[str], cells: Sequence[str]) -> list[str]:
    """A name for every cell; surplus cells go unnamed where most years, DOIs, links and the like then fit."""
    surplus = [""] * (len(cells) - len(names))
    if not surplus:
        return list(names)
    layouts = [[*names[:at], *surplus, *names[at:]] for at in range(len(names) + 1)]
    return max(reversed(layouts), key=lambda layout: sum(map(_fits, layout, cells)))


def _fits(name: str, cell: str) -> bool:
    return name in _SHAPES and bool(_SHAPES[name].fullmatch(cell.strip()))


def _record(tags: list[tuple[str, str]], source: Signature, line: int) -> Record:
    plain = [(tag, unguarded(value)) for tag, value in tags]
    groups = gather(plain, {**COLUMNS, **source.columns})
    if not source.own:
        groups["authors"] = [
            [name for value in group for name in split_names(value, source.family_first)] for group in groups["authors"]
        ]
        groups["keywords"] = [[part for value in group for part in _parts(value)] for group in groups["keywords"]]
    groups["notes"] = [[part for value in group for part in value.split("\n\n")] for group in groups["notes"]]
    if source.is_database:
        groups["database"] = [*groups["database"], [source.source]]
    return assemble(groups, raw=tags, line=line)


def _parts(value: str) -> list[str]:
    """A written-out Python list, or the value itself."""
    if not _LIST.match(value):
        return [value]
    return [found[2] for found in re.finditer(r"(['\"])(.*?)\1(?=\s*[,\]])", value)]


def split_names(value: str, family_first: bool = False) -> list[str]:
    """The names of one cell: by semicolon, by "and", or by comma where the parts cannot be family and given name."""
    listed = _parts(value)
    if len(listed) > 1 or listed[0] != value:
        return listed
    if ";" in value:
        names = [name.strip() for name in value.split(";")]
    elif re.search(r"\sand\s", value):
        names = re.split(r"\s+and\s+", value)
    else:
        names = _split_at_commas(value)
    initials = all(with_comma(name) != name for name in names if name)
    return [with_comma(name) for name in names] if family_first or (initials and len(names) > 1) else names


def _split_at_commas(value: str) -> list[str]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if len(parts) > 1 and all(" " in part for part in parts):
        return parts
    if len(parts) > 2 and len(parts) % 2 == 0:
        return _pairs(parts)
    return [value]


def _pairs(parts: Sequence[str]) -> list[str]:
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
