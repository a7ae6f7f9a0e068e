"""The orders that were made for people; no part of the history, since they follow from verdicts still open."""

from uuid import UUID

from django.db import models

from synthema.audit.tables import Operational


class RankingRow(Operational):
    """One order for one person; its bytes lie in the review's store, and verdicts given in it name them."""

    id = models.UUIDField(primary_key=True)
    review = models.UUIDField()
    stage = models.CharField(max_length=20)
    person = models.UUIDField()
    method = models.CharField(max_length=60)
    content = models.CharField(max_length=64)
    judged = models.PositiveIntegerField()  # verdicts of this person that stood then
    basis = models.CharField(max_length=80)  # which units there were, and which protocol
    made_at = models.DateTimeField()

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "stage", "person", "made_at"), name="ranking_latest"),)

    @property
    def name(self) -> str:
        """How verdicts name it: the method and the content."""
        return f"{self.method} {self.content}"


def latest(review: UUID, stage: str, person: UUID) -> RankingRow | None:
    """The order made last for a person, or None."""
    return RankingRow.objects.filter(review=review, stage=stage, person=person).order_by("-made_at").first()
