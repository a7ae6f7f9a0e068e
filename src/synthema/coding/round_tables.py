"""Rounds of coding, who sits in them, what they hide, and what was settled after they opened."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from synthema.audit.tables import Projection
from synthema.coding.model import Visible
from synthema.refused import Refused


class RoundRow(Projection):
    """A round of coding: some people, some documents, each person for themselves."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()  # order of beginning, counted from 1
    kind = models.CharField(max_length=10)
    blind = models.BooleanField(default=True)
    unit = models.CharField(max_length=10)
    coders = models.TextField(default="[]")
    documents = models.TextField(default="[]")
    note = models.TextField(blank=True, default="")
    begun_seq = models.PositiveIntegerField()
    opened_seq = models.PositiveIntegerField(null=True)  # the last handing in
    off_seq = models.PositiveIntegerField(null=True)  # called off

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "number"), name="coding_round_number"),)

    @property
    def coder_ids(self) -> tuple[UUID, ...]:
        """The people who code in it."""
        return tuple(UUID(one) for one in json.loads(self.coders))

    @property
    def document_ids(self) -> tuple[UUID, ...]:
        """The documents they code."""
        return tuple(UUID(one) for one in json.loads(self.documents))

    @property
    def running(self) -> bool:
        """Whether it is neither opened nor called off."""
        return self.opened_seq is None and self.off_seq is None

    @property
    def sealed(self) -> bool:
        """Whether its acts are shown to nobody but who did them."""
        return self.blind and self.running


class RoundSeat(Projection):
    """One coder of a round, and whether they are done."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(RoundRow, on_delete=models.PROTECT, related_name="seats")
    person = models.UUIDField()
    handed_in_seq = models.PositiveIntegerField(null=True)
    excused_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("round", "person"), name="coding_seat"),)


class SealedAct(Projection):
    """One act that belongs to a round, withdrawn and imported ones too: hidden while the round is sealed."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(RoundRow, on_delete=models.PROTECT, related_name="acts")
    person = models.UUIDField()
    seq = models.PositiveIntegerField()

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "seq"), name="coding_sealed_act"),)


class DifferenceRow(Projection):
    """What was decided where the coders of an opened round differ."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(RoundRow, on_delete=models.PROTECT, related_name="differences")
    document = models.UUIDField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    decision = models.CharField(max_length=20)
    aside = models.TextField(default="[]")  # codings that do not count, as canonical JSON
    note = models.TextField(blank=True, default="")
    person = models.UUIDField()
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "round"), name="coding_differences"),)

    @property
    def aside_ids(self) -> tuple[UUID, ...]:
        """The codings that do not count."""
        return tuple(UUID(one) for one in json.loads(self.aside))


def rounds(review: UUID) -> list[RoundRow]:
    """The rounds that were not called off, in the order of their beginning."""
    return list(RoundRow.objects.filter(review=review, off_seq=None).order_by("number"))


def round_row(review: UUID, round_id: UUID) -> RoundRow:
    """One round; raises Refused for an unknown one."""
    row = RoundRow.objects.filter(review=review, pk=round_id).first()
    if row is None:
        raise Refused("There is no such round of coding in this review. `synthema coding round status` names them.")
    return row


def sealed_rounds(review: UUID) -> frozenset[UUID]:
    """The blind rounds that are not opened."""
    running = RoundRow.objects.filter(review=review, blind=True, opened_seq=None, off_seq=None)
    return frozenset(running.values_list("id", flat=True))


def visible(review: UUID, viewer: UUID) -> Visible:
    """What this person may see of coding: one question."""
    return Visible(viewer, sealed_rounds(review))


def seen_by(look: Visible) -> Q:
    """The rows of codes, quotes, codings and memos this person may see; they have `person` and `round`."""
    return Q(person=look.viewer) | Q(round=None) | ~Q(round__in=list(look.sealed))


def open_seats(review: UUID, person: UUID) -> QuerySet[RoundSeat]:
    """The seats of this person in rounds that are not opened and that they have not handed in."""
    return RoundSeat.objects.filter(
        review=review, person=person, handed_in_seq=None, excused_seq=None, round__opened_seq=None, round__off_seq=None
    )


def running_round(review: UUID, person: UUID, document: UUID) -> RoundRow | None:
    """The round that is not opened, names this person and this document, and was not handed in by them."""
    seats = open_seats(review, person).select_related("round")
    return next((seat.round for seat in seats if document in seat.round.document_ids), None)


def sealed_documents(review: UUID) -> dict[UUID, RoundRow]:
    """The documents of blind rounds that are not opened, each with its round."""
    rows: Iterable[RoundRow] = RoundRow.objects.filter(review=review, blind=True, opened_seq=None, off_seq=None)
    return {document: row for row in rows for document in row.document_ids}


def hidden_acts(review: UUID) -> QuerySet[SealedAct]:
    """The acts of blind rounds that are not opened."""
    return SealedAct.objects.filter(review=review, round__in=list(sealed_rounds(review)))
