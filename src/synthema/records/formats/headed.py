"""Files in which a line of its own heads each record: lines to records of (tag, value), order and repeats kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from synthema.records.export import Export
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


Known = Sequence[str]
"""The tags of the record at hand so far."""
Classify = Callable[[str, Known | None, bool], Line]
"""A line, the tags of the record at hand (None before the first one) and whether an empty line came before it."""


def headed(export: Export, tally: Tally, classify: Classify) -> Iterator[Found]:
    """Every record of the file, from its heading to the next; what stands before the first one is the preamble."""
    start, preamble = 0, list[str]()
    tags: list[str] | None = None
    values: list[list[str]] = []
    for number, text, blank in _filled(export, tally):
        line = classify(text, tags, blank)
        if line.heads:
            if tags is not None:
                yield _found(start, tags, values)
            tally.markers += 1
            start, tags, values = number, [], []
        if line.repaired:
            tally.repair(line.repaired, number)
        if tags is None:
            preamble.append(text.strip())
        else:
            _place(line, tags, values)
            tally.tag_characters += visible(line.text)
    tally.preamble = "\n".join(preamble)
    if tags is not None:
        yield _found(start, tags, values)


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


def _place(line: Line, tags: list[str], values: list[list[str]]) -> None:
    text = line.text.strip()
    if line.tag:
        tags.append(line.tag)
        values.append([text])
    elif text and tags:
        values[-1] += [line.joint, text] if any(values[-1]) else [text]
    elif text:
        tags.append("")
        values.append([text])


def _found(start: int, tags: list[str], values: list[list[str]]) -> Found:
    return Found(start, [(tag, "".join(parts)) for tag, parts in zip(tags, values, strict=True)])
