"""A tree of elements walked in order, into a canonical text: what each element is, a format says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from synthema.documents.markup.writing import Role, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What an element is in the text; by default words in the line they stand in."""

    skip: bool = False  # nothing of it is text
    block: bool = False
    role: Role | None = None
    level: int = 0
    italic: bool = False
    quoted: bool = False
    references: bool = False
    kept: bool = False  # its white space counts
    line: bool = False  # an end of a line
    table: bool = False
    label: bool = False  # the block behind it goes on in its line
    later: bool = False  # to stand behind the section
    before: str = ""
    after: str = ""
    instead: str = ""  # words in the place of its own


INLINE, SKIP, BLOCK, LINE = Part(), Part(skip=True), Part(block=True), Part(line=True)
PartOf = Callable[[etree._Element], Part]
Rows = Callable[[etree._Element], Iterator[list[etree._Element]]]


class Walk:
    """A walk over one document."""

    def __init__(self, part_of: PartOf, rows: Rows, most: int) -> None:
        self.writer = Writer(most)
        self._part_of, self._rows, self._most = part_of, rows, most
        self._later: list[etree._Element] = []
        self._kept = 0
        self._lists: list[int] = []  # where lists of references began, by blocks

    def over(self, root: etree._Element) -> Writer:
        """Walk over everything within the root; the writer."""
        self._over(root, self.writer, BLOCK)
        self._flush()
        self.writer.block()
        return self.writer

    def _over(self, root: etree._Element, writer: Writer, first: Part) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        parts: list[Part] = []
        for event, element in events:
            if event == "start":
                part = self._part_of(element) if parts else first
                parts.append(part)
                if self._enter(part, element, writer):
                    events.skip_subtree()
                elif element.text:
                    self._say(element.text, writer)
                continue
            self._leave(parts.pop(), writer)
            if element.tail and element is not root:
                self._say(element.tail, writer)

    def _say(self, text: str, writer: Writer) -> None:
        (writer.kept if self._kept else writer.words)(text)

    def _enter(self, part: Part, element: etree._Element, writer: Writer) -> bool:
        """Begin a part; whether what is within it is not to be walked over."""
        if part.later:
            self._later.append(element)
            return True
        if part.role == Role.HEADING and writer is self.writer:
            self._flush()
        if part.block:
            writer.block(begins=True)
        if part.role:
            writer.roles.append((part.role, part.level))
        writer.italic += part.italic
        writer.quoted += part.quoted
        self._kept += part.kept
        if part.references:
            self._lists.append(len(writer.blocks))
        if part.line:
            writer.line()
        if part.before.startswith(","):
            writer.tight()
        for words in (part.before, part.instead):
            writer.words(words)
        if part.table:
            self._table(element, writer)
        return part.skip or part.table or bool(part.instead)

    def _leave(self, part: Part, writer: Writer) -> None:
        if part.later:
            return
        writer.words(part.after)
        if part.label:
            writer.glue()
        if part.block:
            writer.block()
        if part.role:
            writer.roles.pop()
        writer.italic -= part.italic
        writer.quoted -= part.quoted
        self._kept -= part.kept
        if part.references:
            writer.reference_list(self._lists.pop())

    def _table(self, element: etree._Element, writer: Writer) -> None:
        kept, self._kept = self._kept, 0
        for one in element.iterchildren(etree.Element):
            part = self._part_of(one)
            if part.role == Role.CAPTION:
                self._over(one, writer, part)
        writer.table([self._cell(cell) for cell in row] for row in self._rows(element))
        self._kept = kept

    def _cell(self, element: etree._Element) -> Writer:
        writer = Writer(self._most, flat=True)
        self._over(element, writer, INLINE)
        return writer

    def _flush(self) -> None:
        """Write the notes that are due."""
        due, self._later = self._later, []
        for element in due:
            self.writer.block()
            self._over(element, self.writer, Part(block=True, role=Role.FOOTNOTE))
