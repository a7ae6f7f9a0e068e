"""`synthema serve` as a real process: what speaks against it, first account, reload, end."""

import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from synthema.cli.serving import found_problems
from synthema.web import served
from tests.web.running import Started, Window, answers, children, free_port, gone

WAITRESS = "; import synthema.cli.serving as serving; serving.find_spec = lambda name: None"


@pytest.fixture
def home(sqlite_template: Path, tmp_path: Path) -> Path:
    """A home with a migrated database, so that starts are quick."""
    place = tmp_path / "home"
    place.mkdir()
    shutil.copy(sqlite_template, place / "synthema.sqlite3")
    return place


def test_everything_that_speaks_against_serving_is_said_at_once(home: Path) -> None:
    (home / "secret").write_text("short")
    with Started(home, "serve", "--bind", "8000", SYNTHEMA_DEBUG="") as synthema:
        assert synthema.process.wait(60) == 2
        synthema.wait_for("is not served yet")
    said = "".join(synthema.said)
    assert all(word in said for word in ("SYNTHEMA_URL is empty", "is too short", "write HOST:PORT"))
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("url", "bind", "local_test", "said"),
    [
        ("https://reviews.example.org", "127.0.0.1:8350", False, ""),
        ("https://reviews.example.org:8443", "0.0.0.0:8350", False, ""),
        ("", "127.0.0.1:8350", True, ""),
        ("", "127.0.0.1:8350", False, "SYNTHEMA_URL is empty"),
        ("http://reviews.example.org", "127.0.0.1:8350", False, "passwords need https"),
        ("reviews.example.org", "127.0.0.1:8350", False, "write the public address"),
        ("https://reviews.example.org/path", "127.0.0.1:8350", False, "write the public address"),
        ("https://[bad", "127.0.0.1:8350", False, "write the public address"),
        ("", "0.0.0.0:8350", True, "this machine only"),
        ("", "127.0.0.1:99999", True, "write HOST:PORT"),
    ],
)
def test_a_bad_address_is_told_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, bind: str, local_test: bool, said: str
) -> None:
    monkeypatch.setenv("SYNTHEMA_HOME", str(tmp_path))
    monkeypatch.setenv("SYNTHEMA_URL", url)
    monkeypatch.delenv("SYNTHEMA_SECRET", raising=False)
    served.keep_secret(tmp_path)
    found = found_problems(bind, local_test)
    assert len(found) == bool(said)
    assert said in "".join(found)


def test_a_key_that_others_can_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SYNTHEMA_SECRET", raising=False)
    served.keep_secret(tmp_path)
    assert served.secret_problem(tmp_path) == ""
    (tmp_path / "secret").chmod(0o644)
    assert "chmod 600" in served.secret_problem(tmp_path)
    (tmp_path / "secret").unlink()
    assert "cannot be read" in served.secret_problem(tmp_path)
    monkeypatch.setenv("SYNTHEMA_SECRET", "short")
    assert "less than 32" in served.secret_problem(tmp_path)


def test_a_key_is_made_once(tmp_path: Path) -> None:
    served.keep_secret(tmp_path)
    kept = served.secret(tmp_path)
    served.keep_secret(tmp_path)
    assert served.secret(tmp_path) == kept
    assert len(kept) >= served.SHORTEST_SECRET


