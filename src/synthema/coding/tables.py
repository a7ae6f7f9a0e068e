"""Codes, quotes, codings, marked parts, memos and imports, and the doors every question of them goes through."""

import json
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from synthema.audit.tables import Operational, Projection
from synthema.coding.model import Region, Visible
from synthema.coding.round_tables import (
    DifferenceRow,
    RoundRow,
    RoundSeat,
    SealedAct,
    open_seats,
    round_row,
    rounds,
    running_round,
    sealed_documents,
    sealed_rounds,
    seen_by,
    visible,
)
from synthema.documents.model import Span
from synthema.refused import Refused

__all__ = [
    "CodeChange", "CodeRow", "CodingImportDraft", "CodingRow", "DifferenceRow", "ImportedProject", "MarkRow",
    "MemoRow", "MergeRow", "MoveRow", "QuoteRow", "RoundRow", "RoundSeat", "SealedAct", "SplitRow", "code_row", "codes",
    "codings", "codings_ever", "given_codes", "marks", "memos", "open_seats", "quote_row", "quotes", "quotes_ever",
    "round_row", "rounds", "running_round", "sealed_documents", "sealed_rounds", "seen_by", "visible",
]  # fmt: skip


class _Settled(Projection):
    """Rows that may have come by an import: those of an import that is not closed do not count."""

    imported = models.UUIDField(null=True)  # the import they came by

    class Meta:
        abstract = True
        app_label = "synthema"

    @classmethod
    def settled(cls, review: UUID) -> "QuerySet[Any]":
        """The rows made here and those of closed imports."""
        return cls._default_manager.filter(closed(review), review=review)


class CodeRow(_Settled):
    """A code: of the team's codebook, or of one coder's in a round."""

    id = models.UUIDField(primary_key=True)
    key = models.BigIntegerField()  # rules.key_of
    round = models.UUIDField(null=True)
    person = models.UUIDField()  # who made it
    name = models.TextField()
    definition = models.TextField(blank=True, default="")
    color = models.CharField(max_length=20, blank=True, default="")
    source = models.TextField(blank=True, default="")  # where a given frame has it from
    parent = models.UUIDField(null=True)
    place = models.IntegerField(default=0)  # among the codes under the same one
    in_vivo = models.UUIDField(null=True)
    merged_into = models.UUIDField(null=True)
    merged_seq = models.PositiveIntegerField(null=True)  # set where it counts as another one, or as none
    effective = models.UUIDField(null=True)  # the code it counts as; None where it is left out
    retired_seq = models.PositiveIntegerField(null=True)
    made_seq = models.PositiveIntegerField()
    edited_seq = models.PositiveIntegerField()

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "round", "person"), name="code_book"),
            models.Index(fields=("review", "parent"), name="code_parent"),
        )


class CodeChange(Projection):
    """One step in the history of a code."""

    id = models.UUIDField(primary_key=True)
    code = models.UUIDField()
    seq = models.PositiveIntegerField()
    person = models.UUIDField()
    round = models.UUIDField(null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    before = models.TextField(blank=True, default="")  # JSON of what changed
    after = models.TextField(blank=True, default="")

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "code", "seq"), name="code_history"),)


