"""People, who sits where in which review, and what each review is called."""

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from synthema.audit.tables import Operational, Projection


class Person(Operational):
    """A human being; the trail knows only the identifier, so that a name can be erased."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    email = models.CharField(max_length=254, blank=True, default="")


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by their address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of an e-mail address."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser, Operational):
    """How a person logs in; a person who only ever worked on the command line has none."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    email = models.EmailField(max_length=254, unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)  # runs this Synthema: accounts, backups
    made_at = models.DateTimeField(auto_now_add=True)
    epoch = models.PositiveIntegerField(default=0)  # raised to end every session that was begun before

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    class Meta:
        app_label = "synthema"

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session carries; a new password or epoch ends those begun before."""
        return salted_hmac(
            "synthema.team.session", f"{self.password}:{self.epoch}", secret, algorithm="sha256"
        ).hexdigest()


class Invitation(Operational):
    """A link that lets one person in: into a review with roles, to an account of their own, or both."""

    id = models.UUIDField(primary_key=True)
    token_hash = models.CharField(max_length=64, unique=True)  # the token itself is shown once and not kept
    review = models.UUIDField(null=True, db_index=True)
    roles = models.CharField(max_length=200, blank=True, default="")  # with commas
    person = models.UUIDField(null=True)  # whose account this is for, where the person is known already
    operator = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True, default="")
    made_by = models.UUIDField(null=True)  # nobody: made on the machine itself
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    @property
    def role_names(self) -> list[str]:
        """The roles, one by one."""
        return self.roles.split(",") if self.roles else []


class Remembered(Operational):
    """The cache that all processes share, so that attempts to log in are counted once."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "synthema"
        db_table = "synthema_cache"


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


class OutsideReviewer(Projection):
    """Somebody without a seat who judged records in another tool; nobody logs in as them."""

    id = models.UUIDField(primary_key=True)
    tool = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True, default="")  # empty where it was withdrawn, or never known
    number = models.PositiveIntegerField()

    @property
    def called(self) -> str:
        """What they are called wherever verdicts are shown."""
        return f"{self.name} ({self.tool})" if self.name else self.tool


def roles_of(review: UUID, person: UUID) -> set[str]:
    """The roles a person has in a review."""
    return set(Seat.objects.filter(review=review, person=person).values_list("role", flat=True))


class Names(dict[UUID, str]):
    """The names of people; one that was erased is missing, and its place is filled when it is asked for."""

    def __missing__(self, person: UUID) -> str:
        return "(name erased)"


def seated_names(review: UUID) -> Names:
    """The names of the people who have or had a seat or an act in a review."""
    from synthema.audit.tables import Event

    acted = set(Event.objects.filter(review=review).values_list("actor", flat=True).distinct())
    seated = set(Seat.objects.filter(review=review).values_list("person", flat=True))
    return Names(Person.objects.filter(pk__in=acted | seated).values_list("id", "name"))


def names(review: UUID) -> Names:
    """The names of all whose verdicts or acts a review holds: its people, and reviewers who judged outside."""
    found = seated_names(review)
    found.update((one.id, one.called) for one in OutsideReviewer.objects.filter(review=review))
    return found


def outside_names(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those of these people who judged outside."""
    return {one.id: one.called for one in OutsideReviewer.objects.filter(pk__in=set(people))}
