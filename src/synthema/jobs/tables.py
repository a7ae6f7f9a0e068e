"""Jobs and uploaded files that wait for one, and who may see them."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from synthema.audit.tables import Operational
from synthema.jobs.kinds import KINDS
from synthema.jobs.model import LIVE, State
from synthema.refused import Refused
from synthema.team.model import Role
from synthema.team.tables import Seat


class NoSuchJob(Refused):
    """There is no such job, or this person may not know of it."""


class Job(Operational):
    """Work that somebody asked for and that goes on without them."""

    id = models.UUIDField(primary_key=True)
    review = models.UUIDField(null=True, db_index=True)
    person = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=State.WAITING)
    step = models.CharField(max_length=300, default="", blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.TextField(default="", blank=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)  # the attempt that has it; whoever finds another name here lost it
    lease_until = models.DateTimeField(null=True)  # running: taken over after this; waiting: not begun before this
    cancelled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("state", "made_at"), name="job_state_made"),)


class Staged(Operational):
    """A file somebody uploaded, kept until a job has read it."""

    id = models.UUIDField(primary_key=True)
    review = models.UUIDField(null=True)
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "synthema"

    @property
    def path(self) -> Path:
        """Where the bytes lie, under the name the file came with."""
        return staging_folder() / str(self.id) / self.name


def staging_folder() -> Path:
    """Where uploads wait."""
    return Path(settings.SYNTHEMA_HOME) / "staging"


def for_viewer(person: UUID, review: UUID | None = None) -> "QuerySet[Job]":
    """The jobs a person may know of, newest first: their own where they have a seat, and all of reviews they lead."""
    seats = Seat.objects.filter(person=person)
    own = Q(person=person) & (Q(review=None) | Q(review__in=seats.values("review")))
    led = Q(review__in=seats.filter(role=Role.LEAD).values("review"))
    jobs = Job.objects.filter(own | led).order_by("-made_at", "id")
    return jobs if review is None else jobs.filter(review=review)


def job_for(person: UUID, job: UUID) -> Job:
    """One job; raises NoSuchJob to whom it does not concern."""
    found = for_viewer(person).filter(pk=job).first()
    if found is None:
        raise NoSuchJob("There is no such work here. It may have been cleared away; start it again if it is needed.")
    return found


def describe(job: Job, viewer: UUID) -> dict[str, Any]:
    """A job as a page shows it; to others than its person only that it is there, unless its kind is shared."""
    kind = KINDS.get(job.kind)
    open_book = viewer == job.person or (kind is not None and kind.shared)
    step, done, total = (job.step, job.done, job.total) if open_book else ("", 0, 0)
    return {
        "id": job.id,
        "review": job.review,
        "person": job.person,
        "kind": job.kind,
        "title": kind.title if kind else job.kind,
        "state": str(job.state),
        "live": job.state in LIVE,
        "cancelling": job.state == State.RUNNING and job.cancelled_at is not None,
        "step": step,
        "done": done,
        "total": total,
        "percent": min(100, done * 100 // total) if total else None,
        "message": job.message if open_book else "",
        "result": job.result if open_book else {},
        "made_at": job.made_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
    }
