"""Restoring in one click: the page asks, Synthema ends, restores and comes back, and the window goes on."""

import re
import shutil
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from synthema.audit.model import By
from synthema.jobs.actions import enqueue
from synthema.keeping import asked
from synthema.keeping.making import backups_folder, make_backup
from synthema.web import again
from synthema.web.work import BACK_UP
from tests.cast import Cast
from tests.pages import Browser, account_of, words
from tests.web.running import Started, Window, answers
from tests.web.test_serving import first_operator

RESTORE = "/backups/restore/"
ADDRESS = r"Address, good once: (http://127\.0\.0\.1:\d+)(/open/[\w-]+/)"
PATIENCE = 60


@pytest.fixture
def operator(cast: Cast) -> Browser:
    """Chloe runs this Synthema."""
    account = account_of(cast.chloe)
    account.is_operator = True
    account.save()
    return Browser(cast.chloe)


@pytest.fixture
def backup(cast: Cast) -> str:
    return make_backup(backups_folder() / "synthema-1.zip").path.name


def test_who_runs_it_asks_and_may_take_it_back(operator: Browser, backup: str) -> None:
    assert "everybody has to log in again" in words(operator.get("/backups/"))
    answer = operator.post(RESTORE, {"name": backup})
    assert "Start Synthema again" in words(answer)  # nothing here ends by itself
    assert asked.asked() == backup
    assert words(Browser(None).get("/restoring/")) == '{"ready": false}'
    assert f"{backup} is restored when Synthema starts next" in words(operator.get("/backups/"))
    operator.post(reverse("web:forget_restore"))
    assert words(Browser(None).get("/restoring/")) == '{"ready": true}'


def test_the_server_is_ended_after_the_answer(operator: Browser, backup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    monkeypatch.setattr(again, "_ways", [])
    monkeypatch.setattr(again, "end_soon", lambda: ended.append(asked.asked()))
    again.ends_by(lambda: None)
    page = words(operator.post(RESTORE, {"name": backup}))
    assert ended == [backup]
    assert 'data-then="/backups/"' in page  # the key is for the window of one person's own machine only
    assert "/open/" not in page


def test_nobody_else_restores(cast: Cast, backup: str) -> None:
    assert Browser(cast.ana).post(RESTORE, {"name": backup}).status_code == 403
    assert Browser(cast.ana).post(reverse("web:forget_restore")).status_code == 403
    assert asked.asked() == ""


def test_not_while_a_backup_is_made(cast: Cast, operator: Browser, backup: str) -> None:
    enqueue(By(cast.chloe), None, BACK_UP, {"at": "2026-01-01T00:00:00+00:00"})
    answer = operator.post(RESTORE, {"name": backup})
    assert (answer.status_code, asked.asked()) == (422, "")


def test_why_a_restore_failed_is_shown_until_it_is_read(
    operator: Browser, backup: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.post(RESTORE, {"name": backup})
    (backups_folder() / backup).unlink()
    asked.carry_out(lambda _: None)
    assert f"The backup {backup} was not restored: There is no such backup" in words(operator.get("/backups/"))
    operator.post(reverse("web:forget_restore"))
    assert "was not restored" not in words(operator.get("/backups/"))


def post(window: Window, page: str, to: str, **fields: str) -> tuple[int, str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', window.ask(page)[1])
    assert found
    return window.ask(to, {"csrfmiddlewaretoken": found[1], "act_id": str(uuid4()), **fields})


def until_there(window: Window, page: str, pattern: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := re.search(pattern, window.ask(page)[1]):
            return found[1]
        time.sleep(0.3)
    raise AssertionError(f"{pattern} is not on {page}")


@pytest.mark.timeout(300)
def test_one_click_brings_the_old_state_back_into_the_same_window(sqlite_template: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sqlite_template, home / "synthema.sqlite3")
    with Started(home, "open", "--no-browser", "--port", "18101", "--as", "Mira") as synthema:
        found = re.search(ADDRESS, synthema.wait_for(ADDRESS))
        assert found
        window = Window(found[1])
        assert window.ask(found[2])[0] == 302
        assert post(window, "/", "/reviews/new/", title="Birds on roofs")[0] == 302
        assert post(window, "/backups/", "/backups/make/")[0] == 302
        name = until_there(window, "/backups/", r'name="name" value="(synthema-[^"]+)"')
        until_there(window, "/backups/", r"(Make a backup)</button>")
        assert post(window, "/", "/reviews/new/", title="Moths in attics")[0] == 302
        assert "Moths in attics" in window.ask("/")[1]
        status, page, _ = post(window, "/backups/", RESTORE, name=name)
        then = re.search(r'data-then="([^"]+)"', page)
        assert status == 200 and then, page
        synthema.wait_for(f"The backup {name} was restored")
        assert answers(window, "/restoring/")[1] == '{"ready": true}'
        assert window.ask(then[1])[::2] == (302, "/")
        start = window.ask("/")[1]
        assert "Birds on roofs" in start
        assert "Moths in attics" not in start
        assert "What stood here before is kept as replaced-" in window.ask("/backups/")[1]


@pytest.mark.timeout(300)
def test_a_served_team_restores_and_comes_back(sqlite_template: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "backups").mkdir(parents=True)
    shutil.copy(sqlite_template, home / "synthema.sqlite3")
    with Started(home, "backup", str(home / "backups" / "synthema-1.zip")) as made:
        assert made.process.wait(PATIENCE) == 0
    with Started(home, "serve", "--local-test", "--bind", "127.0.0.1:18102", "--workers", "2") as synthema:
        window = Window("http://127.0.0.1:18102")
        assert answers(window)[0] == 200
        first_operator(home, window)
        page = post(window, "/backups/", RESTORE, name="synthema-1.zip")[1]
        assert 'data-then="/backups/"' in page
        synthema.wait_for("was restored")
        synthema.wait_for(
            "Nobody can log in yet", after=len(synthema.said) - 2
        )  # her account was made after the backup
        assert answers(window, "/restoring/")[1] == '{"ready": true}'
        assert window.ask("/backups/")[2].startswith("/accounts/login/")
        assert synthema.process.poll() is None  # the same process, for whatever watches it
