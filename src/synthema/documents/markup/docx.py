"""Word files (.docx) to their text: what is printed, insertions taken, deletions and hidden text left out."""

import posixpath
import zipfile
from collections.abc import Iterator
from copy import copy
from pathlib import Path

from lxml import etree

from synthema.documents.markup.docx_styles import Styles, child, said
from synthema.documents.markup.trees import local, names_in, xml_tree
from synthema.documents.markup.writing import Role, Writer
from synthema.documents.structure import Marked
from synthema.records.batch import FAULTS, why_not
from synthema.refused import Refused

RECIPE = "Word 1"  # raised whenever the same file would give another text
MOST_PARTS = 20_000
MOST_PART = 128 << 20  # bytes of one part that is read
_PASSED = names_in("del movefrom rpr ppr instrtext deltext fldchar annotationref prooferr")
_WITHIN = names_in("ins moveto hyperlink smarttag sdt sdtcontent fldsimple customxml dir bdo")
_OTHERS = {
    "application/vnd.oasis.opendocument.text": "an OpenDocument text",
    "application/epub+zip": "an EPUB book",
}


def read_docx(path: Path, name: str, most: int) -> Marked:
    """The text of a Word file; raises Refused for another zip, a damaged one and a dangerous one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_Parts(archive, name), name, most)
    except FAULTS as error:
        if isinstance(error, Refused):
            raise
        raise Refused(
            "{name} is a Word file or another zip that is damaged; it may be cut off. Download it again, or open it in "
            "Word and save it again.",
            name=name,
        ) from None


class _Parts:
    """The parts of a Word file, each read when it is asked for; nothing is unpacked to disk."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._zip, self._name = archive, name
        infos = archive.infolist()
        _refuse(infos, name)
        self._infos = {_plain(info).lower(): info for info in infos}
        kinds = self.linked("")
        main = kinds.get("officedocument", "")
        self.main = main if self._is_word(main) else ""
        if not self.main:
            raise Refused(
                "{name} is {what}. Save it as a Word file (.docx) or as a PDF, and add that.",
                name=name,
                what=self._what(),
            )

    def _is_word(self, main: str) -> bool:
        root = self.tree(main)
        return root is not None and local(root) == "document" and child(root, "body") is not None

    def _what(self) -> str:
        if "[content_types].xml" in self._infos:
            return "an Office file without a text, such as a sheet or slides"
        kept = self._infos.get("mimetype")
        kind = self._zip.read(kept)[:100].decode("latin-1") if kept is not None and kept.file_size < 100 else ""
        return _OTHERS.get(kind, "a zip and no Word file")

    def tree(self, part: str) -> etree._Element | None:
        """The root of a part; None where there is none."""
        info = self._infos.get(part.lower())
        if info is None:
            return None
        if info.file_size > MOST_PART:
            raise Refused(
                "{part} in {name} has {size:,} bytes; at most {most:,} are read. Save it as a PDF and add that.",
                part=info.filename,
                name=self._name,
                size=info.file_size,
                most=MOST_PART,
            )
        return xml_tree(self._zip.read(info), f"{info.filename} in {self._name}", typed=False)

    def linked(self, part: str) -> dict[str, str]:
        """The parts that a part names, by the last word of what they are to it, in small letters."""
        folder, last = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{last}.rels"))
        found: dict[str, str] = {}
        for one in root if root is not None else ():
            if said(one, "TargetMode").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, said(one, "Target")))
                found.setdefault(said(one, "Type").rpartition("/")[2].lower(), target.lstrip("/"))
        return found


def _plain(info: zipfile.ZipInfo) -> str:
    """The name of a part, as programs that are not Word also write it."""
    return info.filename.replace("\\", "/").lstrip("/")


