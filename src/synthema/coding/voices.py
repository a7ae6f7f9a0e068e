"""Where participants seem to speak: inside quotation marks, and in what a file sets apart as a quotation.

A suggestion and nothing more: whose words a passage holds is said by the person who codes it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from synthema.coding.model import Voice
from synthema.documents.model import Span
from synthema.documents.structure import Structure

FEWEST_WORDS = 3  # fewer within marks are a term, or said to be so called
LONGEST = 4_000  # characters: what is longer lacks its closing mark
MOSTLY = 0.8  # of the letters of a passage

_CLOSED_BY = {"“": "”", "«": "»", "„": "“”", "‘": "’", '"': '"', "'": "'", "‹": "›", "「": "」"}
_MARK = re.compile("[“”\"«»„‘’'‹›「」]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_WIDE = "\u3040"  # from here on words are not parted by spaces


def spoken(text: str, structure: Structure = Structure()) -> tuple[Span, ...]:  # noqa: B008 (frozen and empty)
    """Where participants seem to speak, in order, no two of them touching."""
    found = [*structure.quotations]
    for start, end in _paragraphs(text):
        found += _quoted(text, start, end)
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.start < span.end:
            merged.append(span)
    return tuple(merged)


def suggested(text: str, ranges: Iterable[Span], speaking: Sequence[Span]) -> Voice | None:
    """Whose words a passage seems to hold; None where it holds no letter or both speak."""
    letters = [place for span in ranges for place in range(span.start, span.end) if text[place].isalnum()]
    if not letters:
        return None
    inside = sum(any(one.start <= place < one.end for one in speaking) for place in letters)
    if inside >= MOSTLY * len(letters):
        return Voice.PARTICIPANT
    return Voice.AUTHOR if inside == 0 else None


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _EMPTY_LINE.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _quoted(text: str, start: int, end: int) -> Iterator[Span]:
    """What stands between outer marks that belong together, with its marks."""
    opened: tuple[str, int] | None = None
    for mark in _MARK.finditer(text, start, end):
        place, letter = mark.start(), mark.group()
        if opened and place - opened[1] > LONGEST:
            opened = None
        if opened and letter in _CLOSED_BY[opened[0]] and _closes(text, place, end, letter):
            if _is_speech(text[opened[1] + 1 : place]):
                yield Span(opened[1], place + 1)
            opened = None
        elif letter in _CLOSED_BY and _opens(text, place, end, letter) and (opened is None or letter == opened[0]):
            if opened and _begins_line(text, place) and _is_speech(text[opened[1] + 1 : place]):
                yield Span(opened[1], place)  # a speech goes on in the next paragraph, where the mark is set again
            opened = (letter, place)


def _opens(text: str, place: int, end: int, letter: str) -> bool:
    """Marks that look the same on both sides, and apostrophes, open only before a letter and behind no letter."""
    if letter not in "\"'‘":
        return True
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < end else " "
    return not before.isalnum() and not after.isspace() and (letter == '"' or after.isalnum() or after in '…[("“')


def _closes(text: str, place: int, end: int, letter: str) -> bool:
    if letter not in "'’":
        return letter != '"' or not _opens(text, place, end, letter) or place + 1 >= end
    after = text[place + 1] if place + 1 < end else " "
    if after.isalnum():
        return False  # don’t
    plural = text[place - 1 : place].casefold() == "s" and re.match(r"\s+[^\W\d_]", text[place + 1 : end])
    return not plural or not _closes_later(text, place + 1, end, letter)  # the patients’ needs


def _closes_later(text: str, place: int, end: int, letter: str) -> bool:
    """Whether a mark that must be a closing one comes before the next opening one."""
    for mark in re.finditer("['’‘]", text[place : min(end, place + LONGEST)]):
        at = place + mark.start()
        if mark.group() == "‘" or (mark.group() == "'" and _opens(text, at, end, "'")):
            return False
        if mark.group() == letter and not text[at + 1 : at + 2].isalnum():
            return True
    return False


def _begins_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def _is_speech(words: str) -> bool:
    wide = sum(letter >= _WIDE and letter.isalpha() for letter in words)
    return len(_WORD.findall(words)) >= FEWEST_WORDS or wide >= 2 * FEWEST_WORDS
