"""Eight people screen at full tilt over HTTP against `synthema serve`: times, errors, lost verdicts, memory.

python -m benchmarks.pages.soak [--seconds 600] [--people 8] [--records 60000] [--waitress] [sqlite] [postgresql]
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from benchmarks.pages.tables import HEAD, told
from benchmarks.pages.worlds import WORLDS, Big, built, for_another_house
from django.conf import settings
from django.db import connections
from tests.hostile.screeners import Screener, at_work, given, lost_or_doubled, quiet_port
from tests.web.running import Started, Window, answers, children
from tests.web.test_serving import WAITRESS

from synthema.audit import replay
from synthema.audit.model import By
from synthema.team.actions import add_person, register_person


@dataclass(frozen=True)
class Memory:
    """What the processes of a server hold at a moment."""

    at: float
    by_process: dict[int, int]  # process: MB

    def __str__(self) -> str:
        parts = ", ".join(f"{pid}: {mb}" for pid, mb in sorted(self.by_process.items()))
        return f"{self.at:.0f} s: {sum(self.by_process.values())} MB in all ({parts})"


def memory(pid: int, begun: float) -> Memory:
    """The resident memory of a server and all its processes."""
    found: dict[int, int] = {}
    for one in (pid, *children(pid)):
        try:
            status = Path(f"/proc/{one}/status").read_text(encoding="ascii")
        except OSError:
            continue
        found[one] = int(status.partition("VmRSS:")[2].split()[0]) // 1024
    return Memory(time.monotonic() - begun, found)


def seated(big: Big, number: int) -> list[UUID]:
    """So many people more who screen."""
    people = [register_person(f"Screener {one}").id for one in range(number)]
    for person in people:
        add_person(By(big.lead), big.review, person, "reviewer")
    return people


def screened(screeners: list[Screener], pid: int, seconds: float) -> list[Memory]:
    """Everybody judges until the time is over; memory every ten seconds."""
    begun, seen = time.monotonic(), list[Memory]()
    with ThreadPoolExecutor(len(screeners)) as hands:
        busy = [hands.submit(one.screen, lambda: time.monotonic() - begun > seconds) for one in screeners]
        while not all(one.done() for one in busy):
            seen.append(memory(pid, begun))
            time.sleep(min(10.0, seconds / 10))
        for one in busy:
            one.result()
    return seen


def measured(asked: argparse.Namespace) -> None:
    """Screen on the database in use, then count."""
    begun = time.perf_counter()
    big = built(asked.records, 0)
    port, code = quiet_port(), WAITRESS if asked.waitress else ""
    screeners = at_work(port, big.review, seated(big, asked.people))
    print(f"{asked.records:,} records, {asked.people} people; made in {time.perf_counter() - begun:.0f} s; "
          f"load before {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    connections.close_all()
    words = ("serve", "--local-test", "--bind", f"127.0.0.1:{port}")
    with Started(settings.SYNTHEMA_HOME, *words, code=code, **for_another_house()) as served:
        answers(Window(f"http://127.0.0.1:{port}"))
        begun = time.perf_counter()
        seen = screened(screeners, served.process.pid, asked.seconds)
        took = time.perf_counter() - begun
    reported(big, screeners, seen, took)
    print("The server said:", *served.said[-12:], sep="\n  ")


def reported(big: Big, screeners: list[Screener], seen: list[Memory], took: float) -> None:
    """What came of it."""
    refused = [said for one in screeners for said in one.refused]
    errors = [said for one in screeners for said in one.errors]
    wrong, number = lost_or_doubled(big.review, screeners), given(screeners)
    print(f"\n{number:,} verdicts in {took:.0f} s ({number / took:.0f} a second)\n")
    print(HEAD)
    told("verdict", [at for one in screeners for at in one.judging])
    told("ten records more", [at for one in screeners for at in one.fetching])
    print(f"\nerrors {len(errors)}, cut off and sent again {sum(one.cut_off for one in screeners)}, lost or doubled "
          f"{len(wrong)}, refused {len(refused)}: {dict.fromkeys(refused)}")  # fmt: skip
    print(*errors[:5], *wrong[:5], sep="\n")
    print("Memory:", *(str(seen[at * (len(seen) - 1) // 4]) for at in range(5)), sep="\n  ")
    begun, found = time.perf_counter(), replay.verify(big.review)
    print(f"Chain, files and tables {'sound' if found.sound else 'NOT SOUND'}, told in "
          f"{time.perf_counter() - begun:.0f} s.", flush=True)  # fmt: skip


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", default=[], choices=[*WORLDS, []])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--records", type=int, default=60_000)
    parser.add_argument("--waitress", action="store_true")
    asked = parser.parse_args()
    for name in asked.databases or WORLDS:
        with tempfile.TemporaryDirectory() as folder, WORLDS[name](Path(folder)):
            print(f"\n{name}", flush=True)
            measured(asked)


if __name__ == "__main__":
    main()
