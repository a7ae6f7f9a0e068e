"""The trail's tables, and the three bases every model declares itself by."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

Category = Literal["trail", "projection", "operational"]


class Projection(models.Model):
    """Rows that follow from the trail: written only by projections, dropped and rebuilt at will."""

    category: ClassVar[Category] = "projection"
    review = models.UUIDField(db_index=True)

    class Meta:
        abstract = True
        app_label = "synthema"

    @classmethod
    def settled(cls, review: UUID) -> "QuerySet[Any]":
        """The rows that follow from the trail; rows of long work that is not closed yet do not count."""
        return cls._default_manager.filter(review=review)


class Operational(models.Model):
    """Rows that are no part of a review's history: accounts, staging, acts in flight."""

    category: ClassVar[Category] = "operational"

    class Meta:
        abstract = True
        app_label = "synthema"


class Review(models.Model):
    """The head of one review's trail; appending locks this row."""

    category: ClassVar[Category] = "trail"
    id = models.UUIDField(primary_key=True)
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="")
    offline = models.CharField(max_length=200, default="", blank=True)  # why nobody may act just now

    class Meta:
        app_label = "synthema"


class Event(models.Model):
    """One past act. Append-only: triggers refuse every change, also an INSERT over an existing row."""

    category: ClassVar[Category] = "trail"
    id = models.UUIDField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    actor = models.UUIDField()
    act_id = models.UUIDField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    stage = models.CharField(max_length=30)
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "synthema"
        constraints = (
            models.UniqueConstraint(fields=("review", "seq"), name="event_review_seq"),
            models.UniqueConstraint(fields=("review", "act_id"), name="event_review_act"),
        )
        indexes = (models.Index(fields=("review", "kind", "seq"), name="event_review_kind"),)


class ActRequest(Operational):
    """What an act asked for, so that a retry is told from another act under the same identifier."""

    event = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64)
