"""The flow diagram as SVG and PNG: plain shapes and text, no script, nothing fetched from anywhere."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import resvg_py

from synthema.reporting.flow_boxes import Chart, Tone
from synthema.reporting.flow_layout import (
    LEADING,
    PADDING,
    SIZE,
    SMALL,
    SMALL_LEADING,
    Bar,
    Layout,
    Placed,
    Point,
    Row,
    place,
)
from synthema.reporting.flow_model import Flow
from synthema.reporting.flow_text import can_draw, drawn, font_file
from synthema.reporting.flow_words import chart, described

ACCENT = "#1f5d78"  # the one colour; tints are made by opacity
INK, RULE, SOFT = "#1d242b", "#8b949d", "#5d666f"
FONTS = "Helvetica, Arial, 'DejaVu Sans', sans-serif"  # all as wide as the measured one, or narrower

STYLES = {
    Tone.MAIN: f'fill="#ffffff" stroke="{ACCENT}" stroke-width="1.2"',
    Tone.SIDE: f'fill="#ffffff" stroke="{RULE}" stroke-width="1"',
    Tone.INCLUDED: f'fill="{ACCENT}" fill-opacity="0.1" stroke="{ACCENT}" stroke-width="1.6"',
    Tone.OPEN: f'fill="#ffffff" stroke="{ACCENT}" stroke-width="1.2" stroke-dasharray="5 3"',
}


def to_svg(flow: Flow, links: Mapping[str, str] | None = None) -> str:
    """The flow in its template as an SVG document; links map the key of a box or a number to an address.

    What awaits and what contradicts is said on top. Raises ValueError for an address that is not a web page, a file
    beside this one or a place in it.
    """
    links = links or {}
    for key, address in links.items():
        if urlsplit(address).scheme not in ("", "http", "https"):
            raise ValueError(f"The link of {key} is {address!r}; use a relative address, http or https.")
    words = chart(flow)
    layout = place(words)
    parts = [*_head(words, layout, linked=bool(links)), *(text for bar in layout.bars for text in _bar(bar))]
    parts += [text for arrow in layout.arrows for text in _arrow(arrow)]
    parts += [text for box in layout.boxes for text in _box(box, links)]
    return "\n".join([*parts, "</svg>", ""])


def to_png(svg: str, scale: float = 2.0) -> bytes:
    """An SVG as PNG, scale times its size in pixels, on white; drawn with the fonts that ship with matplotlib."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=scale,
        background="#ffffff",
        skip_system_fonts=can_draw(svg),  # the machine's fonts only for scripts that ours lacks
        font_files=[str(font_file(False)), str(font_file(True))],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )


def _head(words: Chart, layout: Layout, *, linked: bool) -> Iterator[str]:
    width, height = _n(layout.width), _n(layout.height)
    # A picture with links in it is a group: the role img would hide the links from screen readers.
    role = "group" if linked else "img"
    draft = " (unfinished draft)" if words.warnings else ""
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="{role}" aria-labelledby="flow-title flow-desc" '
        f'font-family="{FONTS}" font-size="{_n(SIZE)}" fill="{INK}">'
    )
    yield f'<title id="flow-title">PRISMA 2020 flow diagram{draft}</title>'
    yield f'<desc id="flow-desc">{drawn(described(words))}</desc>'
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'


def _box(placed: Placed, links: Mapping[str, str]) -> Iterator[str]:
    """A box with its own rows in its own link, then the rows that have links of their own."""
    yield f'<g id="flow-{placed.box.key}">'
    x, y, width, height = (_n(value) for value in (placed.x, placed.y, placed.width, placed.height))
    shape = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="2" {STYLES[placed.box.tone]}/>'
    own = [row for row in placed.rows if not row.key]
    address = links.get(placed.box.key) if own else None  # a link without words has no name; its rows have their own
    yield from _linked([shape, *(_row(placed, row) for row in own)], address)
    for key, rows in groupby((row for row in placed.rows if row.key), key=lambda row: row.key):
        yield f'<g id="flow-{key}">'
        yield from _linked([_row(placed, row) for row in rows], links.get(key))
        yield "</g>"
    yield "</g>"


