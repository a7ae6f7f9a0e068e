"""Questions over all codings: Boolean queries, codes that stand together, codes by study; each as a table too."""

import numpy as np
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from synthema.coding.answering import Answer, answer, everything
from synthema.coding.asked_tables import used_codes
from synthema.coding.asking import Term, terms
from synthema.coding.columns import Material, Text, material
from synthema.coding.queries import Columns, Unit
from synthema.coding.quotes_shown import csv_file, page_of, table
from synthema.coding.telling import in_order, told
from synthema.frame.refusals import spoken
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.sheets import csv_text

LONGEST = 2_000
UNIT_WORDS = {Unit.PASSAGE: _("passages"), Unit.SENTENCE: _("sentences"), Unit.DOCUMENT: _("documents")}


@page("reviews/<uuid:review>/coding/queries/")
def queries(visit: Visit) -> HttpResponse:
    """A Boolean query and the passages, sentences or documents it finds."""
    held, query, unit = material(visit.review, visit.person.id), _query(visit), _unit(visit)
    found = _ask(visit, held, query, unit) if query else None
    given = found if isinstance(found, Answer) else None
    return visit.render(
        "coding/queries.html",
        status=200 if given or not query else 422,
        query=query,
        unit=unit,
        units=list(UNIT_WORDS.items()),
        wrong=spoken(found) if isinstance(found, Refused) else "",
        answer=given,
        passages=page_of(visit, held, given.found, _asked_of(held, given)) if given else None,
        codes=used_codes(held, held.columns),
        studies=held.studies,
        any_codes=bool(held.book.tree()),
    )


def _query(visit: Visit) -> str:
    return visit.request.GET.get("q", "").strip()[: LONGEST + 1]


def _unit(visit: Visit) -> Unit:
    try:
        return Unit(visit.request.GET.get("unit", "") or Unit.PASSAGE)
    except ValueError:
        return Unit.PASSAGE


def _ask(visit: Visit, held: Material, query: str, unit: Unit) -> Answer | Refused:
    try:
        return answer(visit.review, held, query, unit)
    except Refused as refusal:
        return refusal


def _asked_of(held: Material, given: Answer) -> Columns | None:
    """The codings of the codes that are asked for, whose people are told; None for all at the place."""
    if given.unit != Unit.PASSAGE:
        return None
    keys: set[int] = set()
    for term in terms(given.expression):
        keys |= _keys(held, term)
    return held.columns.where(np.isin(held.columns.code, list(keys))) if keys else None


def _keys(held: Material, term: Term) -> set[int]:
    if term.field not in ("code", "branch"):
        return set()
    one = held.book.called(term.value)
    return {held.book.by_id[code].key for code in held.book.below(one.id)} if term.field == "branch" else {one.key}


@page("reviews/<uuid:review>/coding/queries/passages.csv")
def query_table(visit: Visit) -> HttpResponse:
    """What a query finds as a table; without a query every coded quote."""
    held = material(visit.review, visit.person.id)
    if not _query(visit):
        found = everything(held)
        every = told(visit.review, visit.person.id, held, found, in_order(found, held), each=True)
        return table("query", every)
    given = answer(visit.review, held, _query(visit), _unit(visit))
    if given.unit == Unit.DOCUMENT:
        lines = [(held.studies[text.study], text.title) for text in _documents(held, given)]
        return csv_file("query", csv_text(("study", "report"), lines))
    order = in_order(given.found, held)
    return table("query", told(visit.review, visit.person.id, held, given.found, order, _asked_of(held, given)))


def _documents(held: Material, given: Answer) -> list[Text]:
    return [held.texts[number] for number in given.found.document[in_order(given.found, held)].tolist()]
