"""How much of marked findings some ranges cover: pure, on spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synthema.documents.model import Span

Places = NDArray[np.int64]


class Coverage(NamedTuple):
    """Of the findings of a document: letters that are coded, sentences that are coded or dismissed."""

    letters: int = 0
    of: int = 0
    sentences: int = 0
    of_sentences: int = 0
    dismissed: int = 0  # of those sentences, the ones that hold no code


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a text is counted: its sentences without headings, its letters as packed bits; and who speaks where."""

    starts: Places
    ends: Places
    letters: NDArray[np.uint8]
    length: int
    spoken: tuple[Span, ...] = ()

    def up_to(self) -> Places:
        """How many letters stand before each place."""
        bits = np.unpackbits(self.letters, count=self.length)
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(bits, dtype=np.int64)))


def within(of: Counted, findings: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that reach into the findings, cut at their ends."""
    return both(tuple(map(Span, of.starts.tolist(), of.ends.tolist())), findings)


def covered(of: Counted, findings: Sequence[Span], coded: Iterable[Span], dismissed: Iterable[Span]) -> Coverage:
    """Count the findings of one text; a sentence is done where a coded or dismissed passage reaches into it."""
    lines, up_to = within(of, findings), of.up_to()
    with_code = merged(coded)
    done = _reached(lines, merged([*with_code, *dismissed]))
    return Coverage(
        letters=_letters(up_to, both(lines, with_code)),
        of=_letters(up_to, lines),
        sentences=done,
        of_sentences=len(lines),
        dismissed=done - _reached(lines, with_code),
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places as few spans in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return tuple(found)


def both(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """What lies in a span of both, each in order and none touching its neighbour inside."""
    found, place = [], 0
    for span in first:
        while place and second[place - 1].end > span.start:
            place -= 1
        while place < len(second) and second[place].start < span.end:
            start, end = max(span.start, second[place].start), min(span.end, second[place].end)
            if start < end:
                found.append(Span(start, end))
            place += 1
    return tuple(found)


def _reached(lines: Sequence[Span], spans: Sequence[Span]) -> int:
    starts, ends = (np.array([getattr(one, side) for one in spans], np.int64) for side in ("start", "end"))
    begun = np.searchsorted(starts, [line.end for line in lines], side="left")  # spans that begin before a line ends
    over = np.searchsorted(ends, [line.start for line in lines], side="right")  # and those that end before it begins
    return int((begun > over).sum())


def _letters(up_to: Places, spans: Sequence[Span]) -> int:
    return sum(int(up_to[span.end] - up_to[span.start]) for span in spans)
