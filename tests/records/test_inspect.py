"""`synthema records inspect --json` is a contract for scripts."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

from click.testing import CliRunner

from synthema.cli.main import cli
from synthema.records import read

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


def test_of_a_zip_each_file_is_told_and_json_only_of_one(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("larks.ris", RIS)
    code, output = inspected(tmp_path / "one.zip", "--json", "--records")
    assert (code, json.loads(output)["file"], len(json.loads(output)["records"])) == (0, "larks.ris", 1)
    with ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("larks.ris", RIS)
        archive.writestr("more.ris", RIS + "TY  - JOUR\nER  - \n")
    code, output = inspected(tmp_path / "two.zip")
    assert (code, "larks.ris in two.zip" in output, "more.ris in two.zip" in output) == (1, True, True)
    done = CliRunner().invoke(cli, ["records", "inspect", str(tmp_path / "two.zip"), "--json"])
    assert "holds 2 files; --json tells of one" in str(done.exception)
    with ZipFile(tmp_path / "three.zip", "w") as archive:
        archive.writestr("larks.ris", RIS)
        archive.writestr("page.html", "<html>")
    assert inspected(tmp_path / "three.zip")[0] == 2


def test_it_is_read_as_a_person_says(tmp_path: Path) -> None:
    (path := tmp_path / "vogel.csv").write_text("Titel;Jahr\nLérchen;2020\n", encoding="cp1252")
    words = ("--json", "--records", "--column", "Titel=title", "--column", "Jahr=year", "--encoding", "cp1252")
    code, output = inspected(path, *words)
    (record,) = json.loads(output)["records"]
    assert (code, record["title"], record["year"]) == (0, "Lérchen", 2020)
    (path := tmp_path / "larks.ris").write_text(RIS, encoding="utf-8")
    done = CliRunner().invoke(cli, ["records", "inspect", str(path), "--format", "nbib"])
    assert "is not MEDLINE (nbib); it looks like RIS" in str(done.exception)


def test_in_words_every_tag_is_told_and_where_it_went(tmp_path: Path) -> None:
    (path := tmp_path / "larks.ris").write_text("1 birds 3\n\n" + RIS, encoding="utf-8")
    output = inspected(path)[1]
    assert re.search(r"ZZ +1 +kept as written", output)
    assert re.search(r"AU +1 +authors", output)
    assert "Before the first record:\n1 birds 3" in output
    assert "recognised by a line that starts with" in output


def test_a_file_is_converted_and_its_account_is_told(tmp_path: Path) -> None:
    (path := tmp_path / "larks.ris").write_text(RIS + "TY  - JOUR\nPY  - 2020\nER  - \n", encoding="utf-8")
    for name in ("out.csv", "out.bib", "out.json", "out.xml", "out.ris"):
        done = CliRunner().invoke(cli, ["records", "convert", str(path), str(tmp_path / name)])
        assert done.exit_code == 1
        assert "larks.ris: ris, 2 found = 1 stored + 1 refused" in done.output
        assert "refused, line 8: no title" in done.output
        assert [one.title for one in read(tmp_path / name).records] == ["Larks at dawn"]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        ["larks.ris", "out.csv", "out.bib", "out.json", "out.xml", "out.ris"]
    )


def test_records_without_json_are_refused(tmp_path: Path) -> None:
    (path := tmp_path / "larks.ris").write_text(RIS, encoding="utf-8")
    done = CliRunner().invoke(cli, ["records", "inspect", str(path), "--records"])
    assert "Add --json" in str(done.exception)
