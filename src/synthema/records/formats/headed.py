"""Files in which a line of its own heads each record: lines to records of (tag, value), order and repeats kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from synthema.records.export import Export
from synthema.records.formats.foreign import Strangers
from synthema.records.formats.held import Held, Room
from synthema.records.model import Found
from synthema.records.tally import Tally, visible

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is: the head of a record, a field, or (without a tag) more of the value before it."""

    text: str = ""
    tag: str = ""
    heads: bool = False
    joint: str = "\n"  # between the value before and this text
    repaired: str = ""
    ends: bool = False  # whether the line and the one before it belong to no record, nor what follows


Known = Sequence[str]
"""The tags of the record at hand so far."""
Classify = Callable[[str, Known | None, bool], Line]
"""A line, the tags of the record at hand (None before the first one) and whether an empty line came before it."""


@dataclass(slots=True)
class _Record:
    """The record at hand."""

    start: int
    tags: list[str] = field(default_factory=list)
    values: list[list[str]] = field(default_factory=list)
    room: Room = field(default_factory=Room)

    def place(self, line: Line) -> None:
        """Keep a line, as far as there is room for it."""
        text = line.text.strip()
        if not (line.tag or text) or not self.room.admits(text):
            return
        if line.tag or not self.tags:
            self.tags.append(line.tag)
            self.values.append([text])
        else:
            self.values[-1] += [line.joint, text] if any(self.values[-1]) else [text]

    def give_back(self) -> str:
        """The last line, which is none of the record; nothing where there was no room for it."""
        if self.room.full:
            return ""
        text = self.values[-1].pop()
        del self.values[-1][-1:]  # the joint before it
        return text

    def given(self, tally: Tally) -> Iterator[Found]:
        """The record, complete; one that is too long is refused."""
        found = Found(self.start, [(tag, "".join(parts)) for tag, parts in zip(self.tags, self.values, strict=True)])
        if self.room.full:
            self.room.refuse(found, tally)
        else:
            yield found


def headed(export: Export, tally: Tally, classify: Classify) -> Iterator[Found]:
    """Every record of the file, from its heading to the next; what stands before the first one is the preamble."""
    before, record, strangers = Held(), None, Strangers(tally.format, tally)
    for number, text, blank in _filled(export, tally):
        line = classify(text, record.tags if record and not strangers.at else None, blank)
        if strangers.takes(number, text, may_begin=blank, ours=line.heads):
            continue
        if record and (line.heads or line.ends):
            taken_back = record.give_back() if line.ends else ""
            tally.tag_characters -= visible(taken_back)
            if taken_back:
                before.add(taken_back)
            yield from record.given(tally)
            record = None
        if line.heads:
            tally.markers += 1
            record = _Record(number)
        if line.repaired:
            tally.repair(line.repaired, number)
        if record is None:
            before.add(text.strip())
        else:
            record.place(line)
            tally.tag_characters += visible(line.text)
    strangers.settle()
    before.as_preamble(tally)
    if record:
        yield from record.given(tally)


def _filled(export: Export, tally: Tally) -> Iterator[tuple[int, str, bool]]:
    """Number and text of every line that is not blank, and whether a blank one came before it."""
    blank = True
    for number, line in export.lines():
        text = line.replace(_BOM, "")
        if text != line:
            tally.repair("a byte order mark inside the file was removed", number)
        if text.strip():
            yield number, text, blank
        blank = not text.strip()
