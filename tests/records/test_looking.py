"""What is told of a file before it is imported is what the import then does."""

from pathlib import Path

import pytest

from synthema.records import read
from synthema.records.looking import Glimpse, look
from synthema.records.model import Corrections
from tests.shared_data import shared_data

RIS = "TY  - JOUR\nTI  - Larks\nAU  - Moran, A.\nAU  - Khan, R.\nPY  - 2021\nJO  - Songs\nDO  - 10.1000/LARK\nER  - \n"


def written(folder: Path, content: str | bytes, name: str = "a.ris") -> Path:
    (path := folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_first_records_are_shown_as_they_would_be_read(tmp_path: Path) -> None:
    found = look(written(tmp_path, RIS * 5 + "TY  - JOUR\nER  - \n"))
    assert found.first == (Glimpse("Larks", "Moran, A.; Khan, R.", 2021, "Songs", "10.1000/lark"),) * 3
    assert (found.markers, found.stored, found.refused, found.doubtful) == (6, 5, 1, True)
    assert [(one.line, one.text) for one in found.refusals] == [(41, "JOUR")]


def test_the_log_of_decisions_of_rayyan_is_known_and_not_taken_for_a_table_of_records(tmp_path: Path) -> None:
    log = "created_at,user_id,user_email,article_id,key,value\n2023-01-01T10:00:00.000Z,1,a@example.org,7,included,1\n"
    found = look(written(tmp_path, log, "customizations_log.csv"))
    assert "customizations_log.csv is Rayyan's log of decisions" in found.fault
    assert (found.columns, found.doubtful) == ((), True)


def test_a_sound_file_leaves_no_doubt(tmp_path: Path) -> None:
    found = look(written(tmp_path, RIS))
    assert (found.doubtful, found.fault, found.encoding, found.columns) == (False, "", "utf-8", ())


@pytest.mark.parametrize(
    ("content", "corrections", "fault"),
    [
        ("<html>Log in</html>", Corrections(), "a web page"),
        ("", Corrections(), "is empty"),
        (RIS, Corrections(format="nothing"), "is not a format that can be read"),
        (RIS, Corrections(encoding="nothing"), "is not an encoding"),
        (RIS, Corrections(format="nbib"), "it looks like RIS"),
        (b"\x00\x01\x02" * 90, Corrections(), "is not text"),
    ],
)
def test_what_cannot_be_read_is_said_never_raised(
    tmp_path: Path, content: str | bytes, corrections: Corrections, fault: str
) -> None:
    found = look(written(tmp_path, content), corrections=corrections)
    assert fault in found.fault
    assert found.doubtful


def test_a_guess_and_a_cut_off_file_are_doubtful(tmp_path: Path) -> None:
    assert look(written(tmp_path, RIS.replace("Larks", "Lérche").encode("cp1252"))).doubtful
    assert look(written(tmp_path, RIS + "TY  - JOUR\nTI  - Wre")).cut_off


def test_a_table_without_titles_shows_its_columns_and_is_read_once_they_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "Titel;Jahr\nLerchen;2020\nEulen;2021\n", "vogel.csv")
    found = look(path)
    assert found.fault
    assert [(one.header, one.examples, one.field) for one in found.columns] == [
        ("Titel", ("Lerchen", "Eulen"), ""),
        ("Jahr", ("2020", "2021"), ""),
    ]
    named = look(path, corrections=Corrections(columns=(("titel", "title"), ("jahr", "year"))))
    assert (named.fault, named.stored, [one.year for one in named.first]) == ("", 2, [2020, 2021])
    assert [one.field for one in named.columns] == ["title", "year"]


def test_the_look_tells_of_real_files_what_reading_them_gives() -> None:
    folder = shared_data("formats")
    files = [path for path in sorted(folder.rglob("*.ris")) if path.stat().st_size < 60_000][::6]
    assert files
    for path in files:
        found = look(path)
        if not found.fault:
            account = read(path).account
            assert (found.stored, found.refused) == (account.stored, len(account.refused)), path.name
