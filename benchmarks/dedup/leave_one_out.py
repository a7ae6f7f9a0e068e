"""How good the score is on sets that it was not trained on: trained on nine labelled sets, measured on the tenth.

Usage: SYNTHEMA_DATA=path/to/data python -m benchmarks.dedup.leave_one_out [--out docs/dedup/leave-one-out.md]
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import numpy as np
from benchmarks.dedup.run import ROOT, load
from benchmarks.dedup.train import SEED, as_data, labelled, learned

from synthema.dedup import find
from synthema.dedup.accuracy import accuracy
from synthema.dedup.boosting import from_json
from synthema.dedup.families import families
from synthema.dedup.model import Duplicates, Group
from synthema.dedup.settling import components

COLUMNS = ("set", "records", "superfluous", "works lost", "missed", "sensitivity", "families", "missed after review")
BESIDE = ("related", "missed with versions apart")


def reviewed(answer: Duplicates, truth: Mapping[str, str]) -> Duplicates:
    """The groups after a person has answered every question rightly."""
    right = [(pair.a, pair.b) for pair in answer.review if truth[pair.a] == truth[pair.b]]
    edges = [(group.members[0], one) for group in answer.groups for one in group.members[1:]] + right
    return Duplicates(tuple(Group(part) for part in components(list(truth), edges)), ())


def measured(folder: Path) -> list[int | float | str]:
    """A row of the table, with the trees that are in force."""
    records, truth = load(folder)
    answer = find(records, versions=True)
    group_of = {one: number for number, group in enumerate(answer.groups) for one in group.members}
    got, after = accuracy(answer, truth), accuracy(reviewed(answer, truth), truth)
    apart = accuracy(find(records, versions=False), truth)
    asked = len(families(answer.review, group_of))
    return [
        folder.name, got.records, got.found + got.missed, got.lost, got.missed, round(got.sensitivity, 4), asked,
        after.missed, len({frozenset((group_of[one.a], group_of[one.b])) for one in answer.relations}), apart.missed,
    ]  # fmt: skip


def table(rows: list[list[int | float | str]]) -> str:
    """The rows and their sum as Markdown."""
    columns = list(zip(*rows, strict=True))
    superfluous, missed = sum(map(int, columns[2])), sum(map(int, columns[4]))
    total: list[int | float | str] = ["**sum**", *(sum(map(float, column)) for column in columns[1:])]
    total = [int(one) if isinstance(one, float) else one for one in total]
    total[5] = round(1 - missed / superfluous, 4)
    lines = [(*COLUMNS, *BESIDE), ["---"] * len(rows[0]), *rows, total]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def main() -> None:
    """Train ten times, measure ten times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    rng = np.random.default_rng(SEED)
    folders = sorted(path.parent for path in ROOT.glob("*/*/truth.csv.gz"))
    sets = {folder.name: labelled(folder, rng) for folder in folders}
    rows = []
    for folder in folders:
        others = [one for name, one in sets.items() if name != folder.name]
        trees = from_json(as_data(learned(others), f"without {folder.name}"))
        with patch("synthema.dedup.matching.shipped", lambda trees=trees: trees):
            rows.append(measured(folder))
        print(*rows[-1], flush=True)
    print(table(rows))
    if wanted.out:
        wanted.out.write_text(HEAD + table(rows) + "\n", "utf-8")


HEAD = """# Trained on nine labelled sets, measured on the tenth

Written by `python -m benchmarks.dedup.leave_one_out --out docs/dedup/leave-one-out.md`. The first record of each group
is kept: a work is *lost* when none of its records is kept, a superfluous record is *missed* when it is kept. Versions
of one review count as duplicates here, as the labels have it; the last column says what is missed when they are related
instead. *Families* are the questions left to a person; *missed after review* is what is left when all are answered
rightly.

"""

if __name__ == "__main__":
    main()
