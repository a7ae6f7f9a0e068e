"""Passages as people read them: the words with a sentence either side, where they stand, who coded them with what."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import numpy as np

from synthema.coding.book import Listed
from synthema.coding.columns import Material, Text
from synthema.coding.kept_sentences import sentences_of
from synthema.coding.queries import VOICES, Columns
from synthema.coding.round_tables import visible
from synthema.coding.stretches import Ints, Passages
from synthema.coding.tables import memos, quotes
from synthema.documents.model import PAGE_END, Span
from synthema.documents.tables import Document, layout_of, text_of
from synthema.sheets import csv_text
from synthema.team.tables import names

A_PAGE = 50
FAR = 400  # letters of context at most
NEAR = 30  # and at least
FEW = 500  # quotes that are asked for by name
HEADER = (
    "study", "report", "page", "printed_page", "start", "end", "passage", "before", "after", "codes", "voice",
    "coded_by", "memos",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One passage: its words in parts (a quote may go over the end of a page), and all that is known of it."""

    study: str
    text: Text
    parts: tuple[Span, ...]
    before: str
    words: tuple[str, ...]
    after: str
    page: int  # counted from 1; 0 where the text has no pages
    label: str  # as printed; "" where the file does not say
    codes: tuple[Listed, ...]
    voices: tuple[str, ...]
    people: tuple[str, ...]
    quotes: tuple[UUID, ...]
    memos: tuple[str, ...]

    @property
    def place(self) -> str:
        """What the reader's address takes to open at it."""
        if self.at:
            return f"at={self.at}"
        return f"quote={self.quotes[0]}" if self.quotes else f"page={max(self.page, 1)}"

    @property
    def at(self) -> str:
        """Where it stands, as the reader takes it; "" for a part of a picture."""
        return f"{self.parts[0].start}-{self.parts[-1].end}" if self.parts else ""


def in_order(of: Passages, material: Material) -> Ints:
    """The passages by study, document and place."""
    first = np.full(len(of), np.iinfo(np.int64).max)
    np.minimum.at(first, of.passage, of.stretches.start)
    order: Ints = np.lexsort((first, of.document, material.study_of[of.document]))
    return order


def told(
    review: UUID,
    viewer: UUID,
    material: Material,
    of: Passages,
    chosen: Ints,
    within: Columns | None = None,
    *,
    each: bool = False,
) -> list[Told]:
    """These passages in words; `within` are the codings whose people, voices and memos are told, without it all.

    The codes are all that touch the place. With `each` every passage is one quote, its key that of the quote. Only
    the texts of these documents are read.
    """
    of_passage = _stretches(of, chosen)
    near = _touching(material.columns, of_passage)
    rows = near if within is None else _touching(within, of_passage)
    if each:
        rows = {one: found.where(found.quote == of.key[one]) for one, found in rows.items()}
    documents = {document for document, _ in of_passage.values()}
    held = {row.number: _Held(row) for row in Document.objects.filter(review=review, number__in=documents)}
    keys = {key for found in rows.values() for key in found.quote.tolist()}
    known, noted = _of_quotes(review, viewer, [one.id for one in held.values()], keys)
    called = names(review)
    return [
        _told(material, held[document], spans, near[one].code, _Made.of(rows[one], known, noted, called))
        for one, (document, spans) in of_passage.items()
        if document in held
    ]


_Spans = tuple[int, tuple[Span, ...]]


def _stretches(of: Passages, chosen: Ints) -> dict[int, _Spans]:
    """The document and the stretches of some passages, in their order."""
    order = np.lexsort((of.stretches.start, of.passage))
    begins = np.searchsorted(of.passage[order], np.arange(len(of) + 1))
    found: dict[int, _Spans] = {}
    for one in chosen.tolist():
        rows = order[begins[one] : begins[one + 1]]
        spans = zip(of.stretches.start[rows].tolist(), of.stretches.end[rows].tolist(), strict=True)
        found[one] = int(of.document[one]), tuple(Span(start, end) for start, end in spans)
    return found


def _touching(columns: Columns, places: Mapping[int, _Spans]) -> dict[int, Columns]:
    """The codings that share a letter with each passage."""
    of = columns.where(np.argsort(columns.document, kind="stable"))
    found = {}
    for one, (document, spans) in places.items():
        first, last = np.searchsorted(of.document, (document, document + 1))
        start, end = of.start[first:last], of.end[first:last]
        mask = np.zeros(last - first, dtype=bool)
        for span in spans:
            mask |= (start < span.end) & (end > span.start)
        found[one] = of.where(np.flatnonzero(mask) + first)
    return found


@dataclass(frozen=True, slots=True)
class _Made:
    """What people made of a passage: their quotes, whose words they took them for, what they noted."""

    quotes: tuple[UUID, ...]
    people: tuple[str, ...]
    voices: tuple[str, ...]
    memos: tuple[str, ...]
    page: int  # of the first marked part of a picture; 0 where words are marked

    @classmethod
    def of(
        cls,
        rows: Columns,
        known: Mapping[int, "_Known"],
        noted: Mapping[UUID, list[str]],
        called: Mapping[UUID, str],
    ) -> "_Made":
        """What these codings tell."""
        found = [known[key] for key in dict.fromkeys(rows.quote.tolist()) if key in known]
        return cls(
            quotes=tuple(one.id for one in found),
            people=tuple(sorted({called[one.person] for one in found})),
            voices=tuple(VOICES[place] for place in sorted(set(rows.voice.tolist())) if place),
            memos=tuple(text for one in found for text in noted.get(one.id, ())),
            page=min((one.page for one in found if one.page), default=0),
        )


