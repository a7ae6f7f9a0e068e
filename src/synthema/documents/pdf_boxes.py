"""Where each letter of a page stands, by PDFium's characters. Only the reading child opens PDFs with this."""

import math
from collections.abc import Sequence
from ctypes import byref, c_double, c_int
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unicodedata import bidirectional

from pypdfium2 import raw

from synthema.documents.boxes import MOST, Box, PageBoxes, Run
from synthema.documents.clusters import extends
from synthema.documents.model import Span
from synthema.documents.pdf_text import UNREADABLE, engine, letters_of

MOST_LETTERS = 200_000  # a page full of small print has ten thousand
_FINE = 64  # PDFium answers in whole pixels: a point is asked for as so many
_FAR = 1000  # points between the places asked for
_BACK, _FORTH, _BESIDE = 0.6, 2.5, 0.25  # heights of a letter at which a run breaks
_TURNED = 2  # degrees
_FARTHEST = MOST / 100
_LEFTWARDS = ("R", "AL")  # Unicode's classes of letters

Sides = tuple[float, float, float, float]  # left, top, right, bottom of the displayed page, in points


@dataclass(slots=True)
class Letter:
    """One code point of the page's text."""

    text: str
    sides: Sides | None = None  # none where PDFium made it up: spaces and line ends
    angle: float = 0.0  # degrees clockwise on the displayed page
    way: int = 0
    doubtful: bool = False
    whole: bool = False  # shares the box of the one before


def measure(page: Any, number: int) -> PageBoxes:
    """A page, counted from 1, with its text made anew and a box for each letter; ValueError for far too many."""
    width, height = page.get_size()
    display = Display(page, width, height)
    textpage = page.get_textpage()
    try:
        if raw.FPDFText_CountChars(textpage) > MOST_LETTERS:
            raise ValueError("more letters than anybody prints on a page")
        found = _letters(textpage, display)
    finally:
        textpage.close()
    _turn_back(found)
    _split_ligatures(found)
    doubtful = [at for at, letter in enumerate(found) if letter.doubtful]
    return PageBoxes(
        page=number,
        start=0,
        text="".join(letter.text for letter in found),
        width=_hundredths(width),
        height=_hundredths(height),
        runs=tuple(_run(found, start, end) for start, end in _runs(found)),
        whole=tuple(at for at, letter in enumerate(found) if letter.whole),
        doubtful=tuple(_stretches(doubtful)),
        engine=engine(),
    )


