"""The parts of a flow diagram before anything is placed: lines, boxes, streams, the chart."""

from dataclasses import dataclass, replace
from enum import StrEnum
from unicodedata import category

from synthema.reporting.flow_model import Counts, grouped

NBSP = "\u00a0"


class Tone(StrEnum):
    """How a box is drawn: on the way to inclusion, leaving the review, included, or still open."""

    MAIN = "main"
    SIDE = "side"
    INCLUDED = "included"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One label with its number; a heading has no number."""

    text: str
    number: str = ""
    key: str = ""  # its id and link, where it is not the box's own
    indent: int = 0
    number_below: bool = False  # the number stands on a row of its own

    @property
    def words(self) -> str:
        """Label and number as one text."""
        return f"{self.text} {self.number}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the flow: its key, how it is drawn and its lines."""

    key: str
    tone: Tone
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """The box as one sentence, for people who cannot see it."""
        first, *rest = (line.words for line in self.lines)
        joint = " " if first.endswith(":") else "; "
        return joint.join([first, "; ".join(rest)] if rest else [first]) + "."


@dataclass(frozen=True, slots=True)
class Stream:
    """One way records came in: four stages, each with the box that goes on and the boxes beside it."""

    title: str
    mains: tuple[Box | None, ...]
    sides: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All words of one flow diagram."""

    warnings: tuple[str, ...]  # why a draft is a draft
    streams: tuple[Stream, ...]
    previous: Box | None
    included: Box
    total: Box | None
    notes: tuple[str, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box in reading order: stage by stage in each stream, then what is included."""
        first = (self.previous,) if self.previous else ()
        last = (self.included, self.total) if self.total else (self.included,)
        stages = [
            box
            for stream in self.streams
            for main, side in zip(stream.mains, stream.sides, strict=True)
            for box in (main, *side)
            if box is not None
        ]
        return (*first, *stages, *last)


def line(text: str, number: int | None, key: str, indent: int = 0) -> Line:
    """A label and its number in PRISMA's manner: (n = 12); a number that was not given is a question mark."""
    shown = "?" if number is None else grouped(number)
    return Line(text=text, number=f"(n{NBSP}={NBSP}{shown})", key=key, indent=indent)


def below(text: str, number: int | None, key: str) -> Line:
    """A label with its number on the row below it."""
    return replace(line(text, number, key), number_below=True)


def lines(key: str, counts: Counts, indent: int) -> tuple[Line, ...]:
    """One line per source or reason; their keys are numbered from 1, since names may hold anything."""
    return tuple(line(plain(name), n, f"{key}-{place}", indent) for place, (name, n) in enumerate(counts, start=1))


def single(key: str, tone: Tone, text: str, number: int) -> Box:
    """A box with one label and its number below."""
    return Box(key, tone, (below(text, number, ""),))


def plain(text: str) -> str:
    """Text from people on one line, without the characters that XML cannot hold."""
    visible = "".join(" " if category(character) in ("Cc", "Cs", "Cn") else character for character in text)
    return " ".join(visible.split()) or "(no words)"
