"""The reader: a full text as pictures of its pages under our own selection, or as text; what it asks for as it goes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from synthema.documents import boxes as measures
from synthema.documents import parts as cuts
from synthema.documents.folded_texts import found
from synthema.documents.measured import page_boxes
from synthema.documents.model import DocumentText, Layout
from synthema.documents.pages_files import KEPT, harmless
from synthema.documents.sections import outlined
from synthema.documents.tables import Document, document, layout_of, structure_of, text_of
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.studies.tables import report

A4 = (595, 842)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedThrough:
    """What follows from a text and takes a while to find: its parts, and its headings with the words they have."""

    parts: Sequence[cuts.Part]
    outline: Sequence[dict[str, Any]]


_held: dict[tuple[UUID, str], LookedThrough] = {}


def _looked_through(row: Document, text: DocumentText) -> LookedThrough:
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
    sheets = _sheets(chosen, text, layout_of(chosen)) if chosen.is_pdf else []
    read = _looked_through(chosen, text)
    asked = visit.request.GET
    return {
        **around,
        "sheets": sheets,
        "opened": _opened(sheets, asked.get("at", ""), asked.get("page", "")),
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
        "texts": _texts(),
    }


def _opened(sheets: Sequence[Sheet], at: str, number: str) -> Sheet | None:
    """The page that is seen first: the one asked for, by its number or by a place in the text."""
    place, page_number = _whole(at.partition("-")[0]), _whole(number)
    behind = [one for one in sheets if one.start <= place] if place else []
    if 1 <= page_number <= len(sheets):
        return sheets[page_number - 1]
    return behind[-1] if behind else sheets[0] if sheets else None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _sheets(row: Document, text: DocumentText, layout: Layout) -> list[Sheet]:
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


@page("reviews/<uuid:review>/reports/files/<uuid:document_id>/boxes/<int:number>.json")
def boxes(visit: Visit, document_id: UUID, number: int) -> HttpResponse:
    """Where each letter of a page stands."""
    row = document(visit.review, document_id)
    answer = HttpResponse(page_boxes(row, number), content_type="application/json")
    return _kept(visit, answer, f"{measures.RECIPE}-{row.text_sha256[:16]}")


@page("reviews/<uuid:review>/reports/files/<uuid:document_id>/words/<int:part>.json")
def words(visit: Visit, document_id: UUID, part: int) -> HttpResponse:
    """A part of the text, counted from 1, with its blocks; all offsets are those of the whole text."""
    row = document(visit.review, document_id)
    text = _text(row)
    cut = _looked_through(row, text).parts
    if not 1 <= part <= len(cut):
        raise Refused(
            "{file_name} has no part {part}; it has {parts}.", file_name=row.file_name, part=part, parts=len(cut)
        )
    one = cut[part - 1]
    told = {
        "part": part,
        "parts": len(cut),
        "start": one.start,
        "end": one.end,
        "text": text.text[one.start : one.end],
        "blocks": [[block.start, block.end, block.kind, block.level] for block in one.blocks],
    }
    return _kept(visit, _json(told), f"{cuts.RECIPE}-{row.text_sha256[:16]}")


@page("reviews/<uuid:review>/reports/files/<uuid:document_id>/find/")
def find(visit: Visit, document_id: UUID) -> HttpResponse:
    """Where words stand in the text, whatever their case, hyphens and line ends."""
    row = document(visit.review, document_id)
    text = _text(row)
    asked = visit.request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    there = found(row, asked)
    hits = [[span.start, span.end] for span in there.spans]
    return _json(
        {
            "q": asked,
            "total": there.total,
            "loose": there.loose,
            "hits": hits,
            "pages": [text.page_at(start) for start, _end in hits],
        }
    )


def _text(row: Document) -> DocumentText:
    text = text_of(row)
    if text is None:
        raise Refused("The text of {file_name} was withdrawn.", file_name=row.file_name)
    return text


def _json(told: dict[str, Any]) -> HttpResponse:
    made = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return harmless(HttpResponse(made, content_type="application/json"))


def _kept(visit: Visit, answer: HttpResponse, version: str) -> HttpResponse:
    """An answer that a browser may keep, when it was asked for by the version that this is."""
    if visit.request.GET.get("v") == version:
        answer["Cache-Control"] = KEPT
    return harmless(answer)


def _texts() -> dict[str, str]:
    """What the browser says, in the reader's language."""
    return {
        "page_of": _("Page {n} of {of}"),
        "label_of": _("Page {label} ({n} of {of})"),
        "part_of": _("Part {n} of {of}"),
        "selected": _("Selected: {words}"),
        "selected_more": _("Selected, in {n} ranges: {words}"),
        "nothing": _("Nothing is selected"),
        "region": _("An area of page {n}"),
        "area_keys": _("An area: arrows move it, with Shift they resize it, Enter selects it, Escape drops it."),
        "area_at": _("Area: {left} % from the left, {top} % from the top, {wide} % wide, {high} % high"),
        "letters": _("{n} letters"),
        "copied": _("Copied."),
        "not_copied": _("The browser did not allow copying."),
        "none_found": _("“{q}” is not in this text."),
        "loose": _("“{q}” does not stand here with these signs; these are the places of its letters."),
        "hit_of": _("{n} of {of}"),
        "first_hits": _("{n} of {of}; the first {shown} can be leafed through"),
        "no_page": _("There is no page {q}."),
        "no_boxes": _("The words of this page cannot be selected on its picture: {why}"),
        "no_text": _("No text on this page."),
        "lost": _("The connection is lost: this page will be fetched when it is back."),
        "end": _("End of the text"),
        "begin": _("Beginning of the text"),
        "space": _("space"),
        "line_end": _("end of line"),
        "page_end": _("end of page {n}"),
    }
