"""Where everything in the flow diagram stands: boxes sized to their words, arrows between them. Unit: pixels."""

from dataclasses import dataclass, replace
from itertools import pairwise

from synthema.reporting.flow_boxes import Box, Chart, Line, Stream
from synthema.reporting.flow_text import wrap

SIZE, LEADING, SMALL, SMALL_LEADING = 12.0, 16.0, 10.0, 14.0
PADDING, INDENT, HANG, LINE_GAP = 10.0, 10.0, 8.0, 2.0
MARGIN, BAR, GUTTER, ROW_GAP, STACK_GAP, STREAM_GAP = 12.0, 24.0, 26.0, 26.0, 9.0, 20.0
FIRST_ROW = 104.0  # the upright word Identification needs this much
PREVIOUS_WIDTH = 128.0
WIDE, NARROW = (224.0, 250.0), (170.0, 182.0)  # main and side boxes of one stream, and of each of two

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of text, placed from the top left corner of its box to its baseline."""

    text: str
    dx: float
    dy: float
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A box with its place and its rows of text."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    rows: tuple[Row, ...]

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A title bar, an upright stage bar, the warning of a draft or the notes: words in a place."""

    kind: str  # title, stage, warning, notes
    words: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A whole diagram, ready to be drawn."""

    width: float
    height: float
    boxes: tuple[Placed, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    main: float
    side: float

    @property
    def right(self) -> float:
        return self.x + self.main + GUTTER + self.side


_Stage = tuple[Placed | None, tuple[Placed, ...]]  # of one stream: the box that goes on, the boxes beside it


def place(chart: Chart) -> Layout:
    """The places of all boxes, bars and arrows of a chart."""
    columns = _columns(chart)
    inner = columns[-1].right - MARGIN
    warning = _bar("warning", _wrapped(chart.warnings, inner - 2 * PADDING, SIZE), (MARGIN, MARGIN, inner), LEADING)
    top = warning.y + warning.height + (12 if warning.words else 0)
    titles = _titles(chart, columns, top)
    stages, tops, y = _stages(chart.streams, columns, titles[0].y + titles[0].height + 12)
    included = _sized(chart.included, columns[0].main, columns[0].x, y)
    below = included.bottom + ROW_GAP
    total = None if chart.total is None else _sized(chart.total, columns[0].main, columns[0].x, below)
    previous = None if chart.previous is None else _sized(chart.previous, PREVIOUS_WIDTH, _left(), tops[0])
    bottom = (total or included).bottom
    notes = _wrapped(chart.notes, inner, SMALL)
    footer = _bar("notes", notes, (MARGIN, bottom + 12, inner), SMALL_LEADING)
    ends = [box for box in (previous, included, total) if box is not None]
    return Layout(
        width=columns[-1].right + MARGIN,
        height=footer.y + footer.height + MARGIN / 2,
        boxes=(*(box for row in stages for main, sides in row for box in (main, *sides) if box is not None), *ends),
        bars=(warning, *titles, *_stage_bars(tops, y, bottom), footer),
        arrows=(*_stream_arrows(stages, included), *_total_arrows(previous, included, total)),
    )


def _left() -> float:
    return MARGIN + BAR + 10


def _columns(chart: Chart) -> tuple[_Column, ...]:
    x = _left() + (PREVIOUS_WIDTH + STREAM_GAP if chart.previous else 0)
    main, side = WIDE if len(chart.streams) == 1 else NARROW
    step = main + GUTTER + side + STREAM_GAP
    return tuple(_Column(x + place * step, main, side) for place in range(len(chart.streams)))


def _titles(chart: Chart, columns: tuple[_Column, ...], y: float) -> tuple[Bar, ...]:
    spans = [
        (stream.title, column.x, column.right - column.x) for stream, column in zip(chart.streams, columns, strict=True)
    ]
    if chart.previous:
        spans.insert(0, ("Previous studies", _left(), PREVIOUS_WIDTH))
    bars = [
        _bar("title", wrap(title, span - 2 * PADDING, SIZE, bold=True), (x, y, span), LEADING)
        for title, x, span in spans
    ]
    tallest = max(bar.height for bar in bars)
    return tuple(replace(bar, height=tallest) for bar in bars)


def _stages(
    streams: tuple[Stream, ...], columns: tuple[_Column, ...], y: float
) -> tuple[tuple[tuple[_Stage, ...], ...], tuple[float, ...], float]:
    """The four stages placed under each other, the top of each, and where the next row begins."""
    stages, tops = [], []
    for number in range(4):
        row = _even(tuple(_stage(stream, column, number, y) for stream, column in zip(streams, columns, strict=True)))
        stages.append(row)
        tops.append(y)
        y = max(_bottom(row), y + FIRST_ROW if number == 0 else y) + ROW_GAP
    return tuple(stages), tuple(tops), y


def _stage(stream: Stream, column: _Column, number: int, y: float) -> _Stage:
    box = stream.mains[number]
    sides = tuple(_sized(side, column.side, column.x + column.main + GUTTER, y) for side in stream.sides[number])
    return (None if box is None else _sized(box, column.main, column.x, y)), sides


def _even(row: tuple[_Stage, ...]) -> tuple[_Stage, ...]:
    """The boxes at the head of a row made as tall as the tallest of them that holds a single number."""
    heads = [box for main, sides in row for box in (main, *sides[:1]) if box is not None]
    tallest = max((box.height for box in heads if len(box.box.lines) == 1), default=0.0)
    return tuple(
        (main if main is None else _sized(main.box, main.width, main.x, main.y, tallest), _stacked(sides, tallest))
        for main, sides in row
    )


def _stacked(sides: tuple[Placed, ...], at_least: float) -> tuple[Placed, ...]:
    stack: list[Placed] = []
    for side in sides:
        y = stack[-1].bottom + STACK_GAP if stack else side.y
        stack.append(_sized(side.box, side.width, side.x, y, 0.0 if stack else at_least))
    return tuple(stack)


def _bottom(row: tuple[_Stage, ...]) -> float:
    return max(box.bottom for main, sides in row for box in (main, *sides) if box is not None)


def _sized(box: Box, span: float, x: float, y: float, at_least: float = 0.0) -> Placed:
    """A box as tall as its words need, or taller with the words in its middle."""
    texts = [
        (text, dx, number * LINE_GAP, line.key)
        for number, line in enumerate(box.lines)
        for text, dx in _broken(line, span - 2 * PADDING)
    ]
    block = len(texts) * LEADING + (len(box.lines) - 1) * LINE_GAP
    height = max(at_least, block + 2 * PADDING - 4)
    first = (height - block) / 2 + 0.76 * LEADING
    rows = tuple(
        Row(text=text, dx=PADDING + dx, dy=first + number * LEADING + gap, key=key)
        for number, (text, dx, gap, key) in enumerate(texts)
    )
    return Placed(box=box, x=x, y=y, width=span, height=height, rows=rows)


def _broken(line: Line, room: float) -> list[tuple[str, float]]:
    """The rows of one line with their indents; where a line goes on, its rest hangs a little deeper."""
    if line.number_below:
        return [(text, 0.0) for text in (*wrap(line.text, room, SIZE), line.number)]
    dx = line.indent * INDENT
    first, *more = wrap(line.words, room - dx, SIZE)
    if not more:
        return [(first, dx)]
    rest = line.words[len(first) :].lstrip(" ")
    return [(first, dx), *((text, dx + HANG) for text in wrap(rest, room - dx - HANG, SIZE))]


def _bar(kind: str, words: tuple[str, ...], place: tuple[float, float, float], leading: float) -> Bar:
    x, y, span = place
    height = len(words) * leading + 12 if words else 0.0
    return Bar(kind=kind, words=words, x=x, y=y, width=span, height=height)


def _wrapped(texts: tuple[str, ...], room: float, size: float) -> tuple[str, ...]:
    return tuple(line for text in texts for line in wrap(text, room, size))


def _stage_bars(tops: tuple[float, ...], included: float, bottom: float) -> tuple[Bar, ...]:
    reach = (ROW_GAP - 6) / 2  # the bars all but meet between two rows
    spans = (
        ("Identification", tops[0], tops[1] - ROW_GAP + reach),
        ("Screening", tops[1] - reach, included - ROW_GAP + reach),
        ("Included", included - reach, bottom),
    )
    return tuple(
        Bar(kind="stage", words=(word,), x=MARGIN, y=top, width=BAR, height=end - top) for word, top, end in spans
    )


def _stream_arrows(stages: tuple[tuple[_Stage, ...], ...], included: Placed) -> list[tuple[Point, ...]]:
    arrows: list[tuple[Point, ...]] = []
    for number in range(len(stages[0])):
        mains = [row[number][0] for row in stages]
        way = [main for main in mains if main is not None]
        arrows += [((above.centre, above.bottom), (below.centre, below.y)) for above, below in pairwise(way)]
        arrows.append(_into(way[-1], included))
        for row in stages:
            arrows += _side_arrows(*row[number])
    return arrows


def _into(last: Placed, included: Placed) -> tuple[Point, ...]:
    if last.x == included.x:
        return (last.centre, last.bottom), (included.centre, included.y)
    level = included.y + included.height / 2
    return (last.centre, last.bottom), (last.centre, level), (included.right, level)


def _side_arrows(main: Placed | None, sides: tuple[Placed, ...]) -> list[tuple[Point, ...]]:
    if main is None or not sides:
        return []
    level = main.y + min(main.height, sides[0].height) / 2
    fork = main.right + GUTTER / 2
    further = [(side.x, side.y + side.height / 2) for side in sides[1:]]
    straight: tuple[Point, ...] = ((main.right, level), (sides[0].x, level))
    return [straight, *(((fork, level), (fork, y), (x, y)) for x, y in further)]


def _total_arrows(previous: Placed | None, included: Placed, total: Placed | None) -> list[tuple[Point, ...]]:
    if previous is None or total is None:
        return []
    level = total.y + total.height / 2
    return [
        ((included.centre, included.bottom), (total.centre, total.y)),
        ((previous.centre, previous.bottom), (previous.centre, level), (total.x, level)),
    ]
