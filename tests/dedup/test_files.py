"""Duplicates in plain files, without a review."""

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from synthema.cli.dedup import group
from synthema.dedup.files import stream
from synthema.records.model import Record
from synthema.refused import Refused

SEARCHES = Path(__file__).parents[2] / "examples" / "peer-support" / "searches"
LARKS = (
    "ID,title,author,year,journal,pages,doi\n"
    'x-1,Larks over the lower fields,"Invented, Ida",2020,Birds,1-9,10.5555/a\n'
    'x-2,Larks over the lower fields.,"Invented, I.",2020,Birds,1-9,10.5555/A\n'
    'x-3,Owls heard from night shifts,"Invented, Udo",2021,Birds,3-4,\n'
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_files(paths: list[Path]) -> dict[str, Record]:
    return dict(stream(paths))


def run(*words: object) -> Result:
    return CliRunner().invoke(group, ["find", *map(str, words)])


def grouped(folder: Path, text: str | bytes, name: str = "records.csv") -> dict[str, str]:
    """ID -> group of a table, in the order of the file that is written."""
    table, out = folder / name, folder / "groups.csv"
    table.write_bytes(text.encode() if isinstance(text, str) else text)
    made = run(table, "--out", out)
    assert made.exit_code == 0, made.output
    return {row["ID"]: row["group"] for row in rows(out)}


def test_the_exports_of_the_worked_review_are_grouped_as_in_the_review(tmp_path: Path) -> None:
    files = sorted(SEARCHES.iterdir())
    out, asked, related = tmp_path / "groups.csv", tmp_path / "pairs.csv", tmp_path / "related.csv"
    made = run(*files, "--out", out, "--review", asked, "--relations", related, "--json")
    assert made.exit_code == 0, made.output
    counts = json.loads(made.output)
    found = rows(out)
    assert counts["records"] == len(found) == 145
    assert counts["groups"] == len({row["group"] for row in found}) == 145 - counts["duplicates"]
    pairs = rows(asked)
    assert counts["questions"] == len(pairs)
    assert counts["relations"] == len(rows(related))
    assert list(pairs[0]) == ["ID_1", "ID_2", "score", "reason", "family"]
    ids = {row["ID"] for row in found}
    assert all(pair["ID_1"] in ids and pair["ID_2"] in ids for pair in pairs)
    assert "pubmed.nbib:1" in ids


def test_a_table_with_identifiers_keeps_them_and_its_order(tmp_path: Path) -> None:
    head, *lines = LARKS.splitlines()
    at = grouped(tmp_path, "\n".join([head, *reversed(lines)]))
    assert at == {"x-3": "1", "x-2": "2", "x-1": "2"}
    assert list(at) == ["x-3", "x-2", "x-1"]


def test_a_packed_table_is_read_as_well(tmp_path: Path) -> None:
    assert grouped(tmp_path, gzip.compress(LARKS.encode()), "records.csv.gz") == grouped(tmp_path, LARKS)


def test_a_packed_table_without_identifiers_is_numbered(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"Title,Publication Year\nLarks,2020\nOwls,2021\n"))
    read = read_files([tmp_path / "a.csv.gz"])
    assert [(one, record.title, record.year) for one, record in read.items()] == [
        ("a.csv.gz:1", "Larks", 2020),
        ("a.csv.gz:2", "Owls", 2021),
    ]


def test_it_says_how_many_reports_there_are(tmp_path: Path) -> None:
    (tmp_path / "records.csv").write_text(LARKS, encoding="utf-8")
    said = run(tmp_path / "records.csv", "--out", tmp_path / "groups.csv").output
    assert "3 records are 2 reports: 1 duplicate, 0 pairs left to you" in said
    assert str(tmp_path / "groups.csv") in said


@pytest.mark.parametrize("words", [("--pool", ""), ("--pool", "local:1"), ("--sparse", "yes"), ("--versions", "same")])
def test_every_way_of_asking_gives_every_record(tmp_path: Path, words: tuple[str, str]) -> None:
    (tmp_path / "records.csv").write_text(LARKS, encoding="utf-8")
    made = run(tmp_path / "records.csv", "--out", tmp_path / "groups.csv", *words)
    assert made.exit_code == 0, made.output
    assert [row["ID"] for row in rows(tmp_path / "groups.csv")] == ["x-1", "x-2", "x-3"]


