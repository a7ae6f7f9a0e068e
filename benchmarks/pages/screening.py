"""How long the next record and a verdict take in a large review, alone and while an import runs.

python -m benchmarks.pages.screening [--records 100000] [--judged 50000] [--rounds 1500] [sqlite] [postgresql]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.pages.worlds import WORLDS, Big, built, invented
from django.conf import settings
from django.db import connections
from tests import databases

from synthema.audit.model import By
from synthema.records.actions import import_file
from synthema.screening.listing import listing
from synthema.screening.queues import judge, progress, refill, take_back, upcoming
from synthema.screening.shown import shown
from synthema.screening.standings import counts
from synthema.screening.states import TITLE_ABSTRACT as TA
from synthema.screening.states import conflicts, open_acts
from synthema.screening.workload import workload
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.team.actions import register_person

Times = list[tuple[float, float]]


def timed(times: Times, act: Callable[[], Any]) -> Any:
    """What an act gives; how long it took is noted, and how much of that this process worked."""
    begun, worked = time.perf_counter(), time.process_time()
    given = act()
    times.append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked)))
    return given


def told(what: str, times: Times) -> None:
    """Median, 95th percentile and the longest, and the 95th percentile of the work, in milliseconds."""
    at, worked = sorted(one for one, _ in times), sorted(one for _, one in times)
    late = int(0.95 * len(at))
    print(f"| {what} | {len(at)} | {at[len(at) // 2]:.1f} | {at[late]:.1f} | {at[-1]:.1f} | {worked[late]:.1f} |")
    sys.stdout.flush()


def screened(big: Big, rounds: int, label: str, going_on: Callable[[], bool] = lambda: True) -> None:
    """Two people screen, one record each in turn."""
    following, verdicts = Times(), Times()
    for number in range(rounds):
        if not going_on():
            break
        person = big.people[number % 2]

        def card(person: Any = person) -> Any:
            (entry,) = upcoming(big.review, TA, person, 1)
            return entry, shown(big.review, TA, [entry.unit])

        entry, _ = timed(following, card)
        said = "exclude" if number % 10 else "include"
        timed(
            verdicts,
            lambda person=person, entry=entry, said=said: judge(
                By(person), big.review, TA, entry.subject, said, order=entry.order, position=entry.position
            ),
        )
    told(f"next record{label}", following)
    told(f"verdict{label}", verdicts)


def others(big: Big) -> None:
    """What pages ask besides."""
    ana = big.people[0]
    questions: dict[str, Callable[[], Any]] = {
        "five records ahead": lambda: shown(big.review, TA, [one.unit for one in upcoming(big.review, TA, ana, 5)]),
        "progress of a reviewer": lambda: progress(big.review, TA, ana),
        "counts of a stage": lambda: counts(big.review, TA),
        "who is behind": lambda: workload(big.review, TA, ana),
        "all conflicts": lambda: conflicts(big.review, TA),
        "acts still hidden": lambda: open_acts(big.review),
        "list, first page": lambda: listing(big.review, TA, ana),
        "list, what awaits me": lambda: listing(big.review, TA, ana, standing="todo"),
        "list, conflicts": lambda: listing(big.review, TA, ana, standing="conflict"),
        "list, two words": lambda: listing(big.review, TA, ana, text="stigma diary"),
        "queue filled anew": lambda: refill(big.review, TA, ana),
    }
    for name, ask in questions.items():
        times = Times()
        for _ in range(7):
            timed(times, ask)
        told(name, times)
    times = Times()
    for _ in range(40):
        (entry,) = upcoming(big.review, TA, ana, 1)
        given = judge(By(ana), big.review, TA, entry.subject, "include").body.verdict_id
        timed(times, lambda given=given: take_back(By(ana), big.review, given))
    told("verdict taken back", times)


def importing(fresh: dict[str, Any], home: Path, big: Big, file: Path) -> None:
    """In a process of its own: import a file."""
    with databases.in_use(fresh, home):
        log_search(By(register_person("Dev").id), big.review, Search(key="late", source="Late", kind="database"))
        import_file(By(register_person("Dev").id), big.review, file, "late")


@contextmanager
def an_import(big: Big, records: int) -> Iterator[Callable[[], bool]]:
    """An import of so many records runs beside what happens inside; a function that tells whether it still does."""
    file = settings.SYNTHEMA_HOME / "late.ris"
    with file.open("w", encoding="utf-8") as out:
        for number in range(records):
            one = invented(10_000_000 + number)
            out.write(
                f"TY  - JOUR\nTI  - {one.title}\nAU  - {one.authors[0]}\nPY  - {one.year}\nAB  - {one.abstract}\n"
            )
            out.write("ER  - \n\n")
    kept = dict(connections.settings["default"])
    beside = get_context("spawn").Process(target=importing, args=(kept, settings.SYNTHEMA_HOME, big, file))
    beside.start()
    begun = time.perf_counter()
    yield beside.is_alive
    beside.join()
    print(f"The import of {records:,} took {time.perf_counter() - begun:.0f} s and ended with {beside.exitcode}.")


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", default=[], choices=[*WORLDS, []])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--judged", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=1500)
    asked = parser.parse_args()
    for name in asked.databases or WORLDS:
        with tempfile.TemporaryDirectory() as folder, WORLDS[name](Path(folder)):
            begun = time.perf_counter()
            big = built(asked.records, asked.judged)
            print(
                f"\n{name}: {asked.records:,} records, {asked.judged:,} judged by two; made in "
                f"{time.perf_counter() - begun:.0f} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
            )
            print("| what | times | p50 ms | p95 ms | max ms | own work, p95 ms |")
            print("| --- | --- | --- | --- | --- | --- |")
            screened(big, asked.rounds, "")
            others(big)
            with an_import(big, asked.records) as goes_on:
                screened(big, 100_000, " beside an import", goes_on)


if __name__ == "__main__":
    main()
