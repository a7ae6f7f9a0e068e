"""A query of a person answered on what they may see: names looked up, words found in the texts, passages counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from synthema.coding.asking import And, Expression, Term, parse, quoted, terms, written
from synthema.coding.book import Listed
from synthema.coding.columns import Material
from synthema.coding.coverage import findings_of
from synthema.coding.kept_sentences import all_sentences
from synthema.coding.meanings import meaning_of
from synthema.coding.queries import Unit, select
from synthema.coding.stretches import Passages, Stretches, passages, stretches, touching
from synthema.coding.tables import MarkRow, codings, marks, visible
from synthema.documents.tables import Document

_FAR = 1 << 30  # more than any position in a text


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found, and how it was understood."""

    expression: Expression
    unit: Unit
    found: Passages


def answer(review: UUID, material: Material, query: str, unit: Unit = Unit.PASSAGE) -> Answer:
    """Ask a query; raises Refused, which says where, for what it does not hold and for names there are none of."""
    expression = parse(query)
    rows = _rows(review, material)
    meanings = {term: meaning_of(review, material, rows, term) for term in terms(expression)}
    universe = _units(review, rows, unit)
    return Answer(expression, unit, select(material.columns, expression, meanings, unit, universe))


def _rows(review: UUID, material: Material) -> list[Document]:
    return list(Document.objects.filter(review=review, number__in=list(material.texts)).order_by("number"))


def _units(review: UUID, rows: list[Document], unit: Unit) -> Stretches:
    """All that is asked: the sentences of the findings, or the documents, that are being coded."""
    if unit == Unit.DOCUMENT:
        return stretches([(row.number, -_FAR, _FAR) for row in rows])
    if unit == Unit.PASSAGE:
        return stretches([])
    return findings_sentences(review, rows)


def findings_sentences(review: UUID, rows: list[Document]) -> Stretches:
    """The sentences of the findings of documents; all of them where none are marked."""
    marked: dict[UUID, list[MarkRow]] = {}
    for mark in marks(review):
        marked.setdefault(mark.document, []).append(mark)
    found = all_sentences(rows)
    places = [
        (row.number, span.start, span.end)
        for row in rows
        for span in (findings_of(marked[row.id]) if row.id in marked else ())
    ]
    unmarked = [row.number for row in rows if row.id not in marked]
    return found.chosen(touching(found, stretches(places)) | np.isin(found.document, unmarked))


def as_query(fields: Mapping[str, str]) -> str:
    """A query that asks for all of these fields at once; empty ones are not asked."""
    asked = tuple(Term(field, value) for field, value in fields.items() if value)
    return written(asked[0] if len(asked) == 1 else And(asked)) if asked else ""


def everything(held: Material) -> Passages:
    """All coded passages, each quote for itself."""
    return passages(held.columns.stretches, held.columns.quote, held.columns.quote)


def codings_found(review: UUID, viewer: UUID, held: Material, code: Listed, where: str) -> list[UUID]:
    """The codings of a code on the passages of it that a query finds."""
    found = answer(review, held, f"{quoted(code.path)} and ({where})").found
    rows = held.columns.where(held.columns.code == code.key)
    inside = np.unique(rows.quote[touching(rows.stretches, found.stretches)]).tolist()
    keys = [code.key, *(one.key for one in held.book.formerly(code.id))]
    standing = codings(review, visible(review, viewer)).filter(code_key__in=keys).order_by("seq", "id")
    chosen = set(inside)
    return [coding for coding, quote in standing.values_list("id", "quote_key") if quote in chosen]
