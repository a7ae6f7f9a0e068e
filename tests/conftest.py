"""A fresh database for every test that needs one, on SQLite and on a real PostgreSQL; the cast; a stopped network."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# The same examples every time, so that a run says what changed; SYNTHEMA_EXPLORE=1 looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True)
hypothesis.settings.load_profile("explore" if os.environ.get("SYNTHEMA_EXPLORE") else "steady")

os.environ["SYNTHEMA_HOME"] = tempfile.mkdtemp(prefix="synthema-tests-")
os.environ.pop("SYNTHEMA_DATABASE", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "synthema.web.settings"

import django  # noqa: E402 (the settings read the environment above)

django.setup()

from tests import databases  # noqa: E402 (its models need Django)
from tests.cast import Cast, seat_everybody  # noqa: E402

if memory := databases.in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))  # folders of tests: every commit is written through

_connect = socket.socket.connect


def _local_only(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and not (isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1"}):
        raise AssertionError(f"a test tried to reach the network: {address}")
    _connect(self, address)


socket.socket.connect = _local_only  # type: ignore[method-assign, assignment]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database that tests copy."""
    return databases.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[databases.PostgreSQL]:
    """A PostgreSQL server of our own with a migrated template database."""
    with databases.running_postgresql() as server:
        server.make_template()
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated, empty database behind the default alias, and an empty home; yields the vendor."""
    vendor: str = request.param
    if vendor == "sqlite":
        fresh = databases.fresh_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        fresh = request.getfixturevalue("postgres").fresh()
    with databases.in_use(fresh, tmp_path / "home"):
        yield vendor
    if vendor == "postgresql":
        request.getfixturevalue("postgres").drop(fresh)


@pytest.fixture
def cast(database: str) -> Cast:
    """Ana and Ben review blind, Chloe leads and arbitrates, Dev is a librarian, Eve belongs to another review."""
    return seat_everybody()
