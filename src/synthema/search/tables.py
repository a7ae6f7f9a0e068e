"""The search log."""

from uuid import UUID

from django.db import models

from synthema.audit.tables import Projection
from synthema.refused import Refused
from synthema.search.model import Search


class LoggedSearch(Projection):
    """One search as run."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()  # order of entry
    key = models.CharField(max_length=100)
    source = models.CharField(max_length=200)
    platform = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=20)
    date_run = models.CharField(max_length=10, blank=True, default="")
    strategy = models.TextField(blank=True, default="")
    limits = models.TextField(blank=True, default="")
    filters = models.TextField(blank=True, default="")
    peer_review = models.TextField(blank=True, default="")
    hits = models.PositiveIntegerField(null=True)
    notes = models.TextField(blank=True, default="")

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "key"), name="search_key"),)

    @property
    def search(self) -> Search:
        """The search itself."""
        return Search(**{name: getattr(self, name) for name in Search.__dataclass_fields__})


def searches(review: UUID) -> list[LoggedSearch]:
    """The log in the order of entry."""
    return list(LoggedSearch.objects.filter(review=review).order_by("number"))


def by_key(review: UUID, key: str) -> LoggedSearch:
    """The search of this key; raises Refused naming those there are."""
    found = LoggedSearch.objects.filter(review=review, key=key).first()
    if found is None:
        keys = ", ".join(s.key for s in searches(review)) or "none yet; `synthema search log FILE` enters them"
        raise Refused(f"There is no search {key!r} in this review. Searches: {keys}.")
    return found
