"""How many true pairs become candidates, before and after titles are looked at, per labelled set.

Usage: SYNTHEMA_DATA=path/to/data python -m benchmarks.dedup.candidates [set ...]
"""

import csv
import gzip
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
from benchmarks.dedup import labelled

from synthema.dedup import blocking
from synthema.dedup.columns import to_batch
from synthema.dedup.facts import facts
from synthema.dedup.formats import to_records
from synthema.dedup.scoring import FACTS

HEADER = "| set | records | true pairs | share a key | missed | a record | worth comparing | missed | a record |\n"
HEADER += "| --- " * 9 + "|"


def true_pairs(ids: Sequence[str], works: Mapping[str, str]) -> set[tuple[int, int]]:
    of: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(ids):
        of[works[one]].append(at)
    return {pair for held in of.values() for pair in combinations(held, 2)}


def found(table: pa.Table, alike: int) -> set[tuple[int, int]]:
    """Candidates where titles must be this alike; 0 keeps every pair that shares a key."""
    usual, blocking.ALIKE = blocking.ALIKE, alike
    try:
        with tempfile.TemporaryDirectory() as folder:
            a, b = blocking.candidates(table, np.arange(len(table)), Path(folder))
    finally:
        blocking.ALIKE = usual
    return set(zip(a.tolist(), b.tolist(), strict=True))


def main(wanted: list[str]) -> None:
    print(HEADER)
    total = np.zeros(6, np.int64)
    for folder in labelled.folders():
        if wanted and folder.name not in wanted:
            continue
        with gzip.open(folder / "records.csv.gz", "rt", encoding="utf-8", newline="") as lines:
            records = to_records(csv.DictReader(lines))
        truth = labelled.truth_of(folder)
        table = pa.Table.from_batches([to_batch([facts(one) for one in records.values()], FACTS)], FACTS)
        true = true_pairs(list(records), dict(zip(truth["ID"], truth["group"], strict=True)))
        shared, worth = found(table, 0), found(table, blocking.ALIKE)
        counts = np.array([len(true), len(true & shared), len(shared), len(true & worth), len(worth), len(records)])
        total += counts
        print(line(folder.name, *counts.tolist()), flush=True)
    print(line("**sum**", *total.tolist()))


def line(name: str, true: int, kept: int, shared: int, left: int, worth: int, size: int) -> str:
    return (
        f"| {name} | {size:,} | {true:,} | {kept:,} | {true - kept} | {shared / size:.1f} "
        f"| {left:,} | {true - left} | {worth / size:.2f} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
