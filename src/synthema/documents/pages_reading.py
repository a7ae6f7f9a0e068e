"""What the reader asks for as it goes: places of letters, parts of the text, and where words stand."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from synthema.documents import boxes as measures
from synthema.documents import parts as cuts
from synthema.documents.desk import LONGEST_SEARCH, looked_through
from synthema.documents.folded_texts import found
from synthema.documents.measured import page_boxes
from synthema.documents.model import DocumentText
from synthema.documents.pages_files import KEPT, harmless
from synthema.documents.tables import Document, document, text_of
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused


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
    cut = looked_through(row, text).parts
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
