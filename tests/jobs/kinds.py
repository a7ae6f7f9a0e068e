"""Kinds of work that the tests ask for; each does what its arguments say."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, transaction

from synthema.audit import trail
from synthema.jobs.kinds import KINDS, job_kind
from synthema.jobs.model import State
from synthema.jobs.running import Running
from synthema.jobs.tables import Job
from synthema.jobs.worker import Worker
from synthema.refused import Refused
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.team.model import Need

GATE = threading.Event()
BEGUN = threading.Event()


def register() -> None:
    """Know the kinds below, once."""
    if "count" in KINDS:
        return
    job_kind("count", title="Count")(count)
    job_kind("shared", title="Count for all", needs=Need.LEAD, shared=True)(count)
    job_kind("refuse", title="Refuse")(refuse)
    job_kind("stumble", title="Stumble")(stumble)
    job_kind("busy", title="Find the database busy")(busy)
    job_kind("wait", title="Wait at a gate")(wait)
    job_kind("searches", title="Log searches", needs=Need.SEARCH)(searches)
    job_kind("locked", title="Work inside one transaction")(locked)


def count(job: Running) -> dict[str, Any]:
    """Count to a number."""
    for n in range(job.arguments.get("to", 3)):
        job.progress("counting", n + 1, job.arguments.get("to", 3))
    return {"counted": job.arguments.get("to", 3), "attempt": job.attempt}


def refuse(job: Running) -> None:
    """Refuse, with a letter no database takes."""
    raise Refused("Line 3: no title\x00. Mend it.")


def stumble(job: Running) -> None:
    """Make a mistake of ours."""
    raise KeyError("secret words of Ana")


def busy(job: Running) -> dict[str, Any]:
    """Find the database busy for some attempts."""
    if job.attempt < job.arguments["free_at"]:
        raise OperationalError("database is locked")
    return {"attempt": job.attempt}


def wait(job: Running) -> None:
    """Go on when the gate opens, looking at each step whether to stop."""
    BEGUN.set()
    for n in range(600):
        job.progress("waiting", n, 600)
        if GATE.wait(0.1):
            return


def searches(job: Running) -> dict[str, Any]:
    """Log some searches, one act each, slowly; done again, each is there once."""
    many = job.arguments["many"]
    for n in range(many):
        log_search(job.by.then(n), job.review, Search(key=f"s{n}", source="Invented"))
        job.progress("logging", n + 1, many)
        time.sleep(job.arguments.get("pause_ms", 0) / 1000)
    return {"logged": many}


def locked(job: Running) -> dict[str, Any]:
    """Hold the review's lock for longer than a pulse, saying how far it is meanwhile."""
    with transaction.atomic(), trail.writing(job.review):
        for n in range(15):
            job.progress("inside", n, 15)
            time.sleep(0.1)
    return {}


def until(job: Job, *states: State, seconds: float = 30) -> Job:
    """The job once it is in one of these states."""
    for _ in range(int(seconds / 0.02)):
        job.refresh_from_db()
        if job.state in states:
            return job
        time.sleep(0.02)
    raise AssertionError(f"{job.kind} stays {job.state}: {job.message}")


@contextmanager
def working(threads: int = 1) -> Iterator[Worker]:
    """A worker, and a closed gate."""
    GATE.clear()
    BEGUN.clear()
    worker = Worker(threads, every=0.05).start()
    try:
        yield worker
    finally:
        GATE.set()
        assert worker.stop(30)