class _Known(NamedTuple):
    """A quote, who made it, and the page of the part of a picture it marks (0 for none)."""

    id: UUID
    person: UUID
    page: int


def _page(regions: str) -> int:
    return int(json.loads(regions)[0][0]) if len(regions) > 2 else 0


def _of_quotes(
    review: UUID, viewer: UUID, documents: Iterable[UUID], keys: set[int]
) -> tuple[Mapping[int, "_Known"], Mapping[UUID, list[str]]]:
    """The identifiers and makers of quotes by their keys, and the memos on them."""
    look = visible(review, viewer)
    rows = quotes(review, look).filter(document__in=list(documents)).order_by()
    kept = (one for one in rows.values_list("key", "id", "person", "regions") if one[0] in keys)
    found = {key: _Known(quote, person, _page(regions)) for key, quote, person, regions in kept}
    noted: dict[UUID, list[str]] = defaultdict(list)
    about = {one.id for one in found.values()}
    held = memos(review, look).filter(about_kind="quote")
    for quote, text in (held.filter(about__in=about) if len(about) <= FEW else held).values_list("about", "text"):
        if quote in about:
            noted[quote].append(text)
    return found, noted


class _Held:
    """A document with its text, its sentences and its printed page numbers, each read once."""

    def __init__(self, row: Document) -> None:
        self.id, self.number = row.id, row.number
        held = text_of(row)
        self.text = held.text if held else ""
        self.starts, self.ends = sentences_of(row)
        self.paged = row.is_pdf
        self.labels = _labels(row.review, row.layout) if row.is_pdf else ()

    def context(self, spans: Sequence[Span]) -> tuple[str, str]:
        """What stands before and after: the rest of the sentence, and its neighbour where that is short.

        Space between the words and their context is kept; a heading ends it.
        """
        start, end = spans[0].start, spans[-1].end
        first = int(np.searchsorted(self.starts, start - NEAR, side="right")) - 1
        last = int(np.searchsorted(self.ends, end + NEAR, side="left"))
        before = int(self.starts[first]) if first >= 0 else 0
        after = int(self.ends[last]) if last < len(self.ends) else len(self.text)
        for one in range(max(first, 0), last):
            gap = int(self.ends[one]), int(self.starts[one + 1]) if one + 1 < len(self.starts) else len(self.text)
            if self.text[slice(*gap)].strip():  # no sentence, so a heading
                before = gap[1] if gap[1] <= start else before
                after = min(after, gap[0]) if gap[0] >= end else after
        before, after = max(before, start - FAR), min(after, end + FAR)
        return _spaced(self.text[before:start]), _spaced(self.text[end:after])

    def page(self, place: int) -> tuple[int, str]:
        """The page a place stands on and the number printed on it."""
        if not self.paged:
            return 0, ""
        return self.printed(self.text.count(PAGE_END, 0, place) + 1)

    def printed(self, number: int) -> tuple[int, str]:
        """A page and the number printed on it, where that is another."""
        if not number:
            return 0, ""
        label = self.labels[number - 1] if number <= len(self.labels) else ""
        return number, "" if label == str(number) else label


@lru_cache(maxsize=256)
def _labels(review: UUID, layout: str) -> tuple[str, ...]:
    return layout_of(Document(review=review, layout=layout)).labels


def _flat(text: str) -> str:
    return " ".join(text.split())


def _spaced(text: str) -> str:
    """On one line, with a space where it begins or ends with one."""
    flat = _flat(text)
    return " " * (text[:1].isspace()) + flat + " " * (text[-1:].isspace() and bool(flat))


def _told(material: Material, held: _Held, spans: tuple[Span, ...], codes: Ints, made: _Made) -> Told:
    text = material.texts[held.number]
    worded = tuple(span for span in spans if span.start >= 0)  # parts of pictures stand before the text
    before, after = held.context(worded) if worded else ("", "")
    page, label = held.page(worded[0].start) if worded else held.printed(made.page)
    known = {material.book.by_key[key] for key in codes.tolist() if key in material.book.by_key}
    return Told(
        study=material.studies[text.study],
        text=text,
        parts=worded,
        before=before,
        words=tuple(_flat(held.text[span.start : span.end]) for span in worded),
        after=after,
        page=page,
        label=label,
        codes=tuple(sorted(known, key=lambda one: one.path.casefold())),
        voices=made.voices,
        people=made.people,
        quotes=made.quotes,
        memos=made.memos,
    )


def as_csv(rows: Iterable[Told]) -> str:
    """Passages as a table that no spreadsheet runs a formula of."""
    return csv_text(HEADER, [_line(one) for one in rows])


def _line(one: Told) -> tuple[object, ...]:
    return (
        one.study,
        one.text.title,
        one.page or "",
        one.label,
        one.parts[0].start if one.parts else "",
        one.parts[-1].end if one.parts else "",
        " […] ".join(one.words),
        one.before.strip(),
        one.after.strip(),
        "; ".join(code.path for code in one.codes),
        "; ".join(one.voices),
        "; ".join(one.people),
        "\n".join(one.memos),
    )


def grouped(rows: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    """Passages under their studies, in their order."""
    found: dict[str, list[Told]] = {}
    for one in rows:
        found.setdefault(one.study, []).append(one)
    return list(found.items())
