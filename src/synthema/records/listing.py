"""The records of a review in the order of their imports, found by number: no list is counted or sorted to show a page.

The records of a closed import are numbered from 1 to what it stored, and a record's identifier follows from its number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import overload
from uuid import UUID

from django.db.models import Count, QuerySet

from synthema.audit.batches import BATCH
from synthema.records.parsed import record_id
from synthema.records.tables import Import, RecordRow

MOST = 1000  # records that a filter by words shows; an export holds all


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records: of all imports or one, with words in the title, with a note of caution, or just these."""

    import_id: UUID | None = None
    search: UUID | None = None
    words: str = ""
    cautioned: bool = False
    chosen: tuple[UUID, ...] = ()

    @property
    def sifts(self) -> bool:
        """Whether the records themselves have to be looked at."""
        return bool(self.words or self.cautioned or self.chosen)

    def sift(self, rows: "QuerySet[RecordRow]") -> "QuerySet[RecordRow]":
        """These rows, as far as they are wanted."""
        rows = rows.filter(title__icontains=self.words) if self.words else rows
        rows = rows.filter(caution__isnull=False) if self.cautioned else rows
        return rows.filter(pk__in=self.chosen) if self.chosen else rows


class Listed:
    """The wanted records; a slice of them costs the same wherever it begins."""

    def __init__(self, review: UUID, wanted: Wanted) -> None:
        self._review, self._wanted = review, wanted
        rows = Import.objects.filter(review=review).order_by("number")
        rows = rows.filter(pk=wanted.import_id) if wanted.import_id else rows
        rows = rows.filter(search=wanted.search) if wanted.search else rows
        self._spans = list(rows.values_list("id", "stored"))
        self._found = self._sifted() if wanted.sifts else None
        self.more = self._found is not None and len(self._found) > MOST  # more than are shown
        if self._found is not None:
            self._found = self._found[:MOST]

    def _sifted(self) -> list[UUID]:
        place = {one: number for number, (one, _) in enumerate(self._spans)}
        rows = RecordRow.objects.filter(review=self._review, import_id__in=list(place))
        found = self._wanted.sift(rows).values_list("import_id", "number", "id")[: MOST + 1]
        return [one for _, _, one in sorted((place[of], number, one) for of, number, one in found)]

    def __len__(self) -> int:
        return len(self._found) if self._found is not None else sum(stored for _, stored in self._spans)

    @overload
    def __getitem__(self, place: int) -> RecordRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[RecordRow]: ...
    def __getitem__(self, place: int | slice) -> RecordRow | list[RecordRow]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _ = place.indices(len(self))
        ids = self._found[start:stop] if self._found is not None else list(self._ids(start, stop))
        rows = RecordRow.objects.in_bulk(ids)  # all of this review: asked for it too, SQLite goes through all it has
        return [rows[one] for one in ids if one in rows]

    def __iter__(self) -> Iterator[RecordRow]:
        return iter(self[:])

    def _ids(self, start: int, stop: int) -> Iterator[UUID]:
        before = 0
        for import_id, stored in self._spans:
            first, last = max(start - before, 0), min(stop - before, stored)
            yield from (record_id(import_id, number) for number in range(first + 1, last + 1))
            before += stored

    def every(self) -> Iterator[RecordRow]:
        """All wanted records, also beyond those that are shown, in batches from the database."""
        for import_id, stored in self._spans:
            for first in range(1, stored + 1, BATCH):
                ids = [record_id(import_id, number) for number in range(first, min(first + BATCH, stored + 1))]
                rows = RecordRow.objects.filter(pk__in=ids)
                yield from sorted(self._wanted.sift(rows), key=lambda row: row.number)


def cautions(review: UUID) -> dict[UUID, int]:
    """How many records of each import bear a note of a retraction, an erratum or a correction."""
    rows = RecordRow.objects.filter(review=review, caution__isnull=False).values("import_id").order_by()
    return dict(rows.annotate(n=Count("pk")).values_list("import_id", "n"))
