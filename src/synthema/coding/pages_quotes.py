"""Coded passages with their context, by study: filtered, a page at a time, and as a table."""

from urllib.parse import urlencode

import numpy as np
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.coding.actions import write_memo
from synthema.coding.columns import material
from synthema.coding.model import About
from synthema.coding.queries import Columns
from synthema.coding.quotes_shown import NO_STUDY, filtered, joined, page_of, person_of, table
from synthema.coding.round_tables import visible
from synthema.coding.stretches import Passages, passages
from synthema.coding.tables import memos
from synthema.coding.telling import in_order, told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.studies.tables import study
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import names


@page("reviews/<uuid:review>/coding/queries/quotes/")
def passages_coded(visit: Visit) -> HttpResponse:
    """All coded quotes by study."""
    held = material(visit.review, visit.person.id)
    rows = filtered(visit, held, held.columns)
    named = visit.request.GET.get("study", "")
    places = [place for place, label in enumerate(held.studies) if label == named]
    of = held.study_ids[places[0]] if places else None
    noted = memos(visit.review, visible(visit.review, visit.person.id)).filter(about_kind=About.STUDY, about=of)
    return visit.render(
        "coding/quotes.html",
        passages=page_of(visit, held, _each(rows), rows, each=True),
        study=of,
        named=named,
        memos=noted if of else [],
        people=names(visit.review),
        may=bool(visit.roles & ROLES_FOR[Need.DECIDE]),
    )


@act("reviews/<uuid:review>/coding/queries/quotes/memo/", needs=Need.DECIDE)
def study_memo(visit: Visit) -> HttpResponse:
    """Write a memo on a study."""
    by, of = visit.by(), person_of(visit.field("study"))
    row = study(visit.review, of or NO_STUDY)
    done = write_memo(by, visit.review, About.STUDY, row.id, visit.field("text"))
    there = reverse("coding:passages_coded", kwargs={"review": visit.review}) + f"?{urlencode({'study': row.label})}"
    undo = (reverse("coding:unmemo", kwargs={"review": visit.review}), {"memo": done.body.memo_id})
    return visit.go(there, _("The memo is kept."), undo)


def _each(rows: Columns) -> Passages:
    """Every quote for itself."""
    return passages(rows.stretches, rows.quote, rows.quote)


@page("reviews/<uuid:review>/coding/queries/quotes/quotes.csv")
def quotes_table(visit: Visit) -> HttpResponse:
    """All coded quotes as a table, or with `code` those of one code; what is asked for on the page holds here too."""
    held = material(visit.review, visit.person.id)
    rows, found, name = held.columns, None, "quotes"
    if wanted := person_of(visit.request.GET.get("code", "")):
        from synthema.coding.pages_codebook import known_material

        one = held.book.by_id.get(wanted)
        if one is None:
            raise Http404
        held = known_material(visit, one)
        below = held.book.below(one.id) if visit.request.GET.get("below") == "1" else {one.id}
        rows = held.columns.where(np.isin(held.columns.code, [held.book.by_id[other].key for other in below]))
        name = "quotes-of-a-code"
    rows = filtered(visit, held, rows)
    found = joined(rows) if wanted else _each(rows)
    lines = told(visit.review, visit.person.id, held, found, in_order(found, held), rows, each=not wanted)
    return table(name, lines)
