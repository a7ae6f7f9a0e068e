"""`synthema open` as a real process: one person, one key, one window; found again, killed, started again."""

import json
import os
import re
import shutil
import signal
import stat
from pathlib import Path

import pytest

from synthema.web import address
from tests.web.running import Started, Window, children, free_port, gone

ADDRESS = r"Address, good once: (http://127\.0\.0\.1:\d+)(/open/[\w-]+/)"


@pytest.fixture
def home(sqlite_template: Path, tmp_path: Path) -> Path:
    """A home with a migrated database, so that starts are quick."""
    place = tmp_path / "home"
    place.mkdir()
    shutil.copy(sqlite_template, place / "synthema.sqlite3")
    return place


def opened(home: Path, *words: str) -> Started:
    return Started(home, "open", "--no-browser", "--port", str(free_port()), *words)


def key_in(line: str) -> tuple[Window, str]:
    found = re.search(ADDRESS, line)
    assert found, line
    return Window(found[1]), found[2]


def test_one_key_lets_one_person_in_once(home: Path) -> None:
    with opened(home, "--as", "Mira") as synthema:
        window, key = key_in(synthema.wait_for(ADDRESS))
        assert window.ask(key)[::2] == (302, "/")
        status, text, _ = window.ask("/")
        assert (status, "Mira" in text) == (200, True)
        other = Window(window.address)
        assert other.ask(key)[0] == 422
        assert other.ask("/")[2].startswith("/accounts/login/")
        assert "synthema open" in other.ask("/accounts/login/")[1]
        _, next_key = key_in(synthema.wait_for(ADDRESS, after=2))
        assert next_key != key
        assert other.ask(next_key)[0] == 302
        assert window.ask(key)[::2] == (302, "/")  # loaded again by who is in


def test_nobody_else_walks_in(home: Path) -> None:
    with opened(home) as synthema:
        window, key = key_in(synthema.wait_for(ADDRESS))
        assert window.ask(key, Host="evil.example")[0] == 400
        assert window.ask("/open/guess/")[0] == 422
        assert window.ask("/open/")[0] == 404
        assert window.ask("/open/", X_Synthema_Again="guess")[0] == 404
        assert window.ask(key, fields={})[0] == 403
        told = home / "open.json"
        assert stat.S_IMODE(told.stat().st_mode) == 0o600
        assert key.split("/")[2] not in told.read_text()
        assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600
        assert window.ask(key)[0] == 302  # none of this used the key up


def test_a_second_start_finds_the_first_and_brings_a_new_key(home: Path) -> None:
    with opened(home) as first:
        window, key = key_in(first.wait_for(ADDRESS))
        with Started(home, "open", "--no-browser") as second:
            second.wait_for("runs already")
            again, new_key = key_in(second.wait_for(ADDRESS))
            assert second.process.wait(30) == 0
        assert again.address == window.address
        assert window.ask(key)[0] == 422
        assert window.ask(new_key)[0] == 302


def test_a_second_start_for_somebody_else_is_no_way_in_as_the_first(home: Path) -> None:
    with opened(home) as first:
        first.wait_for(ADDRESS)
        with Started(home, "open", "--no-browser", "--as", "Somebody else") as second:
            second.wait_for("is open here for")
            assert second.process.wait(30) == 2
        assert not any("/open/" in line for line in second.said)


def test_ctrl_c_ends_it_and_says_where_everything_lies(home: Path) -> None:
    with opened(home) as synthema:
        synthema.wait_for(ADDRESS)
        helpers = children(synthema.process.pid)
        assert synthema.end(signal.SIGINT) == 0
        assert str(home) in synthema.said[-1]
    assert gone(helpers)
    assert not (home / "open.json").exists()


def test_after_a_kill_it_starts_again_and_who_was_in_stays_in(home: Path) -> None:
    with opened(home) as synthema:
        window, key = key_in(synthema.wait_for(ADDRESS))
        window.ask(key)
        helpers, port = children(synthema.process.pid), window.address.rpartition(":")[2]
        synthema.end(signal.SIGKILL)
    assert (home / "open.json").exists()
    assert gone(helpers)
    with Started(home, "open", "--no-browser", "--port", port) as synthema:
        synthema.wait_for(ADDRESS)
        assert window.ask("/")[0] == 200
        assert window.ask(key)[::2] == (302, "/")
        assert Window(window.address).ask(key)[0] == 422


def test_a_port_that_is_taken_is_said_plainly(home: Path) -> None:
    taken = address.listen(None)
    try:
        with Started(home, "open", "--no-browser", "--port", str(taken.getsockname()[1])) as synthema:
            assert "Choose another with --port" in synthema.wait_for("Not done")
            assert synthema.process.wait(30) == 2
    finally:
        taken.close()


def test_the_next_free_port_is_taken() -> None:
    one, two = address.listen(None), address.listen(None)
    try:
        assert two.getsockname()[1] > one.getsockname()[1]
        assert two.getsockname()[0] == "127.0.0.1"
    finally:
        one.close()
        two.close()


def test_what_a_killed_start_left_behind_misleads_nobody(tmp_path: Path) -> None:
    (tmp_path / "open.json").write_text(json.dumps({"pid": os.getpid(), "port": free_port(), "again": "x"}))
    assert address.key_of_running(tmp_path, patience=0.1) is None
    (tmp_path / "open.json").write_text("{broken")
    assert address.key_of_running(tmp_path, patience=0.1) is None
    with address.only_one(tmp_path) as first:
        assert first
        with address.only_one(tmp_path) as second:
            assert not second
    with address.only_one(tmp_path) as again:
        assert again
