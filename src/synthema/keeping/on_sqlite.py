"""A copy of a live SQLite database, and putting one in the place of another."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copy2
from typing import TYPE_CHECKING

from django.db import connections

from synthema.keeping.looking import Seen, beside, look
from synthema.keeping.model import Manifest
from synthema.refused import Refused

if TYPE_CHECKING:
    import sqlite3
else:  # Django's own: two SQLite libraries in one process lose each other's locks, and damage what both have open
    from django.db.backends.sqlite3.base import Database as sqlite3

SIDES = ("", "-wal", "-shm", "-journal")


def database() -> Path:
    """The file of the database in use."""
    return Path(str(connections["default"].settings_dict["NAME"]))


def snapshot(target: Path) -> Seen:
    """Write the database, as it is at one moment, to a new file, without the sessions; what was found in it.

    VACUUM INTO reads in one transaction, so that writers neither wait nor are seen half-way.
    """
    try:
        with closing(sqlite3.connect(database(), timeout=20, isolation_level=None)) as live:
            live.execute("VACUUM INTO ?", (str(target),))
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete=ON")
            if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_session'").fetchone():
                copy.execute("DELETE FROM django_session")
            _check(copy)
    except sqlite3.Error as error:
        raise Refused(
            "The database could not be copied: {error}. If it is damaged, restore the last backup with "
            "`synthema restore FILE --replace`.",
            error=error,
        ) from None
    with _opened(target) as alias:
        return look(alias)


def _check(copy: sqlite3.Connection) -> None:
    found = "; ".join(str(row[0]) for row in copy.execute("PRAGMA quick_check(5)"))
    if found != "ok":
        raise sqlite3.DatabaseError(f"the copy is not sound ({found})")


@contextmanager
def _opened(path: Path) -> Iterator[str]:
    with beside({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {}}) as alias:
        yield alias


def refuse_unsound(file: Path, manifest: Manifest, name: str) -> None:
    """Raise Refused where an unpacked database is not the one its manifest describes."""
    try:
        with closing(sqlite3.connect(file)) as copy:
            _check(copy)
        with _opened(file) as alias:
            seen = look(alias)
    except Exception as error:
        raise Refused(
            "The database in {name} cannot be read ({error}). Use another backup.", name=name, error=error
        ) from None
    if tuple(seen.heads) != manifest.heads or seen.events != manifest.events:
        raise Refused("The trails in {name} do not end where it says. Use another backup.", name=name)


def stands() -> bool:
    """Whether there is a database here that holds something, or one that cannot be read."""
    path = database()
    if not path.exists() or not path.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(path, timeout=20)) as here:
            tables = {row[0] for row in here.execute("SELECT name FROM sqlite_master")}
            asked = [table for table in ("synthema_review", "synthema_person") if table in tables]
            return any(here.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in asked)  # noqa: S608
    except sqlite3.Error:
        return True


def refuse_in_use() -> None:
    """Raise Refused where another process has the database open; afterwards nothing of it lies beside its file."""
    connections.close_all()
    path = database()
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as here:
            here.execute("PRAGMA journal_mode=DELETE")  # only who is alone may end the write-ahead log
            here.execute("BEGIN EXCLUSIVE")
            here.execute("ROLLBACK")
    except sqlite3.OperationalError:
        raise Refused(
            "Synthema is still running on this database. Stop it (close its window, end `synthema serve`), then "
            "restore again. Nothing was changed."
        ) from None
    except sqlite3.DatabaseError:  # damaged: there is nothing to protect but the bytes, and those were set aside
        return


def set_aside(folder: Path) -> None:
    """Copy the files of a database that cannot be read."""
    folder.mkdir(parents=True)
    path = database()
    for side in SIDES:
        file = path.with_name(path.name + side)
        if file.is_file():
            copy2(file, folder / file.name)


def swap(file: Path) -> None:
    """Put a database in the place of the one that stands here, in one step."""
    refuse_in_use()
    path = database()
    try:
        for side in SIDES[1:]:
            path.with_name(path.name + side).unlink(missing_ok=True)
        file.replace(path)
    except OSError as error:
        raise Refused(
            "{path} cannot be replaced: {strerror}. Close every program that has it open, then restore again.",
            path=path,
            strerror=error.strerror,
        ) from None


@contextmanager
def held(path: Path, seconds: float) -> Iterator[bool]:
    """Hold a lock that every system has and that ends with the process: a small database, locked; False where not."""
    with closing(sqlite3.connect(path, timeout=seconds, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True
