"""The hand-written twin of the labelled sets: sixteen invented records of nine works, each with its label."""

import csv
from pathlib import Path

from synthema.dedup import accuracy, find, to_records

LABELLED = Path(__file__).with_name("invented_search.csv")


def test_it_loses_no_work_and_leaves_one_doubtful_copy_to_a_person() -> None:
    with LABELLED.open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    work = {row["ID"]: row["work"] for row in listed}
    answer = find(to_records(listed))
    reached = accuracy(answer, work)
    assert (reached.lost, reached.missed) == (0, 1)
    assert any({pair.a, pair.b} & {"5"} and work[pair.a] == work[pair.b] for pair in answer.review)
    for group in answer.groups:
        assert len({work[member] for member in group.members}) == 1
