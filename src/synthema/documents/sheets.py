"""The pages of a PDF as the reader lays them out before anything of them is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass

from synthema.documents.model import DocumentText, Layout
from synthema.documents.tables import Document

A4 = (595, 842)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of a PDF: its printed number, size in hundredths of a point, and its stretch of the text."""

    number: int
    label: str
    width: int
    height: int
    start: int
    end: int
    drawable: bool

    @property
    def shown_width(self) -> int:
        """Pixels at its ordinary size."""
        return max(1, round(self.width * 96 / 7200))

    @property
    def shown_height(self) -> int:
        """Pixels at its ordinary size."""
        return max(1, round(self.height * 96 / 7200))


def opened(sheets: Sequence[Sheet], at: str, number: str) -> Sheet | None:
    """The page that is seen first: the one asked for, by its number or by a place in the text."""
    place, page_number = _whole(at.partition("-")[0]), _whole(number)
    behind = [one for one in sheets if one.start <= place] if place else []
    if 1 <= page_number <= len(sheets):
        return sheets[page_number - 1]
    return behind[-1] if behind else sheets[0] if sheets else None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def sheets_of(row: Document, text: DocumentText, layout: Layout) -> list[Sheet]:
    """The pages of a PDF with their sizes, printed numbers and stretches of its text."""
    made = []
    starts, pages = text.page_starts, text.by_page()
    for number in range(1, row.pages + 1):
        size = layout.sizes[number - 1] if number <= len(layout.sizes) else A4
        across, down = size if min(size) > 0 else A4
        label = layout.labels[number - 1] if number <= len(layout.labels) else ""
        start = starts[number - 1] if number <= len(starts) else len(text.text)
        made.append(
            Sheet(
                number=number,
                label="" if label == str(number) else label,
                width=across * 100,
                height=down * 100,
                start=start,
                end=start + len(pages[number - 1]) if number <= len(pages) else start,
                drawable=number not in layout.unreadable,
            )
        )
    return made
