"""Duplicates in plain files, without a review."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from synthema.cli.dedup import group
from synthema.dedup.files import read_files
from synthema.refused import Refused

SEARCHES = Path(__file__).parents[2] / "examples" / "peer-support" / "searches"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_exports_of_the_worked_review_are_grouped_as_in_the_review(tmp_path: Path) -> None:
    files = [str(path) for path in sorted(SEARCHES.iterdir())]
    out, asked = tmp_path / "groups.csv", tmp_path / "pairs.csv"
    made = CliRunner().invoke(group, ["find", *files, "--out", str(out), "--review-out", str(asked), "--json"])
    assert made.exit_code == 0, made.output
    counts = json.loads(made.output)
    found = rows(out)
    assert counts["records"] == len(found) == 145
    assert counts["groups"] == len({row["group"] for row in found}) == 145 - counts["duplicates"]
    pairs = rows(asked)
    assert counts["questions"] == len(pairs) == counts["groups"] - 111
    assert set(pairs[0]) == {"ID_1", "ID_2", "score", "reason"}
    ids = {row["ID"] for row in found}
    assert all(pair["ID_1"] in ids and pair["ID_2"] in ids for pair in pairs)
    assert "pubmed.nbib:1" in ids


def test_a_table_with_identifiers_keeps_them(tmp_path: Path) -> None:
    table = tmp_path / "records.csv"
    table.write_text(
        "ID,title,author,year,journal,pages,doi\n"
        'x-1,Larks over the lower fields,"Invented, Ida",2020,Birds,1-9,10.5555/a\n'
        'x-2,Larks over the lower fields.,"Invented, I.",2020,Birds,1-9,10.5555/A\n'
        'x-3,Owls heard from night shifts,"Invented, Udo",2021,Birds,3-4,\n',
        encoding="utf-8",
    )
    out = tmp_path / "groups.csv"
    made = CliRunner().invoke(group, ["find", str(table), "--out", str(out)])
    assert "3 records are 2 reports" in made.output
    at = {row["ID"]: row["group"] for row in rows(out)}
    assert at["x-1"] == at["x-2"] != at["x-3"]


def test_an_identifier_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID,title\n1,Larks\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("ID,title\n1,Owls\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"b\.csv: the ID 1 stands in an earlier file too"):
        read_files([tmp_path / "a.csv", tmp_path / "b.csv"])
    (tmp_path / "c.csv").write_text("ID,title\n2,Larks\n2,Larks\n", encoding="utf-8")
    with pytest.raises(Refused, match="used by an earlier row"):
        read_files([tmp_path / "c.csv"])


def test_what_holds_no_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.ris").write_bytes(b"")
    for name in ("empty.ris", "gone.ris", ""):
        with pytest.raises(Refused):
            read_files([tmp_path / name])


def test_it_needs_no_database() -> None:
    code = "import sys, synthema.dedup, synthema.dedup.files, synthema.cli.dedup; assert 'django' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
