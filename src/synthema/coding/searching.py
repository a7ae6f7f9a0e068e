"""Words looked for everywhere at once: in the full texts, coded passages, memos, and codes with their old names."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from synthema.coding.book import Book, Listed
from synthema.coding.columns import Material
from synthema.coding.model import Visible
from synthema.coding.queries import Columns
from synthema.coding.round_tables import seen_by, visible
from synthema.coding.stretches import Passages, Stretches, passages, touching
from synthema.coding.tables import CodeChange, MemoRow, memos
from synthema.coding.word_places import all_places
from synthema.coding.wording import same_name
from synthema.documents.folding import fold
from synthema.documents.model import Span
from synthema.documents.tables import Document, text_of
from synthema.refused import Refused

SHOWN = 20  # of each kind
IN_ONE_TEXT = 3  # of one document, among those
LONGEST = 200  # letters looked for
AROUND = 70  # letters shown either side


@dataclass(frozen=True, slots=True, kw_only=True)
class InText:
    """A place where the words stand in a full text."""

    document: UUID
    report: UUID
    title: str
    before: str
    words: str
    after: str
    at: str  # as the reader takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFound:
    """A code whose name, definition or former name holds the words."""

    code: Listed
    formerly: tuple[str, ...]  # names it had or codes that were merged into it, that hold the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of each kind, with how many there are in all."""

    words: str
    texts: tuple[InText, ...]
    in_texts: int
    documents: int
    passages: Passages
    memos: tuple[MemoRow, ...]
    in_memos: int
    codes: tuple[CodeFound, ...]


def search(review: UUID, viewer: UUID, material: Material, words: str) -> Found:
    """Look for words, whatever their case; in texts over hyphens and ends of lines too. Raises Refused for none."""
    asked = " ".join(words.split())
    if not fold(asked).key or len(asked) > LONGEST:
        raise Refused("Look for 1 to {most} letters, with a letter or a digit among them.", most=LONGEST)
    look = visible(review, viewer)
    rows = list(Document.objects.filter(review=review).select_related("report").order_by("number"))
    places = all_places(rows, asked)
    noted = [memo for memo in memos(review, look).order_by("-seq") if _holds(memo.text, asked)]
    return Found(
        words=asked,
        texts=tuple(_shown(rows, places)),
        in_texts=len(places.start),
        documents=len(np.unique(places.document)),
        passages=_coded(material.columns, places),
        memos=tuple(noted[:SHOWN]),
        in_memos=len(noted),
        codes=tuple(codes_called(review, look, material.book, asked)),
    )


def _holds(text: str, words: str) -> bool:
    return same_name(words) in same_name(text)


def _shown(rows: Sequence[Document], places: Stretches) -> Iterable[InText]:
    """The first places, a few of each document; only their texts are read."""
    left = SHOWN
    for row in rows:
        first, last = np.searchsorted(places.document, (row.number, row.number + 1))
        held = text_of(row) if left and first < last else None
        text = held.text if held else ""
        for place in range(first, min(last, first + IN_ONE_TEXT, first + left)) if text else ():
            span, left = Span(int(places.start[place]), int(places.end[place])), left - 1
            yield InText(
                document=row.id,
                report=row.report_id,
                title=row.report.short_name or row.file_name,
                before=_before(text, span.start),
                words=" ".join(text[span.start : span.end].split()),
                after=_after(text, span.end),
                at=f"{span.start}-{span.end}",
            )


def _before(text: str, place: int) -> str:
    """Whole words before a place."""
    words = text[max(0, place - AROUND) : place]
    cut = words if place <= AROUND or not words[:1].strip() else words.partition(" ")[2]
    return " ".join(cut.split())


def _after(text: str, place: int) -> str:
    """Whole words behind a place."""
    words = text[place : place + AROUND]
    cut = words if place + AROUND >= len(text) or not words[-1:].strip() else words.rpartition(" ")[0]
    return " ".join(cut.split())


def _coded(columns: Columns, places: Stretches) -> Passages:
    """The coded passages that hold one of the places."""
    hit = touching(columns.stretches, places)
    rows = columns.where(np.isin(columns.quote, columns.quote[hit]))
    return passages(rows.stretches, np.zeros(len(rows), dtype=np.int64), rows.quote)


def codes_called(review: UUID, look: Visible, book: Book, words: str) -> list[CodeFound]:
    """The living codes that the words are found in, in the order of the codebook."""
    old = former_names(review, look)
    merged: dict[UUID, list[Listed]] = {}
    for one in book.codes:
        if one.merged and one.effective:
            merged.setdefault(one.effective, []).append(one)
    found = []
    for code in (one for one in book.codes if one.live):
        names = [*old.get(code.id, ())]
        for one in merged.get(code.id, ()):
            names += [one.name, *old.get(one.id, ())]
        held = tuple(name for name in dict.fromkeys(names) if name != code.name and _holds(name, words))
        if held or _holds(code.name, words) or _holds(code.definition, words):
            found.append(CodeFound(code=code, formerly=held))
    return found


def former_names(review: UUID, look: Visible) -> dict[UUID, list[str]]:
    """The names that codes had before."""
    rows = CodeChange.objects.filter(seen_by(look), review=review, kind="changed").order_by("seq")
    found: dict[UUID, list[str]] = {}
    for code, before in rows.values_list("code", "before"):
        name = json.loads(before or "{}").get("name", "")
        if name:
            found.setdefault(code, []).append(name)
    return found
