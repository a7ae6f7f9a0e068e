"""Works lost, duplicates missed, the review list and the time, per labelled set.

Usage: SYNTHEMA_DATA=path/to/data python -m benchmarks.dedup.run [set ...]
Sets are the folders under dedup/ship and dedup/local; "mixed" is the first 100 000 records of all of them together.
"""

import csv
import gzip
import os
import resource
import sys
import time
from pathlib import Path

from synthema.dedup import MATCHER, accuracy, find, to_records
from synthema.records.model import Record

ROOT = Path(os.environ.get("SYNTHEMA_DATA", Path(__file__).parents[3] / "shared" / "data")) / "dedup"
MIXED = 100_000
HEADER = (
    "| set | records | superfluous | works lost | missed | sensitivity | in review | seconds |\n" + "| --- " * 8 + "|"
)


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load(folder: Path) -> tuple[dict[str, Record], dict[str, str]]:
    """Records and the work of each, in the order of the file."""
    truth = {row["ID"]: row["group"] for row in rows(folder / "truth.csv.gz")}
    return to_records(rows(folder / "records.csv.gz")), truth


def mixed(folders: list[Path]) -> tuple[dict[str, Record], dict[str, str]]:
    """Records of several searches in one, up to MIXED."""
    records: dict[str, Record] = {}
    truth: dict[str, str] = {}
    for folder in folders:
        theirs, works = load(folder)
        for one in list(works)[: MIXED - len(records)]:
            records[f"{folder.name}:{one}"] = theirs[one]
            truth[f"{folder.name}:{one}"] = f"{folder.name}:{works[one]}"
    return records, truth


def line(name: str, records: dict[str, Record], truth: dict[str, str], *, judged: bool = True) -> str:
    start = time.perf_counter()
    answer = find(records)
    seconds = time.perf_counter() - start
    if not judged:
        return f"| {name} | {len(records)} | | | | | {len(answer.review)} | {seconds:.1f} |"
    got = accuracy(answer, truth)
    return (
        f"| {name} | {got.records} | {got.found + got.missed} | {got.lost} | {got.missed} | {got.sensitivity:.4f} "
        f"| {len(answer.review)} | {seconds:.1f} |"
    )


def main(wanted: list[str]) -> int:
    folders = sorted(path.parent for path in ROOT.glob("*/*/truth.csv.gz"))
    if not folders:
        print(f"No labelled sets under {ROOT}. Set SYNTHEMA_DATA to the folder that holds dedup/.", file=sys.stderr)
        return 2
    print(f"matcher {MATCHER}\n\n{HEADER}")
    for folder in folders:
        if not wanted or folder.name in wanted:
            print(line(folder.name, *load(folder)), flush=True)
    if not wanted or "mixed" in wanted:
        # The same report may be in two searches under two labels, so this one is only timed.
        print(line("mixed", *mixed(folders), judged=False))
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
