"""The blocks of a canonical text: headings, paragraphs, quotations, rows of tables; of a printed page a guess."""

import re
import statistics
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from synthema.documents.model import Span
from synthema.documents.structure import Structure

LONGEST = 4000  # letters of a block: longer ones are cut where a line ends
_GAP = re.compile(r"\n[ \t]*\n\s*")
_ENDS = frozenset(".?!:;)”’\"'…")
_SHORT = 0.8  # of an ordinary line: where a sentence ends in such a line, its paragraph does


@dataclass(frozen=True, slots=True)
class Block:
    """Words set together: h heading, p paragraph, q quotation, t row of a table, c caption, f footnote, r reference."""

    start: int
    end: int
    kind: str = "p"
    level: int = 0  # of a heading, 1 is the title


def set_in_print(text: str, page: Span, structure: Structure) -> Iterator[Block]:
    """The paragraphs of a printed page, guessed from its lines: one ends with a sentence in a short line."""
    lines = _lines(text, page)
    starts = [line.start for line in lines]
    headings = {
        bisect_right(starts, one.span.start) - 1: one.level
        for one in structure.headings
        if page.start <= one.span.start < page.end
    }
    ordinary = _SHORT * statistics.median([line.end - line.start for line in lines]) if lines else 0
    begun: int | None = None
    for number, line in enumerate(lines):
        words, level = text[line.start : line.end], headings.get(number, 0)
        if begun is not None and (level or not words.strip()):
            yield Block(begun, line.start - 1)
            begun = None
        if level:
            yield Block(line.start, line.end, "h", level)
        elif words.strip():
            begun = line.start if begun is None else begun
            if len(words) < ordinary and words.rstrip()[-1] in _ENDS:
                yield Block(begun, line.end)
                begun = None
    if begun is not None:
        yield Block(begun, page.end)


def _lines(text: str, page: Span) -> list[Span]:
    made, start = [], page.start
    while start < page.end:
        end = text.find("\n", start, page.end)
        end = page.end if end < 0 else end
        made.append(Span(start, end))
        start = end + 1
    return made


def blocks(text: str, page: Span, structure: Structure) -> Iterator[Block]:
    """The blocks of a text whose paragraphs are parted by empty lines; of a table each row is one."""
    kinds = _Kinds(structure)
    start = page.start
    while start < page.end:
        gap = _GAP.search(text, start, page.end)
        end = gap.start() if gap else page.end
        for piece in _pieces(text, Span(start, end), by_line=kinds.of(start)[0] == "t"):
            if text[piece.start : piece.end].strip():
                yield Block(piece.start, piece.end, *kinds.of(piece.start))
        start = gap.end() if gap else page.end


def _pieces(text: str, whole: Span, *, by_line: bool) -> Iterator[Span]:
    """A block; cut at each end of a line, or where it is far too long."""
    start = whole.start
    while start < whole.end:
        after = start if by_line else min(start + LONGEST, whole.end)
        end = text.find("\n", after, whole.end)
        if end < 0 and whole.end - start > 2 * LONGEST:
            end = text.find(" ", after, whole.end)  # a line without an end
        end = whole.end if end < 0 else end
        yield Span(start, end)
        start = end + (1 if text[end : end + 1] == "\n" else 0)


class _Kinds:
    """What stands at a place of a text, by its structure."""

    def __init__(self, structure: Structure) -> None:
        told = (
            *((one.span, "h", one.level) for one in structure.headings),
            *((one.span, "t", 0) for one in structure.tables),
            *((span, "q", 0) for span in structure.quotations),
            *((span, "c", 0) for span in structure.captions),
            *((span, "f", 0) for span in structure.footnotes),
            *((span, "r", 0) for span in structure.references),
        )
        self._told = sorted(told, key=lambda one: (one[0].start, -one[0].end))
        self._starts = [span.start for span, _, _ in self._told]
        self._furthest: list[int] = []  # how far what began so far reaches
        for span, _, _ in self._told:
            self._furthest.append(max(span.end, self._furthest[-1] if self._furthest else 0))

    def of(self, place: int) -> tuple[str, int]:
        """Kind and level of the block that begins at a place: of several, the innermost."""
        number = bisect_right(self._starts, place) - 1
        while number >= 0 and self._furthest[number] > place:
            span, kind, level = self._told[number]
            if span.end > place:
                return kind, level
            number -= 1
        return "p", 0
