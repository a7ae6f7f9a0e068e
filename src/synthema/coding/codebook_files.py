"""The codebook as a file: written as REFI-QDA (.qdc), as a table (CSV) or as a Word document, and read from the last
two; every way out can be read in again."""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.shared import Pt

from synthema.coding.book import BETWEEN, Listed, same_path
from synthema.coding.refi.colors import plain_color
from synthema.coding.refi.nouns import Code, Codebook
from synthema.coding.refi.writing import codebook_bytes, codebook_csv
from synthema.documents.markup.docx import read_docx as read_words
from synthema.documents.structure import Marked
from synthema.refused import Fault, Refused
from synthema.sheets import MOST_SHOWN, BrokenSheet, Table, read_table

LONGEST_FILE = 20_000_000  # letters of a Word document
MOST_CODES = 20_000
_CALLED = {
    "path": "path", "code path": "path", "pfad": "path",
    "name": "name", "code": "name", "tag": "name", "code name": "name",
    "definition": "definition", "description": "definition", "memo": "definition", "comment": "definition",
    "color": "color", "colour": "color",
    "parent": "parent", "parent code": "parent",
}  # fmt: skip
_HEADS = ("Path", "Name", "Definition", "Colour")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """One code of a codebook that a file holds: the names from the top down, its own last, and where it stands."""

    path: tuple[str, ...]
    definition: str = ""
    color: str = ""  # "#rrggbb", "" where the file gives none
    where: str = ""  # "Line 12 of codes.csv"

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]


def as_nouns(codes: Sequence[Listed]) -> Codebook:
    """Codes as other programs name them, each behind the one above it; what stands under none of them is at the top."""
    known = {one.id for one in codes}
    return Codebook(
        origin="Synthema",
        codes=tuple(
            Code(
                guid=str(one.id),
                name=one.name,
                color=one.color,
                description=one.definition,
                parent=str(one.parent) if one.parent in known else "",
            )
            for one in codes
        ),
    )


def as_qdc(codes: Sequence[Listed]) -> bytes:
    """The codebook as REFI-QDA; raises Refused where there is no code."""
    return codebook_bytes(as_nouns(codes))


def as_csv(codes: Sequence[Listed]) -> bytes:
    """The codebook as a table, a code a line with its path."""
    return codebook_csv(as_nouns(codes)).encode("utf-8-sig")


def as_docx(codes: Sequence[Listed]) -> bytes:
    """The codebook as a Word document with one table."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading("Codebook", level=1)
    table = document.add_table(rows=1, cols=len(_HEADS), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for one in codes:
        for cell, words in zip(table.add_row().cells, (one.path, one.name, one.definition, one.color), strict=True):
            cell.text = _printable(words)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out)


def _same_bytes(made: io.BytesIO) -> bytes:
    """The same document without the time of writing: same codes, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(info))
    return out.getvalue()


WRITERS: Mapping[str, tuple[str, Callable[[Sequence[Listed]], bytes]]] = {
    "qdc": ("application/octet-stream", as_qdc),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
}


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def read_csv(content: bytes, name: str) -> tuple[CodeLine, ...]:
    """The codes of a table; it has a column path, or name and, if you like, parent. Raises Refused with each fault."""
    table = _renamed(read_table(content, name, (), any_case=True), name)
    if table.faults:
        raise Refused("\n".join(str(fault) for fault in table.faults[:MOST_SHOWN]))
    rows = [(f"Line {row.line} of {name}", row.cells)
            for row in table.rows]  # fmt: skip
    return _lines(rows, name)


def _renamed(table: Table, name: str) -> Table:
    """The same with its columns named as we name them."""
    of = {column: _CALLED[column] for column in table.header if column in _CALLED}
    if len(set(of.values())) < len(of) or not {"path", "name"} & set(of.values()):
        raise BrokenSheet(_no_columns(name))
    rows = tuple(
        type(row)(row.line, {of[key]: cell for key, cell in row.cells.items() if key in of}) for row in table.rows
    )
    return Table(tuple(of.values()), rows, table.faults)


def _no_columns(name: str) -> Fault:
    return Fault(
        where=f"Line 1 of {name}",
        what="no column path or name, or one that stands twice",
        next="Name the columns path, name, definition, color; a path is the names from the top, parted by “ / ”.",
    )


def read_docx(content: bytes, name: str) -> tuple[CodeLine, ...]:
    """The codes of the first table of a Word document whose first row names the columns; raises Refused."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "codebook.docx"
        place.write_bytes(content)
        marked = read_words(place, name, LONGEST_FILE)
    for rows in _tables(marked):
        heads = [_CALLED.get(cell.casefold().strip(), "") for cell in rows[0]]
        if {"path", "name"} & set(heads):
            lines = [(f"Row {number} of the table in {name}", dict(zip(heads, row, strict=False)))
                     for number, row in enumerate(rows[1:], start=2)]  # fmt: skip
            return _lines(lines, name)
    raise Refused(
        "{name} holds no table whose first row names a column Path or Name. Write the codebook of a review as a Word "
        "document to see how one looks.",
        name=name,
    )


def _tables(marked: Marked) -> Iterable[list[list[str]]]:
    for table in marked.structure.tables:
        rows = [[marked.text[cell.start : cell.end].strip() for cell in row] for row in table.rows]
        if rows:
            yield rows


def _lines(rows: Sequence[tuple[str, Mapping[str, str]]], name: str) -> tuple[CodeLine, ...]:
    if len(rows) > MOST_CODES:
        raise Refused(
            "{name} has {number:,} codes; {most:,} are read at most.", name=name, number=len(rows), most=MOST_CODES
        )
    known: dict[str, tuple[str, ...]] = {}
    found: list[CodeLine] = []
    for where, cells in rows:
        path = _path(cells, known)
        if not path:
            continue
        written = cells.get("path", "").strip() or BETWEEN.join(path)
        known.setdefault(same_path(written), path)
        color = plain_color(cells.get("color", ""))
        found.append(CodeLine(path=path, definition=cells.get("definition", "").strip(), color=color, where=where))
    if not found:
        raise Refused("{name} holds no code. Each line below the first names one.", name=name)
    return tuple(found)


def _path(cells: Mapping[str, str], known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The names from the top; a name that holds the sign between names is told by the column beside the path."""
    written, name, parent = (cells.get(one, "").strip() for one in ("path", "name", "parent"))
    if not written:
        return (*_above(parent, known), name) if name else ()
    ending = f"{BETWEEN}{name}"
    if name and written == name:
        return (name,)
    if name and written.endswith(ending):
        return (*_above(written.removesuffix(ending), known), name)
    return _above(written, known)


def _above(path: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The names of a path that a line before has, else as it is parted."""
    held = known.get(same_path(path))
    return held if held else tuple(part.strip() for part in path.split(BETWEEN) if part.strip())
