"""The canonical text of a PDF, by PDFium's characters one by one. Only the reading child opens PDFs with this."""

from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

RECIPE = 1  # raised whenever the same PDF would give another text
HYPHENS = (0x02, 0xFFFE)  # how PDFium marks a hyphen at the end of a line
UNREADABLE = "\ufffd"
_KEPT_CONTROLS = (0x09, 0x0A)


def engine() -> str:
    """Name and version of what makes the text."""
    made = pdfium.PDFIUM_INFO
    return f"PDFium {made.major}.{made.minor}.{made.build}.{made.patch}, recipe {RECIPE}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page and the height of its tallest letter, in points."""

    text: str
    height: float


def letters(page: Any) -> Iterator[tuple[str, int]]:
    """The text of a page in pieces, each with the number of the PDFium character it came from."""
    textpage = page.get_textpage()
    try:
        yield from letters_of(textpage)
    finally:
        textpage.close()


def letters_of(textpage: Any) -> Iterator[tuple[str, int]]:
    """The same for a page whose text is open: it is measured by the characters that made the text."""
    high = 0
    broken = False  # a line was ended just before
    for place in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, place)
        if high and 0xDC00 <= code < 0xE000:  # a letter beyond the basic plane comes as two
            yield chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)), place
            high = 0
            continue
        if high:
            yield UNREADABLE, place - 1
        high = code if 0xD800 <= code < 0xDC00 else 0
        if high:
            continue
        if code in HYPHENS:
            yield ("-\n", place) if raw.FPDFText_IsHyphen(textpage, place) == 1 else ("-", place)
            broken = True
        elif code in (0x0D, 0x0A):
            if not broken:
                yield "\n", place
            broken = code == 0x0D
        else:
            yield _shown(code), place
            broken = False
    if high:
        yield UNREADABLE, -1


def _shown(code: int) -> str:
    if (code < 0x20 and code not in _KEPT_CONTROLS) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return UNREADABLE  # a broken font
    return chr(code)


def page_text(page: Any) -> str:
    """The text of a page as the recipe says."""
    return "".join(letter for letter, _ in letters(page))


def lines(page: Any) -> list[Line]:
    """The lines of a page with the heights of their print."""
    textpage = page.get_textpage()
    try:
        found: list[Line] = []
        text, height = "", 0.0
        for letter, place in letters_of(textpage):
            if "\n" not in letter:
                text += letter
                height = max(height, _height(textpage, place)) if letter.isalpha() else height
                continue
            found.append(Line(text + letter[:-1], height))
            text, height = "", 0.0
        return [line for line in (*found, Line(text, height)) if line.text.strip()]
    finally:
        textpage.close()


def _height(textpage: Any, place: int) -> float:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if place < 0 or not raw.FPDFText_GetCharBox(textpage, place, left, right, bottom, top):
        return 0.0
    size = raw.FPDFText_GetFontSize(textpage, place)
    return max(float(size), top.value - bottom.value)
