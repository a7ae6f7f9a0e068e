"""Passages as the pages show them: filtered, a page at a time, or as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

import numpy as np
from django.http import HttpResponse

from synthema.coding.columns import Material
from synthema.coding.queries import VOICES, Columns
from synthema.coding.rules import key_of
from synthema.coding.stretches import Passages, passages
from synthema.coding.telling import A_PAGE, Told, as_csv, grouped, in_order, told
from synthema.frame.visit import Visit
from synthema.team.tables import names

NO_STUDY = UUID(int=0)


OPEN = "open"  # nobody decided whose words they are


ASKED = ("study", "voice", "by", "below", "code", "q", "unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page of passages under their studies, with what can be asked for."""

    groups: list[tuple[str, list[Told]]]
    total: int
    studies: int
    page: int
    pages: int
    query: str  # what was asked, for the next page and the table
    keep: list[tuple[str, str]]  # of that, what a filter does not ask for
    study: str
    voice: str
    by: str
    all_studies: list[str]
    people: list[tuple[str, str]]


def filtered(visit: Visit, held: Material, rows: Columns) -> Columns:
    """The codings of the study, the voice and the person that are asked for."""
    asked = visit.request.GET
    if study := asked.get("study", ""):
        places = [place for place, label in enumerate(held.studies) if label == study]
        rows = rows.where(np.isin(held.study_of[rows.document], places))
    if (voice := asked.get("voice", "")) in (*VOICES[1:], OPEN):
        rows = rows.where(rows.voice == (0 if voice == OPEN else VOICES.index(voice)))
    if person := person_of(asked.get("by", "")):
        rows = rows.where(rows.person == key_of(person))
    return rows


def person_of(sent: str) -> UUID | None:
    """The person a form names, if any."""
    try:
        return UUID(sent) if sent else None
    except ValueError:
        return None


def joined(rows: Columns) -> Passages:
    """Codings as passages, whatever their codes."""
    return passages(rows.stretches, np.zeros(len(rows), dtype=np.int64), rows.quote)


def shown(visit: Visit, held: Material, rows: Columns) -> Shown:
    """A page of the passages of these codings."""
    return page_of(visit, held, joined(rows), rows)


def page_of(visit: Visit, held: Material, found: Passages, rows: Columns | None, *, each: bool = False) -> Shown:
    """A page of passages; `rows` are the codings whose people and voices are told."""
    asked = visit.request.GET
    order = in_order(found, held)
    pages = max(1, -(-len(found) // A_PAGE))
    number = asked.get("page", "")
    here = min(int(number), pages) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    here = max(1, here)
    chosen = order[(here - 1) * A_PAGE : here * A_PAGE]
    return Shown(
        groups=grouped(told(visit.review, visit.person.id, held, found, chosen, rows, each=each)),
        total=len(found),
        studies=len(set(held.study_of[found.document].tolist())),
        page=here,
        pages=pages,
        query=urlencode({name: asked[name] for name in ASKED if asked.get(name)}),
        keep=[(name, asked[name]) for name in ("below", "code", "q", "unit") if asked.get(name)],
        study=asked.get("study", ""),
        voice=asked.get("voice", ""),
        by=asked.get("by", ""),
        all_studies=list(held.studies),
        people=_people(visit, held),
    )


def _people(visit: Visit, held: Material) -> list[tuple[str, str]]:
    """Who coded what this person may see."""
    keys = set(np.unique(held.columns.person).tolist())
    found = [(name, str(person)) for person, name in names(visit.review).items() if key_of(person) in keys]
    return [(person, name) for name, person in sorted(found)]


def table(name: str, rows: Iterable[Told]) -> HttpResponse:
    """Passages as a file for a spreadsheet."""
    return csv_file(name, as_csv(rows))


def csv_file(name: str, text: str) -> HttpResponse:
    """A table as a file."""
    return HttpResponse(
        text.encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
