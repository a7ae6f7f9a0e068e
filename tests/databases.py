"""Databases made and thrown away by the tests."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from tools.need import PLACES

from synthema.web.settings import sqlite

MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30  # bytes
_CARELESS = "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"  # of power cuts
_serial = count(1)


def in_memory() -> Path | None:
    """A folder that lies in memory, where there is one with room: what tests write need not outlive a power cut."""
    try:
        room = shutil.disk_usage(MEMORY).free
    except OSError:
        return None
    return MEMORY if room >= ENOUGH and os.access(MEMORY, os.W_OK | os.X_OK) else None


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file."""
    path = folder / "template.sqlite3"
    with in_use(sqlite(path), folder / "home"):
        call_command("migrate", verbosity=0)
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def fresh_sqlite(template: Path, folder: Path) -> dict[str, Any]:
    """A copy of the template."""
    path = folder / "synthema.sqlite3"
    shutil.copy(template, path)
    return sqlite(path)


@contextmanager
def in_use(fresh: dict[str, Any], home: Path) -> Iterator[None]:
    """The default alias points to this database, and the home to this folder."""
    before, home_before = connections.settings["default"], settings.SYNTHEMA_HOME
    _point(before | fresh | {"OPTIONS": fresh.get("OPTIONS", {})})
    home.mkdir(parents=True, exist_ok=True)
    settings.SYNTHEMA_HOME = home
    try:
        yield
    finally:
        _point(before)
        settings.SYNTHEMA_HOME = home_before


def _point(to: dict[str, Any]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = to


@dataclass(frozen=True)
class PostgreSQL:
    """A running server that listens on a socket in its own folder."""

    socket: str
    user: str

    @cached_property
    def version(self) -> int:
        """150003 is 15.3."""
        with psycopg.connect(host=self.socket, user=self.user, dbname="postgres") as connection:
            return connection.info.server_version

    def settings(self, name: str) -> dict[str, Any]:
        """Django settings of one database."""
        return {"ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": self.user, "HOST": self.socket}

    def url(self, name: str) -> str:
        """The address of one database for another process."""
        return f"postgresql:///{name}?host={self.socket}&user={self.user}"

    def run(self, statement: str) -> None:
        """One statement outside a transaction."""
        with psycopg.connect(host=self.socket, user=self.user, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def make_template(self) -> None:
        """A migrated database that fresh ones are copied from."""
        self.run("CREATE DATABASE template_synthema")
        with in_use(self.settings("template_synthema"), Path(tempfile.mkdtemp())):
            call_command("migrate", verbosity=0)

    def fresh(self, template: str = "template_synthema") -> dict[str, Any]:
        """A new copy of the template."""
        name = f"synthema_{os.getpid()}_{next(_serial)}"
        how = "STRATEGY FILE_COPY" if self.version >= 150_000 else ""  # before, there was no other
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} {how}")
        return self.settings(name)

    def drop(self, fresh: dict[str, Any]) -> None:
        """Give a database's room back, whoever is still connected to it."""
        self.run(f"DROP DATABASE {fresh['NAME']} WITH (FORCE)")


def binaries() -> Path:
    """Where initdb and postgres lie."""
    places = [folder for pattern in PLACES for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)]
    on_path = shutil.which("initdb")
    if on_path:
        places.append(Path(on_path).parent)
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    raise RuntimeError("PostgreSQL's server is missing; `make test` installs it (Debian package postgresql).")


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Start a server as an unprivileged user in a folder of its own, and stop it."""
    bin_folder = binaries()
    folder = Path(tempfile.mkdtemp(prefix="synthema-pg-", dir=in_memory() or "/tmp"))  # short, as a socket path must be
    user = None
    if os.geteuid() == 0:
        user = "postgres" if _exists("postgres") else "nobody"
        shutil.chown(folder, user)
    name = user or getpass.getuser()

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)

    cluster, log = str(folder / "cluster"), str(folder / "log")
    run(str(bin_folder / "initdb"), "-D", cluster, "-U", name, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c max_connections=60 {_CARELESS}"
    run(str(bin_folder / "pg_ctl"), "-D", cluster, "-l", log, "-w", "-o", options, "start")
    try:
        yield PostgreSQL(str(folder), name)
    finally:
        run(str(bin_folder / "pg_ctl"), "-D", cluster, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _exists(user: str) -> bool:
    return subprocess.run(["id", user], capture_output=True, check=False).returncode == 0
