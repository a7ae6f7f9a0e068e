"""What the reader shows of a report: one of its documents, some pages at a time."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from synthema.documents.model import Layout
from synthema.documents.tables import Document, layout_of, text_of
from synthema.studies.tables import report

PART = 40  # pages shown at once
_TALLEST = 3  # times its width: a longer page is drawn narrower
A4 = (595, 842)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """One page: its number, the number printed on it, its text, and the room its picture takes."""

    number: int
    label: str
    text: str
    width: int
    height: int
    drawable: bool


def shown(review: UUID, report_id: UUID, wanted: str = "", first: int = 1) -> dict[str, Any]:
    """The context of the template documents/reader.html for a report; `document` is None where it has no full text."""
    row = report(review, report_id)
    held = list(Document.objects.filter(review=review, report=row.id).order_by("number"))
    chosen = next((one for one in held if str(one.id) == wanted), held[0] if held else None)
    around: dict[str, Any] = {"report": row, "documents": held, "document": chosen, "pages": []}
    if chosen is None:
        return around
    first = 1 + (min(max(first, 1), chosen.pages) - 1) // PART * PART
    last = min(chosen.pages, first + PART - 1)
    text = text_of(chosen)
    words = text.by_page()[first - 1 : last] if text else [""] * (last - first + 1)
    layout = layout_of(chosen)
    return {
        **around,
        "pages": [_page(chosen, layout, first + place, said) for place, said in enumerate(words)],
        "first": first,
        "last": last,
        "before": max(1, first - PART) if first > 1 else None,
        "after": last + 1 if last < chosen.pages else None,
        "withdrawn": text is None,
    }


def _page(row: Document, layout: Layout, number: int, text: str) -> ShownPage:
    size = layout.sizes[number - 1] if number <= len(layout.sizes) else A4
    label = layout.labels[number - 1] if number <= len(layout.labels) else ""
    across, down = size if min(size) > 0 else A4
    return ShownPage(
        number=number,
        label="" if label == str(number) else label,
        text=text.strip("\n"),
        width=800,
        height=min(800 * _TALLEST, max(1, round(800 * down / across))),
        drawable=row.is_pdf and number not in layout.unreadable,
    )
