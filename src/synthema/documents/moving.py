"""Where the words of a text stand in another rendering of it: the same, by their letters, nearly, or nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz

from synthema.documents.folding import Folded, fold
from synthema.documents.letter_map import Places, letter_map
from synthema.documents.model import PAGE_END, DocumentText, Span

LEAST_SCORE = 90  # percent of letters that agree where words were changed
AHEAD = 5  # percent that the best place must be ahead of the next
CONTEXT = 32  # letters either side that decide between several places
TELLING = 20  # letters that are enough to know words by which stand once in both texts
_WINDOW = 2_000  # letters beside the words that are searched for changed ones
_WORD, _LINE, _PAGE = 1, 2, 3


class How(StrEnum):
    """How words were found again, from the surest to not at all."""

    EXACT = "exact"  # the same characters
    FOLDED = "folded"  # the same letters and digits
    FUZZY = "fuzzy"  # nearly the same: a person must say so
    REFUSED = "refused"


_WORST = list(How)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where words stand in the other text, and how sure that is; no ranges where they were not found."""

    how: How
    ranges: tuple[Span, ...] = ()
    score: int = 100  # percent of letters that agree
    why: str = ""  # in words, where it is not sure


def moved(old: DocumentText, new: DocumentText, places: Sequence[tuple[Span, ...]]) -> list[Moved]:
    """Each place (ranges in order, in code points of the old text) in the new text.

    Only exact and folded places are sure: the letters are the same and stand where the text around them stands.
    """
    if old.sha256 == new.sha256:
        return [Moved(how=How.EXACT, ranges=ranges) for ranges in places]
    pair = _Pair(old.text, new.text)
    return [_joined(pair, ranges) for ranges in places]


def moved_part(old: DocumentText, new: DocumentText, ranges: Sequence[Span]) -> tuple[Span, ...]:
    """Where a long part of a text begins and ends in another rendering of it; empty where that is not told well enough.

    At least nine in ten of its letters must be known there, in one stretch that is not much longer.
    """
    if old.sha256 == new.sha256:
        return tuple(ranges)
    pair = _Pair(old.text, new.text)
    found = []
    for span in ranges:
        start, end = pair.old.letters(span)
        places = pair.map[start:end][pair.map[start:end] >= 0]
        if not len(places) or len(places) * 100 < LEAST_SCORE * (end - start):
            return ()
        first, last = int(places.min()), int(places.max()) + 1
        if last - first > 1.2 * (end - start) + _WINDOW:
            return ()
        there = Span(int(pair.new.starts[first]), int(pair.new.ends[last - 1]))
        found += _with_marks(pair, span, (start, end), [there])
    return tuple(found) if all(one.end <= other.start for one, other in pairwise(found)) else ()


class _Side:
    """A text with its letters, and how well it parts before each of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded: Folded = fold(text)
        self.key = self.folded.key
        self.starts = np.array(self.folded.starts, dtype=np.int64)
        self.ends = np.array(self.folded.ends, dtype=np.int64)

    @cached_property
    def edges(self) -> Places:
        """Of each letter and the end: 0 within a word, then word, line, page begins before it."""
        edges = np.zeros(len(self.key) + 1, dtype=np.int64)
        edges[0] = edges[-1] = _PAGE
        for place in (np.flatnonzero(self.starts[1:] > self.ends[:-1]) + 1).tolist():
            between = self.text[self.folded.ends[place - 1] : self.folded.starts[place]]
            edges[place] = _PAGE if PAGE_END in between else _LINE if "\n" in between else _WORD
        return edges

    def letters(self, span: Span) -> tuple[int, int]:
        """The letters of a range of code points."""
        first = int(np.searchsorted(self.ends, span.start, side="right"))
        return first, max(first, int(np.searchsorted(self.starts, span.end, side="left")))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Letters of the new text that the letters of an old range are, in parts."""

    parts: tuple[tuple[int, int], ...]
    how: How
    score: int = 100
    why: str = ""