def _linked(shapes: list[str], address: str | None) -> Iterator[str]:
    if address is None:
        yield from shapes
        return
    yield f'<a href={quoteattr(address)} fill="{ACCENT}">'
    yield from shapes
    yield "</a>"


def _row(placed: Placed, row: Row) -> str:
    return f'<text x="{_n(placed.x + row.dx)}" y="{_n(placed.y + row.dy)}">{drawn(row.text)}</text>'


def _bar(bar: Bar) -> Iterator[str]:
    if not bar.words:
        return
    if bar.kind == "notes":
        yield from _left_aligned(bar, bar.x, SMALL_LEADING, f'font-size="{_n(SMALL)}" fill="{SOFT}"')
        return
    yield f'<rect {_place(bar)} rx="2" {_bar_style(bar)}/>'
    if bar.kind == "warning":
        yield from _left_aligned(bar, bar.x + PADDING, LEADING, f'fill="{ACCENT}"')
    elif bar.kind == "title":
        yield from _centred(bar)
    else:
        x, y = _n(bar.x + bar.width / 2 + 0.36 * SIZE), _n(bar.y + bar.height / 2)
        turned = f'transform="rotate(-90 {x} {y})" text-anchor="middle" font-weight="bold" fill="#ffffff"'
        yield f'<text x="{x}" y="{y}" {turned}>{drawn(bar.words[0])}</text>'


def _bar_style(bar: Bar) -> str:
    if bar.kind == "warning":
        return STYLES[Tone.OPEN]
    return f'fill="{ACCENT}"' + ("" if bar.kind == "stage" else ' fill-opacity="0.1"')


def _left_aligned(bar: Bar, x: float, leading: float, style: str) -> Iterator[str]:
    for number, words in enumerate(bar.words):
        y = bar.y + 6 + (number + 0.76) * leading
        yield f'<text x="{_n(x)}" y="{_n(y)}" {style}>{drawn(words)}</text>'


def _centred(bar: Bar) -> Iterator[str]:
    first = bar.y + (bar.height - len(bar.words) * LEADING) / 2 + 0.76 * LEADING
    x = _n(bar.x + bar.width / 2)
    for number, words in enumerate(bar.words):
        y = _n(first + number * LEADING)
        yield f'<text x="{x}" y="{y}" text-anchor="middle" font-weight="bold" fill="{ACCENT}">{drawn(words)}</text>'


def arrow_shapes(points: tuple[Point, ...]) -> tuple[list[Point], list[Point]]:
    """An arrow through the points: its line, and the triangle of its head."""
    (fx, fy), (x, y) = points[-2], points[-1]
    along = ((x > fx) - (x < fx), (y > fy) - (y < fy))
    back, across = (x - 7 * along[0], y - 7 * along[1]), (3 * along[1], 3 * along[0])
    head = [(x, y), (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])]
    return [*points[:-1], (x - 5 * along[0], y - 5 * along[1])], head


def _arrow(points: tuple[Point, ...]) -> Iterator[str]:
    """A line through the points with a small solid head at its end."""
    line, head = arrow_shapes(points)
    yield f'<polyline points="{_points(line)}" fill="none" stroke="{SOFT}" stroke-width="1"/>'
    yield f'<polygon points="{_points(head)}" fill="{SOFT}"/>'


def _points(points: list[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _place(bar: Bar) -> str:
    return f'x="{_n(bar.x)}" y="{_n(bar.y)}" width="{_n(bar.width)}" height="{_n(bar.height)}"'


def _n(value: float) -> str:
    """A length with at most two decimals, so that the same flow gives the same bytes everywhere."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
