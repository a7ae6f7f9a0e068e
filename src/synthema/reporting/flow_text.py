"""How wide text is, in the font that ships with matplotlib, so that boxes fit their words on every machine."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from matplotlib.ft2font import FT2Font

from synthema.reporting.docx_words import legal

FONTS = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}  # bold or not
MEASURED_AT = 100.0  # points
UNKNOWN_GLYPH = 1.0  # em; ideographs, which DejaVu Sans lacks, are square


def font_file(bold: bool = False) -> Path:
    """The font file whose widths are measured and that pictures are drawn with."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("matplotlib and its fonts are not installed; install Synthema with its requirements.")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / FONTS[bold]


@cache
def _font(bold: bool) -> FT2Font:
    font = FT2Font(str(font_file(bold)))
    font.set_size(MEASURED_AT, 72)
    return font


@cache
def _advance(character: str, bold: bool) -> float:
    font = _font(bold)
    glyph = font.get_char_index(ord(character))
    if not glyph:
        return UNKNOWN_GLYPH
    return float(font.load_glyph(glyph).linearHoriAdvance) / 65536 / MEASURED_AT  # 16.16 fixed point, unhinted


def drawn(text: str) -> str:
    """A text as it stands in a picture: markup escaped, what XML forbids made visible."""
    return escape(legal(text))


def can_draw(text: str) -> bool:
    """Whether the font has every visible character of a text."""
    return all(_font(False).get_char_index(ord(character)) for character in set(text) if character.isprintable())


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in the unit of size (pixels)."""
    return size * sum(_advance(character, bold) for character in text)


def wrap(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """A text broken at spaces into lines no wider than room; words wider than that are broken too."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, room, size, bold)
        lines.extend(whole)
    return (*lines, line)


def _pieces(word: str, room: float, size: float, bold: bool) -> tuple[str, ...]:
    pieces: list[str] = []
    piece = ""
    for character in word:
        if piece and width(piece + character, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return (*pieces, piece)
