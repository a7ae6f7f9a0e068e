"""From a point on a measured page to a place in the text, and from places to rectangles.

All offsets are code points of the document's canonical text; all points and boxes hundredths of a point of the
displayed page. The browser's module does the same on the same numbers and is held to this one.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from synthema.documents.boxes import Box, PageBoxes, Unit, around
from synthema.documents.model import Span

_WITHIN_WORDS = frozenset(("'", "\u2019", "\u00ad", "-\n", "\u2010\n", "\u00ad\n"))


def hit(page: PageBoxes, x: float, y: float) -> int:
    """The place between two letters nearest to a point; of a page without text its start."""
    unit = unit_at(page, x, y)
    if unit is None:
        return page.start
    return page.start + (unit.span.end if _past_the_middle(unit, x, y) else unit.span.start)


def unit_at(page: PageBoxes, x: float, y: float) -> Unit | None:
    """The letter under a point, else the nearest one in the nearest run; None on a page without text.

    Of letters that overlap, the one whose centre is nearest is meant; of equal ones, the first in the text.
    """
    under = [
        unit
        for frame, units in zip(page.frames, page.units, strict=True)
        if frame.holds(x, y)
        for unit in units
        if unit.box.holds(x, y)
    ]
    if under:
        return min(under, key=lambda unit: unit.box.off_centre(x, y))
    away = {number: page.frames[number].away(x, y) for number in _on_the_page(page)}
    nearest = min(away.values(), default=0)
    beside = (unit for number, far in away.items() if far == nearest for unit in page.units[number])
    return min(beside, key=lambda unit: unit.box.away(x, y), default=None)


def _on_the_page(page: PageBoxes) -> Sequence[int]:
    """The runs that can be seen; all of them where none can."""
    seen = [
        number
        for number, frame in enumerate(page.frames)
        if frame.right > 0 and frame.bottom > 0 and frame.left < page.width and frame.top < page.height
    ]
    return seen or range(len(page.runs))


def _past_the_middle(unit: Unit, x: float, y: float) -> bool:
    across, down = 2 * x - unit.box.left - unit.box.right, 2 * y - unit.box.top - unit.box.bottom
    return (across, down, -across, -down)[unit.way] > 0


def dragged(start: int, end: int) -> Span:
    """What a drag from one hit to another selects, in either direction, over columns and pages."""
    return Span(min(start, end), max(start, end))


def word_at(page: PageBoxes, x: float, y: float) -> Span:
    """The word under a point, with its other half where a hyphen parts it; else what stands there by itself."""
    unit = unit_at(page, x, y)
    if unit is None:
        return Span(page.start, page.start)
    within = (word for word in _whole_words(page.text) if word.start <= unit.span.start < word.end)
    word = next(within, unit.span)
    return snapped(page, Span(page.start + word.start, page.start + word.end))


def _whole_words(text: str) -> list[Span]:
    """Letters, marks and digits in a row, and what an apostrophe or the hyphen at the end of a line holds together."""
    found: list[Span] = []
    for of_words, group in groupby(range(len(text)), key=lambda place: _of_words(text[place])):
        places = list(group)
        if not of_words:
            continue
        start = places[0]
        if found and text[found[-1].end : start] in _WITHIN_WORDS:
            start = found.pop().start
        found.append(Span(start, places[-1] + 1))
    return found


def _of_words(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM" or letter == "_"


def snapped(page: PageBoxes, span: Span) -> Span:
    """A span made wider until neither end parts a cluster of this page; ends outside the page stay."""
    start, end = span.start - page.start, span.end - page.start
    return Span(page.start + page.before(start), page.start + page.after(end))


def rectangles(page: PageBoxes, spans: Iterable[Span]) -> list[Box]:
    """What to paint on this page for some spans: one box in each run for each stretch of letters."""
    found = []
    for span in _merged(snapped(page, one) for one in spans if one.start < one.end):
        start, end = span.start - page.start, span.end - page.start
        for run in page.runs:
            boxes = run.boxes[max(0, start - run.at) : max(0, end - run.at)]
            if boxes:
                found.append(around(boxes))
    return [box for box in found if box.left < box.right and box.top < box.bottom]


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def words(page: PageBoxes) -> list[Span]:
    """What stands between white space in each run, in the order of the text: the spans of a text layer."""
    found = []
    for run in page.runs:
        start = None
        for place in range(run.at, run.end + 1):
            blank = place == run.end or page.text[place].isspace()
            if blank and start is not None:
                found.append(Span(page.start + start, page.start + place))
            start = None if blank else place if start is None else start
    return found


def caret(page: PageBoxes, offset: int) -> Box | None:
    """Where to draw a caret before the letter at an offset, or after the one before it; None where none stands."""
    place = offset - page.start
    for at, before in ((place, True), (place - 1, False)):
        for run, units in zip(page.runs, page.units, strict=True):
            if run.at <= at < run.end:
                unit = next(one for one in units if one.span.start <= at < one.span.end)
                return _edge(unit.box, unit.way if before else (unit.way + 2) % 4)
    return None


def _edge(box: Box, way: int) -> Box:
    """The side of a box at which text that goes this way begins."""
    if way % 2 == 0:
        x = box.left if way == 0 else box.right
        return Box(x, box.top, x, box.bottom)
    y = box.top if way == 1 else box.bottom
    return Box(box.left, y, box.right, y)
