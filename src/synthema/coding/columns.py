"""All codings that one person may see, as columns of whole numbers; remembered while nothing happens in the review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
from django.db.models import Q

from synthema.coding.book import Book, book
from synthema.coding.column_rows import counted_as, loaded, looked_at
from synthema.coding.layers import layers
from synthema.coding.queries import Columns
from synthema.coding.round_tables import RoundRow, visible
from synthema.coding.stretches import Ints
from synthema.coding.tables import marks
from synthema.documents.tables import Document
from synthema.frame.remembered import remembered


@dataclass(frozen=True, slots=True)
class Text:
    """A document that is being coded, and what it tells of: a study, or a report that no study was made of yet."""

    number: int
    id: UUID
    report: UUID
    title: str
    study: int  # its place among the studies


@dataclass(frozen=True)  # no slots: what is worked out is kept beside it
class Material:
    """What a person's questions stand on: codings by the codes they count as, the codebook, documents and studies."""

    columns: Columns
    book: Book
    texts: Mapping[int, Text]  # by number
    studies: tuple[str, ...]
    study_ids: tuple[UUID | None, ...]  # None for a report without a study

    @cached_property
    def study_of(self) -> Ints:
        """The study, by the number of a document; -1 for an unknown one."""
        found = np.full(max(self.texts, default=0) + 1, -1, dtype=np.int64)
        for number, text in self.texts.items():
            found[number] = text.study
        return found


def material(review: UUID, viewer: UUID, in_round: RoundRow | None = None) -> Material:
    """What counts for the team and, where somebody codes in a round now, their own work; or an opened round's work."""
    name = ("coding material", in_round.id if in_round else None)
    return remembered(review, viewer, name, lambda: _material(review, viewer, in_round))


def _material(review: UUID, viewer: UUID, in_round: RoundRow | None) -> Material:
    documents = list(Document.objects.filter(review=review).select_related("report__study").order_by("number"))
    seen = layers(review, viewer, [row.id for row in documents])
    look = visible(review, viewer)
    known = book(review, look)
    if in_round:
        chosen, mine = Q(round=in_round.id), {in_round.id}
    else:
        chosen, mine = looked_at(documents, seen), {one.work.id for one in seen.values() if one.work}
    columns = loaded(review, look, chosen, counted_as(known, mine))
    coded = set(columns.document.tolist()) | _marked(review, documents)
    names = _studies([row for row in documents if row.number in coded])
    order = {one: place for place, (one, _) in enumerate(names)}
    texts = {
        row.number: Text(row.number, row.id, row.report_id, _title(row), order[_told_of(row)])
        for row in documents
        if row.number in coded
    }
    study_ids = tuple(one if kind == "study" else None for (kind, one), _ in names)
    return Material(columns, known, texts, tuple(label for _, label in names), study_ids)


def _marked(review: UUID, documents: Iterable[Document]) -> set[int]:
    """The documents of which findings are marked."""
    held = {mark.document for mark in marks(review).only("document")}
    return {row.number for row in documents if row.id in held}


_Told = tuple[str, UUID]


def _told_of(row: Document) -> _Told:
    return ("study", row.report.study_id) if row.report.study_id else ("report", row.report_id)


def _title(row: Document) -> str:
    return row.report.short_name or row.file_name


def _studies(documents: Iterable[Document]) -> list[tuple[_Told, str]]:
    """What the documents tell of, by label."""
    found = {_told_of(row): row.report.study.label if row.report.study else _title(row) for row in documents}
    return sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))