class Display:
    """From the page's own coordinates to points of the page as displayed, turned and cropped as the file says."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        across, down = max(1, round(width * _FINE)), max(1, round(height * _FINE))
        x, y = c_int(), c_int()

        def asked(at_x: float, at_y: float) -> tuple[float, float]:
            raw.FPDF_PageToDevice(page, 0, 0, across, down, 0, at_x, at_y, byref(x), byref(y))
            return x.value * width / across, y.value * height / down

        self.corner, right, up = asked(0, 0), asked(_FAR, 0), asked(0, _FAR)
        self.right = tuple((right[axis] - self.corner[axis]) / _FAR for axis in (0, 1))
        self.up = tuple((up[axis] - self.corner[axis]) / _FAR for axis in (0, 1))
        self._turns: dict[float, float] = {}

    def box(self, left: float, bottom: float, right: float, top: float) -> Sides:
        """A box of the page as displayed."""
        (x, y), (across_x, across_y), (up_x, up_y) = self.corner, self.right, self.up
        x1, y1 = x + across_x * left + up_x * bottom, y + across_y * left + up_y * bottom
        x2, y2 = x + across_x * right + up_x * top, y + across_y * right + up_y * top
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def turned(self, angle: float) -> float:
        """Degrees clockwise as displayed of an angle of PDFium's: clockwise where the page's own y goes up."""
        if angle not in self._turns:
            along, up = math.cos(angle), -math.sin(angle)
            x, y = (along * self.right[axis] + up * self.up[axis] for axis in (0, 1))
            self._turns[angle] = math.degrees(math.atan2(y, x)) % 360
        return self._turns[angle]


def _letters(textpage: Any, display: Display) -> list[Letter]:
    found: list[Letter] = []
    count = raw.FPDFText_CountChars(textpage)
    for text, at in letters_of(textpage):
        first = _letter(textpage, at if at >= 0 else count - 1, text[0], display)
        found.append(first)
        found.extend(Letter(letter) for letter in text[1:])  # the line end after a hyphen
    return found


def _letter(textpage: Any, at: int, text: str, display: Display) -> Letter:
    if text == "\n" or raw.FPDFText_IsGenerated(textpage, at) == 1:
        return Letter(text)
    own = _own_box(textpage, at, text)
    if own is None:
        return Letter(text, doubtful=_doubtful(textpage, at))
    turned = display.turned(raw.FPDFText_GetCharAngle(textpage, at))
    doubtful = text == UNREADABLE or _doubtful(textpage, at)
    return Letter(text, display.box(*own), turned, round(turned / 90) % 4, doubtful)


def _doubtful(textpage: Any, at: int) -> bool:
    return bool(raw.FPDFText_HasUnicodeMapError(textpage, at) == 1)


def _own_box(textpage: Any, at: int, text: str) -> Sides | None:
    """Left, bottom, right, top: from origin to origin and from line to line, else the ink, else nothing."""
    loose = raw.FS_RECTF()
    if raw.FPDFText_GetLooseCharBox(textpage, at, byref(loose)):
        sides = (loose.left, loose.bottom, loose.right, loose.top)
        if _has_room(sides):
            return sides
    if extends(text):
        return None
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if raw.FPDFText_GetCharBox(textpage, at, byref(left), byref(right), byref(bottom), byref(top)):
        sides = (left.value, bottom.value, right.value, top.value)
        if _has_room(sides):
            return sides
    return None


def _has_room(sides: Sides) -> bool:
    return all(map(math.isfinite, sides)) and sides[0] != sides[2] and sides[1] != sides[3]


def _turn_back(found: Sequence[Letter]) -> None:
    """Hebrew and Arabic go to the left, but not where the file has the letters of a word the wrong way round."""
    for back, group in groupby(found, key=lambda letter: bidirectional(letter.text) in (*_LEFTWARDS, "NSM")):
        word = [letter for letter in group if back and letter.sides is not None]
        meant = any(bidirectional(letter.text) in _LEFTWARDS for letter in word)
        if meant and _lain(word[-1])[0] <= _lain(word[0])[0]:
            for letter in word:
                letter.way = (letter.way + 2) % 4


def _split_ligatures(found: Sequence[Letter]) -> None:
    """Letters that share one box get a part of it each, along the text; with an accent among them they stay whole."""
    for sides, group in groupby(found, key=lambda letter: letter.sides):
        sharing = list(group)
        if sides is None or len(sharing) == 1:
            continue
        if any(extends(letter.text) for letter in sharing):
            for letter in sharing[1:]:
                letter.whole = True
            continue
        for part, letter in enumerate(sharing):
            letter.sides = _part(sides, letter.way, part, len(sharing))


def _part(sides: Sides, way: int, part: int, parts: int) -> Sides:
    if way >= 2:
        part = parts - 1 - part
    left, top, right, bottom = sides
    if way % 2 == 0:
        step = (right - left) / parts
        return (left + part * step, top, left + (part + 1) * step, bottom)
    step = (bottom - top) / parts
    return (left, top + part * step, right, top + (part + 1) * step)


def _runs(found: Sequence[Letter]) -> list[tuple[int, int]]:
    """Where runs begin and end; what has no box goes with the run before, or with the next at the start of a line."""
    runs: list[tuple[int, int]] = []
    start, last = 0, -1
    for at, letter in enumerate(found):
        if letter.sides is not None:
            if last >= start and not letter.whole and _breaks(found[last], letter):
                runs.append((start, at))
                start = at
            last = at
        elif letter.text == "\n":
            if last >= start:
                runs.append((start, at))
            start = at + 1
    return [*runs, (start, len(found))] if last >= start else runs


def _breaks(before: Letter, letter: Letter) -> bool:
    turned = abs(before.angle - letter.angle) % 360
    if before.way != letter.way or min(turned, 360 - turned) > _TURNED:
        return True
    _, end, top, bottom = _lain(before)
    next_start, _, next_top, next_bottom = _lain(letter)
    height = bottom - top
    beside = min(bottom, next_bottom) - max(top, next_top)
    if beside < _BESIDE * min(height, next_bottom - next_top):
        return True
    return not -_BACK * height <= next_start - end <= _FORTH * height


def _lain(letter: Letter) -> tuple[float, float, float, float]:
    """Start and end along the text, and the two sides of its line."""
    assert letter.sides is not None
    left, top, right, bottom = letter.sides
    match letter.way:
        case 0:
            return left, right, top, bottom
        case 1:
            return top, bottom, left, right
        case 2:
            return -right, -left, top, bottom
        case _:
            return -bottom, -top, left, right


def _run(found: Sequence[Letter], start: int, end: int) -> Run:
    first = next(letter for letter in found[start:end] if letter.sides is not None)
    boxes: list[Box] = []
    for given, group in groupby(found[start:end], key=lambda letter: letter.sides is not None):
        letters = list(group)
        if given:
            boxes += [_box(letter.sides) for letter in letters if letter.sides is not None]
        else:
            at = start + len(boxes)
            after = at + len(letters)
            boxes += _between(
                found[at - 1] if boxes else None, found[after] if after < end else None, len(letters), first.way
            )
    return Run(start, first.way, round(first.angle) % 360, tuple(boxes))


def _between(before: Letter | None, after: Letter | None, count: int, way: int) -> list[Box]:
    """The gap between two letters in so many parts; nothing wide at the end of a run, or where there is no gap."""
    beside = before or after
    assert beside is not None
    start, end, *sides = _lain(beside)
    gap_from = end if before else start
    gap_to = max(gap_from, _lain(after)[0]) if before and after else gap_from
    low, high = (gap_from, gap_to) if way < 2 else (-gap_to, -gap_from)
    whole = (low, sides[0], high, sides[1]) if way % 2 == 0 else (sides[0], low, sides[1], high)
    return [_box(_part(whole, way, part, count)) for part in range(count)]


def _box(sides: Sides) -> Box:
    left, top, right, bottom = sides
    return Box(_hundredths(left), _hundredths(top), _hundredths(right), _hundredths(bottom))


def _hundredths(points: float) -> int:
    return round(points * 100) if -_FARTHEST < points < _FARTHEST else round(math.copysign(MOST, points))


def _stretches(places: Sequence[int]) -> list[Span]:
    """Places in a row as spans."""
    spans: list[Span] = []
    for place in places:
        if spans and spans[-1].end == place:
            spans[-1] = Span(spans[-1].start, place + 1)
        else:
            spans.append(Span(place, place + 1))
    return spans
