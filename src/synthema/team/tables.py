"""People, who sits where in which review, and what each review is called."""

from uuid import UUID

from django.db import models

from synthema.audit.tables import Operational, Projection


class Person(Operational):
    """A human being; the trail knows only the identifier, so that a name can be erased."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    email = models.CharField(max_length=254, blank=True, default="")


class ReviewTitle(Projection):
    """What a review is called and when it began."""

    id = models.UUIDField(primary_key=True)
    title = models.TextField()
    started_at = models.DateTimeField()


class Seat(Projection):
    """One role of one person in one review."""

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    role = models.CharField(max_length=20)

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "person", "role"), name="seat_once"),)


def roles_of(review: UUID, person: UUID) -> set[str]:
    """The roles a person has in a review."""
    return set(Seat.objects.filter(review=review, person=person).values_list("role", flat=True))


class Names(dict[UUID, str]):
    """The names of people; one that was erased is missing, and its place is filled when it is asked for."""

    def __missing__(self, person: UUID) -> str:
        return "(name erased)"


def names(review: UUID) -> Names:
    """The names of the people who have or had a seat or an act in a review."""
    from synthema.audit.tables import Event

    acted = set(Event.objects.filter(review=review).values_list("actor", flat=True).distinct())
    seated = set(Seat.objects.filter(review=review).values_list("person", flat=True))
    return Names(Person.objects.filter(pk__in=acted | seated).values_list("id", "name"))
