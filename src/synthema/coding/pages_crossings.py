"""Codes beside codes, and codes by what the studies are, as pages and tables."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from synthema.coding.asked_tables import crossed_csv, found_together, pairs, together_csv, used_codes
from synthema.coding.columns import material
from synthema.coding.grouping import attributes, groups_of
from synthema.coding.queries import Cell, Within, crossed
from synthema.coding.quotes_shown import csv_file
from synthema.frame.routes import page
from synthema.frame.visit import Visit

MOST_PAIRS = 200  # shown; the table has all


MOST_COLUMNS = 40  # groups of studies side by side


MOST_CODES = 200  # rows of a table shown


WITHIN_WORDS = {
    Within.OVERLAP: _("in passages that overlap"),
    Within.SENTENCE: _("in one sentence"),
    Within.DOCUMENT: _("in one document"),
    Within.STUDY: _("in one study"),
}


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
