"""Drags over letters at the reader's desk: what was meant, what was kept, what was painted.

A drag presses at the whole pixel nearest to a quarter into one letter and releases at the one nearest to three quarters
into another, each within its half of the letter; letters too narrow on the screen for such a pixel are not chosen.
"""

import json
import random
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from playwright.sync_api import Page

from synthema.coding.places import anchored, parts_cluster
from synthema.documents.boxes import Box, PageBoxes, unpacked
from synthema.documents.folding import fold
from synthema.documents.hit import rectangles
from synthema.documents.measured import page_boxes
from synthema.documents.model import DocumentText, Span
from synthema.documents.tables import Document

APART = 8  # pixels between two presses: else they are one double click
VIEW = """() => { const s = desk.surface.getBoundingClientRect();
  return { top: desk.surface.scrollTop,
    view: [s.left, s.top, s.left + desk.surface.clientWidth, s.top + desk.surface.clientHeight],
    sheets: desk.pane.sheets().filter((one) => one.page).map((one) => {
      const f = one.face.getBoundingClientRect(); return [one.n, f.left, f.top, f.width / one.width]; }) }; }"""
TOLD = """async () => {
  const { ranges, words } = await desk.selection.settled();
  return { top: desk.surface.scrollTop, ranges, words,
    bar: [...document.querySelectorAll("#desk-selected .range")].map((one) => one.textContent),
    painted: desk.pane.sheets().flatMap((sheet) => [...sheet.mine.querySelectorAll("rect.selected")].map((one) =>
      [sheet.n, ...["x", "y", "width", "height"].map((name) => Number(one.getAttribute(name)))])) }; }"""
LETTERS = """(share) => { const view = desk.surface.getBoundingClientRect(), found = [], range = document.createRange();
  const room = [view.left, view.top, view.left + desk.surface.clientWidth, view.top + desk.surface.clientHeight];
  for (const block of document.querySelectorAll("#leaves-text [data-at]")) {
    const whole = block.getBoundingClientRect();
    if (whole.bottom < room[1] || whole.top > room[3]) continue;
    let place = Number(block.dataset.at), unit = 0;
    for (const letter of block.firstChild.data) {
      if (letter.trim() && Math.random() < share) {
        range.setStart(block.firstChild, unit);
        range.setEnd(block.firstChild, unit + letter.length);
        const box = range.getBoundingClientRect();
        if (box.top > room[1] + 30 && box.bottom < room[3] - 30)
          found.push([place, box.left, box.top, box.right, box.bottom]);
      }
      place += 1;
      unit += letter.length; } }
  return { top: desk.surface.scrollTop, found }; }"""
OVER = """(ranges) => { const range = document.createRange(), found = [];
  for (const [start, end] of ranges) for (const block of document.querySelectorAll("#leaves-text [data-at]")) {
    const at = Number(block.dataset.at), letters = [...block.firstChild.data];
    const [from, to] = [Math.max(start, at) - at, Math.min(end, at + letters.length) - at];
    if (from >= to) continue;
    range.setStart(block.firstChild, letters.slice(0, from).join("").length);
    range.setEnd(block.firstChild, letters.slice(0, to).join("").length);
    found.push(...[...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0)); }
  const painted = [...document.querySelectorAll("#leaves-text .mine rect.selected")];
  const sides = (box) => [box.left, box.top, box.width, box.height];
  return { found: found.map(sides), painted: painted.map((one) => sides(one.getBoundingClientRect())) }; }"""
NEAR = 0.6  # pixels between what is painted and where the browser says the letters are
LONG = 1200  # letters: of more the bar shows both ends


@dataclass
class Tally:
    """How drags went."""

    drags: int = 0
    right: int = 0
    off_by_one: int = 0
    wrong: int = 0
    over_pages: int = 0
    not_as_painted: int = 0  # what is kept is not what is painted, or not what the bar says
    refused: int = 0  # the server would not keep it
    scrolled: int = 0  # the text moved under the pointer, at the edge of the window: not judged, done again
    not_in_source: int = 0  # its letters do not stand together in what the document was printed from
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Spot:
    """A letter that can be seen: its place, its page, and a pixel in either half of it."""

    place: int
    end: int
    first: tuple[int, int]
    second: tuple[int, int]


