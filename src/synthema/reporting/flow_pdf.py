"""The flow diagram as a PDF page of its own size: lines and text that can be enlarged and selected."""

import io
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from PIL import Image

from synthema.reporting.docx_words import legal
from synthema.reporting.flow_boxes import Tone
from synthema.reporting.flow_drawing import ACCENT, INK, RULE, SOFT, arrow_shapes, to_png, to_svg
from synthema.reporting.flow_layout import LEADING, PADDING, SIZE, SMALL, SMALL_LEADING, Bar, Layout, Placed, place
from synthema.reporting.flow_model import Flow
from synthema.reporting.flow_text import can_draw, font_file
from synthema.reporting.flow_words import chart, described

mpl.rcParams["pdf.fonttype"] = 42  # fonts as such, so that text can be searched and copied
INCH = 72.0  # a pixel of the layout is a point of the page
_STYLES: dict[Tone, dict[str, Any]] = {
    Tone.MAIN: {"facecolor": "#ffffff", "edgecolor": ACCENT, "linewidth": 1.2},
    Tone.SIDE: {"facecolor": "#ffffff", "edgecolor": RULE, "linewidth": 1.0},
    Tone.INCLUDED: {"facecolor": "#e9eff2", "edgecolor": ACCENT, "linewidth": 1.6},
    Tone.OPEN: {"facecolor": "#ffffff", "edgecolor": ACCENT, "linewidth": 1.2, "linestyle": (0, (4.2, 2.5))},
}


def to_pdf(flow: Flow) -> bytes:
    """The flow as a PDF; the same flow gives the same bytes. A script that our font lacks makes it a picture."""
    words = chart(flow)
    layout = place(words)
    figure = Figure(figsize=(layout.width / INCH, layout.height / INCH))
    axes: Any = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, layout.width)
    axes.set_ylim(layout.height, 0)
    if can_draw(described(words)):
        _draw(axes, layout)
    else:
        picture = Image.open(io.BytesIO(to_png(to_svg(flow), 3)))
        axes.imshow(picture, extent=(0, layout.width, layout.height, 0), aspect="auto")
    about = {
        "Title": "PRISMA 2020 flow diagram" + (" (unfinished draft)" if words.warnings else ""),
        "Subject": legal(described(words))[:2000],
        "Creator": "Synthema",
        "Producer": None,
        "CreationDate": None,  # the clock is never asked, so that the same flow gives the same bytes
    }
    written = io.BytesIO()
    canvas: Any = FigureCanvasPdf(figure)
    canvas.print_pdf(written, metadata=about)
    return written.getvalue()


def _draw(axes: Any, layout: Layout) -> None:
    for bar in layout.bars:
        _bar(axes, bar)
    for points in layout.arrows:
        line, head = arrow_shapes(points)
        axes.add_line(
            Line2D([x for x, _ in line], [y for _, y in line], color=SOFT, linewidth=1, solid_capstyle="butt")
        )
        axes.add_patch(Polygon(head, closed=True, facecolor=SOFT, edgecolor="none"))
    for placed in layout.boxes:
        _box(axes, placed)


def _box(axes: Any, placed: Placed) -> None:
    axes.add_patch(Rectangle((placed.x, placed.y), placed.width, placed.height, **_STYLES[placed.box.tone]))
    for row in placed.rows:
        _text(axes, placed.x + row.dx, placed.y + row.dy, row.text)


def _bar(axes: Any, bar: Bar) -> None:
    if not bar.words:
        return
    middle = bar.x + bar.width / 2
    if bar.kind == "notes":
        _lines(axes, bar, bar.x, SMALL_LEADING, size=SMALL, color=SOFT)
        return
    style = _STYLES[Tone.OPEN] if bar.kind == "warning" else {"facecolor": ACCENT, "edgecolor": "none"}
    if bar.kind == "title":
        style = {"facecolor": "#e9eff2", "edgecolor": "none"}
    axes.add_patch(Rectangle((bar.x, bar.y), bar.width, bar.height, **style))
    if bar.kind == "warning":
        _lines(axes, bar, bar.x + PADDING, LEADING, color=ACCENT)
    elif bar.kind == "title":
        first = bar.y + (bar.height - len(bar.words) * LEADING) / 2 + 0.76 * LEADING
        for number, words in enumerate(bar.words):
            _text(axes, middle, first + number * LEADING, words, color=ACCENT, bold=True, ha="center")
    else:
        upright: dict[str, Any] = {"ha": "center", "va": "center", "rotation": 90}
        _text(axes, middle, bar.y + bar.height / 2, bar.words[0], color="#ffffff", bold=True, **upright)


def _lines(axes: Any, bar: Bar, x: float, leading: float, *, size: float = SIZE, color: str = INK) -> None:
    for number, words in enumerate(bar.words):
        _text(axes, x, bar.y + 6 + (number + 0.76) * leading, words, size=size, color=color)


def _text(
    axes: Any, x: float, y: float, words: str, *, size: float = SIZE, color: str = INK, bold: bool = False, **where: Any
) -> None:
    font = FontProperties(fname=str(font_file(bold)), size=size)
    axes.text(x, y, legal(words), color=color, fontproperties=font, parse_math=False, **{"va": "baseline", **where})
