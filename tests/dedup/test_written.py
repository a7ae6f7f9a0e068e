"""The answer as tables: whole or not at all, and questions by their families."""

import csv
import os
from pathlib import Path

import pytest

from synthema.dedup.gathering import Found
from synthema.dedup.pipeline import compare
from synthema.dedup.written import Places, by_family, refuse_unwritable, write
from synthema.records.model import Record
from synthema.refused import Refused
from tests.dedup.invented import PRINTED, like


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def found() -> Found:
    editorials = {f"e{at}": like(title="Editorial", doi="", authors=(), pages=str(at + 2)) for at in range(4)}
    return compare([*editorials.items(), ("p1", PRINTED), ("p2", PRINTED), ("p3", Record(title=PRINTED.title))])


def places(folder: Path) -> Places:
    return Places(groups=folder / "groups.csv", review=folder / "pairs.csv", relations=folder / "related.csv")


def test_pairs_are_listed_family_by_family_the_most_useful_first(found: Found, tmp_path: Path) -> None:
    write(found, by_family(found), places(tmp_path))
    asked = rows(tmp_path / "pairs.csv")
    assert list(asked[0]) == ["ID_1", "ID_2", "score", "reason", "family"]
    family = {row["ID_1"][0] + row["ID_2"][0]: row["family"] for row in asked}
    assert family.keys() == {"ee", "pp"}
    assert family["ee"] != family["pp"]
    assert [row["family"] for row in asked] == sorted(row["family"] for row in asked)
    best = {row["family"]: int(row["score"]) for row in reversed(asked)}
    assert best["1"] >= best["2"]
    within = [int(row["score"]) for row in asked if row["family"] == family["ee"]]
    assert within == sorted(within, reverse=True)
    assert len(asked) == len(found.questions)


def test_groups_stand_in_the_order_of_the_records(found: Found, tmp_path: Path) -> None:
    write(found, (), Places(groups=tmp_path / "groups.csv"))
    assert [row["ID"] for row in rows(tmp_path / "groups.csv")] == ["e0", "e1", "e2", "e3", "p1", "p2", "p3"]
    assert [row["group"] for row in rows(tmp_path / "groups.csv")][4:] == ["5", "5", "6"]
    assert [one.name for one in tmp_path.iterdir()] == ["groups.csv"]


def test_where_one_table_cannot_be_written_none_is(
    found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "groups.csv").write_text("of before", encoding="utf-8")

    def full(path: Path, pieces: object) -> None:
        if "related" in path.name:
            raise Refused("The disk is full.")
        path.write_text("new", encoding="utf-8")

    monkeypatch.setattr("synthema.dedup.written.write_pieces", full)
    with pytest.raises(Refused, match="disk is full"):
        write(found, by_family(found), places(tmp_path))
    assert [one.name for one in tmp_path.iterdir()] == ["groups.csv"]
    assert (tmp_path / "groups.csv").read_text(encoding="utf-8") == "of before"


def test_a_table_may_go_to_a_terminal_or_a_pipe(found: Found) -> None:
    write(found, (), Places(groups=Path(os.devnull)))
    refuse_unwritable([Path(os.devnull)])


def test_a_place_that_is_none_is_named_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place, why in (
        (tmp_path, "this is a folder"),
        (tmp_path / "gone" / "x.csv", "there is no folder"),
        (tmp_path / "file" / "x.csv", ""),
        (tmp_path / ("x" * 300), "too long"),
        (tmp_path / "a\0b", ""),
    ):
        with pytest.raises(Refused, match=rf"cannot be written: .*{why}.*\. Choose another place"):
            refuse_unwritable([place])
    refuse_unwritable([tmp_path / "new.csv", tmp_path / "file"])
