"""What the template documents/desk.html shows of a report: one of its full texts, ready to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from synthema.documents import boxes as measures
from synthema.documents import parts as cuts
from synthema.documents.desk_texts import texts
from synthema.documents.model import DocumentText
from synthema.documents.sections import outlined
from synthema.documents.sheets import opened, sheets_of
from synthema.documents.tables import Document, layout_of, structure_of, text_of
from synthema.frame.visit import Visit
from synthema.studies.tables import report

LONGEST_HEADING = 120
LONGEST_SEARCH = 300
KEPT_DOCUMENTS = 32
MODULES = (
    "reader_text.js",
    "reader_boxes.js",
    "reader_pane.js",
    "reader_pages.js",
    "reader_words.js",
    "reader_select.js",
    "reader_caret.js",
    "reader_find.js",
    "reader_outline.js",
    "reader_area.js",
    "reader_desk.js",
)  # each after those it stands on


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedThrough:
    """What follows from a text and takes a while to find: its parts, and its headings with the words they have."""

    parts: Sequence[cuts.Part]
    outline: Sequence[dict[str, Any]]


_held: dict[tuple[UUID, str], LookedThrough] = {}


def looked_through(row: Document, text: DocumentText) -> LookedThrough:
    """The same for the same text; kept for some documents, since every part that is fetched asks for it."""
    key = (row.id, row.text_sha256)
    if (found := _held.get(key)) is None:
        structure = outlined(text.text, structure_of(row))
        headings = [
            {
                "words": " ".join(text.text[one.span.start : one.span.end].split())[:LONGEST_HEADING],
                "level": min(max(one.level, 1), 6),
                "at": one.span.start,
            }
            for one in structure.headings
        ]
        found = LookedThrough(parts=cuts.parts(text, structure, paged=row.is_pdf), outline=headings)
        if len(_held) >= KEPT_DOCUMENTS:
            _held.clear()
        _held[key] = found
    return found


def desk(visit: Visit, report_id: UUID, wanted: str = "") -> dict[str, Any]:
    """The context of the template documents/desk.html for a report; `document` is None where it has no full text.

    `wanted` is the identifier of one of its documents; without it the first is read.
    """
    row = report(visit.review, report_id)
    held = list(Document.objects.filter(review=visit.review, report=row.id).order_by("number"))
    chosen = next((one for one in held if str(one.id) == wanted), held[0] if held else None)
    around: dict[str, Any] = {"report": row, "documents": held, "document": chosen}
    if chosen is None:
        return around
    text = text_of(chosen)
    if text is None:
        return {**around, "withdrawn": True}
    sheets = sheets_of(chosen, text, layout_of(chosen)) if chosen.is_pdf else []
    read = looked_through(chosen, text)
    asked = visit.request.GET
    return {
        **around,
        "sheets": sheets,
        "opened": opened(sheets, asked.get("at", ""), asked.get("page", "")),
        "view": "pages" if sheets and asked.get("view") != "text" else "text",
        "finding": asked.get("find", "")[:LONGEST_SEARCH],
        "modules": MODULES,
        "outline": read.outline,
        "told": {
            "length": len(text.text),
            "paged": chosen.is_pdf,
            "bare": chosen.text_free,
            "boxes": f"{measures.RECIPE}-{chosen.text_sha256[:16]}",
            "cut": f"{cuts.RECIPE}-{chosen.text_sha256[:16]}",
            "parts": [[one.start, one.end] for one in read.parts],
        },
        "texts": texts(),
    }