class _Pair:
    """Two renderings of one text."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = _Side(old), _Side(new)
        self.map = letter_map(self.old.key, self.new.key, (self.old.edges, self.new.edges))

    @cached_property
    def known(self) -> Places:
        """The old letters whose place is known, in order."""
        return np.flatnonzero(self.map >= 0)

    @cached_property
    def claimed(self) -> Places:
        """For each new letter the old one it is, -1 where none is known."""
        back = np.full(len(self.new.key), -1, dtype=np.int64)
        back[self.map[self.known]] = self.known
        return back


def _joined(pair: _Pair, ranges: tuple[Span, ...]) -> Moved:
    """The ranges of a place one by one; what was parted by nothing but space is one again."""
    found = [_of_range(pair, span) for span in ranges]
    worst = max(found, key=lambda one: _WORST.index(one.how))
    if worst.how is How.REFUSED:
        return worst
    spans: list[Span] = []
    for place, one in enumerate(found):
        if place and _only_space(pair.old.text, ranges[place - 1].end, ranges[place].start):
            spans = _appended(pair.new.text, spans, one.ranges)
        else:
            spans += one.ranges
    if any(after.start < before.end for before, after in pairwise(spans)):
        return Moved(how=How.REFUSED, score=0, why="its parts stand there in another order")
    how = worst.how if [*_words(pair.old.text, ranges)] == [*_words(pair.new.text, spans)] else _inexact(worst.how)
    return Moved(how=how, ranges=tuple(spans), score=min(one.score for one in found), why=worst.why)


def _inexact(how: How) -> How:
    return How.FOLDED if how is How.EXACT else how


def _words(text: str, spans: Sequence[Span]) -> Iterator[str]:
    return (text[span.start : span.end] for span in spans)


def _only_space(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip()


def _appended(text: str, spans: list[Span], more: tuple[Span, ...]) -> list[Span]:
    last, first = spans[-1], more[0]
    if (
        last.end <= first.start
        and _only_space(text, last.end, first.start)
        and PAGE_END not in text[last.end : first.start]
    ):
        return [*spans[:-1], Span(last.start, first.end), *more[1:]]
    return [*spans, *more]


def _of_range(pair: _Pair, span: Span) -> Moved:
    start, end = pair.old.letters(span)
    if start == end:
        return Moved(how=How.REFUSED, score=0, why="it holds no letter and no digit")
    stretch = _stretch(pair, start, end)
    if stretch.how is How.REFUSED:
        return Moved(how=How.REFUSED, score=stretch.score, why=stretch.why)
    spans = [pair.new.folded.span(*part) for part in stretch.parts]
    if None in spans:
        return Moved(how=How.REFUSED, score=stretch.score, why="it begins or ends there within a character")
    whole = _with_marks(pair, span, (start, end), [one for one in spans if one is not None])
    ranges = tuple(piece for one in whole for piece in _by_page(pair.new.text, one))
    return Moved(how=stretch.how, ranges=ranges, score=stretch.score, why=stretch.why)


def _stretch(pair: _Pair, start: int, end: int) -> _Stretch:
    """Where these old letters stand: all known, or the same letters elsewhere, or nearly the same."""
    found = _mapped(pair, start, end) or _elsewhere(pair, start, end)
    if found is None:
        return _nearly(pair, start, end)
    if found.how is not How.REFUSED and _cuts_words(pair, (start, end), found.parts):
        return _Stretch(found.parts, How.FUZZY, found.score, "a word at its end goes on there")
    return found


def _cuts_words(pair: _Pair, letters: tuple[int, int], parts: tuple[tuple[int, int], ...]) -> bool:
    old, new = pair.old.edges, pair.new.edges
    ends = zip(letters, (parts[0][0], parts[-1][1]), strict=True)
    return any(old[mine] and not new[theirs] for mine, theirs in ends)


def _mapped(pair: _Pair, start: int, end: int) -> _Stretch | None:
    """Where every letter's place is known; parted where other text stands between."""
    places = pair.map[start:end]
    if (places < 0).any():
        return None
    steps = np.diff(places)
    if (steps < 1).any():
        return None
    breaks = np.flatnonzero(steps > 1)
    firsts = places[np.concatenate(([0], breaks + 1))].tolist()
    lasts = (places[np.concatenate((breaks, [len(places) - 1]))] + 1).tolist()
    parts = tuple(zip(firsts, lasts, strict=True))
    kinds = [_between(pair.new.edges, before[1], after[0]) for before, after in pairwise(parts)]
    if all(kind == _PAGE for kind in kinds):
        return _Stretch(parts, How.EXACT)
    if all(kind >= _LINE for kind in kinds):
        return _Stretch(parts, How.FUZZY, why="other lines stand between its words there")
    return None


def _between(edges: Places, start: int, end: int) -> int:
    """Whether letters between others are whole lines at the end of a page, whole lines, or less."""
    if edges[start] < _LINE or edges[end] < _LINE:
        return 0
    return _PAGE if (edges[start : end + 1] == _PAGE).any() else _LINE


def _elsewhere(pair: _Pair, start: int, end: int) -> _Stretch | None:
    """The same letters, standing once in both texts, or alone with the same letters around them."""
    key = pair.old.key[start:end]
    hits = [hit for hit in _hits(pair.new.key, key) if _free(pair, hit, start, end)]
    if len(hits) == 1 and len(key) >= TELLING and len(_hits(pair.old.key, key)) == 1:
        return _Stretch(((hits[0], hits[0] + len(key)),), How.FOLDED)
    before, after = pair.old.key[max(0, start - CONTEXT) : start], pair.old.key[end : end + CONTEXT]
    alike = [hit for hit in hits if _stands_in(pair.new.key, hit, hit + len(key), before, after)]
    if len(alike) == 1:
        return _Stretch(((alike[0], alike[0] + len(key)),), How.FOLDED)
    if len(hits) > 1:
        return _Stretch((), How.REFUSED, 0, f"it stands there {len(hits)} times")
    return None


