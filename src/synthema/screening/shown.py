"""What a reviewer is shown of a unit: the record or report, and the fullest description its duplicates give."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from synthema.audit.batches import BATCH
from synthema.dedup.best import best_fields
from synthema.dedup.tables import members
from synthema.records.tables import Import, RecordRow
from synthema.screening.rules import FULL_TEXT
from synthema.studies.tables import Report

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
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # where it was found, in the order of import
    pmid: str = ""
    url: str = ""
    kind: str = ""
    language: str = ""
    caution: str = ""  # what a record says of a retraction, an erratum or a correction

    @property
    def cells(self) -> tuple[object, ...]:
        """The cells of a row of a queue file."""
        return (self.subject, self.title, self.year, self.doi, self.authors, self.journal, self.abstract)


def shown(review: UUID, stage: str, units: Sequence[UUID]) -> list[Shown]:
    """The units in this order, as shown to everybody alike."""
    return _reports(review, units) if stage == FULL_TEXT else _groups(review, units)


def _reports(review: UUID, units: Sequence[UUID]) -> list[Shown]:
    rows = {one.id: one for one in Report.objects.filter(review=review, id__in=units)}
    found = _sources(review, _held(review, [one.group for one in rows.values()]))
    return [
        Shown(
            unit=u,
            subject=u,
            title=rows[u].title,
            year=rows[u].year,
            doi=rows[u].doi,
            authors="; ".join(rows[u].author_names),
            journal=rows[u].journal,
            sources=found.get(rows[u].group, ()),
            pmid=rows[u].pmid,
            url=rows[u].url,
            kind=rows[u].kind,
        )
        for u in units
        if u in rows
    ]


Held = dict[UUID, list[tuple[UUID, UUID]]]  # a group's records, each with its import


def _held(review: UUID, units: Collection[UUID]) -> Held:
    found: Held = {u: [] for u in units}
    rows = members(review).order_by().values_list("place", "group", "record", "import_id")  # put in order here: asked
    few = rows.filter(group__in=units) if len(units) <= BATCH else rows  # for it, SQLite may go through them all
    for _, group, record, import_id in sorted(few):
        if group in found:
            found[group].append((record, import_id))
    return found


def _sources(review: UUID, held: Held) -> dict[UUID, tuple[str, ...]]:
    rows = Import.objects.filter(review=review).order_by("number").values_list("id", "search__source")
    source = dict(rows)
    place = {one: number for number, one in enumerate(source)}
    return {
        group: tuple(dict.fromkeys(source[one] for one in sorted({i for _, i in records}, key=place.__getitem__)))
        for group, records in held.items()
    }


def _groups(review: UUID, units: Sequence[UUID]) -> list[Shown]:
    held = _held(review, units)
    rows = RecordRow.objects.in_bulk([one for records in held.values() for one, _ in records])
    sources = _sources(review, held)
    return [_group(u, [rows[one] for one, _ in held[u]], sources[u]) for u in held if held[u]]


def _group(unit: UUID, rows: Sequence[RecordRow], sources: tuple[str, ...]) -> Shown:
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
        keywords=best.keywords,
        sources=sources,
        pmid=best.pmid,
        url=best.url,
        kind=best.kind,
        language=best.language,
        caution=next((row.caution for row in rows if row.caution), ""),
    )
