"""Imports, their records, and the drafts of imports under way."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.audit.tables import Operational, Projection
from synthema.records.fields import is_notice, is_retraction
from synthema.records.model import Corrections, Record, Refusal, TagUse
from synthema.records.parsed import unpack
from synthema.records.undecided import tells_a_verdict, unless_told, without_codes
from synthema.refused import Refused
from synthema.search.tables import LoggedSearch

_LISTS = ("authors", "keywords", "notes")
_LONGEST_CAUTION = 500  # characters; of a longer note its beginning tells
_PLAIN = tuple(n for n in Record.__dataclass_fields__ if n not in (*_LISTS, "raw"))


class Import(Projection):
    """One file that was read to its end; its records count only because this row exists."""

    id = models.UUIDField(primary_key=True)
    search = models.ForeignKey(LoggedSearch, on_delete=models.PROTECT, related_name="imports")
    number = models.PositiveIntegerField()
    file_name = models.TextField()
    file = models.CharField(max_length=64)
    parsed = models.CharField(max_length=64)
    format = models.CharField(max_length=40)
    source = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    markers = models.PositiveIntegerField()
    stored = models.PositiveIntegerField()
    refused = models.TextField()
    repairs = models.TextField()
    preamble = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    tags = models.TextField(default="[]")
    corrections = models.TextField(default="{}")

    @property
    def tag_uses(self) -> list[TagUse]:
        """Every tag of the file and the fields read from it."""
        return [TagUse(one["tag"], one["count"], tuple(one["fields"])) for one in json.loads(self.tags)]

    @property
    def corrected(self) -> Corrections:
        """What a person said of the file."""
        return corrections_of(json.loads(self.corrections))

    @property
    def refusals(self) -> list[Refusal]:
        """The refused records: line and reason."""
        return [Refusal(**entry) for entry in json.loads(self.refused)]


class RecordRow(Projection):
    """One record of an import, under an import that may not be closed yet."""

    id = models.UUIDField(primary_key=True)
    import_id = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField()  # position in the file, from 1
    title = models.TextField(blank=True)
    authors = models.TextField()
    year = models.IntegerField(null=True)
    journal = models.TextField(blank=True)
    volume = models.TextField(blank=True)
    issue = models.TextField(blank=True)
    pages = models.TextField(blank=True)
    doi = models.TextField(blank=True)
    pmid = models.TextField(blank=True)
    isbn = models.TextField(blank=True)
    issn = models.TextField(blank=True)
    abstract = models.TextField(blank=True)
    keywords = models.TextField()
    language = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    url = models.TextField(blank=True)
    accession = models.TextField(blank=True)
    database = models.TextField(blank=True)
    notes = models.TextField()
    line = models.PositiveIntegerField(default=0)
    caution = models.TextField(null=True)  # the note or title that tells of a retraction, an erratum or a correction

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "import_id"), name="record_caution", condition=Q(caution__isnull=False)),
        )

    @classmethod
    def settled(cls, review: UUID) -> "QuerySet[RecordRow]":
        """The records of closed imports: what verify compares with the trail."""
        return cls.objects.filter(review=review, import_id__in=Import.objects.filter(review=review).values("id"))

    @property
    def record(self) -> Record:
        """The record as a noun, without its raw tags."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _PLAIN}
        values |= {name: tuple(json.loads(getattr(self, name))) for name in _LISTS}
        return Record(**values)


class ImportDraft(Operational):
    """An import under way; running the same import again goes on from here."""

    import_id = models.UUIDField(primary_key=True)
    review = models.UUIDField()
    search = models.UUIDField()
    act_id = models.UUIDField()
    file_digest = models.CharField(max_length=64)
    file = models.CharField(max_length=64, blank=True, default="")
    parsed = models.CharField(max_length=64, blank=True, default="")
    account = models.TextField(blank=True, default="")

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "search", "file_digest"), name="draft_once"),)


def row_of(review: UUID, import_id: UUID, row_id: UUID, number: int, record: Record) -> RecordRow:
    """A record as a row."""
    keywords = tuple(word for word in map(unless_told, without_codes(record.keywords)) if word)
    values = {name: getattr(record, name) for name in _LISTS} | {"keywords": keywords}
    lists = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    plain = {name: unless_told(getattr(record, name)) for name in _PLAIN}
    caution = _caution(record.notes, plain["title"])
    return RecordRow(id=row_id, review=review, import_id=import_id, number=number, caution=caution, **plain, **lists)


def _caution(notes: Sequence[str], title: str) -> str | None:
    """The note that tells of a retraction, an erratum or a correction, else a title that does."""
    for note in notes:
        if is_retraction(note[:_LONGEST_CAUTION]) and not tells_a_verdict(note):
            return note if len(note) <= _LONGEST_CAUTION else note[:_LONGEST_CAUTION] + "…"
    return title if is_notice(title) else None


def corrections_of(values: dict[str, Any]) -> Corrections:
    """Corrections from plain values."""
    columns = tuple((header, field) for header, field in values.get("columns", ()))
    return Corrections(format=values.get("format", ""), encoding=values.get("encoding", ""), columns=columns)


def raw_of(review: UUID, row: RecordRow) -> tuple[tuple[str, str], ...]:
    """Every tag of a record as written; empty where the stored file was withdrawn."""
    content = Content(Import.objects.get(review=review, pk=row.import_id).parsed)
    shelf = trail.store(review)
    if not shelf.has(content):
        return ()
    with shelf.open(content, check=False) as file:
        return next((one.raw for one in unpack(file, row.number - 1)), ())


def imports(review: UUID) -> list[Import]:
    """The closed imports in the order of their closing."""
    return list(Import.objects.filter(review=review).select_related("search").order_by("number"))


def import_of(review: UUID, import_id: UUID) -> Import:
    """One import; raises Refused for one that the review does not hold."""
    found = Import.objects.filter(review=review, pk=import_id).select_related("search").first()
    if found is None:
        raise Refused("There is no such import in this review, or not any more.")
    return found


def records(review: UUID) -> "QuerySet[RecordRow]":
    """All records a review holds, in the order of import."""
    return RecordRow.settled(review).order_by("import_id", "number")


def record(review: UUID, record_id: UUID) -> RecordRow:
    """One record; raises Refused when the review does not hold it."""
    row = RecordRow.settled(review).filter(pk=record_id).first()
    if row is None:
        raise Refused(
            "There is no record {record_id} in this review. `synthema records list` names them.", record_id=record_id
        )
    return row
