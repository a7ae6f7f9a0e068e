"""The parts of a Word document: headings, paragraphs with links, captioned tables, pictures, upright and wide pages."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Length
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from synthema.reporting.docx_look import room, turn
from synthema.reporting.docx_words import Words, bookmark, legal, one_line, spans

Side = Literal["left", "right", "center"]
SIDES = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
TALLEST = Cm(19.5)  # a picture with its caption must fit on one page


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, its share of the width, and where its cells stand."""

    head: Words
    weight: float = 1.0
    side: Side = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, the place it is (an anchor), and its tint as six hexadecimal digits."""

    words: Words
    anchor: str = ""
    tint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table with its caption; more columns than `most` after the first are set as further tables below it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    most: int = 14

    def parts(self) -> Iterator["Grid"]:
        """Tables narrow enough for a page, about equally wide; each repeats the first column."""
        rest = max(len(self.columns) - 1, 1)
        count = -(-rest // self.most)
        for part in range(count):
            low, high = 1 + rest * part // count, 1 + rest * (part + 1) // count
            # A place is in the first part only: a bookmark that stands twice is lost.
            rows = tuple((replace(r[0], anchor="" if part else r[0].anchor), *r[low:high]) for r in self.rows)
            caption = f"{self.caption} (continued)" if part else self.caption
            yield replace(self, caption=caption, columns=(self.columns[0], *self.columns[low:high]), rows=rows)


def cells(*words: Words | int) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(Cell(str(one) if isinstance(one, int) else one) for one in words)


class Manuscript:
    """A Word document under construction; every text it takes is made legal."""

    def __init__(self, document: Docx) -> None:
        self.document = document
        self._wide = False
        self._places: set[str] = set()
        self._links: list[Any] = []
        self._numbered = {"Table": 0, "Figure": 0}

    def pages(self, *, wide: bool) -> None:
        """Go on with wide or upright pages: a new section where that changes."""
        if wide != self._wide:
            turn(self.document.add_section(WD_SECTION.NEW_PAGE), wide=wide)
            self._wide = wide

    def heading(self, text: str, level: int, anchor: str = "") -> None:
        """A heading of level 1 to 3."""
        self.say(text, f"Heading {level}", anchor)

    def say(self, words: Words, style: str = "Normal", anchor: str = "") -> Paragraph:
        """A paragraph in a style."""
        paragraph = self.document.add_paragraph(style=style)
        self._place(paragraph, anchor, lambda: self._write(paragraph, words))
        return paragraph

    def bullets(self, entries: Sequence[Words]) -> None:
        """A list."""
        for words in entries:
            self.say(words, "List Bullet")

    def table(self, grid: Grid) -> None:
        """A table under its caption; the head is repeated on every page."""
        for number, part in enumerate(grid.parts()):
            self._caption("Table", part.caption, again=number > 0).paragraph_format.keep_with_next = True
            self._grid(part)

    def picture(self, png: bytes, described: str, caption: str) -> None:
        """A picture with alternative text, as wide as the text if it is not too high, over its caption."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=room(wide=self._wide))
        if shape.height > TALLEST:
            shape.width, shape.height = Length(round(shape.width * TALLEST / shape.height)), TALLEST
        shape._inline.docPr.set("descr", one_line(described))
        self._caption("Figure", caption)

    def frame(self, header: Words) -> None:
        """What stands at the head of every page, and the page's number at its foot."""
        section = self.document.sections[0]
        self._write(section.header.paragraphs[0], header)
        footer = section.footer.paragraphs[0]
        _field(footer, "PAGE", "1")
        footer.add_run(" / ")
        _field(footer, "NUMPAGES", "1")

    def finish(self) -> None:
        """Set links that lead nowhere as plain text."""
        for link in self._links:
            if link.get(qn("w:anchor")) not in self._places:
                run = link[0]
                run.rPr.remove(run.rPr.rStyle)
                link.getparent().replace(link, run)

    def _caption(self, kind: str, text: str, *, again: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph(f"{kind} ", style="Caption")
        self._numbered[kind] += not again
        _field(paragraph, f"SEQ {kind} \\* ARABIC" + (" \\c" if again else ""), str(self._numbered[kind]))
        self._write(paragraph, f". {text}")
        return paragraph

    def _grid(self, grid: Grid) -> None:
        table = self.document.add_table(len(grid.rows) + 1, len(grid.columns), style="Report Table")
        table.autofit = False  # a very long word is broken, not given the whole page
        whole = sum(column.weight for column in grid.columns)
        widths = [Length(int(room(wide=self._wide) * column.weight / whole)) for column in grid.columns]
        for column, width in zip(table.columns, widths, strict=True):
            column._gridCol.w = width
        lines = [tuple(Cell(column.head) for column in grid.columns), *grid.rows]
        # Row by row over the XML: python-docx counts the whole grid again for every cell it is asked for.
        for number, (row, line) in enumerate(zip(table._tbl.tr_lst, lines, strict=True)):
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if number == 0:
                row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for tc, column, width, cell in zip(row.tc_lst, grid.columns, widths, line, strict=True):
                tc.width = width
                if cell.tint:
                    tc.get_or_add_tcPr().append(_shade(cell.tint))
                self._cell(_Cell(tc, table).paragraphs[0], cell, column.side, head=number == 0)

    def _cell(self, paragraph: Paragraph, cell: Cell, side: Side, *, head: bool) -> None:
        paragraph._p.style = "TableHead" if head else "TableText"
        if side != "left":
            paragraph.alignment = SIDES[side]
        self._place(paragraph, cell.anchor, lambda: self._write(paragraph, cell.words))

    def _place(self, paragraph: Paragraph, anchor: str, write: Any) -> None:
        """Write into a paragraph that is a place; of two with one anchor the first is it."""
        name = bookmark(anchor) if anchor else ""
        if not name or name in self._places:
            write()
            return
        self._places.add(name)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(len(self._places)))
        start.set(qn("w:name"), name)
        paragraph._p.append(start)
        write()
        paragraph._p.append(end)

    def _write(self, paragraph: Paragraph, words: Words) -> None:
        for span in spans(words):
            run = paragraph.add_run(legal(span.text))
            if span.to:
                run._r.style = "Place"
                link = OxmlElement("w:hyperlink")
                link.set(qn("w:anchor"), bookmark(span.to))
                paragraph._p.append(link)
                link.append(run._r)
                self._links.append(link)
            elif span.look:
                run._r.style = span.look


def _shade(colour: str) -> Any:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(name), value)
    return shade


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field that Word reckons again, with what it shows until then."""
    for part in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run(shown if part == "shown" else "")
        if part == "instruction":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
            run._r.append(text)
        elif part != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), part)
            run._r.append(mark)
