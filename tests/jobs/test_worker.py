"""Workers: one job to one worker, progress, cancelling, stopping, and what a crash leaves."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connections

from synthema.audit import replay
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.jobs import attempts
from synthema.jobs.actions import cancel, enqueue, run_now
from synthema.jobs.model import State
from synthema.jobs.tables import Job, describe
from synthema.jobs.worker import WorkerProcess
from synthema.refused import Refused
from synthema.search.tables import searches
from tests import databases
from tests.cast import Cast
from tests.hostile.test_kill import environment, move_sqlite_home
from tests.jobs.kinds import BEGUN, GATE, until, working


def test_a_worker_does_what_waits_in_order(cast: Cast) -> None:
    jobs = [enqueue(By(cast.ana), cast.review, "count", {"to": n}) for n in (1, 2, 3)]
    with working():
        done = [until(job, State.DONE) for job in jobs]
    assert [job.result["counted"] for job in done] == [1, 2, 3]
    starts = [job.started_at for job in done if job.started_at]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_of_many_workers_one_gets_a_job(cast: Cast) -> None:
    jobs = [enqueue(By(cast.ana), cast.review, "count") for _ in range(5)]
    got: list[object] = []

    def grab() -> None:
        for job in jobs:
            if attempts.claim(job.id):
                got.append(job.id)
        connections.close_all()

    threads = [threading.Thread(target=grab) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, got)) == sorted(str(job.id) for job in jobs)


def test_progress_is_seen_while_it_runs_and_cancelling_is_heard(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "wait")
    with working():
        until(job, State.RUNNING)
        for _ in range(400):
            job.refresh_from_db()
            if job.done:
                break
            time.sleep(0.05)
        assert describe(job, cast.ana)["step"] == "waiting"
        assert job.done > 0
        with pytest.raises(Refused, match="elsewhere"):
            run_now(job)
        cancel(cast.ana, job.id)
        assert until(job, State.CANCELLED).message.startswith("Cancelled")


def test_a_worker_that_stops_leaves_its_job_to_the_next(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "wait")
    with working() as worker:
        assert BEGUN.wait(30)
        assert worker.stop(30)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.holder, job.lease_until) == ("waiting", 0, None, None)
    with working():
        GATE.set()
        assert until(job, State.DONE).attempts == 1


def test_work_that_holds_the_reviews_lock_is_not_held_up_by_its_own_progress(cast: Cast) -> None:
    job = enqueue(By(cast.dev), cast.review, "locked")
    done = run_now(job)
    assert (done.state, done.attempts) == ("done", 1)


def test_work_that_was_taken_over_stops_and_writes_nothing_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job = enqueue(By(cast.ana), cast.review, "wait")
    with working():
        until(job, State.RUNNING)
        assert BEGUN.wait(30)
        other = By(cast.ben).act_id
        later = now() + timedelta(hours=1)
        Job.objects.filter(pk=job.pk).update(holder=other, lease_until=later, step="mine now", done=0)
        second = enqueue(By(cast.ana), cast.review, "count")
        until(second, State.DONE)  # the worker is free again
        job.refresh_from_db()
        assert (job.state, job.holder, job.step, job.done) == ("running", other, "mine now", 0)


def test_work_begun_too_often_is_given_up_in_words(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "count")
    expired = now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=attempts.MOST, lease_until=expired)
    with working():
        assert "begun 5 times" in until(job, State.FAILED).message


def test_what_a_killed_worker_began_is_taken_over_and_done_once(
    cast: Cast, database: str, postgres: databases.PostgreSQL
) -> None:
    if database == "sqlite":
        move_sqlite_home()
    many, kills = 60, 3
    job = enqueue(By(cast.dev), cast.review, "searches", {"many": many, "pause_ms": 50})
    code = "import django; django.setup(); from tests.jobs import kinds; kinds.register(); "
    code += "from synthema.jobs.worker import Worker; Worker(every=0.05).start(); import time; time.sleep(600)"
    surroundings = environment(database, postgres) | {"DJANGO_SETTINGS_MODULE": "synthema.web.settings"}
    logged = [0]
    for _ in range(kills):
        running = subprocess.Popen([sys.executable, "-c", code], env=surroundings, cwd=Path(__file__).parents[2])
        target = logged[-1] + 3
        for _ in range(3000):
            if len(searches(cast.review)) >= target:
                break
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        connections["default"].close()
        logged.append(len(searches(cast.review)))
        job.refresh_from_db()
        assert job.state == "running"
        assert job.lease_until is not None
        assert job.lease_until > now()
        assert attempts.claim(job.id) is None  # nobody takes it while the lease lasts
        Job.objects.filter(pk=job.pk).update(lease_until=now() - timedelta(seconds=1))  # a minute passes
    assert all(later >= earlier + 1 for earlier, later in pairwise(logged))
    assert max(logged) < many
    with working():
        done = until(job, State.DONE, seconds=60)
    assert (done.attempts, done.result) == (kills + 1, {"logged": many})
    assert len(searches(cast.review)) == many
    assert replay.verify(cast.review).sound


def test_a_worker_process_works_and_ends_with_its_parent(
    cast: Cast, database: str, postgres: databases.PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database == "sqlite":
        move_sqlite_home()
    for name, value in environment(database, postgres).items():
        monkeypatch.setenv(name, value)
    kept = WorkerProcess().start()
    try:
        unknown = enqueue(By(cast.ana), cast.review, "count")  # the child does not know the tests' kinds
        assert "no background work called" in until(unknown, State.FAILED, seconds=60).message
        assert kept._child is not None
        first = kept._child
        first.kill()  # out of memory, say
        again = enqueue(By(cast.ana), cast.review, "count")
        until(again, State.FAILED, seconds=60)
        assert kept._child.pid != first.pid
    finally:
        kept.stop()
    assert kept._child is not None
    assert kept._child.returncode == 0
