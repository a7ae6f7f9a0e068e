"""The invented review on both databases, worked once and copied for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests import databases
from tests.worked import worked


@pytest.fixture(scope="session")
def invented_on_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[UUID, Path]:
    """The review, and the folder with its database and home."""
    folder = tmp_path_factory.mktemp("invented")
    with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
        review = worked("invented")
    return review, folder


@pytest.fixture(scope="session")
def invented_on_postgresql(
    postgres: databases.PostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> tuple[UUID, Path, str]:
    """The review, the folder with its home, and the name of its database."""
    folder, fresh = tmp_path_factory.mktemp("invented"), postgres.fresh()
    with databases.in_use(fresh, folder / "home"):
        review = worked("invented")
    return review, folder, str(fresh["NAME"])


@pytest.fixture(params=["sqlite", "postgresql"])
def review(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UUID]:
    """The invented review, in a database and a home of its own."""
    home, fresh = tmp_path_factory.mktemp("review") / "home", dict[str, Any]()
    if request.param == "sqlite":
        known, folder = request.getfixturevalue("invented_on_sqlite")
        fresh = databases.fresh_sqlite(folder / "synthema.sqlite3", home.parent)
    else:
        known, folder, template = request.getfixturevalue("invented_on_postgresql")
        fresh = request.getfixturevalue("postgres").fresh(template)
    shutil.copytree(folder / "home", home)
    with databases.in_use(fresh, home):
        yield known
    if request.param == "postgresql":
        request.getfixturevalue("postgres").drop(fresh)
