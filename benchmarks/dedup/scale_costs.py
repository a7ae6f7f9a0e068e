"""What each step costs for each record: processor seconds, bytes on disk, pairs looked at; and what that makes of more.

Usage: SYNTHEMA_DATA=path/to/data python -m benchmarks.dedup.scale_costs [n ...]
Each size runs in a process of its own, once without an executor, so that one process does all the work, and once with
two workers, so that what stays in the first process is seen. Written: docs/dedup/scale-costs.json and, made from it by
scale_plan.py with scale.json of scale_run.py (at least two sizes), docs/dedup/scale-plan.md.
"""

import argparse
import csv
import gzip
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.dedup import beside, scale, scale_plan

from synthema.dedup import MATCHER, find, to_records
from synthema.jobs.pool import pool
from synthema.records.model import Record

SIZES = (10_000, 100_000)


class Clock:
    """Told of progress, it keeps what each step took of clock and processor, and how much it said there was to do."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.step, self.steps = folder, "reading records", dict[str, dict[str, float]]()
        self.at = time.perf_counter(), time.process_time()

    def __call__(self, step: str, done: int, total: int) -> None:
        # Told when something of a step is done, or, with nothing done, that it begins.
        if done:
            self.step = step
        self.close()
        self.step = step
        self.steps.setdefault(step, _nothing())["total"] = max(total, done)

    def close(self) -> None:
        """Put what passed since the last word to the step that is under way."""
        now = time.perf_counter(), time.process_time()
        known = self.steps.setdefault(self.step, _nothing())
        known["seconds"] += now[0] - self.at[0]
        known["cpu"] += now[1] - self.at[1]
        known["disk"] = max(known["disk"], sum(map(_size, self.folder.rglob("*"))))
        known["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        self.at = time.perf_counter(), time.process_time()


def _nothing() -> dict[str, float]:
    return {"seconds": 0.0, "cpu": 0.0, "total": 0, "disk": 0, "memory": 0}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # it has just gone
        return 0


def made(path: str, n: int) -> None:
    """The records, written by a process of its own, so that their making takes no memory here."""
    scale.write(Path(path), scale.mixed_records(n))


def held(path: str, n: int, workers: str) -> dict[str, Any]:
    """One run over n records that come as a stream."""
    load = os.getloadavg()[0]
    scratch = Path(path).with_name(f"scratch{workers}")
    scratch.mkdir()
    tempfile.tempdir = str(scratch)  # for good: this process does nothing else
    with pool(workers) as executor:
        clock = Clock(scratch)
        found = find(_records(Path(path)), executor=executor, progress=clock)
        clock.close()
    counts = {"groups": len(found.groups), "questions": len(found.review), "relations": len(found.relations)}
    return {"records": n, "workers": workers, "load": load, **counts, "steps": clock.steps}


def _records(path: Path) -> Iterator[tuple[str, Record]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from to_records([row]).items()


def main() -> int:
    """Measure, then write the plan anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--out", type=Path, default=beside.DOCS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    known: dict[str, Any] = {"matcher": MATCHER, "cores": os.cpu_count(), "runs": []}
    for n in sorted(asked.sizes) or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "records.csv.gz")
            for work, told in ((made, (path, n)), (held, (path, n, "")), (held, (path, n, "local:2"))):
                with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
                    known["runs"] += [found for found in [alone.submit(work, *told).result()] if found]
                print(f"{n:,}: {work.__name__} {told[2:]}", file=sys.stderr, flush=True)
    (asked.out / "scale-costs.json").write_text(json.dumps(known, indent=1) + "\n")
    grown = json.loads((asked.out / "scale.json").read_text())["synthema"]
    (asked.out / "scale-plan.md").write_text(scale_plan.page(known, grown))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
