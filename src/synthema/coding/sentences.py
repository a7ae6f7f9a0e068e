"""The sentences of a text: what a coder goes through one by one, and what unit “sentence” of an agreement means.

A heading, a row of a table, an empty line and a list mark end a sentence; the end of a line, a hyphen there and the end
of a page do not. Where a file tells no paragraphs, as a PDF, a line that is a known heading or all in capitals stands
for itself, and a short line without a full stop before a capital ends a sentence. Citation marks and a short bracket
that names who spoke stay with the sentence before them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from synthema.documents.model import Span
from synthema.documents.sections import LONGEST, kind_of, outlined
from synthema.documents.structure import Structure

RECIPE = 2  # raised whenever the same text would give other sentences


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# These never end a sentence; those end one where a capital letter follows; numbers follow the last.
_NEVER = _listed(
    "mr mrs ms dr prof st rev hon fig figs tab eq eqs ref refs sec chap cf vs e.g eg i.e ie viz ca approx resp incl "
    "z.b d.h u.a bzw vgl s.o ggf sog ex p.ex ej sr sra"
)
_BEFORE_CAPITALS = _listed("al etc inc ltd co jr a.m p.m ed eds vol dept usw min max")
_BEFORE_NUMBERS = _listed("no nos nr p pp n vol art ch")

_MARKS = "•‣▪●◦–—-*"
_CLOSERS = "\"'”’»›)\\]"
_OPENERS = "\"'“‘„«‹»(\\[¿¡"
_PARTS = re.compile(rf"\n[^\S\n]*\n\s*|\n(?=[^\S\n]*(?:[{re.escape(_MARKS[:5])}]|[{re.escape(_MARKS[5:])}][^\S\n]+\S))")
_END = re.compile(
    rf"(?:[.!?…]+[{_CLOSERS}]*(?:(?<=[^\W\d][.!?…])\d{{1,3}}(?:[,–-]\d{{1,3}})*|(?:\s?\[\d[\d,–\s-]{{0,20}}\])+)?(?=\s)"
    rf"|[。！？．][{_CLOSERS}」』）]*|[।؟۔][{_CLOSERS}]*(?=\s))"
)
_WHO = re.compile(r"[^\S\n]*\n?[^\S\n]*[(\[][^()\[\].!?]{1,60}(?:\.(?=\w)[^()\[\].!?]{1,40})*[)\]][.,]?(?=\s|$)")
_NEXT = re.compile(rf"\s*(?:[{_OPENERS}]\s?)*(\S?)")
_TOKEN = re.compile(r"[^\s(\[“”\"‘«„]*$")
_LONGEST_TOKEN = 24
_LINE = re.compile(r"[^\n\f]+")
_LOUD = 8  # letters of a heading all in capitals
_SHORT = 0.6  # of the middle length of long lines
_NO_SHORT_LINE = 25  # characters
_ENOUGH_LINES = 5


def sentences(text: str, structure: Structure = Structure()) -> tuple[Span, ...]:  # noqa: B008 (frozen and empty)
    """The sentences in order, without space around them; every letter of the text lies in one."""
    return tuple(
        sentence
        for start, end in _blocks(text, outlined(text, structure))
        for sentence in _of_block(text, start, end)
        if sentence.start < sentence.end
    )


def touching(found: Sequence[Span], ranges: Iterable[Span]) -> range:
    """Which of the sentences some ranges reach into, from the first to the last, by their place in the list."""
    spans = list(ranges)
    if not spans:
        return range(0)
    starts = [one.start for one in found]
    first = max(0, bisect_right(starts, min(one.start for one in spans)) - 1)
    last = bisect_right(starts, max(one.end for one in spans) - 1)
    while first < last and found[first].end <= min(one.start for one in spans):
        first += 1
    return range(first, last)


def _blocks(text: str, structure: Structure) -> Iterator[tuple[int, int]]:
    """What no sentence runs out of: the parts a file tells of, and what stands between empty lines."""
    cuts = {0, len(text), *([] if structure.paragraphs else _after_short_lines(text))}
    parts = [*titles(text, structure)]
    parts += [row for table in structure.tables for row in _rows(table.rows, table.span)]
    parts += [*structure.paragraphs, *structure.quotations, *structure.captions, *structure.footnotes]
    for span in (*parts, *structure.references):
        cuts |= {span.start, span.end}
    for gap in _PARTS.finditer(text):
        cuts |= {gap.start(), gap.end()}
    places = sorted(place for place in cuts if 0 <= place <= len(text))
    yield from pairwise(places)


def titles(text: str, structure: Structure) -> tuple[Span, ...]:
    """The headings: those a file tells of and, where it tells no paragraphs, lines that look like one."""
    found = [one.span for one in structure.headings]
    if not structure.paragraphs:
        found += [line for line in _lines(text) if _is_title(text[line.start : line.end])]
    return tuple(sorted(set(found)))


def _lines(text: str) -> Iterator[Span]:
    """The lines that hold something, without space around them; pages end lines, too."""
    for line in _LINE.finditer(text):
        span = _trimmed(text, line.start(), line.end())
        if span.start < span.end:
            yield span


def _is_title(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    loud = line.isupper() and letters >= _LOUD and len(line) <= LONGEST
    return (loud and line[-1] not in ".,;:") or (not line[0].islower() and kind_of(line) is not None)


def _after_short_lines(text: str) -> Iterator[int]:
    """The ends of lines that are much shorter than most, end without a mark, and stand before a capital letter."""
    lines = list(_lines(text))
    long = [line.end - line.start for line in lines if line.end - line.start >= _NO_SHORT_LINE]
    if len(long) < _ENOUGH_LINES:
        return
    most = _SHORT * median(long)
    for line, following in pairwise(lines):
        ends_open = text[line.end - 1].isalnum() and text[following.start].isupper()
        if ends_open and line.end - line.start < most:
            yield line.end


def _rows(rows: Sequence[Sequence[Span]], table: Span) -> Iterator[Span]:
    yield table
    for row in rows:
        if row:
            yield Span(min(cell.start for cell in row), max(cell.end for cell in row))


def _of_block(text: str, start: int, end: int) -> Iterator[Span]:
    begun = start
    for mark in _END.finditer(text, start, end):
        if mark.start() < begun or not _ends(text, begun, mark.start(), mark.end(), end):
            continue
        who = _WHO.match(text, mark.end(), end)
        stop = who.end() if who and _goes_on(text, who.end(), end) else mark.end()
        yield _trimmed(text, begun, stop)
        begun = stop
    yield _trimmed(text, begun, end)


def _ends(text: str, begun: int, mark: int, after: int, end: int) -> bool:
    """Whether a mark ends its sentence, by what stands before and behind it."""
    if text[mark] in "。！？．।؟۔":
        return True
    follows = _NEXT.match(text, after, end)
    letter = follows.group(1) if follows else ""
    if letter and (letter.islower() or letter in ".,;:…"):
        return False
    return not letter or text[mark] != "." or _no_abbreviation(text, begun, mark, letter)


def _no_abbreviation(text: str, begun: int, mark: int, letter: str) -> bool:
    token = _TOKEN.search(text, max(begun, mark - _LONGEST_TOKEN), mark)
    word = token.group() if token else ""
    folded = word.casefold()
    if word.isdigit() or (len(word) == 1 and word.isalpha()):
        return not _is_label(text, begun, mark - len(word), word)
    if folded in _NEVER or (folded in _BEFORE_NUMBERS and letter.isdigit()):
        return False
    if folded in _BEFORE_CAPITALS:
        return letter.isupper()
    return not re.fullmatch(r"(?:[^\W\d]\.)+[^\W\d]", word)  # U.S and the like


def _is_label(text: str, begun: int, place: int, word: str) -> bool:
    """An initial, or the number of a list's point: “J. Smith”, “3. Results”."""
    first = not text[begun:place].strip()
    return first if word.isdigit() or word == "I" else word.isupper() or first


def _goes_on(text: str, place: int, end: int) -> bool:
    """Whether a new sentence, or nothing, stands behind a bracket: it belongs to what stands before it."""
    follows = _NEXT.match(text, place, end)
    letter = follows.group(1) if follows else ""
    return not letter or letter.isupper() or not letter.isalpha()


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), max(start, start + len(piece.rstrip())))
