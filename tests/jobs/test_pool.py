"""The pool: here, in processes and on a cluster of processes, with the same results in the same order."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from synthema.jobs.pool import AHEAD, FEW, pool, spread
from synthema.refused import Refused


def square(number: int) -> int:
    return number * number


def whose(_: int) -> int:
    return os.getpid()


def broken(number: int) -> float:
    return number / 0


def die(_: int) -> None:
    os._exit(1)


@pytest.mark.parametrize("where", ["", "local:1", "local:2"])
def test_results_come_in_the_order_of_the_parts(where: str) -> None:
    with pool(where) as executor:
        assert list(spread(executor, square, range(30))) == [n * n for n in range(30)]


def test_work_leaves_this_process_when_there_is_enough_of_it() -> None:
    with pool("local:2") as executor:
        assert set(spread(executor, whose, range(FEW))) == {os.getpid()}
        assert os.getpid() not in set(spread(executor, whose, range(FEW + 1)))


class Slow(Executor):
    """Runs nothing before it is asked for the result, and counts what waits."""

    _max_workers = 3

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, work, part):  # type: ignore[no-untyped-def, override]
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        future: Future[int] = Future()

        def result(timeout: float | None = None) -> int:
            self.waiting -= 1
            return int(work(part))

        future.result = result  # type: ignore[method-assign]
        return future


def test_only_a_few_parts_wait_and_no_part_is_made_before_it_is_its_turn() -> None:
    made: list[int] = []

    def parts() -> Iterator[int]:
        for number in range(1, 101):
            made.append(number)
            yield number

    slow = Slow()
    results = spread(slow, square, parts())
    assert [next(results) for _ in range(10)] == [n * n for n in range(1, 11)]
    assert slow.most <= AHEAD * 3
    assert len(made) <= 10 + AHEAD * 3
    assert list(results)[-1] == 100 * 100


def test_nothing_to_do_gives_nothing() -> None:
    with pool("local:1") as executor:
        assert list(spread(executor, square, [])) == []


@pytest.mark.parametrize(
    "where", ["locally", "local:0", "local:", "local:x", "dask:host", "dask://", "spark://host", " "]
)
def test_what_names_no_workers_is_refused(where: str) -> None:
    with pytest.raises(Refused, match="names no workers"), pool(where):
        pass


def test_a_worker_that_dies_is_said() -> None:
    with pytest.raises(Refused, match="A worker ended"), pool("local:1") as executor:
        list(spread(executor, die, range(FEW + 1)))


BEGUN = """
import os, sys, time
from synthema.jobs.pool import FEW, pool, spread
from tests.jobs.test_pool import wait
if __name__ == "__main__":
    with pool("local:1") as executor:
        print(executor.submit(os.getpid).result(), flush=True)
        list(spread(executor, wait, range(FEW + 1)))
"""


def wait(_: int) -> None:
    time.sleep(60)


def test_a_worker_ends_when_the_process_that_began_it_is_killed(tmp_path: Path) -> None:
    (tmp_path / "begun.py").write_text(BEGUN, encoding="utf-8")
    here = {"PYTHONPATH": str(Path(__file__).parents[2])}
    begun = subprocess.Popen(
        [sys.executable, tmp_path / "begun.py"], stdout=subprocess.PIPE, text=True, env=os.environ | here
    )
    with begun:
        assert begun.stdout is not None
        worker = int(begun.stdout.readline())
        begun.kill()
    for _ in range(300):
        if not _works(worker):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the worker goes on alone")


def _works(process: int) -> bool:
    """Whether a process is there and has not ended; one that nobody buried is still listed."""
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_a_mistake_in_the_work_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError), pool("local:1") as executor:
        list(spread(executor, broken, range(FEW + 1)))


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.jobs.pool.PATIENCE", "1s")
    pytest.importorskip("distributed")
    with pytest.raises(Refused, match=r"127\.0\.0\.1:1"), pool("dask://127.0.0.1:1"):
        pass


def test_dask_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(Refused, match="pip install"), pool("dask://127.0.0.1:1"):
        pass
