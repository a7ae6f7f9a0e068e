"""Each reviewer's queue: what they are shown next. A cache: what is served is checked first."""

from django.db import models

from synthema.audit.tables import Operational

SKIPPED = 1_000_000_000  # ranks from here on were put off until nothing else is left


class QueueHead(Operational):
    """How one person's queue is ordered, and after which act it was filled."""

    review = models.UUIDField()
    stage = models.CharField(max_length=20)
    person = models.UUIDField()
    order = models.CharField(max_length=20, default="random")
    filled_at = models.UUIDField(null=True)  # the act named by Ground

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "stage", "person"), name="queue_head_once"),)


class QueueEntry(Operational):
    """One unit in one person's queue; only the next few hundred have a row, and those that were judged."""

    review = models.UUIDField()
    stage = models.CharField(max_length=20)
    person = models.UUIDField()
    unit = models.UUIDField()
    subject = models.UUIDField()  # the record shown, or on full texts the report
    rank = models.PositiveBigIntegerField()
    place = models.PositiveIntegerField()  # where it came in the order; skipping does not change that
    order = models.CharField(max_length=200)  # and which order that was
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "stage", "person", "unit"), name="queue_entry_once"),)
        indexes = (
            models.Index(
                fields=("review", "stage", "person", "rank"),
                name="queue_next",
                condition=models.Q(decided_at__isnull=True),
            ),
        )

    @property
    def skipped(self) -> bool:
        """Whether it was put off."""
        return self.rank >= SKIPPED
