"""What was handed out and taken on, what came back and how much of it is still sealed; and the keys."""

from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from synthema.audit.tables import Operational, Projection


class HandOutRow(Projection):
    """One queue that was handed out."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    person = models.UUIDField()
    protocol_version = models.PositiveIntegerField()
    records = models.PositiveIntegerField()
    public_key = models.CharField(max_length=64)
    by = models.UUIDField()
    at = models.DateTimeField()
    number = models.PositiveIntegerField()


class TakenOnRow(Projection):
    """One queue that was taken on from a review elsewhere."""

    id = models.UUIDField(primary_key=True)
    hand_out = models.UUIDField()
    of_review = models.UUIDField()
    stage = models.CharField(max_length=20)
    theirs = models.UUIDField()  # the person, as that review knows them
    person = models.UUIDField()
    protocol_version = models.PositiveIntegerField()
    own_version = models.PositiveIntegerField()
    public_key = models.CharField(max_length=64)
    records = models.PositiveIntegerField()
    at = models.DateTimeField()
    number = models.PositiveIntegerField()


class HandInRow(Projection):
    """One file of sealed verdicts that was collected."""

    id = models.UUIDField(primary_key=True)
    hand_out = models.UUIDField(db_index=True)
    person = models.UUIDField()
    verdicts = models.PositiveIntegerField()
    upto = models.PositiveIntegerField()
    sealed = models.CharField(max_length=64)
    opened = models.PositiveIntegerField(default=0)
    still_sealed = models.PositiveIntegerField()
    at = models.DateTimeField()
    number = models.PositiveIntegerField()


class HandOutKey(Operational):
    """The private key of one hand-out. On no trail and in no package: whoever holds it could open what is sealed."""

    hand_out = models.UUIDField(primary_key=True)
    private = models.CharField(max_length=64)


def hand_outs(review: UUID) -> "QuerySet[HandOutRow]":
    """Everything that was handed out, oldest first."""
    return HandOutRow.objects.filter(review=review).order_by("number")


def taken_on(review: UUID) -> "QuerySet[TakenOnRow]":
    """Everything that was taken on, oldest first."""
    return TakenOnRow.objects.filter(review=review).order_by("number")


def hand_ins(review: UUID) -> list[HandInRow]:
    """The latest file that came back for each hand-out, in the order in which they were collected."""
    latest: dict[UUID, HandInRow] = {}
    for row in HandInRow.objects.filter(review=review).order_by("number"):
        before = latest.get(row.hand_out)
        if before is None or row.upto > before.upto:
            latest[row.hand_out] = row
    return sorted(latest.values(), key=lambda row: row.number)
