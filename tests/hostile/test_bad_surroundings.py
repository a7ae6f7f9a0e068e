"""A home that is none, a database from a newer version, a reader that goes away, Ctrl-C: said, and nothing broken."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from synthema.audit.tables import Review
from synthema.cli import common
from synthema.refused import Refused
from tests import databases
from tests.hostile.commands import as_lead, refused, run, write

COMMAND = [sys.executable, "-m", "synthema.cli.main"]


def outside(*words: object, home: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with a home of its own."""
    surroundings = os.environ | {"SYNTHEMA_HOME": str(home), "SYNTHEMA_DATABASE": ""} | more
    return subprocess.run([*COMMAND, *map(str, words)], env=surroundings, capture_output=True, check=False, timeout=60)


def said(ended: subprocess.CompletedProcess[bytes]) -> str:
    """What a command said that must have been refused."""
    error = ended.stderr.decode()
    assert ended.returncode == 2, ended
    assert "Traceback" not in error, error
    assert error.startswith(("Not done: ", "Usage: ")), error
    return error


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one review, made by the command itself."""
    folder = tmp_path_factory.mktemp("outside") / "home"
    assert outside("review", "new", "A title", "--as", "Ana", home=folder).returncode == 0
    return folder


def test_a_home_that_is_no_folder(tmp_path: Path) -> None:
    file = write(tmp_path / "file", "in the way")
    assert "cannot be made" in said(outside("review", "list", home=file))
    assert "cannot be made" in said(outside("review", "list", home=file / "below"))
    assert "is a file" in said(outside("--home", file, "review", "list", home=tmp_path / "home"))
    assert file.read_text() == "in the way"


def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    write(tmp_path / "home" / "synthema.sqlite3", b"no database, but a letter to somebody" * 100)
    assert "cannot be opened" in said(outside("review", "list", home=tmp_path / "home"))
    (tmp_path / "other" / "synthema.sqlite3").mkdir(parents=True)
    assert "cannot be opened" in said(outside("review", "list", home=tmp_path / "other"))


@pytest.mark.parametrize(
    "url",
    [
        "mysql://x/y",
        "postgresql://",
        "postgresql://h:port/name",
        "postgresql://[::1/name",
        "postgresql:///n?host=/nowhere",
    ],
)
def test_an_address_of_a_database_that_leads_nowhere(tmp_path: Path, url: str) -> None:
    assert "SYNTHEMA_DATABASE" in said(outside("review", "list", home=tmp_path, SYNTHEMA_DATABASE=url))


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_a_database_from_a_newer_version_is_left_alone(
    vendor: str, sqlite_template: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    fresh = (
        databases.fresh_sqlite(sqlite_template, tmp_path)
        if vendor == "sqlite"
        else request.getfixturevalue("postgres").fresh()
    )
    with databases.in_use(fresh, tmp_path / "home"):
        MigrationRecorder(connection).record_applied("synthema", "9999_what_comes_later")
        with pytest.raises(Refused, match="made by a newer Synthema"):
            common._migrate()
        assert not Review.objects.exists()


def test_a_database_that_may_only_be_read_is_said_to_be(home: Path, tmp_path: Path) -> None:
    """SQLite says so for a file without permission; here a database is opened for reading only."""
    locked = tmp_path / "home"
    assert outside("review", "new", "A title", "--as", "Ana", home=locked).returncode == 0
    database = locked / "synthema.sqlite3"
    for beside in locked.glob("synthema.sqlite3-*"):
        beside.unlink()
    database.chmod(0o400)
    locked.chmod(0o500)
    try:
        ended = outside("review", "new", "Another", "--as", "Ana", home=locked)
    finally:
        locked.chmod(0o700)
    if os.geteuid() == 0:  # the superuser may write everywhere
        assert ended.returncode == 0
    else:
        said(ended)


def test_help_and_wrong_words_need_no_home(tmp_path: Path) -> None:
    ended = outside("--help", home=tmp_path / "home")
    assert ended.returncode == 0
    for words in (
        ["nonsense"],
        ["review"],
        ["review", "nonsense"],
        ["review", "show", "--nonsense"],
        ["records", "show", "1"],
    ):
        ended = outside(*words, home=tmp_path / "home")
        assert ended.returncode == 2, words
        assert b"Traceback" not in ended.stderr
    assert not (tmp_path / "home").exists()


def test_letters_that_a_terminal_lacks_are_shown_as_escapes(home: Path) -> None:
    title = "Caf\xe9 \u4e2d\u6587 \U0001f600"
    words = ("review", "new", title, "--as", "Ana")
    ended = outside(*words, home=home.parent / "ascii", PYTHONIOENCODING="cp1252")
    assert ended.returncode == 0, ended
    assert b"Caf\xe9 \\u4e2d\\u6587 \\U0001f600" in ended.stdout


def test_bytes_that_are_no_letters_are_taken_as_escapes(home: Path) -> None:
    surroundings = os.environ | {"SYNTHEMA_HOME": str(home), "SYNTHEMA_DATABASE": ""}
    for words, code in (
        ([b"search", b"withdraw", b"\xff\xfe", b"--reason", b"\xff"], 2),
        ([b"team", b"add", b"\xffx"], 0),
    ):
        ended = subprocess.run(
            [*(word.encode() for word in COMMAND), *words], env=surroundings, capture_output=True, check=False
        )
        assert ended.returncode == code, ended
        assert b"Traceback" not in ended.stderr


def test_a_reader_that_goes_away_is_no_error(home: Path, tmp_path: Path) -> None:
    ris = "".join(f"TY  - JOUR\nTI  - Record {n} {'x' * 500}\nER  - \n" for n in range(2000))
    file = write(tmp_path / "many.ris", ris)
    surroundings = os.environ | {"SYNTHEMA_HOME": str(home)}
    with subprocess.Popen(
        [*COMMAND, "records", "inspect", str(file), "--json"],
        env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        running.stdout.close()  # as `| head -0` does
        assert running.stderr is not None
        error = running.stderr.read()
        running.wait(timeout=30)
    assert b"Traceback" not in error, error
    assert b"Exception ignored" not in error, error
    assert running.returncode in (0, 1)


def heed_ctrl_c() -> None:
    """Undo what a shell does to programs in the background: they are started deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for_rows(database: Path, running: "subprocess.Popen[bytes]") -> None:
    """Wait until the import has begun to write rows, or has ended."""
    deadline = time.monotonic() + 60
    with closing(sqlite3.connect(database)) as connection:
        while running.poll() is None and time.monotonic() < deadline:
            if connection.execute("SELECT count(*) FROM synthema_recordrow").fetchone()[0]:
                return
            time.sleep(0.01)


