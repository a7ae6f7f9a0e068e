"""A canonical text as it is written, block by block, with what is remembered of its parts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from synthema.documents.model import Span
from synthema.documents.sections import SectionKind, suggested
from synthema.documents.structure import Heading, Structure, Table

GAP = "\n\n"  # between blocks
_WHITE = re.compile(r"[ \t\n\r\f]+")
_SPACES = (" ", "\t", "\n", "\r", "\f")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_UNREADABLE = "\ufffd"


class TooLong(Exception):
    """The text has more characters than are read."""


class Role(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CAPTION = "caption"
    FOOTNOTE = "footnote"


class Writer:
    """Takes words and the ends of blocks; white space at either end of a block is dropped."""

    def __init__(self, most: int, *, flat: bool = False) -> None:
        self.length = 0
        self.italic = self.quoted = 0  # how many open elements say so
        self.roles: list[tuple[Role, int]] = [(Role.PARAGRAPH, 0)]
        self.blocks: list[tuple[int, int, Role, int]] = []
        self.italics: list[tuple[int, int]] = []
        self.references: list[Span] = []
        self._most, self._flat = most, flat
        self._parts: list[str] = []
        self._begun: int | None = None
        self._held = ""  # white space that counts if words follow
        self._glued = False
        self._quotations: list[Span] = []
        self._tables: list[Table] = []

    @property
    def text(self) -> str:
        """What is written so far."""
        return "".join(self._parts)

    def words(self, text: str) -> None:
        """Write text in which any run of white space is one space."""
        pieces = [piece for piece in _WHITE.split(text) if piece]
        if text[:1] in _SPACES:
            self.space()
        if pieces:
            self._write(" ".join(pieces))
            if text[-1] in _SPACES:
                self.space()

    def kept(self, text: str) -> None:
        """Write text whose white space counts."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
        inner = text.strip(" \t\n")
        if self._flat:
            self.words(text)
        elif inner:
            before, after = text.split(inner, 1)
            self._held += before
            self._write(inner)
            self._held = after
        else:
            self._held += text

    def line(self) -> None:
        """End the line; the second end of a line in a row ends the block."""
        if "\n" in self._held:
            self.block()
        else:
            self._held = " " if self._flat else "\n"

    def space(self) -> None:
        """Part what was written from what comes by a space."""
        self._held = self._held or " "

    def tight(self) -> None:
        """Leave no space before what comes."""
        self._held = ""

    def glue(self) -> None:
        """Let the next block go on in the line that a label began."""
        self._glued = self._begun is not None

    def block(self, *, begins: bool = False) -> None:
        """End the block that is open, unless a label is open that the block beginning now goes on with."""
        if self._glued and begins:
            self._held = " "
            return
        self._glued = False
        if self._flat:
            self._held = self._held or " "
            return
        if self._begun is not None:
            role, level = self.roles[-1]
            self.blocks.append((self._begun, self.length, role, level))
            if self.quoted and role == Role.PARAGRAPH:
                self._quotations.append(Span(self._begun, self.length))
        self._begun, self._held = None, ""

    def table(self, rows: Iterable[Sequence["Writer"]]) -> None:
        """Write a table from the writers of its cells; rows without a word are left out."""
        self.block()
        written: list[tuple[Span, ...]] = []
        for row in rows:
            if any(cell.length for cell in row):
                self._put("\n" if written else GAP if self.length else "")
                written.append(self._row(row))
        if written:
            self._tables.append(Table(span=Span(written[0][0].start, self.length), rows=tuple(written)))

    def _row(self, row: Sequence["Writer"]) -> tuple[Span, ...]:
        cells = []
        for number, cell in enumerate(row):
            self._put("\t" if number else "")
            start = self.length
            self._put(cell.text.replace("\t", " ").replace("\n", " "))
            self.italics += [(start + one, start + other) for one, other in cell.italics]
            cells.append(Span(start, self.length))
        return tuple(cells)

    def reference_list(self, first: int) -> None:
        """The blocks from this number on are references."""
        if len(self.blocks) > first:
            self.references.append(Span(self.blocks[first][0], self.length))

    def _write(self, piece: str) -> None:
        if self._begun is None:
            piece = piece.lstrip()  # of spaces of other kinds, which alone make no block
            if not piece:
                return
            self._put(GAP if self.length and not self._flat else "")
            self._begun = before = self.length
        else:
            before = self.length
            self._put(self._held)
        self._held, self._glued = "", False
        start = self.length
        self._put(_CONTROLS.sub(_UNREADABLE, piece))
        if self.italic:
            on = self.italics and self.italics[-1][1] == before and before != self._begun
            self.italics[-1:] = (
                [(self.italics[-1][0], self.length)] if on else [*self.italics[-1:], (start, self.length)]
            )

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self.length += len(text)
            if self.length > self._most:
                raise TooLong

    def structure(self, title: str, dois: Sequence[str]) -> Structure:
        """All that is remembered of the text."""
        self.block()

        def spans(wanted: Role) -> tuple[Span, ...]:
            return tuple(Span(start, end) for start, end, role, _ in self.blocks if role == wanted)

        headings = tuple(
            Heading(span=Span(start, end), level=level)
            for start, end, role, level in self.blocks
            if role == Role.HEADING
        )
        told = Structure(headings=headings)
        by_heading = (one.span for one in suggested(self.text, told, SectionKind.REFERENCES))
        return replace(
            told,
            title=" ".join(title.split())[:500],
            dois=tuple(dois),
            paragraphs=spans(Role.PARAGRAPH),
            quotations=tuple(self._quotations),
            italics=tuple(Span(start, end) for start, end in self.italics),
            tables=tuple(self._tables),
            captions=spans(Role.CAPTION),
            footnotes=spans(Role.FOOTNOTE),
            references=tuple(self.references or by_heading),
        )
