"""The themes as a picture: the overarching theme, the themes under it, and how many studies each subtheme rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from synthema.reporting.flow_drawing import ACCENT, FONTS, INK, SOFT
from synthema.reporting.flow_text import drawn, width, wrap
from synthema.reporting.model import ThemeLine

PAGE, GAP, ACROSS = 900.0, 18.0, 4  # widths in pixels; columns side by side
NAME, SMALL, LEADING = 13.0, 11.0, 15.0
BAR = 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column or row begins, how wide it is, and for a column how high its head is."""

    x: float
    y: float
    room: float
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of SVG and the height they take."""

    parts: tuple[str, ...]
    height: float


def theme_map(themes: Sequence[ThemeLine], studies: int, *, linked: bool = True) -> str:
    """The themes as SVG; empty without themes. Bars are shares of the included studies, and frequency is not weight."""
    overarching, columns = columns_of(themes)
    if not columns:
        return ""
    parts: list[str] = []
    y = 0.0
    if overarching is not None:
        head = _head(overarching, linked)
        parts += head.parts
        y = head.height
    across = min(ACROSS, len(columns))
    room = (PAGE - GAP * (across - 1)) / across
    for start in range(0, len(columns), across):
        row = columns[start : start + across]
        top = max(_top(theme, room) for theme in row)
        blocks = [_column(theme, Place(n * (room + GAP), y, room, top), studies, linked) for n, theme in enumerate(row)]
        parts += [part for block in blocks for part in block.parts]
        y += max(block.height for block in blocks) + GAP
    title = f"Map of {len(columns)} themes and what lies under them"
    return "\n".join([*_open(y, title, linked), *parts, "</svg>", ""])


def columns_of(themes: Sequence[ThemeLine]) -> tuple[ThemeLine | None, tuple[ThemeLine, ...]]:
    """The overarching theme, if there is one with themes under it, and the themes that make columns."""
    if len(themes) == 1 and themes[0].children:
        return themes[0], themes[0].children
    return None, tuple(themes)


def _open(height: float, title: str, linked: bool) -> Iterator[str]:
    role = "group" if linked else "img"
    size = f'width="{PAGE:g}" height="{height:.0f}" viewBox="0 0 {PAGE:g} {height:.0f}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="{role}" aria-labelledby="map-title" '
        f'font-family="{FONTS}" font-size="{SMALL:g}" fill="{INK}">'
    )
    yield f'<title id="map-title">{drawn(title)}</title>'


def _head(theme: ThemeLine, linked: bool) -> _Block:
    lines = wrap(theme.name, PAGE - 40, NAME + 2, bold=True)
    height = 22 + len(lines) * (LEADING + 3)
    parts = [f'<rect x="0" y="0" width="{PAGE:g}" height="{height:.1f}" rx="3" fill="{ACCENT}"/>']
    parts += [
        f'<text x="{PAGE / 2:g}" y="{26 + n * (LEADING + 3):.1f}" text-anchor="middle" font-size="{NAME + 2:g}" '
        f'font-weight="bold" fill="#ffffff">{drawn(line)}</text>'
        for n, line in enumerate(lines)
    ]
    return _Block(_linked(parts, theme.anchor, linked), height + GAP)


def _top(theme: ThemeLine, room: float) -> float:
    return 14 + len(wrap(theme.name, room - 24, NAME, bold=True)) * (LEADING + 1) + LEADING + 8


def _column(theme: ThemeLine, at: Place, studies: int, linked: bool) -> _Block:
    x, y = at.x, at.y
    head = [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{at.room:.1f}" height="{at.top:.1f}" rx="3" fill="{ACCENT}" '
        'fill-opacity="0.12"/>'
    ]
    head += [
        f'<text x="{x + 12:.1f}" y="{y + 20 + n * (LEADING + 1):.1f}" font-size="{NAME:g}" font-weight="bold" '
        f'fill="{ACCENT}">{drawn(line)}</text>'
        for n, line in enumerate(wrap(theme.name, at.room - 24, NAME, bold=True))
    ]
    head.append(f'<text x="{x + 12:.1f}" y="{y + at.top - 9:.1f}" fill="{SOFT}">{_count(theme)}</text>')
    parts = [*_linked(head, theme.anchor, linked)]
    below = y + at.top + 10
    for child in theme.children:
        block = _row(child, Place(x + 12, below, at.room - 24), studies, linked)
        parts += block.parts
        below += block.height
    return _Block(tuple(parts), below - y)


def _row(theme: ThemeLine, at: Place, studies: int, linked: bool) -> _Block:
    lines = wrap(theme.name, at.room, SMALL + 1)
    height = len(lines) * LEADING + BAR + 14
    parts = [
        f'<text x="{at.x:.1f}" y="{at.y + 11 + n * LEADING:.1f}" font-size="{SMALL + 1:g}">{drawn(line)}</text>'
        for n, line in enumerate(lines)
    ]
    bar = at.y + len(lines) * LEADING + 2
    full = at.room - width("999", SMALL) - 8
    share = full * theme.n_studies / studies if studies else 0.0
    for long, faint in ((full, ' fill-opacity="0.12"'), (share, "")):
        parts.append(f'<rect x="{at.x:.1f}" y="{bar:.1f}" width="{long:.1f}" height="{BAR:g}" fill="{ACCENT}"{faint}/>')
    parts.append(f'<text x="{at.x + full + 8:.1f}" y="{bar + BAR + 1.5:.1f}" fill="{SOFT}">{theme.n_studies}</text>')
    return _Block(_linked(parts, theme.anchor, linked), height)


def _count(theme: ThemeLine) -> str:
    finding = "finding" if theme.n_findings == 1 else "findings"
    study = "study" if theme.n_studies == 1 else "studies"
    against = f", {theme.n_contradicting} against" if theme.n_contradicting else ""
    return f"{theme.n_findings} {finding}, {theme.n_studies} {study}{against}"


def _linked(parts: Sequence[str], anchor: str, linked: bool) -> tuple[str, ...]:
    return (f"<a href={quoteattr('#' + anchor)}>", *parts, "</a>") if linked else tuple(parts)
