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
    removed_by_automation = models.PositiveIntegerField(default=0)
    removed_otherwise = models.PositiveIntegerField(default=0)
    removal_note = models.TextField(blank=True, default="")

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "key"), name="search_key"),)

    @property
    def search(self) -> Search:
        """The search itself."""
        return Search(**{name: getattr(self, name) for name in Search.__dataclass_fields__})


class SearchStatement(Projection):
    """What the team says of the searches as a whole, by item of PRISMA-S."""

    id = models.UUIDField(primary_key=True)
    item = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "item"), name="search_statement"),)


def statements(review: UUID) -> dict[int, str]:
    """What the team says of the searches as a whole: item of PRISMA-S, words."""
    return dict(SearchStatement.objects.filter(review=review).order_by("item").values_list("item", "text"))


def searches(review: UUID) -> list[LoggedSearch]:
    """The log in the order of entry."""
    return list(LoggedSearch.objects.filter(review=review).order_by("number"))


def logged(review: UUID, search_id: UUID) -> LoggedSearch:
    """One search of the log; raises Refused for one that is not in it."""
    found = LoggedSearch.objects.filter(review=review, pk=search_id).first()
    if found is None:
        raise Refused("This search is not in the log, or not any more.")
    return found


def by_key(review: UUID, key: str) -> LoggedSearch:
    """The search of this key; raises Refused naming those there are."""
    found = LoggedSearch.objects.filter(review=review, key=key).first()
    if found is None:
        keys = ", ".join(s.key for s in searches(review)) or "none yet; `synthema search log FILE` enters them"
        raise Refused("There is no search {key!r} in this review. Searches: {keys}.", key=key, keys=keys)
    return found
