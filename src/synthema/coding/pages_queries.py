"""Questions over all codings: Boolean queries, codes that stand together, codes by study; each as a table too."""

from collections.abc import Sequence

import numpy as np
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from synthema.coding.answering import Answer, answer, everything
from synthema.coding.asked_tables import crossed_csv, found_together, pairs, together_csv, used_codes
from synthema.coding.asking import Term, terms
from synthema.coding.columns import Material, Text, material
from synthema.coding.grouping import attributes, groups_of
from synthema.coding.pages_quotes import csv_file, page_of, table
from synthema.coding.queries import Cell, Columns, Unit, Within, crossed
from synthema.coding.telling import in_order, told
from synthema.frame.refusals import spoken
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.sheets import csv_text

MOST_PAIRS = 200  # shown; the table has all
MOST_COLUMNS = 40  # groups of studies side by side
MOST_CODES = 200  # rows of a table shown
LONGEST = 2_000
UNIT_WORDS = {Unit.PASSAGE: _("passages"), Unit.SENTENCE: _("sentences"), Unit.DOCUMENT: _("documents")}
WITHIN_WORDS = {
    Within.OVERLAP: _("in passages that overlap"),
    Within.SENTENCE: _("in one sentence"),
    Within.DOCUMENT: _("in one document"),
    Within.STUDY: _("in one study"),
}


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


@page("reviews/<uuid:review>/coding/queries/together/")
def together(visit: Visit) -> HttpResponse:
    """Codes that stand together, most often first; of all codes or of one."""
    held, within = material(visit.review, visit.person.id), _within(visit)
    found, chosen = found_together(visit.review, held, within), visit.request.GET.get("code", "")
    if chosen:
        keys = {one.key for one in held.book.codes if str(one.id) == chosen}
        found = [one for one in found if one.first in keys or one.second in keys]
    return visit.render(
        "coding/together.html",
        pairs=pairs(held, found[:MOST_PAIRS]),
        total=len(found),
        within=within,
        ways=list(WITHIN_WORDS.items()),
        codes=used_codes(held, held.columns),
        chosen=chosen,
    )


def _within(visit: Visit) -> Within:
    try:
        return Within(visit.request.GET.get("within", "") or Within.OVERLAP)
    except ValueError:
        return Within.OVERLAP


@page("reviews/<uuid:review>/coding/queries/together.csv")
def together_table(visit: Visit) -> HttpResponse:
    """All pairs as a table."""
    held = material(visit.review, visit.person.id)
    return csv_file("codes-together", together_csv(held, found_together(visit.review, held, _within(visit))))


@page("reviews/<uuid:review>/coding/queries/by-study/")
def by_study(visit: Visit) -> HttpResponse:
    """Codes by groups of studies: each study, its year, an answer of extraction or appraisal."""
    held = material(visit.review, visit.person.id)
    offered = attributes(visit.review)
    wanted = visit.request.GET.get("by", "study")
    chosen = next((one for one in offered if one.key == wanted), offered[0])
    groups = groups_of(visit.review, held, chosen)
    cells = crossed(held.columns, held.study_of, groups)
    names = list(groups)
    codes = [one for one in used_codes(held, held.columns) if one.key in cells]
    return visit.render(
        "coding/by_study.html",
        offered=offered,
        chosen=chosen,
        names=[(name, len(groups[name])) for name in names[:MOST_COLUMNS]],
        left_out=max(0, len(names) - MOST_COLUMNS),
        rows=[(one, _row(cells[one.key], names[:MOST_COLUMNS])) for one in codes[:MOST_CODES]],
        total=len(codes),
    )


def _row(cells: dict[str, Cell], names: Sequence[str]) -> list[Cell | None]:
    return [cells.get(name) for name in names]


@page("reviews/<uuid:review>/coding/queries/by-study.csv")
def by_study_table(visit: Visit) -> HttpResponse:
    """The same as a table, with all groups: passages and studies of each code in each."""
    held = material(visit.review, visit.person.id)
    wanted = visit.request.GET.get("by", "study")
    chosen = next((one for one in attributes(visit.review) if one.key == wanted), None)
    if chosen is None:
        raise Http404
    return csv_file("codes-by-study", crossed_csv(held, groups_of(visit.review, held, chosen)))
