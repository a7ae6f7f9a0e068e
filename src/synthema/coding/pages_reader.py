"""The reader with coding and what its script asks; the documents of a review with how much of each is coded."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from synthema.coding.coverage import coverages
from synthema.coding.covering import Coverage
from synthema.coding.layers import layers
from synthema.coding.model import About
from synthema.coding.paper import layer_of, paper, why_frozen
from synthema.coding.reader_texts import MODULES, addresses, texts
from synthema.coding.tables import marks, memos, quote_row, visible
from synthema.documents.desk import desk
from synthema.documents.sections import outlined, suggested
from synthema.documents.tables import Document, document, structure_of, text_of
from synthema.documents.tables import documents as full_texts
from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import Names, Person


def may_code(visit: Visit) -> bool:
    """Whether this person's role lets them code."""
    return bool(visit.roles & ROLES_FOR[Need.DECIDE])


@page("reviews/<uuid:review>/coding/reports/<uuid:report>/")
def reader(visit: Visit, report: UUID) -> HttpResponse:
    """A report's full text with what is coded in it; who may code, codes here."""
    context = desk(visit, report, visit.request.GET.get("document", ""))
    row: Document | None = context["document"]
    if row is None or "told" not in context:
        return visit.render("coding/reader.html", **context)
    frozen = why_frozen(layer_of(row, visit.person.id))
    return visit.render(
        "coding/reader.html",
        **context,
        may=may_code(visit) and not frozen,
        frozen=frozen,
        marked=marks(visit.review, row.id).exists(),
        sections=_suggested(row),
        coding_modules=MODULES,
        coding_texts=texts(),
        coding_at=addresses(visit.review, row.id),
        study=row.report.study_id,
    )


def _suggested(row: Document) -> list[dict[str, str]]:
    """The sections that may be the findings, by their headings."""
    words = text_of(row)
    if words is None:
        return []
    found = suggested(words.text, outlined(words.text, structure_of(row)))
    return [{"words": " ".join(one.words.split()), "ranges": f"{one.span.start}-{one.span.end}"} for one in found]


@page("reviews/<uuid:review>/coding/files/<uuid:document_id>/paper.json")
def paper_of(visit: Visit, document_id: UUID) -> HttpResponse:
    """Marks, sentences, codes and quotes of one document, as its reader's script needs them."""
    row = document(visit.review, document_id)
    return JsonResponse(paper(row, visit.person.id, may=may_code(visit)))


@page("reviews/<uuid:review>/coding/memos/<slug:kind>/<uuid:about>.json")
def memos_of(visit: Visit, kind: str, about: UUID) -> HttpResponse:
    """The memos on one quote, document, study, code or theme, or on the review itself, oldest first."""
    look = visible(visit.review, visit.person.id)
    if kind == About.QUOTE:
        quote_row(visit.review, look, about)
    wanted = None if kind == About.REVIEW else about
    rows = list(memos(visit.review, look).filter(about_kind=kind, about=wanted))
    people = Names(Person.objects.filter(pk__in={row.person for row in rows}).values_list("id", "name"))
    me = visit.person.id
    told = [
        {
            "id": str(one.id),
            "text": one.text,
            "who": people[one.person],
            "at": one.at.isoformat(),
            "mine": one.person == me,
        }
        for one in rows
    ]
    return JsonResponse({"memos": told})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A document in the list: how much of its findings is done, and where to go on."""

    row: Document
    coverage: Coverage
    percent: int  # of its sentences
    there: str
    frozen: str


@page("reviews/<uuid:review>/coding/")
def documents(visit: Visit) -> HttpResponse:
    """The full texts of the review, how far each is coded, and where to go on."""
    rows, viewer = full_texts(visit.review), visit.person.id
    found = remembered(visit.review, viewer, "coding coverage", lambda: coverages(visit.review, rows, viewer))
    seen = layers(visit.review, viewer, [row.id for row in rows])
    lines = [_line(visit, row, found[row.id], why_frozen(seen[row.id])) for row in rows]
    first = next((one for one in lines if 0 < one.coverage.of_sentences > one.coverage.sentences), None)
    return visit.render("coding/documents.html", lines=lines, may=may_code(visit), first=first)


def _line(visit: Visit, row: Document, of: Coverage, frozen: str) -> Line:
    there = reverse("coding:reader", kwargs={"review": visit.review, "report": row.report_id})
    return Line(
        row=row,
        coverage=of,
        percent=100 * of.sentences // of.of_sentences if of.of_sentences else 0,
        there=f"{there}?document={row.id}",
        frozen=frozen,
    )
