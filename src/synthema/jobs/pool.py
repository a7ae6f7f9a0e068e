"""Where heavy pure functions run: here, in processes of this machine, or on a cluster; the answer is the same."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from itertools import chain, islice
from typing import Any, TypeVar

from synthema import __version__
from synthema.refused import Refused

A = TypeVar("A")
B = TypeVar("B")
AHEAD = 2  # parts that wait per worker, so that none is idle and memory stays bounded
FEW = 4  # so few parts are done sooner than workers begin
PATIENCE = "5s"


@contextmanager
def pool(where: str) -> Iterator[Executor | None]:
    """Workers for `spread`: "" is here, "local" all processors of this machine, "local:2" two, "dask://host:port" Dask.

    No worker needs Django or a database; those of Dask need the same version of Synthema. Raises Refused.
    """
    kind, _, told = where.partition(":")
    if where == "":
        yield None
    elif kind == "local" and (where == "local" or (told.isdecimal() and int(told) > 0)):
        with _processes(int(told) if told else os.cpu_count() or 1) as here:
            yield here
    elif kind == "dask" and told.startswith("//") and len(told) > 2:
        with _dask(told.removeprefix("//")) as there:
            yield there
    else:
        raise Refused(
            "{where} names no workers. Write local, local:2 for two processes, or dask://host:port.", where=repr(where)
        )


def spread(executor: Executor | None, work: Callable[[A], B], parts: Iterable[A]) -> Iterator[B]:
    """The results of `work` in the order of the parts; few are under way at a time. A few parts are done here."""
    coming = iter(parts)
    first = list(islice(coming, FEW + 1))
    if executor is None or len(first) <= FEW:
        yield from map(work, chain(first, coming))
        return
    most = AHEAD * (getattr(executor, "_max_workers", 0) or 4)
    waiting: deque[Future[B]] = deque()
    try:
        for part in chain(first, coming):
            waiting.append(executor.submit(work, part))
            if len(waiting) >= most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenExecutor as error:
        raise Refused(
            "A worker ended before its work was done ({error}). Often memory ran out: try --pool local:1.", error=error
        ) from None
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    # A forked child would inherit locks, threads and open databases of this process.
    way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(count, multiprocessing.get_context(way), _bound) as processes:
        yield processes


def _bound() -> None:
    # Ctrl-C reaches every process of a terminal; the one that began a worker ends it, and takes it along when it dies.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        cluster: Any = import_module("distributed")
    except ImportError:
        raise Refused("Dask is not installed here. Install it with `pip install synthema[cluster]`.") from None
    try:
        client = cluster.Client(f"tcp://{address}", timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise Refused(
            "No Dask scheduler answers at {address}: {error}. Check that it runs and can be reached.",
            address=address,
            error=error or "no answer",
        ) from None
    with client:
        _refuse_others(client, address)
        executor = client.get_executor(pure=False)
        executor._max_workers = sum(client.ncores().values())
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)


def _refuse_others(client: Any, address: str) -> None:
    try:
        found = set(client.run(_release).values())
    except Exception as error:  # whatever a worker says that does not know this function
        found = {f"none that works: {error}"}
    if found != {__version__}:
        theirs = ", ".join(sorted(found)) or "no worker"
        raise Refused(
            "The workers at {address} have Synthema {theirs}; this is {ours}. Install the same on them.",
            address=address,
            theirs=theirs,
            ours=__version__,
        )


def _release() -> str:
    return __version__
