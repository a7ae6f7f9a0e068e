"""One attempt at a job: claimed by a lease, kept alive by a pulse, ended in words."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.db.models import F, Q, QuerySet

from synthema.audit.canonical import plain, visible
from synthema.audit.clock import now
from synthema.jobs.kinds import kind_of
from synthema.jobs.model import LIVE, State, Stopped, Why
from synthema.jobs.running import Running
from synthema.jobs.tables import Job
from synthema.refused import Refused, Words

LEASE = timedelta(seconds=60)
RENEWED = timedelta(seconds=15)  # how often a lease is renewed where nothing else is written
MOST = 5  # attempts
PULSE = 0.5  # seconds between two looks; progress is written at most that often
log = logging.getLogger("synthema.jobs")
Fields = dict[str, Any]


def claimable() -> "QuerySet[Job]":
    """Jobs that nobody holds: waiting ones, and running ones whose lease ran out."""
    free = Q(lease_until=None) | Q(lease_until__lt=now())
    return Job.objects.filter(free, state__in=LIVE)


def claim(job: UUID) -> UUID | None:
    """Take a job by one UPDATE that only one worker can win; its token, or None where it went to another."""
    token = uuid4()
    taken = (
        claimable()
        .filter(pk=job, attempts__lt=MOST)
        .update(state=State.RUNNING, holder=token, lease_until=now() + LEASE, attempts=F("attempts") + 1)
    )
    return token if taken else None


def claim_next() -> tuple[UUID, UUID] | None:
    """The longest waiting job and the token it was taken by, or None when there is nothing to do."""
    for job in claimable().filter(attempts__lt=MOST).order_by("made_at").values_list("pk", flat=True)[:5]:
        token = claim(job)
        if token is not None:
            return job, token
    return None


def attempt(job_id: UUID, token: UUID, began: Callable[[Running], None] = lambda _: None) -> None:
    """Do a claimed job and write down how it ended; one that was lost to another worker is left to that one."""
    held = Job.objects.filter(pk=job_id, holder=token)
    job = held.first()
    if job is None:
        return
    held.filter(started_at=None).update(started_at=now())
    running = Running(job.id, job.person, job.review, job.arguments, job.attempts)
    if job.cancelled_at is not None:
        running.stop(Why.CANCELLED)
    began(running)
    pulse = Pulse(running, token)
    try:
        ended = _ended(job, running)
    except BaseException:  # Ctrl-C on the command line: it goes on when it is run again
        pulse.end()
        held.update(holder=None, **_waiting(job))
        raise
    pulse.end()
    step, done, total = _told(running)
    held.update(step=step, done=done, total=total, holder=None, **ended)


def _ended(job: Job, running: Running) -> Fields:
    try:
        running.check()
        result = plain(kind_of(job.kind).run(running) or {})
    except Stopped as stopped:
        if stopped.why is Why.CANCELLED:
            return _over(State.CANCELLED, "Cancelled before its end. What it wrote is resumed when it is run again.")
        return _waiting(job)
    except Refused as refusal:
        return _over(State.FAILED, visible(str(refusal)))
    except (OperationalError, InterfaceError) as error:
        if job.attempts < MOST:
            log.warning("job %s waits for the database: %s", job.id, error)
            return {"state": State.WAITING, "lease_until": now() + timedelta(seconds=2**job.attempts)}
        return _over(State.FAILED, _mistake(job))
    except Exception:
        return _over(State.FAILED, _mistake(job))
    return {**_over(State.DONE, ""), "result": result}


def _over(state: State, message: str) -> Fields:
    return {"state": state, "message": message, "lease_until": None, "ended_at": now()}


def _waiting(job: Job) -> Fields:
    """Back in the queue, as if this attempt had not been."""
    return {"state": State.WAITING, "lease_until": None, "attempts": job.attempts - 1}


def _mistake(job: Job) -> str:
    reference = uuid4().hex[:8]
    log.exception("mistake %s in job %s (%s)", reference, job.id, job.kind)
    return Words(
        "Something went wrong on our side; what was done before it is kept. Try again, and if it stays, "
        "report reference {reference}.",
        reference=reference,
    )


def _told(running: Running) -> tuple[str, int, int]:
    step, done, total = running.at
    return visible(step)[:300], max(done, 0), max(total, 0)


class Pulse:
    """A thread that renews the lease, writes progress at most twice a second and hears when the job must stop.

    The job's own thread may be inside a transaction, where what it wrote would show to nobody.
    """

    def __init__(self, running: Running, token: UUID) -> None:
        self._running = running
        self._held = Job.objects.filter(pk=running.by.act_id, holder=token)
        self._over = threading.Event()
        self._written = _told(running)
        self._renewed = now()
        self._thread = threading.Thread(target=self._beats, name="synthema-pulse", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop; returns when nothing more is written."""
        self._over.set()
        self._thread.join()

    def _beats(self) -> None:
        try:
            while not self._over.wait(PULSE):
                try:
                    self._beat()
                except DatabaseError as error:  # the database is busy or away: the next beat tries again
                    log.info("pulse of job %s: %s", self._running.by.act_id, error)
                    connections.close_all()
        finally:
            connections.close_all()

    def _beat(self) -> None:
        told = _told(self._running)
        if told != self._written or now() - self._renewed > RENEWED:
            step, done, total = told
            if not self._held.update(step=step, done=done, total=total, lease_until=now() + LEASE):
                self._running.stop(Why.TAKEN)
                return
            self._written, self._renewed = told, now()
        if self._held.filter(cancelled_at__isnull=False).exists():
            self._running.stop(Why.CANCELLED)