class QuoteRow(_Settled):
    """A place in one document that one person marked."""

    id = models.UUIDField(primary_key=True)
    key = models.BigIntegerField()
    document = models.UUIDField()
    person = models.UUIDField()
    round = models.UUIDField(null=True)
    voice = models.CharField(max_length=20, blank=True, default="")
    dismissed = models.BooleanField(default=False)
    start = models.PositiveIntegerField()  # of the first range; 0 without words
    end = models.PositiveIntegerField()  # of the last range
    ranges = models.TextField(default="[]")
    exact = models.TextField(blank=True, default="")
    prefix32 = models.TextField(blank=True, default="")
    suffix32 = models.TextField(blank=True, default="")
    text_sha256 = models.CharField(max_length=64, blank=True, default="")
    regions = models.TextField(default="[]")
    was = models.TextField(blank=True, default="")  # JSON: where it stood before it went to a newer file
    how = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "document", "withdrawn_seq", "start"), name="quote_place"),
            models.Index(fields=("review", "round", "person"), name="quote_layer"),
        )

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its words stand."""
        return tuple(Span(start, end) for start, end in json.loads(self.ranges))

    @property
    def areas(self) -> tuple[Region, ...]:
        """The parts of pages it marks."""
        return tuple(Region(*one) for one in json.loads(self.regions))


class CodingRow(_Settled):
    """One code on one quote; whole numbers beside the identifiers, for questions over all of them."""

    id = models.UUIDField(primary_key=True)
    quote = models.ForeignKey(QuoteRow, on_delete=models.PROTECT, related_name="codings")
    code = models.ForeignKey(CodeRow, on_delete=models.PROTECT, related_name="codings")
    person = models.UUIDField()
    round = models.UUIDField(null=True)
    at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)
    aside_seq = models.PositiveIntegerField(null=True)  # set aside when a difference was settled
    code_key = models.BigIntegerField()
    quote_key = models.BigIntegerField()
    person_key = models.BigIntegerField()
    document_number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    several = models.BooleanField(default=False)  # whether the quote has more than one range
    voice = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "withdrawn_seq", "document_number"), name="coding_standing"),
            models.Index(fields=("review", "code_key", "withdrawn_seq"), name="coding_code"),
        )


class MarkRow(Projection):
    """A marked part of a document: its findings, or its qualitative strand."""

    id = models.UUIDField(primary_key=True)
    document = models.UUIDField()
    kind = models.CharField(max_length=20)
    ranges = models.TextField(default="[]")
    person = models.UUIDField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "document"), name="mark_document"),)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The marked ranges."""
        return tuple(Span(start, end) for start, end in json.loads(self.ranges))


class MemoRow(_Settled):
    """A memo on anything."""

    id = models.UUIDField(primary_key=True)
    about_kind = models.CharField(max_length=20)
    about = models.UUIDField(null=True)
    round = models.UUIDField(null=True)
    person = models.UUIDField()
    text = models.TextField(blank=True, default="")
    replaces = models.UUIDField(null=True)
    at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)  # taken back, or replaced by another

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "about_kind", "about"), name="memo_about"),)


class MergeRow(Projection):
    """Codes that count as another one, or as none."""

    id = models.UUIDField(primary_key=True)
    codes = models.TextField(default="[]")
    into = models.UUIDField(null=True)
    how = models.CharField(max_length=10)
    round = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")
    person = models.UUIDField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "round"), name="merge_round"),)

    @property
    def code_ids(self) -> tuple[UUID, ...]:
        """The codes that were merged."""
        return tuple(UUID(one) for one in json.loads(self.codes))


class SplitRow(Projection):
    """Codings that were given to another code, and what they had before."""

    id = models.UUIDField(primary_key=True)
    moved = models.TextField(default="[]")  # pairs of a coding and its former code, as canonical JSON
    to = models.UUIDField()
    round = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")
    person = models.UUIDField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "seq"), name="split_seq"),)

    @property
    def pairs(self) -> tuple[tuple[UUID, UUID], ...]:
        """Each coding with the code it had before."""
        return tuple((UUID(coding), UUID(code)) for coding, code in json.loads(self.moved))


class ImportedProject(Projection):
    """A project or codebook of another program that was read to its end; its rows count because this one exists."""

    id = models.UUIDField(primary_key=True)
    file_name = models.TextField()
    origin = models.TextField(blank=True, default="")
    offsets = models.TextField(blank=True, default="")
    file = models.CharField(max_length=64)
    parsed = models.CharField(max_length=64)
    account = models.TextField(default="[]")
    counts = models.TextField(default="{}")
    round = models.UUIDField(null=True)
    unchanged = models.PositiveIntegerField(default=0)
    person = models.UUIDField()
    at = models.DateTimeField()
    seq = models.PositiveIntegerField()

    class Meta:
        app_label = "synthema"


