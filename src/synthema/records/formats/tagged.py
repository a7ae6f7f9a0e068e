"""One tokenizer for every tagged-line file: lines to records of (tag, value), order and repeats kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.dialects import COUNTER, HEADING, Dialect
from synthema.records.formats.plain import Plain, Taken
from synthema.records.model import Found, Record
from synthema.records.tally import Tally, visible

_BOM = "\ufeff"


@dataclass(slots=True)
class Entry:
    """The tags of one record as they stand in the file."""

    line: int
    loose: bool = False
    parts: list[tuple[str, list[str]]] = field(default_factory=list)

    def tags(self, joint: str) -> list[tuple[str, str]]:
        """Tag and value, continuation lines joined."""
        return [(tag, joint.join(part for part in parts if part)) for tag, parts in self.parts]

    def found(self, joint: str) -> Found:
        """The record, continuation lines joined."""
        return Found(self.line, self.tags(joint))


def finder(dialect: Dialect, plain: Plain | None = None) -> Callable[[Export, Tally], Iterator[Found]]:
    """How the records of a dialect are found: from its opening tag to its end tag or to the next opening tag."""

    def find(export: Export, tally: Tally) -> Iterator[Found]:
        tokenizer = _Tokenizer(dialect, tally)
        number = 1
        for block in export.blocks():
            at = last = 0
            while at < len(block):
                taken = None
                if plain and tokenizer.rests and block.startswith(plain.opening, at):
                    last = last if last > at else plain.last(block, at)
                    taken = plain.take(block, at, last, number)
                if taken:
                    before = tokenizer.follow(taken)
                    if before is not None:
                        yield before
                    at, number = taken.end, number + taken.lines
                    continue
                end = block.find("\n", at)
                end = end if end >= 0 else len(block)
                for entry in tokenizer.feed(number, block[at:end]):
                    yield entry.found(dialect.joint)
                at, number = end + 1, number + 1
        for entry in tokenizer.finish():
            yield entry.found(dialect.joint)

    return find


def plain_record(table: Mapping[str, Sequence[str]]) -> Callable[[Found], Record]:
    """How a record is read whose values mean what their tags say."""
    return lambda found: assemble(gather(found.raw, table), raw=found.raw, line=found.line)


@dataclass(slots=True)
class _Tokenizer:
    dialect: Dialect
    tally: Tally
    whole: Found | None = None  # the last record, where it was taken whole; what follows may still belong to it
    current: Entry | None = None  # the record being read, or the last one read
    closed: bool = True  # whether its end tag was seen
    astray: Entry | None = None  # fields that stand outside any record
    after_blank: bool = True
    indent: str | None = None

    @property
    def rests(self) -> bool:
        """Whether nothing but the last record is held, so that a record may be taken whole."""
        return self.astray is None and not self.indent and (self.current is None or self.closed)

    def follow(self, taken: Taken) -> Found | None:
        """Go on with a record that was taken whole; give the one before it."""
        before = self.whole if self.current is None else self.current.found(self.dialect.joint)
        self.tally.markers += 1
        self.tally.tag_characters += taken.characters
        self.whole, self.current = taken.found, None
        self.closed, self.after_blank, self.indent = True, taken.blank, ""
        return before

    def feed(self, number: int, line: str) -> Iterator[Entry]:
        """Take one line; give the record that it completes."""
        if _BOM in line:
            line = line.replace(_BOM, "")
            self.tally.repair("a byte order mark inside the file was removed", number)
        if not line.strip():
            self.after_blank = True
            return
        self._unfold()
        tag, value, loose = self._split(line)
        if tag in self.dialect.frames and (self.current is None or self.closed):
            self._frame(line)
            return
        if tag and self._opens(tag):
            yield from self._open(number, loose)
        elif tag and tag == self.dialect.closes:
            yield from self._close(number, value)
            self.after_blank = False
            return
        self._place(number, tag, value, line)
        self.after_blank = False

    def finish(self) -> Iterator[Entry]:
        """Give the last record."""
        self._unfold()
        self._settle_astray()
        if self.current is not None:
            if self.dialect.closes and not self.closed:
                self.tally.repair(f"no {self.dialect.closes} line at the end of the record", self.current.line)
            yield self.current
        self.current = None

    def _unfold(self) -> None:
        if self.whole is not None:
            self.current = Entry(self.whole.line, parts=[(tag, [value]) for tag, value in self.whole.raw])
            self.whole = None

    def _frame(self, line: str) -> None:
        """The head of a file is kept with the text before the first record; its end says nothing."""
        if line.strip() not in self.dialect.frames:
            self._keep_preamble(line.strip())

    def _split(self, line: str) -> tuple[str, str, bool]:
        if self.indent is None:
            unindented = line.lstrip(" \t")
            tag, value, loose = self._match(unindented)
            if tag and self._opens(tag):
                self.indent = line[: len(line) - len(unindented)]
            return tag, value, loose
        return self._match(line.removeprefix(self.indent))

    def _match(self, line: str) -> tuple[str, str, bool]:
        found = self.dialect.tag.match(line)
        if found:
            return found[1].upper(), (found[2] or "").strip(), False
        found = self.dialect.loose.match(line) if self.dialect.loose else None
        if not found:
            return "", "", False
        ends = found[1] == self.dialect.closes and not found[2]
        believed = found[1] in self.dialect.opens or ends or (self.current is not None and self.current.loose)
        return (found[1], (found[2] or "").strip(), True) if believed else ("", "", False)

    def _opens(self, tag: str) -> bool:
        if tag in self.dialect.opens:
            return True
        if self.dialect.parted:
            return self.current is None or self.after_blank or self._comes_again(tag)
        if tag not in self.dialect.also_opens:
            return False
        return self.current is None or self.after_blank or any(tag == known for known, _ in self.current.parts)

    def _comes_again(self, tag: str) -> bool:
        """Whether a tag that begins records comes again later than on the line after itself."""
        parts = self.current.parts if self.current else []
        return tag in self.dialect.also_opens and parts[-1][0] != tag and any(tag == known for known, _ in parts)

    def _open(self, number: int, loose: bool) -> Iterator[Entry]:
        self._settle_astray()
        if self.current is not None:
            if self.dialect.closes and not self.closed:
                self.tally.repair(f"no {self.dialect.closes} line at the end of the record", self.current.line)
            yield self.current
        self.tally.markers += 1
        self.current, self.closed = Entry(number, loose), False

    def _close(self, number: int, value: str) -> Iterator[Entry]:
        if self.astray is not None and any(tag in self.dialect.title for tag, _ in self.astray.parts):
            yield from self._adopt_astray()
        elif self.astray is not None:
            self._settle_astray()
        self.closed = True
        if not value:
            return
        tag, _, _ = self._match(value)
        if tag and self._opens(tag):
            self.tally.repair(f"{self.dialect.closes} and the next record on one line", number)
            yield from self.feed(number, value)
        elif self.current is not None:
            self.current.parts.append((self.dialect.closes, [value]))
            self.tally.tag_characters += visible(value)

    def _adopt_astray(self) -> Iterator[Entry]:
        """Fields outside any record that end like a record are one: its opening line is missing."""
        astray, self.astray = self.astray, None
        if astray is None:
            return
        if self.current is not None:
            yield self.current
        self.tally.markers += 1
        self.tally.repair(f"a record without its {'/'.join(sorted(self.dialect.opens))} line", astray.line)
        self.current = astray

    def _settle_astray(self) -> None:
        """Fields outside any record stay with the record before them, or with the text before the first record."""
        astray, self.astray = self.astray, None
        if astray is None:
            return
        if self.current is not None:
            self.current.parts.extend(astray.parts)
            self.tally.repair("fields after the end of a record were kept with it", astray.line)
            return
        lines = [f"{tag}  - {value}" for tag, value in astray.tags("\n")]
        self.tally.tag_characters -= sum(visible(part) for _, parts in astray.parts for part in parts)
        self._keep_preamble("\n".join(lines))
        self.tally.repair("fields before the first record were kept with the text before it", astray.line)

    def _place(self, number: int, tag: str, value: str, line: str) -> None:
        if not tag and self._is_noise(line):
            return
        outside = self.current is None or (self.closed and bool(self.dialect.closes))
        if tag:
            entry = self._astray(number) if outside or self.current is None else self.current
            entry.parts.append((tag, [value]))
            self.tally.tag_characters += visible(value)
            return
        self._continue(line.strip(), outside)

    def _is_noise(self, line: str) -> bool:
        if not (self.closed or self.after_blank):
            return False
        return bool(COUNTER.match(line) or (self.current is not None and HEADING.match(line)))

    def _continue(self, text: str, outside: bool) -> None:
        entry = self.astray if outside and self.astray is not None else self.current
        if entry is None:
            self._keep_preamble(text)
            return
        self.tally.tag_characters += visible(text)
        if outside and entry is self.current:
            entry.parts.append(("", [text]))
            self.tally.repair("text between records was kept with the record before it", entry.line)
        elif entry.parts:
            entry.parts[-1][1].append(text)

    def _astray(self, number: int) -> Entry:
        if self.astray is None:
            self.astray = Entry(number)
        return self.astray

    def _keep_preamble(self, text: str) -> None:
        self.tally.preamble = f"{self.tally.preamble}\n{text}" if self.tally.preamble else text
