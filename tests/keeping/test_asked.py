"""A restore asked for on a page: carried out once, at the next start, and told."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from synthema.keeping import asked
from synthema.keeping.making import backups_folder, make_backup
from synthema.refused import Refused
from tests.cast import Cast


@pytest.fixture
def backup(cast: Cast) -> str:
    """A sound backup in the home."""
    return make_backup(backups_folder() / "synthema-1.zip").path.name


@pytest.mark.parametrize("name", ["", "..", "../synthema-1.zip", "secret", ".hidden.zip", "none.zip"])
def test_only_a_backup_of_this_home_is_asked_for(backup: str, name: str) -> None:
    with pytest.raises(Refused, match="no such backup"):
        asked.ask(name)
    assert asked.asked() == ""


def test_a_file_that_is_no_backup_is_refused_at_once(cast: Cast) -> None:
    (backups_folder() / "other.zip").write_bytes(b"PK")
    with pytest.raises(Refused):
        asked.ask("other.zip")
    assert asked.asked() == ""


def test_what_was_asked_for_may_be_taken_back(backup: str) -> None:
    assert asked.ask(backup)
    assert asked.asked() == backup
    asked.forget()
    assert (asked.asked(), asked.carry_out(print)) == ("", "")


def test_the_request_is_gone_before_the_restore_begins(backup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(path: Path, *, replace: bool) -> None:
        assert (path.name, replace, asked.asked()) == (backup, True, "")
        raise KeyboardInterrupt

    monkeypatch.setattr(asked, "restore_backup", crash)
    asked.ask(backup)
    with pytest.raises(KeyboardInterrupt):
        asked.carry_out(print)
    assert "did not come to its end" in asked.told()["not"]
    assert asked.carry_out(print) == ""


def test_a_refusal_is_kept_in_words(backup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *, replace: bool) -> None:
        raise Refused("{name} is broken.", name=path.name)

    monkeypatch.setattr(asked, "restore_backup", refuse)
    key = asked.ask(backup)
    said: list[str] = []
    assert asked.carry_out(said.append) == key
    assert asked.told()["not"] == f"{backup} is broken."
    assert "was not restored" in said[-1]


def test_a_file_that_somebody_broke_asks_for_nothing(cast: Cast) -> None:
    for words in ("{", json.dumps([1]), ""):
        (settings.SYNTHEMA_HOME / "restore.json").write_text(words)
        assert asked.asked() == ""