class MoveRow(Projection):
    """Quotes that went with a newer file of their report."""

    id = models.UUIDField(primary_key=True)
    source = models.UUIDField()
    target = models.UUIDField()
    moved = models.CharField(max_length=64)  # where the account lies in the content store
    refused = models.PositiveIntegerField(default=0)
    person = models.UUIDField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"


class CodingImportDraft(Operational):
    """An import that was read and planned and is being looked at, or written."""

    id = models.UUIDField(primary_key=True)
    import_id = models.UUIDField()
    review = models.UUIDField()
    person = models.UUIDField()
    act_id = models.UUIDField()
    file_digest = models.CharField(max_length=64)
    file_name = models.TextField()
    file = models.CharField(max_length=64, blank=True, default="")
    parsed = models.CharField(max_length=64, blank=True, default="")
    account = models.TextField(default="[]")
    plan = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "person", "file_digest"), name="coding_import_draft"),)


def closed(review: UUID) -> Q:
    """The rows made here and those of imports that were read to their end."""
    return Q(imported=None) | Q(imported__in=ImportedProject.objects.filter(review=review).values("id"))


def codes(review: UUID, look: Visible) -> "QuerySet[CodeRow]":
    """The codes this person may see, retired and merged ones too, in the order of the codebook."""
    return CodeRow.objects.filter(closed(review), seen_by(look), review=review).order_by("place", "made_seq", "id")


def quotes_ever(review: UUID, look: Visible) -> "QuerySet[QuoteRow]":
    """The quotes this person may see, those too that were taken back."""
    return QuoteRow.objects.filter(closed(review), seen_by(look), review=review)


def quotes(review: UUID, look: Visible) -> "QuerySet[QuoteRow]":
    """The standing quotes this person may see, in the order of their documents."""
    return quotes_ever(review, look).filter(withdrawn_seq=None).order_by("document", "start", "end", "seq", "id")


def codings_ever(review: UUID, look: Visible) -> "QuerySet[CodingRow]":
    """The codings this person may see, those too that were taken off."""
    return CodingRow.objects.filter(closed(review), seen_by(look), review=review)


def codings(review: UUID, look: Visible) -> "QuerySet[CodingRow]":
    """The standing codings this person may see."""
    return codings_ever(review, look).filter(withdrawn_seq=None)


def memos(review: UUID, look: Visible) -> "QuerySet[MemoRow]":
    """The standing memos this person may see, oldest first."""
    rows = MemoRow.objects.filter(closed(review), seen_by(look), review=review, withdrawn_seq=None)
    return rows.order_by("seq", "id")


def marks(review: UUID, document: UUID | None = None) -> "QuerySet[MarkRow]":
    """The standing marked parts, of one document or of all."""
    rows = MarkRow.objects.filter(review=review, withdrawn_seq=None).order_by("seq")
    return rows if document is None else rows.filter(document=document)


def code_row(review: UUID, look: Visible, code: UUID) -> CodeRow:
    """One code this person may see; raises Refused for any other."""
    row = codes(review, look).filter(pk=code).first()
    if row is None:
        raise Refused("There is no such code in this review. `synthema coding codes` names them.")
    return row


def quote_row(review: UUID, look: Visible, quote: UUID) -> QuoteRow:
    """One standing quote this person may see; raises Refused for any other."""
    row = quotes(review, look).filter(pk=quote).first()
    if row is None:
        raise Refused("There is no such quote in this review, or it was taken back.")
    return row


def given_codes(review: UUID) -> dict[UUID, UUID]:
    """For codings that were given another code by a split since their round opened: the code they had then."""
    found: dict[UUID, UUID] = {}
    for row in SplitRow.objects.filter(review=review, round=None, withdrawn_seq=None).order_by("seq"):
        for coding, code in row.pairs:
            found.setdefault(coding, code)
    return found
