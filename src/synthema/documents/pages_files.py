"""Files and pictures as they are sent to a browser: safe types, never as a page of ours."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.documents.images import page_image
from synthema.documents.tables import document
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused

_NOTHING_RUNS = "default-src 'none'; sandbox"
_MARKUP = "application/octet-stream"  # never as a page
KEPT = "private, max-age=86400"


@page("reviews/<uuid:review>/reports/files/<uuid:document_id>/file/")
def file(visit: Visit, document_id: UUID) -> HttpResponse:
    """The file as it was given, to be saved."""
    row = document(visit.review, document_id)
    shelf, content = trail.store(visit.review), Content(row.file)
    if not shelf.has(content):
        raise Refused("The file {file_name} was withdrawn; its name stays on the trail.", file_name=row.file_name)
    kind = "application/pdf" if row.is_pdf else _MARKUP if row.structure else "text/plain; charset=utf-8"
    answer = HttpResponse(shelf.read(content), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.file_name)
    return harmless(answer)


@page("reviews/<uuid:review>/reports/files/<uuid:document_id>/<int:number>-<int:width>.png")
def picture(visit: Visit, document_id: UUID, number: int, width: int) -> HttpResponse:
    """A page as a picture."""
    row = document(visit.review, document_id)
    answer = HttpResponse(page_image(row, number, width), content_type="image/png")
    answer["Cache-Control"] = KEPT
    return harmless(answer)


@page("reviews/<uuid:review>/reports/files/<uuid:document_id>/<int:number>-<int:width>.webp")
def webp(visit: Visit, document_id: UUID, number: int, width: int) -> HttpResponse:
    """A page as a smaller picture, for the reader."""
    row = document(visit.review, document_id)
    answer = HttpResponse(page_image(row, number, width, "webp"), content_type="image/webp")
    answer["Cache-Control"] = KEPT
    return harmless(answer)


def harmless(answer: HttpResponse) -> HttpResponse:
    """An answer that is never taken for a page of ours."""
    answer["Content-Security-Policy"] = _NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
