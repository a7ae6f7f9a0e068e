"""The commands of records, as typed."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from synthema.audit import replay
from synthema.audit.model import By
from synthema.cli import common
from synthema.cli.main import cli
from synthema.records import read
from synthema.records.tables import imports, records
from synthema.refused import Refused
from synthema.search.actions import log_search
from synthema.search.model import Search
from tests.cast import Cast

RIS = "TY  - JOUR\nTI  - {}\nPY  - 2020\nER  - \n"
TABLE = "Titel;Jahr\nLerchen;2020\n"
Typed = Callable[..., str]


@pytest.fixture
def typed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a command as the librarian; what is printed."""
    monkeypatch.setattr(common, "open_house", lambda: None)
    log_search(By(cast.dev), cast.review, Search(key="db", source="Bird Index"))

    def run(*words: object) -> str:
        arguments = ["records", *map(str, words), "--as", "Dev", "--review", str(cast.review)]
        made = CliRunner().invoke(cli, arguments, standalone_mode=False)
        if made.exception is not None:
            raise made.exception
        return made.output

    return run


def written(folder: Path, name: str, *titles: str) -> Path:
    (path := folder / name).write_text("".join(map(RIS.format, titles)), encoding="utf-8")
    return path


def test_a_zip_is_imported_file_by_file(cast: Cast, tmp_path: Path, typed: Typed) -> None:
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(written(tmp_path, "a.ris", "Larks"), "one/a.ris")
        archive.write(written(tmp_path, "b.ris", "Owls"), "b.ris")
    assert "b.ris: ris, 1 found = 1 stored + 0 refused" in typed("import", tmp_path / "all.zip", "--search", "db")
    assert [one.file_name for one in imports(cast.review)] == ["a.ris", "b.ris"]
    with ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("../up.ris", RIS)
        archive.writestr("page.html", "<html>")
        archive.write(written(tmp_path, "c.ris", "Wrens"), "c.ris")
    with pytest.raises(Refused) as refused:
        typed("import", tmp_path / "more.zip", "--search", "db")
    assert "../up.ris in more.zip" not in str(refused.value)
    assert "up.ris in more.zip has a name that leads out" in str(refused.value)
    assert "page.html is a web page" in str(refused.value)
    assert {row.title for row in records(cast.review)} == {"Larks", "Owls", "Wrens"}


def test_a_person_says_how_a_file_is_read_and_what_it_replaces(cast: Cast, tmp_path: Path, typed: Typed) -> None:
    (table := tmp_path / "vogel.csv").write_text(TABLE.replace("ch", "\xe9ch"), encoding="cp1250")
    with pytest.raises(Refused, match="Titel=title"):
        typed("import", table, "--search", "db")
    said = ("--column", "Titel=title", "--column", "Jahr=year", "--encoding", "windows-1250")
    typed("import", table, "--search", "db", *said)
    (first,) = imports(cast.review)
    assert first.corrected.columns == (("titel", "title"), ("jahr", "year"))
    assert records(cast.review).get().title == "Ler\xe9chen"
    typed("import", written(tmp_path, "new.ris", "Owls"), "--search", "db", "--instead", first.id)
    assert [one.file_name for one in imports(cast.review)] == ["new.ris"]
    with pytest.raises(Refused, match="Name one file"):
        typed("import", table, table, "--search", "db", "--instead", first.id)
    with pytest.raises(Refused, match="names no column and field"):
        typed("import", table, "--search", "db", "--column", "Titel")
    assert replay.verify(cast.review).sound


def test_records_are_saved_to_a_file(cast: Cast, tmp_path: Path, typed: Typed) -> None:
    typed("import", written(tmp_path, "a.ris", "Larks", "Owls"), written(tmp_path, "b.ris", "Wrens"), "--search", "db")
    out = tmp_path / "out.bib"
    assert f"{out}: 3 records." in typed("export", out)
    assert [one.title for one in read(out).records] == ["Larks", "Owls", "Wrens"]
    assert "one record." in typed("export", out, "--to", "csv", "--words", "owl", "--search", "db")
    assert [one.title for one in read(out).records] == ["Owls"]
    typed("export", out, "--to", "ris", "--import", imports(cast.review)[1].id)
    assert [one.title for one in read(out).records] == ["Wrens"]
    with pytest.raises(Refused, match="What format is out"):
        typed("export", tmp_path / "out")
    with pytest.raises(Refused, match="no search 'x'"):
        typed("export", out, "--search", "x")
    with pytest.raises(Refused, match="cannot be written"):
        typed("export", tmp_path / "nowhere" / "out.ris")


def test_columns_said_once_are_remembered_for_the_next_table_with_the_same_headers(
    cast: Cast, tmp_path: Path, typed: Typed
) -> None:
    (tmp_path / "first.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "second.csv").write_text(TABLE.replace("Lerchen", "Eulen"), encoding="utf-8")
    typed("import", tmp_path / "first.csv", "--search", "db", "--column", "Titel=title", "--column", "Jahr=year")
    told = typed("import", tmp_path / "second.csv", "--search", "db")
    assert "second.csv: columns as said of first.csv" in told
    assert {(row.title, row.year) for row in records(cast.review)} == {("Lerchen", 2020), ("Eulen", 2020)}
