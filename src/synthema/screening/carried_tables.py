"""What was carried over from other tools, and what was read from each import, kept so that it is read once."""

import json
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from synthema.audit.tables import Operational, Projection
from synthema.refused import Refused
from synthema.screening.carried_model import Source


class CarriedRow(Projection):
    """One reviewer's verdicts from one import."""

    id = models.UUIDField(primary_key=True)
    import_id = models.UUIDField()
    stage = models.CharField(max_length=20)
    tool = models.CharField(max_length=40)
    reviewer = models.TextField(blank=True, default="")
    file_stage = models.CharField(max_length=20, blank=True, default="")
    person = models.UUIDField()
    outside = models.BooleanField()
    verdicts = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    reasons = models.TextField(default="[]")
    explanation = models.TextField(blank=True, default="")
    by = models.UUIDField()
    at = models.DateTimeField()
    given_seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    @property
    def source(self) -> Source:
        """Whose verdicts, as the file names them."""
        return Source(tool=self.tool, reviewer=self.reviewer, stage=self.file_stage)

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """What the reasons of the tool were taken for."""
        return [(said, key) for said, key in json.loads(self.reasons)]


class StatedRow(Operational):
    """What reviewers said in one import, as read from its stored records; made anew by a later reader."""

    import_id = models.UUIDField(primary_key=True)
    review = models.UUIDField()
    reader = models.CharField(max_length=40)
    body = models.TextField()


def all_carried(review: UUID) -> "QuerySet[CarriedRow]":
    """Everything that was carried over and counts, in the order in which it was."""
    return CarriedRow.objects.filter(review=review, withdrawn_seq=None).order_by("given_seq")


def carried(review: UUID, carried_id: UUID) -> CarriedRow:
    """One carrying over that counts; raises Refused otherwise."""
    found = all_carried(review).filter(pk=carried_id).first()
    if found is None:
        raise Refused(
            "No verdicts {carried_id} are carried over in this review. `synthema screening carried` lists those there "
            "are.",
            carried_id=carried_id,
        )
    return found