def _hits(key: str, part: str) -> list[int]:
    found, place = [], key.find(part)
    while place >= 0:
        found.append(place)
        place = key.find(part, place + 1)
    return found


def _free(pair: _Pair, hit: int, start: int, end: int) -> bool:
    """Whether no letter there is known to be another one of the old text."""
    owners = pair.claimed[hit : hit + end - start]
    return bool(((owners < 0) | ((owners >= start) & (owners < end))).all())


def _stands_in(key: str, start: int, end: int, before: str, after: str) -> bool:
    return key.endswith(before, 0, start) and key.startswith(after, end)


def _nearly(pair: _Pair, start: int, end: int) -> _Stretch:
    """The words between the neighbours whose place is known, where enough letters agree."""
    nowhere = _Stretch((), How.REFUSED, 0, "its words are not there")
    window = _window(pair, start, end)
    if window is None:
        return nowhere
    key, text = pair.old.key[start:end], pair.new.key[window[0] : window[1]]
    if not text:
        return nowhere
    if len(text) <= len(key) or (pair.map[start] >= 0 and pair.map[end - 1] >= 0):
        first, last, score = 0, len(text), fuzz.ratio(key, text)
    else:
        found = fuzz.partial_ratio_alignment(key, text)
        assert found is not None  # no least score was asked for
        first, last, score = found.dest_start, found.dest_end, found.score
        rest = max(_likeness(key, text[:first]), _likeness(key, text[last:]))
        if score - rest < AHEAD and score >= LEAST_SCORE:
            return _Stretch((), How.REFUSED, int(score), "several places there are like it")
    if score < LEAST_SCORE:
        return _Stretch((), How.REFUSED, int(score), "its words are not there")
    part = _whole_words(pair.new.edges, window[0] + first, window[0] + last)
    return _Stretch((part,), How.FUZZY, int(score), "its words differ there")


def _likeness(key: str, text: str) -> float:
    """Percent of the letters of a key that agree, at the best place of a text."""
    return fuzz.partial_ratio(key, text) if len(text) > len(key) else fuzz.ratio(key, text)


def _window(pair: _Pair, start: int, end: int) -> tuple[int, int] | None:
    """Where in the new text the words may stand: between the nearest letters whose place is known."""
    before, after = np.searchsorted(pair.known, [start, end])
    left, right = int(pair.map[start]), int(pair.map[end - 1]) + 1
    if left < 0:
        left = int(pair.map[pair.known[before - 1]]) + 1 if before else 0
    if right < 1:
        right = int(pair.map[pair.known[after]]) if after < len(pair.known) else len(pair.new.key)
    return (left, right) if left < right <= left + end - start + _WINDOW else None


def _whole_words(edges: Places, start: int, end: int) -> tuple[int, int]:
    """The letters, up to where the words at their ends begin and end."""
    while not edges[start]:
        start -= 1
    while not edges[end]:
        end += 1
    return start, end


_LIKE = {
    **dict.fromkeys("\"'“”‘’„‚«»‹›`´", "quotation mark"),
    **dict.fromkeys("-‐‑‒–—−", "dash"),
}


def _with_marks(pair: _Pair, span: Span, letters: tuple[int, int], found: list[Span]) -> list[Span]:
    """The spans with the quotation marks, stops and brackets that the old words have at their ends."""
    old, new, folded = pair.old.text, pair.new.text, pair.old.folded
    ahead = old[span.start : max(span.start, folded.starts[letters[0]])]
    behind = old[min(span.end, folded.ends[letters[1] - 1]) : span.end]
    start = found[0].start - _shared(ahead[::-1], new[max(0, found[0].start - 64) : found[0].start][::-1])
    end = found[-1].end + _shared(behind, new[found[-1].end : found[-1].end + 64])
    found[0] = Span(start, found[0].end)
    found[-1] = Span(found[-1].start, end)
    return found


def _shared(marks: str, text: str) -> int:
    """How far a text begins with these marks, white space set aside."""
    place = reached = 0
    for mark in marks.split() and "".join(marks.split()):
        while place < len(text) and text[place].isspace():
            place += 1
        if place >= len(text) or _LIKE.get(text[place], text[place]) != _LIKE.get(mark, mark):
            break
        place = reached = place + 1
    return reached


def _by_page(text: str, span: Span) -> Iterator[Span]:
    """The span parted where a page ends, without white space at its ends."""
    start = span.start
    for part in text[span.start : span.end].split(PAGE_END):
        words = part.strip()
        if words:
            first = start + part.index(words)
            yield Span(first, first + len(words))
        start += len(part) + 1
