"""Tags, comments and pilot samples, those taken back included."""

from django.db import models

from synthema.audit.tables import Projection


class RemarkRow(Projection):
    """Words of one person about the record or report that was shown to them."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    subject = models.UUIDField(db_index=True)
    unit = models.UUIDField(null=True)
    person = models.UUIDField()
    text = models.TextField(blank=True, default="")  # empty where it was withdrawn from the store
    at = models.DateTimeField()
    given_seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True
        app_label = "synthema"


class TagRow(RemarkRow):
    """A word that one person put on a record or report."""

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "stage", "unit"), name="tag_unit"),
            models.Index(fields=("review", "person"), name="tag_person"),
        )


class CommentRow(RemarkRow):
    """What one person said in the talk about a unit."""

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "stage", "unit"), name="comment_unit"),)


class PilotRow(Projection):
    """A sample that everybody screens first."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    hold_back = models.BooleanField()
    note = models.TextField(blank=True, default="")
    person = models.UUIDField()
    at = models.DateTimeField()
    given_seq = models.PositiveIntegerField()
    ended_seq = models.PositiveIntegerField(null=True)
    ended_note = models.TextField(blank=True, default="")


class PilotUnit(Projection):
    """One record or report of a pilot sample, and the unit it belongs to now."""

    id = models.UUIDField(primary_key=True)
    pilot = models.UUIDField(db_index=True)
    stage = models.CharField(max_length=20)
    subject = models.UUIDField(db_index=True)
    unit = models.UUIDField(null=True)
    place = models.PositiveIntegerField()