@pytest.mark.parametrize("words", [("--pool", "farm"), ("--pool", "dask:here")])
def test_a_pool_that_is_none_is_refused_before_anything_is_written(tmp_path: Path, words: tuple[str, str]) -> None:
    (tmp_path / "records.csv").write_text(LARKS, encoding="utf-8")
    made = run(tmp_path / "records.csv", "--out", tmp_path / "groups.csv", *words)
    assert isinstance(made.exception, Refused)
    assert not (tmp_path / "groups.csv").exists()


def test_columns_may_be_missing_in_any_case_and_order(tmp_path: Path) -> None:
    assert grouped(tmp_path, "Year;TITLE;Id\n2020;Larks;a\n2020;;b\n") == {"a": "1", "b": "2"}
    assert grouped(tmp_path, "ID,doi\na,10.5555/x\nb,10.5555/y\n") == {"a": "1", "b": "2"}


DAMAGED = {
    "empty cells": b"1,,,\n2,,,\n3,#NAME?,,\n",
    "short and long rows": b"1,Larks\n2,Owls,2020,,,,,,\n3\n",
    "blank lines": b"\n1,Larks,,\n\n,,,\n2,Owls,,\n3,Jays,,\n\n",
    "letters of another encoding": b"1,Caf\xe9 larks,,\n2,Owls \xff\xfe,,\n3,\xc3\xa9t\xc3\xa9,,\n",
    "nul": b"1,La\x00rks,,\n2,\x00,,\n3,Jays,,\n",
    "a stray quotation mark": b'1,"Larks" of spring,,\n2,Owls "at night,,\n3,Jays,,\n',
    "a quotation mark never closed": b'1,"Larks,2020,Ida\n2,Owls,2021,Udo\n3,Jays,2022,Ode\n',
    "right to left and mixed": "1,سرطان الثدي,٢٠٢٠,\n2,乳がん Krebs,,\n3,\u202eslwO,,\n".encode(),
    "no year": b"1,Larks,n.d.,\n2,Owls,in press,\n3,Jays,99999,\n",
    "one field of a megabyte": b"1,"
    + b"larks and owls " * 70_000
    + b",,\n2,Owls,,\n3,Jays,,"
    + b"x" * 1_000_000
    + b"\n",
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_every_record_of_a_damaged_table_stands_in_the_answer_once(tmp_path: Path, damage: str) -> None:
    assert list(grouped(tmp_path, b"ID,title,year,author\n" + DAMAGED[damage])) == ["1", "2", "3"]


def test_identifiers_that_spreadsheets_would_run_are_written_as_text(tmp_path: Path) -> None:
    found = grouped(tmp_path, "ID,title\n=1+1,Larks\n-5,Owls\n@x,Jays\n")
    assert list(found) == ["'=1+1", "-5", "'@x"]
    (tmp_path / "again").mkdir()
    out = (tmp_path / "groups.csv").read_text(encoding="utf-8").replace("group", "title")
    assert list(grouped(tmp_path / "again", out)) == ["'=1+1", "-5", "'@x"]


def test_an_identifier_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID,title\n1,Larks\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("ID,title\n1,Owls\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"b\.csv: the ID 1 is given to an earlier record"):
        read_files([tmp_path / "a.csv", tmp_path / "b.csv"])
    (tmp_path / "c.csv").write_text("ID,title\n2,Larks\n2,Larks\n", encoding="utf-8")
    with pytest.raises(Refused, match="given to an earlier record"):
        read_files([tmp_path / "c.csv"])


def test_an_empty_identifier_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID,title\n1,Larks\n,Owls\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"Line 3 of a\.csv: the ID is empty"):
        read_files([tmp_path / "a.csv"])


def test_what_holds_no_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.ris").write_bytes(b"")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "cut-late.csv.gz").write_bytes(gzip.compress(os.urandom(3_000_000).hex().encode())[:-20])
    (tmp_path / "no-gzip.csv.gz").write_bytes(b"ID,title\n1,Larks\n")
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(LARKS.encode() * 99)[:-20])
    for name in (
        "empty.ris",
        "empty.csv",
        "gone.ris",
        "gone.csv",
        "no-gzip.csv.gz",
        "cut.csv.gz",
        "cut-late.csv.gz",
        "",
    ):
        with pytest.raises(Refused):
            read_files([tmp_path / name])


