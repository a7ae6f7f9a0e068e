"""`synthema records inspect --json` is a contract for scripts."""

import json
from pathlib import Path

from click.testing import CliRunner

from synthema.cli.main import cli

RIS = "TY  - JOUR\nTI  - Larks at dawn\nAU  - Moran, A.\nPY  - 2021\nDO  - 10.1000/lark\nZZ  - odd\nER  - \n"
NAMES = {"format", "source", "encoding", "markers", "stored", "refused", "tag_characters", "kept_characters", "repairs"}


def inspected(path: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["records", "inspect", str(path), *options])
    return done.exit_code, done.output


def test_it_prints_one_object_with_the_account(tmp_path: Path) -> None:
    (path := tmp_path / "larks.ris").write_text(RIS, encoding="utf-8")
    code, output = inspected(path, "--json")
    told = json.loads(output)
    assert code == 0
    assert told.keys() >= NAMES
    assert "records" not in told
    assert (told["format"], told["markers"], told["stored"], told["refused"]) == ("ris", 1, 1, [])
    assert told["tag_characters"] == told["kept_characters"] > 0


def test_the_records_come_with_every_tag_as_it_was_read(tmp_path: Path) -> None:
    (path := tmp_path / "larks.ris").write_text(RIS, encoding="utf-8")
    (record,) = json.loads(inspected(path, "--json", "--records")[1])["records"]
    assert record.keys() == {"title", "year", "doi", "authors", "journal", "abstract", "raw"}
    assert (record["title"], record["year"], record["authors"]) == ("Larks at dawn", 2021, ["Moran, A."])
    assert ["ZZ", "odd"] in record["raw"]


def test_the_exit_code_is_1_when_something_was_refused_and_its_line_is_named(tmp_path: Path) -> None:
    (path := tmp_path / "larks.ris").write_text(RIS + "TY  - JOUR\nPY  - 2020\nER  - \n", encoding="utf-8")
    code, output = inspected(path, "--json")
    assert code == 1
    assert [(one["line"], bool(one["reason"])) for one in json.loads(output)["refused"]] == [(8, True)]


def test_records_without_json_are_refused(tmp_path: Path) -> None:
    (path := tmp_path / "larks.ris").write_text(RIS, encoding="utf-8")
    done = CliRunner().invoke(cli, ["records", "inspect", str(path), "--records"])
    assert "Add --json" in str(done.exception)
