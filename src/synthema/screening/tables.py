"""Verdicts, resolutions and stopping decisions, withdrawn ones included."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from synthema.audit.tables import Projection
from synthema.refused import Refused
from synthema.screening import carried_tables, hand_tables  # noqa: F401 (Django looks for its models here)
from synthema.screening.model import Resolution, Vote
from synthema.screening.queue_tables import QueueEntry, QueueHead
from synthema.screening.remark_tables import CommentRow, PilotRow, PilotUnit, TagRow
from synthema.screening.unit_tables import Ground, UnitState, ids_in

__all__ = [
    "LONGEST_ORDER", "CommentRow", "Ground", "PilotRow", "PilotUnit", "QueueEntry", "QueueHead", "ResolutionRow",
    "StopRow", "TagRow", "UnitState", "VerdictRow", "all_stops", "ids_in", "resolution", "resolutions",
    "resolutions_on", "stop_in_force", "verdict", "verdicts", "votes_on",
]  # fmt: skip

LONGEST_ORDER = 200  # how the records were put before a person: a policy, and the name of a ranking


class VerdictRow(Projection):
    """One person's verdict on the record or report that was shown to them."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    subject = models.UUIDField()  # a record, or on full texts a report
    unit = models.UUIDField(null=True)  # the group it is in now, or the report; None where it is not judged any more
    standing = models.CharField(max_length=10, default="waiting")  # of that unit
    counted = models.BooleanField(default=False)  # True for one vote of each person on a unit, if any stands
    person = models.UUIDField()
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    overrules = models.TextField(default="[]")
    protocol_version = models.PositiveIntegerField()
    order = models.CharField(max_length=LONGEST_ORDER, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    given_seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)
    carried = models.UUIDField(null=True, db_index=True)  # with which it came from another tool
    outside = models.BooleanField(default=False)  # of somebody who has no seat here

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "stage", "subject"), name="verdict_subject"),
            models.Index(fields=("review", "stage", "unit"), name="verdict_unit"),
            models.Index(fields=("review", "stage", "person", "at", "given_seq"), name="verdict_lately"),
            models.Index(fields=("review", "stage", "person", "counted", "standing", "unit"), name="verdict_counted"),
        )

    @property
    def vote(self) -> Vote:
        """The verdict as a noun."""
        return Vote(
            id=self.id,
            subject=self.subject,
            person=self.person,
            verdict=self.verdict,
            reason=self.reason,
            note=self.note,
            overrules=ids_in(self.overrules),
            outside=self.outside,
            given_seq=self.given_seq,
            withdrawn_seq=self.withdrawn_seq,
        )


class ResolutionRow(Projection):
    """How one conflict was settled."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    subject = models.UUIDField()
    unit = models.UUIDField(null=True)  # as of a verdict
    person = models.UUIDField()
    how = models.CharField(max_length=20)
    decision = models.CharField(max_length=10)
    reason = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    settles = models.TextField(default="[]")
    overrules = models.TextField(default="[]")
    at = models.DateTimeField()
    given_seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (
            models.Index(fields=("review", "stage", "subject"), name="resolution_subject"),
            models.Index(fields=("review", "stage", "unit"), name="resolution_unit"),
        )

    @property
    def resolution(self) -> Resolution:
        """The settlement as a noun."""
        return Resolution(
            id=self.id,
            subject=self.subject,
            person=self.person,
            how=self.how,
            decision=self.decision,
            reason=self.reason,
            note=self.note,
            settles=ids_in(self.settles),
            overrules=ids_in(self.overrules),
            given_seq=self.given_seq,
            withdrawn_seq=self.withdrawn_seq,
        )


class StopRow(Projection):
    """A decision to leave records unscreened; it speaks of those imported before it."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    rule = models.TextField()
    unscreened = models.PositiveIntegerField()
    note = models.TextField(blank=True, default="")
    person = models.UUIDField()
    at = models.DateTimeField()
    given_seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)


def verdicts(review: UUID, stage: str) -> "QuerySet[VerdictRow]":
    """Every verdict of a stage, withdrawn ones included, in the order in which they were given."""
    return VerdictRow.objects.filter(review=review, stage=stage).order_by("given_seq")


def resolutions(review: UUID, stage: str) -> "QuerySet[ResolutionRow]":
    """Every resolution of a stage, withdrawn ones included, in the order in which they were given."""
    return ResolutionRow.objects.filter(review=review, stage=stage).order_by("given_seq")


def votes_on(review: UUID, stage: str, subjects: Iterable[UUID]) -> list[Vote]:
    """The votes on some records or reports, withdrawn ones included."""
    return [row.vote for row in verdicts(review, stage).filter(subject__in=list(subjects))]


def resolutions_on(review: UUID, stage: str, subjects: Iterable[UUID]) -> list[Resolution]:
    """The resolutions on some records or reports, withdrawn ones included."""
    return [row.resolution for row in resolutions(review, stage).filter(subject__in=list(subjects))]


def verdict(review: UUID, verdict_id: UUID, person: UUID) -> VerdictRow:
    """One verdict of this person that stands; raises Refused otherwise, alike for another's and for none.

    Identifiers follow from the file a verdict came in: whoever guesses the file must not be told that it was right.
    """
    found = VerdictRow.objects.filter(review=review, pk=verdict_id, person=person, withdrawn_seq=None).first()
    if found is None:
        raise Refused(
            "No verdict {verdict_id} of yours is in force in this review. Only who gave a verdict takes it "
            "back; `synthema screening mine` lists yours.",
            verdict_id=verdict_id,
        )
    return found


def resolution(review: UUID, resolution_id: UUID) -> ResolutionRow:
    """One resolution that stands; raises Refused for one that does not."""
    found = ResolutionRow.objects.filter(review=review, pk=resolution_id, withdrawn_seq=None).first()
    if found is None:
        raise Refused(
            "No resolution {resolution_id} is in force in this review. `synthema screening resolutions` lists them.",
            resolution_id=resolution_id,
        )
    return found


def stop_in_force(review: UUID, stage: str) -> StopRow | None:
    """The stopping decision of a stage, or None."""
    return StopRow.objects.filter(review=review, stage=stage, withdrawn_seq=None).order_by("-given_seq").first()


def all_stops(review: UUID) -> list[StopRow]:
    """All stopping decisions, those taken back included, oldest first."""
    return list(StopRow.objects.filter(review=review).order_by("given_seq"))