def test_a_table_without_rows_gives_an_empty_answer(tmp_path: Path) -> None:
    assert grouped(tmp_path, "ID,title\n") == {}


def test_what_could_not_be_read_is_said(tmp_path: Path) -> None:
    ris = tmp_path / "a.ris"
    ris.write_text("TY  - JOUR\nTI  - Larks\nER  - \nTY  - JOUR\nER  - \n", encoding="utf-8")
    said: list[str] = []
    assert list(dict(stream([ris], said.append))) == ["a.ris:1"]
    assert len(said) == 1
    assert "Line 4 of a.ris" in said[0]


def test_it_needs_no_database() -> None:
    rooms = "synthema.dedup.pipeline, synthema.dedup.files, synthema.dedup.frames, synthema.cli.dedup"
    code = f"import sys, {rooms}; assert 'django' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_front_door_loads_neither_duckdb_nor_arrow() -> None:
    code = "import sys, synthema.dedup, synthema.dedup.rules; assert not {'duckdb', 'pyarrow'} & {*sys.modules}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [("nocol.csv", "ID,name,size\n1,a,b\n2,c,d\n"), ("noid.csv", "name,size\na,b\nc,d\n"), ("x.csv", "ID\n1\n2\n")],
)
def test_a_table_without_titles_is_told_the_columns_that_count(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    made = run(tmp_path / name, "--out", tmp_path / "groups.csv")
    assert isinstance(made.exception, Refused)
    said = str(made.exception)
    assert f"{name} has none of the columns that are compared. Its columns: " in said
    assert "Name them ID and title, and what there is of author, year, journal" in said
    assert "--column" not in said


def test_a_packed_table_without_titles_is_told_the_same(tmp_path: Path) -> None:
    (tmp_path / "n.csv.gz").write_bytes(gzip.compress(b"ID,name\n1,a\n"))
    with pytest.raises(Refused, match=r"n\.csv\.gz has none of the columns that are compared"):
        read_files([tmp_path / "n.csv.gz"])


def test_identifiers_count_whatever_the_title_column_is_called(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID;Article Title;Publication Year\nq7;Larks;2020\n", encoding="utf-8")
    ((one, record),) = read_files([tmp_path / "a.csv"]).items()
    assert (one, record.title, record.year) == ("q7", "Larks", 2020)


@pytest.mark.parametrize("option", ["--out", "--review", "--relations"])
def test_a_place_that_cannot_be_written_is_refused_before_any_work(
    tmp_path: Path, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "records.csv").write_text(LARKS, encoding="utf-8")
    read: list[object] = []
    monkeypatch.setattr("synthema.dedup.pipeline.compare", lambda *_, **__: read.append(1))
    places = {"--out": tmp_path / "groups.csv"} | {option: tmp_path / "gone" / "table.csv"}
    words = [word for pair in places.items() for word in pair]
    made = run(tmp_path / "records.csv", *words)
    assert isinstance(made.exception, Refused)
    assert f"there is no folder {tmp_path / 'gone'}" in str(made.exception)
    assert read == []
    assert [one.name for one in tmp_path.iterdir()] == ["records.csv"]


UNQUOTED = LARKS.replace(", I", " I").replace(", U", " U").replace('"', "")


@pytest.mark.parametrize(
    "content",
    [
        LARKS.encode("utf-8-sig"),
        LARKS.encode("utf-16"),
        UNQUOTED.replace(",", ";").encode("cp1252"),
        UNQUOTED.replace(",", "\t").replace("\n", "\r\n").encode(),
    ],
)
def test_tables_are_read_however_they_were_saved(tmp_path: Path, content: bytes) -> None:
    assert grouped(tmp_path, content) == {"x-1": "1", "x-2": "1", "x-3": "2"}
