"""The words of the criteria found in a text: where to mark what speaks for a report, and what against it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from unicodedata import category, normalize

from synthema.protocol.model import Protocol

Side = Literal["for", "against"]
LONGEST_PHRASE = 100  # in characters
MOST_PHRASES = 200  # of one criterion, both sides together
_RUN = re.compile(r"[^\W_]+")
_WILD = re.compile(r"[^\W_]+|\*")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_JOINTS = re.compile(r"[\s\-\u00ad\u2010-\u2015/'\u2018\u2019\u02bc]{0,8}")  # what may stand inside a phrase


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in code points from `start` to before `end`, and what it speaks for or against."""

    start: int
    end: int
    side: Side
    criterion: str  # its key


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text, folded, and where it stands."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase to find: its words with * for any letters."""

    words: tuple[str, ...]
    side: Side
    criterion: str


@dataclass(slots=True)
class _Index:
    """The phrases by how their first word is found."""

    whole: dict[str, list[_Phrase]] = field(default_factory=dict)
    begun: dict[str, list[_Phrase]] = field(default_factory=dict)  # the first word ends in its only *
    lengths: set[int] = field(default_factory=set)
    other: list[_Phrase] = field(default_factory=list)  # the first word has * elsewhere
    unspaced: list[_Phrase] = field(default_factory=list)  # of scripts that set no spaces between words


Wanted = tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # key, words for, words against


def highlights(text: str, protocol: Protocol) -> list[Span]:
    """What to mark in a text, in its order, nothing twice; the longest phrase that begins first is kept.

    Words match whole, whatever their case, accents and width; * stands for any letters of a word. Time grows with the
    length of the text.
    """
    wanted = tuple((c.key, c.words_for, c.words_against) for c in protocol.criteria if c.words_for or c.words_against)
    if not wanted:
        return []
    index, words = _index(wanted), _words(text)
    found = [*_spaced(text, words, index), *_unspaced(text, index)]
    return _apart(found)


def pieces(text: str, spans: Sequence[Span]) -> list[tuple[str, Span | None]]:
    """The text cut at the spans: each piece with the span it is, or None."""
    cut: list[tuple[str, Span | None]] = []
    at = 0
    for span in spans:
        if span.start > at:
            cut.append((text[at : span.start], None))
        cut.append((text[span.start : span.end], span))
        at = span.end
    return [*cut, (text[at:], None)] if at < len(text) else cut


def is_phrase(phrase: str) -> bool:
    """Whether a phrase can be looked for: not too long, and more than a letter with a wildcard."""
    letters = "".join(_RUN.findall(phrase))
    return len(phrase) <= LONGEST_PHRASE and (len(letters) > 1 or bool(_UNSPACED.search(letters)))


def folded(text: str) -> str:
    """Letters without case, accents and width."""
    plain = normalize("NFKD", text).casefold()
    return "".join(letter for letter in normalize("NFKD", plain) if category(letter)[0] != "M")


def _words(text: str) -> list[_Word]:
    """The words of a text; marks that stand on a letter, such as accents and vowel signs, belong to its word."""
    runs: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        if runs and _only_marks(text, runs[-1][1], start):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [_Word(start, _past_marks(text, end), folded(text[start:end])) for start, end in runs]


def _only_marks(text: str, start: int, end: int) -> bool:
    return start < end <= start + 8 and all(category(text[at])[0] == "M" for at in range(start, end))


def _past_marks(text: str, end: int) -> int:
    while end < len(text) and category(text[end])[0] == "M":
        end += 1
    return end


@lru_cache(maxsize=64)
def _index(wanted: Wanted) -> _Index:
    index = _Index()
    for phrase in _phrases(wanted):
        first = phrase.words[0]
        if _UNSPACED.search("".join(phrase.words)):
            index.unspaced.append(phrase)
        elif "*" not in first:
            index.whole.setdefault(first, []).append(phrase)
        elif first.index("*") == len(first) - 1:
            index.begun.setdefault(first[:-1], []).append(phrase)
            index.lengths.add(len(first) - 1)
        else:
            index.other.append(phrase)
    return index


def _phrases(wanted: Wanted) -> Iterator[_Phrase]:
    for key, words_for, words_against in wanted:
        sides: tuple[tuple[Side, tuple[str, ...]], ...] = (("against", words_against), ("for", words_for))
        for side, words in sides:
            for phrase in filter(is_phrase, words):
                yield _Phrase(tuple(_patterns(phrase)), side, key)


def _patterns(phrase: str) -> Iterator[str]:
    """The words of a phrase; a * belongs to the letters it touches."""
    plain, word, end = folded(phrase), "", 0
    for found in _WILD.finditer(plain):
        if word and found.start() > end:
            yield word
            word = ""
        word += "" if word.endswith("*") and found[0] == "*" else found[0]
        end = found.end()
    if word:
        yield word


def _spaced(text: str, words: list[_Word], index: _Index) -> Iterator[Span]:
    for at, word in enumerate(words):
        for phrase in _beginning(word.folded, index):
            last = _last(text, words, at, phrase.words)
            if last is not None:
                yield Span(word.start, last.end, phrase.side, phrase.criterion)


def _beginning(word: str, index: _Index) -> Iterator[_Phrase]:
    yield from index.whole.get(word, ())
    for length in index.lengths:
        yield from index.begun.get(word[:length], ()) if len(word) >= length else ()
    yield from (phrase for phrase in index.other if _fits(word, phrase.words[0]))


def _last(text: str, words: list[_Word], at: int, wanted: tuple[str, ...]) -> _Word | None:
    """The last word of a phrase whose first word stands here, or None where the others do not follow."""
    for further, pattern in enumerate(wanted[1:], start=at + 1):
        if further == len(words) or not _JOINTS.fullmatch(text, words[further - 1].end, words[further].start):
            return None
        if not _fits(words[further].folded, pattern):
            return None
    return words[at + len(wanted) - 1]


def _fits(word: str, pattern: str) -> bool:
    """Whether a word fits a pattern; each part is looked for once, from left to right."""
    if "*" not in pattern:
        return word == pattern
    first, *middle, last = pattern.split("*")
    if len(word) < len(first) + len(last) or not (word.startswith(first) and word.endswith(last)):
        return False
    at, end = len(first), len(word) - len(last)
    for part in middle:
        found = word.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _unspaced(text: str, index: _Index) -> Iterator[Span]:
    """Phrases of scripts without spaces, wherever they stand."""
    if not index.unspaced or not _UNSPACED.search(text):
        return
    letters = [(letter, place) for place, one in enumerate(text) for letter in folded(one)]
    plain = "".join(letter for letter, _ in letters)
    for phrase in index.unspaced:
        wanted = "".join(phrase.words).replace("*", "")
        at = plain.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            yield Span(letters[at][1], _past_marks(text, letters[end - 1][1] + 1), phrase.side, phrase.criterion)
            at = plain.find(wanted, end)


def _apart(found: Iterable[Span]) -> list[Span]:
    """The spans without overlaps: the first to begin, of these the longest, of these the one against."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end, one.side)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
