"""Workers: threads, or a process of their own, that do the jobs one after the other."""

import logging
import subprocess
import sys
import threading
import time

from django.db import DatabaseError, connections

from synthema.jobs import attempts
from synthema.jobs.actions import NUDGE, give_up, sweep_jobs
from synthema.jobs.model import Why
from synthema.jobs.running import Running
from synthema.jobs.staging import sweep_staged

EVERY = 1.0  # seconds between two looks where nobody calls
HOUSEKEEPING = 3600.0
log = logging.getLogger("synthema.jobs")


class Worker:
    """Threads of this process that do jobs until they are stopped."""

    def __init__(self, threads: int = 1, every: float = EVERY) -> None:
        self._every = every
        self._stopping = threading.Event()
        self._running: set[Running] = set()
        self._cleaned = -HOUSEKEEPING
        self._threads = [
            threading.Thread(target=self._work, name=f"synthema-worker-{n}", daemon=True) for n in range(threads)
        ]

    def start(self) -> "Worker":
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def stop(self, timeout: float = 10.0) -> bool:
        """Stop at the next step of what is running; True when it did. What did not is taken over after its lease."""
        self._stopping.set()
        NUDGE.set()
        for running in tuple(self._running):
            running.stop(Why.CLOSING)
        until = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                worked = self._one()
            except DatabaseError as error:
                log.warning("the database cannot be reached: %s", error)
                connections.close_all()
                worked = False
            if not worked:
                NUDGE.wait(self._every)
                NUDGE.clear()
        connections.close_all()

    def _one(self) -> bool:
        self._clean()
        found = attempts.claim_next()
        if found is None:
            return False
        begun: list[Running] = []

        def began(running: Running) -> None:
            begun.append(running)
            self._running.add(running)
            if self._stopping.is_set():
                running.stop(Why.CLOSING)

        try:
            attempts.attempt(*found, began=began)
        finally:
            self._running.difference_update(begun)
            connections.close_all()
        return True

    def _clean(self) -> None:
        give_up()
        if time.monotonic() - self._cleaned > HOUSEKEEPING:
            self._cleaned = time.monotonic()
            sweep_staged()
            sweep_jobs()


class WorkerProcess:
    """A worker in a process of its own, begun again when it dies, that ends with this process.

    A job that runs out of memory or crashes takes no page with it.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep, name="synthema-worker-watch", daemon=True)

    def start(self) -> "WorkerProcess":
        """Begin."""
        self._watch.start()
        return self

    def stop(self, timeout: float = 10.0) -> None:
        """Let the child stop at its next step; one that does not is killed, and its job taken over later."""
        self._stopping.set()
        child = self._child
        if child is None:
            return
        if child.stdin:
            child.stdin.close()
        try:
            child.wait(timeout)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        self._watch.join(timeout)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            child = subprocess.Popen([sys.executable, "-m", "synthema.jobs.child"], stdin=subprocess.PIPE)
            self._child = child
            code = child.wait()
            if child.stdin:
                child.stdin.close()
            if not self._stopping.wait(1.0):
                log.warning("the worker process ended (%s); it is begun again", code)
