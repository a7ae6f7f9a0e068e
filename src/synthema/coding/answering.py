"""A query of a person answered on what they may see: names looked up, words found in the texts, passages counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from synthema.coding.asking import And, Expression, NotUnderstood, Term, parse, quoted, terms, written
from synthema.coding.book import Listed
from synthema.coding.columns import Material
from synthema.coding.coverage import findings_of
from synthema.coding.kept_sentences import all_sentences
from synthema.coding.model import Voice
from synthema.coding.queries import VOICES, Documents, Meaning, Places, Rows, Unit, select
from synthema.coding.rules import key_of, same_name
from synthema.coding.stretches import Passages, Stretches, passages, stretches, touching
from synthema.coding.tables import MarkRow, codings, marks, visible
from synthema.coding.word_places import all_places
from synthema.documents.folding import fold
from synthema.documents.tables import Document
from synthema.refused import Refused
from synthema.team.tables import names

NO_VOICE = "open"  # what a query writes for quotes on whose voice nobody decided
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
    meanings = {term: _meaning(review, material, rows, term) for term in terms(expression)}
    universe = _units(review, rows, unit)
    return Answer(expression, unit, select(material.columns, expression, meanings, unit, universe))


def _rows(review: UUID, material: Material) -> list[Document]:
    return list(Document.objects.filter(review=review, number__in=list(material.texts)).order_by("number"))


def _meaning(review: UUID, material: Material, rows: list[Document], term: Term) -> Meaning:
    of = {"code": _code, "branch": _branch, "voice": _voice, "study": _study}
    if term.field in of:
        return of[term.field](material, term.value)
    return _by(review, material, term.value) if term.field == "by" else _words(rows, term.value)


def _code(material: Material, name: str) -> Meaning:
    return Rows(material.columns.code == material.book.called(name).key)


def _branch(material: Material, name: str) -> Meaning:
    below = material.book.below(material.book.called(name).id)
    keys = [one.key for one in material.book.codes if one.id in below]
    return Rows(np.isin(material.columns.code, keys))


def _voice(material: Material, voice: str) -> Meaning:
    wanted = "" if voice.casefold() == NO_VOICE else voice.casefold()
    if wanted not in VOICES:
        raise Refused(
            "{voice!r} is no voice. Write {voices} or {open}.", voice=voice, voices=", ".join(Voice), open=NO_VOICE
        )
    return Rows(material.columns.voice == VOICES.index(wanted), own=True)


def _study(material: Material, label: str) -> Meaning:
    wanted = same_name(label)
    places = [place for place, one in enumerate(material.studies) if same_name(one) == wanted]
    places = places or [place for place, one in enumerate(material.studies) if same_name(one).startswith(wanted)]
    if not places:
        labels = ", ".join(material.studies[:12]) or "none yet"
        raise Refused(
            "No study that is being coded is called {label!r}. Studies: {labels}.", label=label, labels=labels
        )
    numbers = [text.number for text in material.texts.values() if text.study in places]
    return Documents(np.array(numbers, dtype=np.int64))


def _by(review: UUID, material: Material, name: str) -> Meaning:
    people = {person: called for person, called in names(review).items() if same_name(called) == same_name(name)}
    if not people:
        raise Refused("Nobody of this review is called {name!r}. The page of the team names its people.", name=name)
    return Rows(np.isin(material.columns.person, [key_of(person) for person in people]), own=True)


def _words(rows: list[Document], words: str) -> Meaning:
    if not fold(words).key:
        raise NotUnderstood("The words {words!r} hold no letter and no digit to look for.", words=words)
    return Places(all_places(rows, words))


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
