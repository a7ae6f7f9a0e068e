"""What a reviewer is shown of a unit: the record or report, and the fullest description its duplicates give."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from synthema.dedup.best import best_fields
from synthema.dedup.tables import members
from synthema.records.tables import RecordRow
from synthema.screening.rules import FULL_TEXT
from synthema.studies.tables import reports

COLUMNS = ("record", "title", "year", "doi", "authors", "journal", "abstract")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One unit as shown; `subject` is what the verdict will hang on."""

    unit: UUID
    subject: UUID
    title: str
    year: int | None
    doi: str
    authors: str
    journal: str
    abstract: str = ""

    @property
    def cells(self) -> tuple[object, ...]:
        """The cells of a row of a queue file."""
        return (self.subject, self.title, self.year, self.doi, self.authors, self.journal, self.abstract)


def shown(review: UUID, stage: str, units: Sequence[UUID]) -> list[Shown]:
    """The units in this order, as shown to everybody alike."""
    return _reports(review, units) if stage == FULL_TEXT else _groups(review, units)


def _reports(review: UUID, units: Sequence[UUID]) -> list[Shown]:
    rows = {one.id: one for one in reports(review)}
    return [
        Shown(
            unit=u,
            subject=u,
            title=rows[u].title,
            year=rows[u].year,
            doi=rows[u].doi,
            authors="; ".join(rows[u].author_names),
            journal=rows[u].journal,
        )
        for u in units
        if u in rows
    ]


def _groups(review: UUID, units: Sequence[UUID]) -> list[Shown]:
    held: dict[UUID, list[UUID]] = {u: [] for u in units}
    for group, record in members(review).values_list("group", "record"):
        if group in held:
            held[group].append(record)
    rows = RecordRow.settled(review).in_bulk([one for records in held.values() for one in records])
    return [_group(u, [rows[one] for one in records]) for u, records in held.items() if records]


def _group(unit: UUID, rows: Sequence[RecordRow]) -> Shown:
    best = best_fields({f"{place:06d}": row.record for place, row in enumerate(rows)}).record
    return Shown(
        unit=unit,
        subject=rows[0].id,
        title=best.title,
        year=best.year,
        doi=best.doi,
        authors="; ".join(best.authors),
        journal=best.journal,
        abstract=best.abstract,
    )
