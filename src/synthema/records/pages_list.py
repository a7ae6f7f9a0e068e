"""The records of a review: listed, saved to a file, and each one whole."""

from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.records.field_names import FIELDS
from synthema.records.listing import MOST, Listed, Wanted
from synthema.records.model import Record
from synthema.records.tables import import_of
from synthema.records.tables import record as record_of
from synthema.records.withholding import as_written
from synthema.records.withholding import shown as as_shown
from synthema.records.writing import ENDINGS, TITLES, written
from synthema.refused import Refused

A_PAGE = 50
MOST_CHOSEN = 1000
_PIECE = 1 << 16  # characters
HEADING = ("title", "abstract")  # stand apart on the page of a record


@page("reviews/<uuid:review>/records/")
def records(visit: Visit) -> HttpResponse:
    """All records, filtered by words of their title, by their import, or to those with a note of caution."""
    wanted = _wanted(visit)
    listed = Listed(visit.review, wanted)
    shown = Paginator(listed, A_PAGE).get_page(visit.request.GET.get("page"))
    kept = visit.request.GET.copy()
    kept.pop("page", None)
    return visit.render(
        "records/records.html",
        shown=shown,
        wanted=wanted,
        shown_import=import_of(visit.review, wanted.import_id) if wanted.import_id else None,
        kept=f"{kept.urlencode()}&" if kept else "",
        rows=[(row, row.record) for row in shown],
        more=listed.more,
        most=MOST,
        formats=TITLES.items(),
    )


def _wanted(visit: Visit) -> Wanted:
    asked = visit.request.GET
    return Wanted(
        import_id=_id(asked.get("import", "")),
        search=_id(asked.get("search", "")),
        words=asked.get("words", "").strip(),
        cautioned=asked.get("notes", "") == "caution",
        chosen=tuple(found for one in asked.getlist("record")[:MOST_CHOSEN] if (found := _id(one))),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@page("reviews/<uuid:review>/records/export/")
def export(visit: Visit) -> StreamingHttpResponse:
    """The records that the filters name, or those that were ticked, as a file; written while it is sent."""
    to, asked = visit.request.GET.get("to", "ris"), visit.request.GET.get("which", "listed")
    wanted = _wanted(visit)
    if to not in TITLES:
        raise Refused("Choose a format to save the records in: {formats}.", formats=", ".join(TITLES.values()))
    if asked == "ticked" and not wanted.chosen:
        raise Refused(_("Tick the records to be saved first, or save all that are listed."))
    if asked == "listed":
        wanted = Wanted(
            import_id=wanted.import_id, search=wanted.search, words=wanted.words, cautioned=wanted.cautioned
        )
    rows = Listed(visit.review, wanted).every()
    pieces, safe = _pieces(as_written(visit.review, rows), to), {"X-Content-Type-Options": "nosniff"}
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream", headers=safe)
    answer["Content-Disposition"] = f'attachment; filename="records{ENDINGS[to]}"'
    return answer


def _pieces(records: Iterator[Record], to: str) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for piece in written(records, to):
        held.append(piece)
        size += len(piece)
        if size > _PIECE:
            yield "".join(held).encode("utf-8", "replace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "replace")


@page("reviews/<uuid:review>/records/<uuid:record>/")
def record(visit: Visit, record: UUID) -> HttpResponse:
    """One record with every field as its source wrote it, and where it came from."""
    row = record_of(visit.review, record)
    source = import_of(visit.review, row.import_id)
    found, withheld = as_shown(visit.review, row)
    return visit.render(
        "records/record.html", row=row, source=source, facts=_facts(found), raw=found.raw, withheld=withheld
    )


def _facts(found: Record) -> list[tuple[str, str]]:
    values = asdict(found)
    words = {
        name: "; ".join(v) if isinstance(v := values[name], tuple) else str(v or "")
        for name in FIELDS
        if name in values
    }
    return [(str(FIELDS[name]), text) for name, text in words.items() if text and name not in HEADING]