def token(text: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert found
    return found[1]


def first_operator(home: Path, window: Window) -> None:
    """Make the first account by the link that the command line prints."""
    with Started(home, "team", "invite-operator") as said:
        link = said.wait_for("/invitations/").strip()
    assert link.startswith(window.address)
    path = link.removeprefix(window.address)
    page = window.ask(path)[1]
    fields = {"name": "Olga", "email": "olga@example.org", "password": "seven herons at dawn"}
    status, text, to = window.ask(f"{path}new/", fields | {"csrfmiddlewaretoken": token(page)})
    assert (status, to) == (302, "/"), text
    assert "Olga" in window.ask("/")[1]
    assert window.ask("/accounts-here/")[0] == 200


def test_the_first_link_says_where_it_is_served_or_that_this_is_not_known(home: Path) -> None:
    with Started(home, "team", "invite-operator") as early:
        assert early.wait_for("/invitations/").startswith("http://127.0.0.1:8350/")
        early.wait_for("Nothing was served from this folder yet")
    served.keep_address(home, "http://127.0.0.1:8399")
    with Started(home, "team", "invite-operator") as later:
        assert later.wait_for("/invitations/").startswith("http://127.0.0.1:8399/")
        assert later.process.wait(60) == 0
    assert "Nothing was served" not in "".join(later.said)


@pytest.mark.timeout(300)
def test_a_team_is_served_by_several_processes_reloaded_and_ended(home: Path) -> None:
    port = free_port()
    with Started(home, "serve", "--local-test", "--bind", f"127.0.0.1:{port}", "--workers", "2") as synthema:
        synthema.wait_for("Nobody can log in yet")
        window = Window(f"http://127.0.0.1:{port}")
        assert answers(window)[0] == 200
        assert window.ask("/accounts/login/", Host="evil.example")[0] == 400
        assert window.ask("/open/key/")[::2] == (302, "/")  # the door of `synthema open` is not there
        first_operator(home, window)
        before = children(synthema.process.pid)
        assert len(before) == 3  # two for pages, one for long work
        synthema.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 60
        while sum(pid in before for pid in children(synthema.process.pid)) > 1 and time.monotonic() < until:
            assert window.ask("/")[0] == 200  # nobody notices a reload
        after = children(synthema.process.pid)
        assert sum(pid in before for pid in after) == 1
        assert synthema.end(signal.SIGTERM) == 0
        assert gone(before + after)


@pytest.mark.timeout(300)
def test_after_a_kill_nothing_is_left_running_and_sessions_hold(home: Path) -> None:
    port = free_port()
    words = ("serve", "--local-test", "--bind", f"127.0.0.1:{port}")
    window = Window(f"http://127.0.0.1:{port}")
    with Started(home, *words) as synthema:
        assert answers(window)[0] == 200
        first_operator(home, window)
        helpers = children(synthema.process.pid)
        synthema.end(signal.SIGKILL)
        assert gone(helpers)
    with Started(home, *words) as synthema:
        assert answers(window, "/")[0] == 200
        assert not any("Nobody can log in" in line for line in synthema.said)


def test_without_gunicorn_waitress_serves(home: Path) -> None:
    port = free_port()
    with Started(home, "serve", "--local-test", "--bind", f"127.0.0.1:{port}", code=WAITRESS) as synthema:
        synthema.wait_for("Served by waitress")
        assert answers(Window(f"http://127.0.0.1:{port}"))[0] == 200
        helpers = children(synthema.process.pid)
        synthema.end(signal.SIGTERM)
        assert gone(helpers)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SYNTHEMA_URL": "ftp://x"}, "SYNTHEMA_URL is 'ftp://x'"),
        ({"SYNTHEMA_PROXIES": "many"}, "SYNTHEMA_PROXIES is 'many'"),
        ({"SYNTHEMA_SMTP": "mail.example.org"}, "SYNTHEMA_SMTP is no mail server"),
        ({"SYNTHEMA_SIGN_ON_URL": "https://id.example.org"}, "SYNTHEMA_SIGN_ON_ID is empty"),
        (
            {"SYNTHEMA_URL": "x", "SYNTHEMA_SMTP": "y", "SYNTHEMA_SIGN_ON_URL": "z"},
            "SYNTHEMA_URL.*SIGN_ON_ID.*SIGN_ON_SECRET.*SIGN_ON_URL is 'z'.*SMTP",
        ),
    ],
)
def test_settings_that_mean_nothing_are_all_told_at_once(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    with Started(tmp_path, "review", "list", **settings) as synthema:
        assert synthema.process.wait(60) == 2
        assert re.search(said, synthema.wait_for("Not done"))
