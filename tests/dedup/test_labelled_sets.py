"""The matcher on labelled searches: what it loses, what it misses, and that a sparse record is never lost."""

import csv
import gzip
from pathlib import Path

import pytest

from synthema.dedup import accuracy, find, to_records
from synthema.dedup.families import families
from tests.shared_data import shared_data


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# Works lost at most, sensitivity at least: what trees reach that never saw the set (docs/dedup/leave-one-out.md),
# so that a change for the worse is seen.
@pytest.mark.parametrize(
    ("name", "lost", "sensitivity"),
    [
        ("stroke", 0, 0.990),
        ("haematology", 0, 0.859),
        ("cytology_screening", 0, 0.989),
        ("respiratory", 0, 0.970),
        ("digital_work", 0, 0.983),
    ],
)
def test_it_loses_no_more_and_finds_no_less_than_measured(name: str, lost: int, sensitivity: float) -> None:
    folder = shared_data(f"dedup/ship/{name}")
    truth = {row["ID"]: row["group"] for row in rows(folder / "truth.csv.gz")}
    answer = find(to_records(rows(folder / "records.csv.gz")), versions=True)  # as the labels and that page have it
    reached = accuracy(answer, truth)
    assert reached.lost <= lost
    assert reached.sensitivity >= sensitivity
    group_of = {one: number for number, group in enumerate(answer.groups) for one in group.members}
    assert len(families(answer.review, group_of)) < 0.05 * len(truth)


def table(name: str) -> list[dict[str, str]]:
    with shared_data(f"peer-support/{name}").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_sparse_record_ends_with_its_work_or_as_a_question() -> None:
    listed = table("duplicates.csv")
    records = to_records(listed)
    work = {one: row["group"] for one, row in zip(records, listed, strict=True)}
    answer = find(records)
    for group in answer.groups:
        assert len({work[member] for member in group.members}) == 1
    linked = {one for group in answer.groups if len(group.members) > 1 for one in group.members}
    linked |= {one for pair in answer.review if work[pair.a] == work[pair.b] for one in (pair.a, pair.b)}
    assert linked == set(records)


def test_no_two_works_of_one_field_are_merged() -> None:
    answer = find(to_records(table("records.csv")))
    assert {len(group.members) for group in answer.groups} == {1}
    assert answer.review == ()