def test_ctrl_c_ends_with_130_and_the_same_command_goes_on(home: Path, tmp_path: Path) -> None:
    search = write(tmp_path / "s.toml", "[[search]]\nkey = 'many'\nsource = 'A'\n")
    assert outside("search", "log", search, "--as", "Ana", home=home).returncode == 0
    ris = "".join(f"TY  - JOUR\nTI  - Record {n}\nPY  - 2020\nER  - \n\n" for n in range(40_000))
    words = ["records", "import", str(write(tmp_path / "many.ris", ris)), "--search", "many", "--as", "Ana"]
    surroundings = os.environ | {"SYNTHEMA_HOME": str(home), "SYNTHEMA_DATABASE": ""}
    with subprocess.Popen(
        [*COMMAND, *words],
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 (no threads here)
    ) as running:
        wait_for_rows(home / "synthema.sqlite3", running)
        running.send_signal(signal.SIGINT)
        _, error = running.communicate(timeout=60)
    assert running.returncode == 130, (running.returncode, error)
    assert error.decode().strip() == "Stopped."
    again = outside(*words, home=home)
    assert b"40,000 found = 40,000 stored + 0 refused" in again.stdout, again
    assert b"Everything holds." in outside("review", "verify", "--as", "Ana", home=home).stdout


def test_a_full_disk_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ris = write(tmp_path / "a.ris", "TY  - JOUR\nTI  - A\nER  - \n")

    def full(_: Path, __: Path) -> Path:
        raise OSError(28, "No space left on device", str(tmp_path / "o.ris"))

    monkeypatch.setattr(Path, "replace", full)
    ended = run("records", "convert", ris, tmp_path / "o.ris")
    assert ended.code == 2
    assert "No space left on device" in ended.err
    assert list(tmp_path.glob("*o.ris*")) == []


def test_a_locked_database_is_said_to_be(review: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from uuid import UUID

    from django.db import OperationalError

    assert isinstance(review, UUID)

    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("synthema.audit.trail.writing", locked)
        assert "database is locked" in refused(
            review, "synthesis", "retire", "waiting", "--reason", "x", *as_lead(review)
        )