def _refuse(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > MOST_PARTS:
        raise Refused(
            "{name} holds {n:,} parts; no Word file has more than {most:,}. Save the report as a PDF and add that.",
            name=name,
            n=len(infos),
            most=MOST_PARTS,
        )
    for info in infos:
        rooted = copy(info)
        rooted.filename = _plain(info)
        if why := why_not(rooted):
            raise Refused(
                "{part} in {name} {why}. Nothing was read; open it in Word and save it again, or save it as a PDF.",
                part=info.filename[:200],
                name=name,
                why=why,
            )


def _read(parts: _Parts, name: str, most: int) -> Marked:
    root = parts.tree(parts.main)
    body = child(root, "body")
    linked = parts.linked(parts.main)
    notes = {kind: _notes(parts.tree(linked.get(kind, ""))) for kind in ("footnotes", "endnotes")}
    reading = _Reading(Styles.of(parts.tree(linked.get("styles", ""))), notes, most)
    assert body is not None
    writer = reading.whole(body)
    text = writer.text
    if not any(map(str.isalnum, text)):
        raise Refused(
            "{name} holds no text. If it holds pictures of pages, their text has to be recognised first.", name=name
        )
    return Marked(text=text, structure=writer.structure(reading.title, ()), recipe=RECIPE)


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    """The notes by their identifiers, without the lines that part them from the text."""
    return {said(one, "id"): one for one in root if not said(one, "type")} if root is not None else {}


class _Reading:
    """One document as it is read."""

    def __init__(self, styles: Styles, notes: dict[str, dict[str, etree._Element]], most: int) -> None:
        self.title = ""
        self._writer, self._most = Writer(most), most
        self._styles, self._notes = styles, notes
        self._due: list[tuple[str, etree._Element]] = []
        self._numbers = {"footnotes": 0, "endnotes": 0}
        self._boxes: list[etree._Element] = []
        self._first: int | None = None  # block of a list of references

    def whole(self, body: etree._Element) -> Writer:
        """Read it all."""
        self._blocks(body, self._writer)
        self._close_references()
        self._flush()
        return self._writer

    def _blocks(self, parent: etree._Element, writer: Writer) -> None:
        for one in parent:
            name = local(one)
            if name == "p":
                self._paragraph(one, writer)
            elif name == "tbl":
                self._table(one, writer)
            elif name == "alternatecontent":
                self._chosen(one, writer)
            elif name in _WITHIN:
                self._blocks(one, writer)

    def _chosen(self, alternatives: etree._Element, writer: Writer) -> None:
        if (chosen := _first_choice(alternatives)) is not None:
            self._blocks(chosen, writer)

    def _paragraph(self, element: etree._Element, writer: Writer) -> None:
        properties = child(element, "ppr")
        style = said(child(properties, "pstyle"), "val") or self._styles.default
        level = self._styles.level(properties, style)
        top = writer is self._writer
        start, first = writer.length, len(writer.blocks)
        if level and top:
            self._close_references()
            self._flush()
        if level:
            writer.roles.append((Role.HEADING, level))
        elif self._styles.is_caption(style):
            writer.roles.append((Role.CAPTION, 0))
        else:
            writer.roles.append(writer.roles[-1])
        quoted = not level and self._styles.is_quoted(properties, style)
        writer.quoted += quoted
        self._runs(element, style, writer)
        writer.block()
        writer.quoted -= quoted
        writer.roles.pop()
        if top and self._styles.is_reference(style) and len(writer.blocks) > first and self._first is None:
            self._first = first
        elif top and self._first is not None and not self._styles.is_reference(style):
            self._close_references()
        if "title" in self._styles.names(style)[:1] and not self.title:
            self.title = writer.text[start:].strip()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box, writer)

    def _close_references(self) -> None:
        if self._first is not None:
            self._writer.reference_list(self._first)
            self._first = None

    def _runs(self, parent: etree._Element, style: str, writer: Writer) -> None:
        for one in parent:
            name = local(one)
            if name == "r":
                self._run(one, style, writer)
            elif name in _WITHIN:
                self._runs(one, style, writer)
            elif name in ("omath", "omathpara"):
                writer.kept("".join(str(t.text or "") for t in one.iter(etree.Element) if local(t) == "t"))
            elif name == "alternatecontent" and (chosen := _first_choice(one)) is not None:
                self._runs(chosen, style, writer)

    def _run(self, run: etree._Element, style: str, writer: Writer) -> None:
        properties = child(run, "rpr")
        if self._styles.run(properties, style, "vanish"):
            return
        italic = self._styles.run(properties, style, "i")
        writer.italic += italic
        for one in run:
            self._sign(one, writer, style)
        writer.italic -= italic

    def _sign(self, one: etree._Element, writer: Writer, style: str) -> None:
        name = local(one)
        if name == "t":
            writer.kept(str(one.text or ""))
        elif name in _SIGNS:
            writer.kept(_SIGNS[name])
        elif name in ("br", "cr"):
            writer.kept("\n")
        elif name == "sym":
            writer.kept(_symbol(said(one, "char")))
        elif name in ("footnotereference", "endnotereference"):
            self._note(one, f"{name[:-9]}s", writer)
        elif name == "ruby":
            self._runs(base, style, writer) if (base := child(one, "rubybase")) is not None else None
        elif name == "alternatecontent":
            chosen = _first_choice(one)
            self._boxes += _boxes(chosen) if chosen is not None else []
        elif name not in _PASSED:
            self._boxes += _boxes(one)

    def _note(self, reference: etree._Element, kind: str, writer: Writer) -> None:
        note = self._notes[kind].get(said(reference, "id"))
        own = said(reference, "customMarkFollows").lower() not in ("", *_OFF)
        self._numbers[kind] += not own
        mark = "" if own else str(self._numbers[kind])
        writer.kept(mark)
        if note is not None:
            self._due.append((mark, note))

    def _flush(self) -> None:
        """Write the notes that are due."""
        due, self._due = self._due, []
        for mark, note in due:
            self._writer.block()
            self._writer.roles.append((Role.FOOTNOTE, 0))
            self._writer.words(f"{mark} ")
            self._blocks(note, self._writer)
            self._writer.block()
            self._writer.roles.pop()

    def _table(self, table: etree._Element, writer: Writer) -> None:
        if writer is self._writer:
            writer.table([self._cell(cell) for cell in _within(row, "tc")] for row in _within(table, "tr"))
            return
        for row in _within(table, "tr"):
            for cell in _within(row, "tc"):
                self._blocks(cell, writer)

    def _cell(self, cell: etree._Element) -> Writer:
        writer = Writer(self._most, flat=True)
        self._blocks(cell, writer)
        return writer


_OFF = ("0", "false", "off")
_SIGNS = {"tab": "\t", "ptab": "\t", "nobreakhyphen": "\u2011", "softhyphen": "\u00ad"}


def _first_choice(alternatives: etree._Element) -> etree._Element | None:
    return (
        child(alternatives, "choice") if child(alternatives, "choice") is not None else child(alternatives, "fallback")
    )


def _boxes(element: etree._Element) -> list[etree._Element]:
    """The text boxes in a drawing; one within another is read with it."""
    return [one for one in element.iter(etree.Element) if local(one) == "txbxcontent"][:1]


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also where they are wrapped."""
    for one in parent:
        if local(one) == name:
            yield one
        elif local(one) in _WITHIN:
            yield from _within(one, name)


def _symbol(code: str) -> str:
    """A sign of a font: bullets and the like of Word's own range are told as one they cannot be read."""
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    return "\ufffd" if not 0x20 <= number < 0x110000 or 0xD800 <= number < 0xF900 else chr(number)
