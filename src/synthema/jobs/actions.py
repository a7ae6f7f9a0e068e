"""Ask for background work, call it off, or do it here and now."""

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from synthema.audit.canonical import canonical, plain
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.audit.trail import ActConflict
from synthema.jobs import attempts
from synthema.jobs.kinds import kind_of
from synthema.jobs.model import LIVE, State
from synthema.jobs.tables import Job, job_for
from synthema.refused import Refused
from synthema.team.doors import access_review

KEPT = timedelta(days=30)
NUDGE = threading.Event()
"""Set when there is something to do, so that a worker in this process begins at once."""


def enqueue(by: By, review: UUID | None, kind: str, arguments: Mapping[str, Any] | None = None) -> Job:
    """Ask for work; the act's identifier is the job's, so that a double click asks once."""
    known = kind_of(kind)
    if review is not None:
        access_review(by.person, review, known.needs)
    asked = plain(arguments or {})
    wanted = {"review": review, "person": by.person, "kind": kind, "arguments": asked}
    with transaction.atomic():
        job, _ = Job.objects.get_or_create(id=by.act_id, defaults={**wanted, "made_at": now()})
        transaction.on_commit(NUDGE.set)
    here = {name: getattr(job, name) for name in wanted}
    if canonical(here) != canonical(wanted):
        raise ActConflict("Act {act_id} already asked for other work. Use a new act identifier.", act_id=by.act_id)
    return job


def cancel(person: UUID, job: UUID) -> Job:
    """Call a job off: one that waits at once, one that runs at its next step. What it wrote is resumed or swept."""
    found = job_for(person, job)
    mine = Job.objects.filter(pk=found.id)
    over = {"cancelled_at": now(), "lease_until": None, "ended_at": now(), "state": State.CANCELLED}
    if not mine.filter(state=State.WAITING).update(**over):
        mine.filter(state=State.RUNNING, cancelled_at=None).update(cancelled_at=now())
    found.refresh_from_db()
    return found


def run_now(job: Job) -> Job:
    """Do a job in this thread, for the command line and for tests; raises Refused where it runs elsewhere already."""
    token = attempts.claim(job.id)
    if token is None:
        job.refresh_from_db()
        if job.state in LIVE:
            raise Refused("This work is being done elsewhere just now. Wait for it, or cancel it there.")
        return job
    attempts.attempt(job.id, token)
    job.refresh_from_db()
    return job


def sweep_jobs() -> int:
    """Forget jobs that ended a month ago; returns how many. What they did is on the trail."""
    return Job.objects.filter(ended_at__lt=now() - KEPT).delete()[0]


def give_up() -> int:
    """End jobs that were begun too often without an end; returns how many."""
    said = (
        f"This was begun {attempts.MOST} times, and each time the server stopped in the middle. What was done before "
        "is kept. Look whether the machine has memory and disk space left, then start it again."
    )
    lost = attempts.claimable().filter(attempts__gte=attempts.MOST)
    if not lost.exists():  # looked at first: an UPDATE takes SQLite's write lock from people
        return 0
    return lost.update(state=State.FAILED, message=said, ended_at=now(), lease_until=None, holder=None)


def let_go_after_restore() -> int:
    """End what ran while the backup was made that stands here now: nobody works on it any more; returns how many."""
    said = "It was under way when the backup was made that stands here now. Start it again."
    running = Job.objects.filter(state=State.RUNNING)
    return running.update(state=State.FAILED, message=said, ended_at=now(), lease_until=None, holder=None)
