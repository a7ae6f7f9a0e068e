"""The nouns of a measured page: where each letter of its canonical text stands, and how that is packed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

from synthema.documents.clusters import continuing
from synthema.documents.model import Span

RECIPE = 1  # raised whenever the same page would be measured or packed another way
MOST = 10**8  # hundredths of a point from the corner of a page: what stands further away is drawn nowhere


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the displayed page in hundredths of a point, from its top left corner."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def off_centre(self, x: float, y: float) -> float:
        """The square of twice the distance of a point from its centre."""
        across, down = 2 * x - self.left - self.right, 2 * y - self.top - self.bottom
        return across * across + down * down

    def away(self, x: float, y: float) -> float:
        """The square of the distance of a point from its edge; 0 inside."""
        across = max(self.left - x, 0, x - self.right)
        down = max(self.top - y, 0, y - self.bottom)
        return across * across + down * down


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around some, at least one."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that stand side by side, with a box for each."""

    at: int  # its first code point, counted within the page
    way: int  # where its text goes on the displayed page: 0 right, 1 down, 2 left, 3 up
    angle: int  # of its letters on the displayed page, whole degrees clockwise
    boxes: tuple[Box, ...]

    @property
    def end(self) -> int:
        """The code point after its last, counted within the page."""
        return self.at + len(self.boxes)

    @property
    def level(self) -> bool:
        """Whether its text goes to the right or to the left."""
        return self.way % 2 == 0


@dataclass(frozen=True, slots=True)
class Unit:
    """Letters that a selection never parts: a letter with its accents, or a ligature that cannot be split."""

    span: Span  # counted within the page
    box: Box
    way: int


@dataclass(frozen=True, kw_only=True)  # no slots: what is worked out of it is kept beside it
class PageBoxes:
    """A page of a document as measured; offsets outside are those of the document's canonical text."""

    page: int  # counted from 1
    start: int  # where its text begins in the document's, in code points
    text: str  # of the page, without the form feed that ends it
    width: int  # as displayed, in hundredths of a point
    height: int
    runs: tuple[Run, ...] = ()
    whole: tuple[int, ...] = ()  # letters that share the box of the one before and cannot be told apart
    doubtful: tuple[Span, ...] = ()  # letters that the file does not name, or not for sure, counted within the page
    engine: str = field(default="", compare=False)

    @property
    def end(self) -> int:
        """Where its text ends in the document's."""
        return self.start + len(self.text)

    @cached_property
    def joined(self) -> frozenset[int]:
        """The code points of the page before which no selection may begin or end."""
        return frozenset((*continuing(self.text), *self.whole))

    @cached_property
    def units(self) -> tuple[tuple[Unit, ...], ...]:
        """What can be selected, run by run."""
        return tuple(tuple(self._units(run)) for run in self.runs)

    def _units(self, run: Run) -> Iterator[Unit]:
        starts = [run.at, *(place for place in range(run.at + 1, run.end) if place not in self.joined)]
        for start, end in pairwise((*starts, run.end)):
            box = around(run.boxes[start - run.at : end - run.at])
            yield Unit(Span(self.before(start), self.after(end)), box, run.way)

    @cached_property
    def frames(self) -> tuple[Box, ...]:
        """The box of each run."""
        return tuple(around(run.boxes) for run in self.runs)

    def before(self, place: int) -> int:
        """The last place at or before one, counted within the page, that parts no cluster."""
        while place in self.joined:
            place -= 1
        return place

    def after(self, place: int) -> int:
        """The first place at or after one, counted within the page, that parts no cluster."""
        while place in self.joined:
            place += 1
        return place


def packed(page: PageBoxes) -> dict[str, Any]:
    """A page as plain lists and whole numbers; `unpacked` gives the same page again, to the hundredth of a point.

    `start` and `end` are offsets in the document's text; all other places are counted within the page, in code points.
    """
    return {
        "recipe": RECIPE,
        "engine": page.engine,
        "page": page.page,
        "start": page.start,
        "end": page.end,
        "width": page.width,
        "height": page.height,
        "text": page.text,
        "runs": [_packed_run(run) for run in page.runs],
        "joined": sorted(page.joined),
        "whole": list(page.whole),
        "doubtful": [[span.start, span.end] for span in page.doubtful],
    }


def packed_json(page: PageBoxes) -> bytes:
    """A page as the browser and the cache get it."""
    return json.dumps(packed(page), ensure_ascii=False, separators=(",", ":")).encode()


def _packed_run(run: Run) -> dict[str, Any]:
    """Along the line: a start, the step to each next letter, lengths where they are not the steps; across it likewise.

    The last step is the length of the last letter. `cross` says for how many letters in a row a start and a depth hold.
    """
    along = [_sides(box, level=run.level) for box in run.boxes]
    across = [_sides(box, level=not run.level) for box in run.boxes]
    lengths = [end - start for start, end in along]
    steps = [after[0] - before[0] for before, after in pairwise(along)] + lengths[-1:]
    cross = [(len(list(same)), start, end - start) for (start, end), same in groupby(across)]
    made: dict[str, Any] = {"at": run.at, "way": run.way, "angle": run.angle, "main": along[0][0], "steps": steps}
    if lengths != steps:
        made["lengths"] = lengths
    return {**made, "cross": [number for stretch in cross for number in stretch]}


def _sides(box: Box, *, level: bool) -> tuple[int, int]:
    return (box.left, box.right) if level else (box.top, box.bottom)


def unpacked(given: Mapping[str, Any]) -> PageBoxes:
    """The page that was packed; raises ValueError where it is none."""
    try:
        page = PageBoxes(
            page=_whole(given["page"]),
            start=_whole(given["start"]),
            text=str(given["text"]),
            width=_whole(given["width"]),
            height=_whole(given["height"]),
            runs=tuple(_unpacked_run(run) for run in given["runs"]),
            whole=tuple(map(_whole, given["whole"])),
            doubtful=tuple(Span(_whole(start), _whole(end)) for start, end in given["doubtful"]),
            engine=str(given["engine"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"no measured page: {error!r}") from error
    ends = [0, *(place for run in page.runs for place in (run.at, run.end)), len(page.text)]
    if ends != sorted(ends) or any(not 0 < place < len(page.text) for place in page.whole):
        raise ValueError("no measured page: letters outside its text")
    return page


def _unpacked_run(given: Mapping[str, Any]) -> Run:
    steps, cross, way = list(map(_whole, given["steps"])), list(map(_whole, given["cross"])), _whole(given["way"])
    lengths = list(map(_whole, given.get("lengths", steps)))
    sides = [side for stretch in zip(*[iter(cross)] * 3, strict=True) for side in _repeated(*stretch, most=len(steps))]
    if not steps or len(lengths) != len(steps) or len(sides) != len(steps) or way not in range(4):
        raise ValueError("a run whose numbers do not fit together")
    boxes, main = [], _whole(given["main"])
    for step, length, (start, end) in zip(steps, lengths, sides, strict=True):
        boxes.append(Box(main, start, main + length, end) if way % 2 == 0 else Box(start, main, end, main + length))
        main += step
    return Run(_whole(given["at"]), way, _whole(given["angle"]), tuple(boxes))


def _repeated(count: int, start: int, depth: int, *, most: int) -> list[tuple[int, int]]:
    return [(start, start + depth)] * min(count, most + 1)


def _whole(number: object) -> int:
    if type(number) is not int or abs(number) > 4 * MOST:
        raise ValueError(f"{number!r:.40} is no whole number of an ordinary size")
    return number
