"""One tokenizer for every tagged-line file: lines to records of (tag, value), order and repeats kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from re import Pattern

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.dialects import COUNTER, HEADING, LINK, STRATEGY, Dialect
from synthema.records.formats.foreign import Strangers
from synthema.records.formats.held import Held, Room
from synthema.records.formats.plain import Plain, Taken
from synthema.records.model import Found, Record
from synthema.records.tally import Tally, visible

_BOM = "\ufeff"


@dataclass(slots=True)
class Entry:
    """The tags of one record as they stand in the file."""

    line: int
    loose: Pattern[str] | None = None  # how its tags are written, where that is sloppy
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    room: Room = field(default_factory=Room)

    def add(self, tag: str, value: str) -> None:
        """One more tag."""
        if self.room.admits(value):
            self.parts.append((tag, [value]))

    def go_on(self, text: str) -> None:
        """One more line of the last value."""
        if self.room.admits(text):
            self.parts[-1][1].append(text)

    def tags(self, joint: str) -> list[tuple[str, str]]:
        """Tag and value, continuation lines joined."""
        return [(tag, joint.join(part for part in parts if part)) for tag, parts in self.parts]

    def found(self, joint: str) -> Found:
        """The record, continuation lines joined."""
        return Found(self.line, self.tags(joint))


def finder(dialect: Dialect, plain: Plain | None = None) -> Callable[[Export, Tally], Iterator[Found]]:
    """How the records of a dialect are found: from its opening tag to its end tag or to the next opening tag."""

    def find(export: Export, tally: Tally) -> Iterator[Found]:
        tokenizer = _Tokenizer(dialect, tally, Strangers(dialect.name, tally))
        number = 1
        for block in export.blocks():
            at = last = 0
            while at < len(block):
                taken = None
                if plain and tokenizer.rests and block.startswith(plain.opening, at):
                    last = last if last > at else plain.last(block, at)
                    taken = plain.take(block, at, last, number)
                if taken:
                    yield from tokenizer.follow(taken)
                    at, number = taken.end, number + taken.lines
                    continue
                end = block.find("\n", at)
                end = end if end >= 0 else len(block)
                for entry in tokenizer.feed(number, block[at:end]):
                    yield from tokenizer.given(entry)
                at, number = end + 1, number + 1
        for entry in tokenizer.finish():
            yield from tokenizer.given(entry)

    return find


def plain_record(table: Mapping[str, Sequence[str]]) -> Callable[[Found], Record]:
    """How a record is read whose values mean what their tags say."""
    return lambda found: assemble(gather(found.raw, table), raw=found.raw, line=found.line)


@dataclass(slots=True)
class _Tokenizer:
    dialect: Dialect
    tally: Tally
    strangers: Strangers
    whole: Found | None = None  # the last record, where it was taken whole; what follows may still belong to it
    current: Entry | None = None  # the record being read, or the last one read
    closed: bool = True  # whether its end tag was seen
    astray: Entry | None = None  # fields that stand outside any record
    after_blank: bool = True
    indent: str | None = None
    strategy: bool = False  # whether a search strategy is being read
    before: Held = field(default_factory=Held)  # the text outside the records
    headings: set[str] = field(default_factory=set)  # of the file, each kept once

    @property
    def rests(self) -> bool:
        """Whether nothing but the last record is held, so that a record may be taken whole."""
        away = self.indent or self.strategy or self.strangers.at or self.astray is not None
        return not away and (self.current is None or self.closed)

    @property
    def outside(self) -> bool:
        """Whether no value can go on."""
        return self.current is None or (self.closed if self.dialect.closes else self.after_blank)

    def given(self, entry: Entry) -> Iterator[Found]:
        """A record that is complete; one that is too long is refused."""
        found = entry.found(self.dialect.joint)
        if entry.room.full:
            entry.room.refuse(found, self.tally)
        else:
            yield found

    def follow(self, taken: Taken) -> Iterator[Found]:
        """Go on with a record that was taken whole; give the one before it."""
        if self.whole is not None:
            yield self.whole
        elif self.current is not None:
            yield from self.given(self.current)
        self.tally.markers += 1
        self.tally.tag_characters += taken.characters
        self.whole, self.current = taken.found, None
        self.closed, self.after_blank, self.indent = True, taken.blank, ""

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
        if self._is_strange(number, tag, line) or self._is_strategy(tag, line):
            self.after_blank = False
            return
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
        self.strangers.settle()
        self._settle_astray()
        if self.before.lines:
            self.before.as_preamble(self.tally)
        if self.current is not None:
            if self.dialect.closes and not self.closed:
                self.tally.repair(f"no {self.dialect.closes} line at the end of the record", self.current.line)
            yield self.current
        self.current = None

    def _unfold(self) -> None:
        if self.whole is not None:
            self.current = Entry(self.whole.line, parts=[(tag, [value]) for tag, value in self.whole.raw])
            self.whole = None

    def _is_strange(self, number: int, tag: str, line: str) -> bool:
        """Whether a line belongs to a record of another format, which begins outside any value."""
        ours = tag in self.dialect.opens or (tag in self.dialect.also_opens and self.after_blank)
        return self.strangers.takes(number, line, may_begin=self.outside or self.dialect.indented, ours=ours)

    def _is_strategy(self, tag: str, line: str) -> bool:
        """Whether a line belongs to a search strategy printed after a record."""
        if tag and self._opens(tag):
            self.strategy = False
        elif self.dialect.closes and self.outside and STRATEGY.match(line):
            self.strategy = True
        if self.strategy:
            self._keep_preamble(line.strip())
        return self.strategy

    def _frame(self, line: str) -> None:
        """The head of a file is kept with the text before the first record; its end says nothing."""
        if line.strip() not in self.dialect.frames:
            self._keep_preamble(line.strip())

    def _split(self, line: str) -> tuple[str, str, Pattern[str] | None]:
        if self.indent is None:
            unindented = line.lstrip(" \t")
            tag, value, loose = self._match(unindented)
            if tag and self._opens(tag):
                self.indent = line[: len(line) - len(unindented)]
            return tag, value, loose
        return self._match(line.removeprefix(self.indent))

    def _match(self, line: str) -> tuple[str, str, Pattern[str] | None]:
        found = self.dialect.tag.match(line)
        if found:
            return found[1].upper(), (found[2] or "").strip(), None
        for loose in self.dialect.loose:
            found = loose.match(line)
            if found and self._is_believed(loose, found[1], found[2] or ""):
                return found[1], (found[2] or "").strip(), loose
        return "", "", None

    def _is_believed(self, loose: Pattern[str], tag: str, value: str) -> bool:
        """Whether a sloppy tag is one: it begins or ends a record, or the record is so written from its first line."""
        ends = tag == self.dialect.closes and not value
        return tag in self.dialect.opens or ends or (self.current is not None and self.current.loose is loose)

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

    def _open(self, number: int, loose: Pattern[str] | None) -> Iterator[Entry]:
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
            self.current.add(self.dialect.closes, value)
            self.tally.tag_characters += visible(value)
        else:
            self._keep_preamble(value)

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
            self.current.room.join(astray.room)
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
            entry.add(tag, value)
            self.tally.tag_characters += visible(value)
            return
        self._continue(line.strip(), outside)

    def _is_noise(self, line: str) -> bool:
        if not (self.closed or self.after_blank):
            return False
        if self.current is not None and HEADING.match(line):
            self._keep_heading(line.strip())
            return True
        return bool(COUNTER.match(line))

    def _keep_heading(self, text: str) -> None:
        self.headings = self.headings or set(self.before.lines)
        if text not in self.headings:
            self._keep_preamble(text)
            self.headings.update(() if self.before.room.full else (text,))

    def _continue(self, text: str, outside: bool) -> None:
        entry = self.astray if outside and self.astray is not None else self.current
        if entry is None:
            self._keep_preamble(text)
            return
        self.tally.tag_characters += visible(text)
        if outside and entry is self.current:
            entry.add("", text)
            if not LINK.match(text):
                self.tally.repair("text between records was kept with the record before it", entry.line)
        elif entry.parts:
            entry.go_on(text)

    def _astray(self, number: int) -> Entry:
        if self.astray is None:
            self.astray = Entry(number)
        return self.astray

    def _keep_preamble(self, text: str) -> None:
        self.before.add(text)
