"""The records of an XML file, cut out of its text one by one and read each for itself.

What is outside the records is never parsed: no DTD, no entity, no network; and what is broken in one record breaks
no other. A record that is not well-formed is read by its tags and keeps all its text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from synthema.records.export import Export
from synthema.records.fields import ILLEGAL_IN_XML, printable
from synthema.records.formats.xml_text import (
    CLOSED_BY,
    DOCTYPE,
    NAME,
    characters,
    entities_as_text,
    from_tags,
    legal,
    meanings,
)
from synthema.records.formats.xml_tree import Step, step, values
from synthema.records.model import Found
from synthema.records.tally import Tally, visible, visible_in

LONGEST = 2**23  # characters of one record
_KEPT = 2**16  # characters that are kept of what is longer, and of what belongs to no record
_EDGE = 512  # characters that no tag is looked for in until more was read: it might be cut in two
_PREFIXES = re.compile(rf"\sxmlns:({NAME})\s*=")
_LONGEST_TAG = 20_000  # characters
_LONG_TAG = re.compile(rf"<[^<>]{{{_LONGEST_TAG}}}")
_END = re.compile(r"\s*>")
_SELF_CLOSED = re.compile(r"<[^<>]*/>")

_LONG = "the record is longer than any record could be; only its start is kept, not the {left:,} characters after it"
_NO_START = "the record has an end but no start; the file is damaged here"
_NO_END = "the file ends in the middle of this record; export it again"
_BROKEN = "the XML of a record is not well-formed; what it says was read by its tags"
_ENTITY = "references to entities are kept as they are written"
_NOTHING_MEANT: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Cut:
    """The text of one record, and what is wrong with it where something is."""

    line: int
    text: str
    wrong: str = ""
    left: int = 0  # visible characters behind the text that are not kept


@dataclass(slots=True)
class Cutter:
    """Cuts a text into records: from `<name` to `</name>`, or to the next `<name`; `core` tells them from wrappers."""

    names: str  # of the elements that are records, as alternatives of a regular expression
    core: re.Pattern[str] | None = None  # what stands in a record where records stand in elements of the same name
    longest: int = LONGEST
    _text: str = ""
    _at: int = 0  # where to look on
    _start: int = 0  # of the record that is open, or of what is outside
    _open: bool = False
    _long: Cut | None = None  # the start of a record that is too long, while the rest is skipped
    _wrappers: int = 0
    _line: int = 1
    _token: re.Pattern[str] = field(init=False)
    _sought: dict[str, int] = field(default_factory=dict)  # end of a comment -> where there is none before
    _typed: bool = False  # a DOCTYPE was seen

    def __post_init__(self) -> None:
        self._token = re.compile(rf"<!--|<!\[CDATA\[|<\?|<!DOCTYPE|<(/?)(?:{NAME}:)?(?:{self.names})(?=[\s>/])")

    def cuts(self, pieces: Iterator[str]) -> Iterator[Cut]:
        """Every record, and everything that looks like one."""
        for piece in pieces:
            self._text = self._text[self._forget() :] + piece
            yield from self._scan(len(self._text) - _EDGE, last=False)
            if self._open and len(self._text) - self._start > self.longest:
                kept = min(self._start + _KEPT, self._at)
                cut = self._cut(kept)
                self._move(kept)
                self._open, self._long = False, cut
        yield from self._scan(len(self._text), last=True)
        if self._open:
            yield self._cut(len(self._text), _NO_END)
        self._move(len(self._text))
        yield from self._skipped()

    def _forget(self) -> int:
        """Where the text starts that is still needed; what is before it is counted as lines."""
        keep = self._start if self._open else max(self._start, self._at - _KEPT)
        self._move(keep)
        self._at -= keep
        self._sought = {closed: place - keep for closed, place in self._sought.items()}
        self._start = 0
        return keep

    def _move(self, to: int) -> None:
        self._line += self._text.count("\n", self._start, to)
        if self._long:
            self._long = replace(self._long, left=self._long.left + visible(printable(self._text[self._start : to])))
        self._start = to

    def _skipped(self) -> Iterator[Cut]:
        """The record that is too long, once all of it was seen."""
        if self._long:
            yield replace(self._long, wrong=_LONG.format(left=self._long.left))
        self._long = None

    def _scan(self, end: int, *, last: bool) -> Iterator[Cut]:
        while (found := self._token.search(self._text, self._at)) and found.start() < end:
            if found[1] is None:
                past = self._past(found, last=last)
                if past < 0:  # its end was not read yet
                    self._at = found.start()
                    return
                self._at = past
            elif found[1]:
                yield from self._ended(found)
            else:
                yield from self._started(found)
        self._at = max(self._at, end)

    def _past(self, found: re.Match[str], *, last: bool) -> int:
        """Where a comment or the like ends; behind its sign where it has no end; -1: not known yet."""
        end = self._type_end(found) if found[0] == "<!DOCTYPE" else self._comment_end(found)
        wait = not last and len(self._text) - found.start() < self.longest
        self._typed = self._typed or (found[0] == "<!DOCTYPE" and not wait)  # one, and it has no end
        return -1 if end < 0 and wait else max(end, found.end())

    def _type_end(self, found: re.Match[str]) -> int:
        whole = None if self._typed else DOCTYPE.match(self._text, found.start())
        self._typed = self._typed or whole is not None
        return whole.end() if whole else -1

    def _comment_end(self, found: re.Match[str]) -> int:
        closed = CLOSED_BY[found[0]]
        end = self._text.find(closed, max(found.end(), self._sought.get(closed, 0)))
        if end < 0:
            self._sought[closed] = max(found.end(), len(self._text) - len(closed) + 1)
        return end + len(closed) if end >= 0 else -1

    def _started(self, found: re.Match[str]) -> Iterator[Cut]:
        if self._open:
            if self.core and not self.core.search(self._text, self._start, found.start()):
                self._wrappers += 1
            else:
                yield self._cut(found.start())
        self._move(found.start())
        yield from self._skipped()
        self._open, self._at = True, found.end()
        alone = _SELF_CLOSED.match(self._text, found.start())
        if alone:
            yield self._cut(alone.end())
            self._close(alone.end())

    def _ended(self, found: re.Match[str]) -> Iterator[Cut]:
        closed = _END.match(self._text, found.end())
        end = closed.end() if closed else found.end()
        if self._open:
            yield self._cut(end)
        elif self._long:
            self._move(end)
            yield from self._skipped()
        elif self._wrappers:
            self._wrappers -= 1
        else:
            yield self._cut(found.start(), _NO_START)
        self._close(end)

    def _cut(self, end: int, wrong: str = "") -> Cut:
        return Cut(self._line, self._text[self._start : end], wrong)

    def _close(self, end: int) -> None:
        self._move(end)
        self._open, self._at = False, end


@dataclass(frozen=True, slots=True)
class Reader:
    """How the records of an XML format are found, and how their values are named."""

    names: str
    core: re.Pattern[str] | None = None
    name: Step = step
    joint: str = "/"
    without: frozenset[str] = frozenset()  # attributes that are part of the names

    def __call__(self, export: Export, tally: Tally) -> Iterator[Found]:
        """The records of an XML file."""
        yield from self.read(export.pieces(), export.head, tally)

    def read(self, pieces: Iterator[str], head: str, tally: Tally) -> Iterator[Found]:
        """The records of a text, whose head declares the prefixes of names."""
        before, meant = declared(head), meanings(head)
        for cut in Cutter(self.names, self.core).cuts(_legal_pieces(pieces, tally)):
            tally.markers += 1
            if cut.wrong:
                refuse(cut, tally)
            else:
                yield self.found(cut, before, tally, meant)

    def found(self, cut: Cut, before: str, tally: Tally, meant: Mapping[str, str] = _NOTHING_MEANT) -> Found:
        """A record as it stands in its text, every visible character counted."""
        text = legal(cut.text)
        if text != cut.text:
            tally.repair("references to characters that XML forbids were removed", cut.line)
        seen = characters(text, self.without)
        tally.tag_characters += seen
        plain, named = entities_as_text(text)
        element = well_formed(before, plain)
        raw = self._raw(element) if element is not None else []
        if element is None or visible_in([value for _, value in raw]) != seen:
            tally.repair(_BROKEN, cut.line)
            element = from_tags(text)
            raw = self._raw(element)
        for what in sorted({_unexpanded(name, meant) for name in named}):
            tally.repair(what, cut.line)
        return Found(cut.line, raw, element)

    def _raw(self, element: etree._Element) -> list[tuple[str, str]]:
        return values(element, name=self.name, joint=self.joint, without=self.without)


def _unexpanded(name: str, meant: Mapping[str, str]) -> str:
    return f'{_ENTITY}: &{name}; ("{meant[name]}")' if name in meant else _ENTITY


def refuse(cut: Cut, tally: Tally) -> None:
    """Note a record that is not read, with its text."""
    text = printable(cut.text).strip()
    tally.tag_characters += visible(text) + cut.left
    tally.refuse(cut.line, cut.wrong, text)


def declared(head: str) -> str:
    """The start of an element that declares every prefix that the head of a file declares."""
    prefixes = sorted(set(_PREFIXES.findall(head)) - {"xml", "xmlns"})
    return "<_" + "".join(f' xmlns:{prefix}="{prefix}"' for prefix in prefixes) + ">"


def _legal_pieces(pieces: Iterator[str], tally: Tally) -> Iterator[str]:
    told = False
    for piece in pieces:
        legal_piece = ILLEGAL_IN_XML.sub("", piece)
        if not told and legal_piece != piece:
            told = True
            tally.repair("characters that XML forbids were removed")
        yield legal_piece


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )


def well_formed(before: str, text: str) -> etree._Element | None:
    """The tree of a record that is well-formed XML, without a tag of thousands of attributes."""
    if len(text) > _LONGEST_TAG and _LONG_TAG.search(text):
        return None
    try:
        (element,) = etree.fromstring(f"{before}{text}</_>", _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    return element


def tree(text: str) -> etree._Element:
    """The tree of a piece of XML, well-formed or not."""
    text = legal(ILLEGAL_IN_XML.sub("", text))
    element = well_formed("<_>", text)
    return from_tags(text) if element is None else element