class Dragging:
    """A desk, and the document on it."""

    def __init__(self, page: Page, row: Document, text: DocumentText, seed: int = 1, source: str = "") -> None:
        self.page, self.row, self.text, self.source = page, row, text, fold(source).key
        self.luck = random.Random(seed)
        self.pages: dict[int, PageBoxes] = {}
        self.last = (-100.0, -100.0)
        self.top = 0.0

    def boxes(self, number: int) -> PageBoxes:
        """A page as measured by the server."""
        if number not in self.pages:
            self.pages[number] = unpacked(json.loads(page_boxes(self.row, number)))
        return self.pages[number]

    def somewhere(self) -> list[Spot]:
        """Scroll anywhere; the letters that can be dragged over there."""
        self.page.evaluate(
            "(share) => { desk.surface.scrollTop = share * desk.surface.scrollHeight; }", self.luck.random()
        )
        self.page.wait_for_timeout(60)
        self.page.evaluate(
            "() => Promise.all(desk.pane.all.filter((one) => one.near).map((one) => desk.pane.made(one)))"
        )
        found = self.page.evaluate(VIEW)
        self.top = found["top"]
        return [spot for sheet in found["sheets"] for spot in self._spots(found["view"], *sheet)]

    def _spots(self, view: list[float], number: int, left: float, top: float, scale: float) -> list[Spot]:
        page, spots = self.boxes(number), []
        for units in page.units:
            for unit in units:
                if page.text[unit.span.start : unit.span.end].isspace():
                    continue
                sides = (
                    left + unit.box.left * scale, top + unit.box.top * scale,
                    left + unit.box.right * scale, top + unit.box.bottom * scale,
                )  # fmt: skip
                if (
                    sides[0] > view[0] + 2
                    and sides[1] > view[1] + 30
                    and sides[2] < view[2] - 2
                    and sides[3] < view[3] - 30
                ):
                    spots += self._spot(page, unit.span, unit.way, sides)
        return spots

    def _spot(self, page: PageBoxes, span: Span, way: int, sides: tuple[float, float, float, float]) -> list[Spot]:
        if way != 0:
            return []  # turned lines are dragged over in the tests of hits
        middle = (sides[0] + sides[2]) / 2
        first, second = round(sides[0] + (sides[2] - sides[0]) / 4), round(sides[0] + (sides[2] - sides[0]) * 3 / 4)
        y = round((sides[1] + sides[3]) / 2)
        if not (sides[0] <= first < middle < second <= sides[2] and sides[1] <= y <= sides[3]):
            return []
        return [Spot(page.start + span.start, page.start + span.end, (first, y), (second, y))]

    def drag(self, spots: list[Spot], tally: Tally) -> bool:
        """One drag between two of these letters, whichever stands first in the text; false where it scrolled."""
        one, other = sorted(self.luck.sample(spots, 2), key=lambda spot: spot.place)
        if hypot(one.first[0] - self.last[0], one.first[1] - self.last[1]) < APART:
            return True
        self.last = one.first
        mouse = self.page.mouse
        mouse.move(*one.first)
        mouse.down()
        mouse.move(*other.second)
        mouse.up()
        told = self.page.evaluate(TOLD)
        if told["top"] != self.top:
            tally.scrolled += 1
            return False
        self.judge(one.place, other.end, told, tally)
        return True

    def judge(self, start: int, end: int, told: dict[str, Any], tally: Tally) -> None:
        """Compare what was meant with what would be kept, and that with what is seen."""
        tally.drags += 1
        ranges = [Span(*one) for one in told["ranges"]]
        meant = anchored(self.text, self.text.sha256, [Span(start, end)]).ranges
        try:
            stored = anchored(self.text, self.text.sha256, ranges, told["words"])
        except ValueError as refusal:
            tally.refused += 1
            tally.faults.append(str(refusal))
            return
        tally.over_pages += len(meant) > 1
        tally.not_in_source += bool(self.source) and fold(stored.exact).key not in self.source
        if stored.ranges == meant:
            tally.right += 1
        elif max(abs(stored.ranges[0].start - start), abs(stored.ranges[-1].end - end)) <= 1:
            tally.off_by_one += 1
            tally.faults.append(self.around(start, end, stored.ranges))
        else:
            tally.wrong += 1
            tally.faults.append(self.around(start, end, stored.ranges))
        if not self.as_painted(stored.ranges, told) or not self.as_said(stored.exact, stored.ranges, told):
            tally.not_as_painted += 1
            tally.faults.append(f"painted otherwise: {self.around(start, end, stored.ranges)}")

    def as_painted(self, ranges: tuple[Span, ...], told: dict[str, Any]) -> bool:
        """Whether the rectangles on the page are those of what is kept, to the hundredth of a point."""
        numbers = sorted({self.text.page_at(span.start) for span in ranges})
        wanted = [
            [number, box.left, box.top, box.right - box.left, box.bottom - box.top]
            for number in numbers
            for span in ranges
            for box in self._boxes_of(number, span)
        ]
        return sorted(told["painted"]) == sorted(wanted)

    def _boxes_of(self, number: int, span: Span) -> list[Box]:
        page = self.boxes(number)
        return rectangles(page, [Span(max(span.start, page.start), min(span.end, page.end))])

    def as_said(self, exact: str, ranges: tuple[Span, ...], told: dict[str, Any]) -> bool:
        """Whether the bar shows the words that are kept."""
        if len(exact) > LONG:
            return bool(told["bar"]) and told["bar"][0].startswith(exact[: LONG // 2])
        return list(told["bar"]) == [self.text.text[span.start : span.end] for span in ranges]

    def around(self, start: int, end: int, kept: tuple[Span, ...]) -> str:
        """What was meant and what came, at both ends."""
        text = self.text.text
        return (
            f"meant {start}-{end} {text[start - 8 : start]!r}|{text[start : start + 8]!r}…{text[end - 8 : end]!r}|"
            f"{text[end : end + 8]!r}, kept {[(one.start, one.end) for one in kept]}"
        )

    def many(self, count: int, tally: Tally, at_a_place: int = 25) -> None:
        """So many drags, some at each place."""
        until = tally.drags + count
        while tally.drags < until:
            spots = self.somewhere()
            if len(spots) < 2:
                continue
            for _ in range(min(at_a_place, until - tally.drags)):
                if not self.drag(spots, tally):
                    break


class WordsDragging(Dragging):
    """The same over a text without pages: where its letters are is asked of the browser, letter by letter."""

    def somewhere(self) -> list[Spot]:
        """Scroll anywhere; some of the letters that can be dragged over there."""
        place = self.luck.random()
        self.page.evaluate("(share) => { desk.surface.scrollTop = share * desk.surface.scrollHeight; }", place)
        self.page.wait_for_timeout(60)
        self.page.evaluate(
            "() => Promise.all(desk.pane.all.filter((one) => one.near).map((one) => desk.pane.made(one)))"
        )
        self.page.wait_for_timeout(60)
        told = self.page.evaluate(LETTERS, 0.2)
        self.top = told["top"]
        spots = []
        for start, left, top, right, bottom in told["found"]:
            first, second, y = (
                round(left + (right - left) / 4),
                round(left + (right - left) * 3 / 4),
                round((top + bottom) / 2),
            )
            alone = not any(parts_cluster(self.text.text, one) for one in (start, start + 1))
            if alone and left <= first < (left + right) / 2 < second <= right:
                spots.append(Spot(start, start + 1, (first, y), (second, y)))
        return spots

    def as_painted(self, ranges: tuple[Span, ...], _told: dict[str, Any]) -> bool:
        """Whether the rectangles are where the browser says these letters are."""
        both = self.page.evaluate(OVER, [[one.start, one.end] for one in ranges])
        if len(both["found"]) != len(both["painted"]):
            return False
        pairs = zip(sorted(both["found"]), sorted(both["painted"]), strict=True)
        return all(abs(a - b) < NEAR for one, other in pairs for a, b in zip(one, other, strict=True))
