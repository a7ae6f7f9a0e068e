"""`synthema backup` and `synthema restore` as they are used, and what they must not tell."""

import re
from pathlib import Path

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.screening.actions import give_verdict
from tests.cast import Cast
from tests.hostile.commands import run
from tests.keeping.house import bring_one, first_content, sound, standing
from tests.reporting.small_review import one_record_for_two


def test_a_house_goes_to_a_file_and_back(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    before = standing()
    done = run("backup", file)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{file}: 2 reviews, verified. Bring it back with `synthema restore {file}`.\n"
    bring_one(cast, tmp_path)
    said = run("restore", file)
    assert said.code == 2
    assert said.err.startswith("Not done: There are reviews here already.")
    back = run("restore", file, "--replace")
    assert (back.code, back.err) == (0, "")
    assert re.match(r"2 reviews restored, as of 20.*\nWhat was here before: .*replaced-.*\.zip\n", back.out)
    assert standing() == before


def test_damage_is_told_and_ends_with_code_1(cast: Cast, tmp_path: Path) -> None:
    bring_one(cast, tmp_path)
    first_content(cast.review).unlink()
    done = run("backup", tmp_path / "b.zip")
    assert done.code == 1
    assert "is missing or damaged" in done.err
    back = run("restore", tmp_path / "b.zip", "--replace")
    assert back.code == 0
    assert "was missing when the backup was made" in back.err
    assert not sound()


def test_what_a_backup_says_does_not_tell_an_open_verdict(database: str, tmp_path: Path) -> None:
    review, people, record = one_record_for_two()
    nothing = run("backup", tmp_path / "b.zip")
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "exclude", reason="date", note="why")
    assert Event.objects.filter(kind="VerdictGiven").exists()
    assert run("backup", tmp_path / "b.zip") == nothing
