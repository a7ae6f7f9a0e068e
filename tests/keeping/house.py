"""A house with something in it, looked at from outside, and backups taken apart and put together again."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections

from synthema.audit import replay, trail
from synthema.audit.model import By
from synthema.audit.tables import Event, Review
from synthema.keeping.box import MANIFEST
from synthema.records.actions import import_file
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.team.tables import Person
from tests.cast import Cast
from tests.hostile.test_bad_package import members_of, pack

_serial = count(1)
Json = dict[str, Any]


def bring_one(cast: Cast, folder: Path) -> None:
    """One search and one import under it: two events, two files in the store."""
    n = next(_serial)
    log_search(By(cast.dev), cast.review, Search(key=f"s{n}", source="Invented"))
    file = folder / f"{n}.ris"
    file.write_text(f"TY  - JOUR\nTI  - Birds, part {n}\nPY  - 2020\nER  - \n", encoding="utf-8")
    import_file(By(cast.dev), cast.review, file, f"s{n}")


def standing() -> Json:
    """Everything that must be as it was."""
    reviews = list(Review.objects.order_by("pk").values_list("pk", "head_seq", "head_hash"))
    return {
        "reviews": reviews,
        "events": list(Event.objects.order_by("review", "seq").values_list("hash", flat=True)),
        "rows": {str(pk): replay.digests(pk) for pk, _, _ in reviews},
        "people": sorted(Person.objects.values_list("id", "name")),
        "contents": contents(),
    }


def contents() -> dict[str, list[str]]:
    """What lies in the store, review by review."""
    folders = sorted((Path(settings.SYNTHEMA_HOME) / "content").glob("*"))
    found = {folder.name: sorted(p.name for p in folder.glob("??/*")) for folder in folders}
    return {name: names for name, names in found.items() if names}


def sound() -> bool:
    """Whether every review verifies."""
    return all(replay.verify(review).sound for review in Review.objects.values_list("pk", flat=True))


@contextmanager
def unchanged() -> Iterator[None]:
    """Whatever happens inside leaves everything as it was, and nothing lying about."""
    before = standing()
    yield
    connections["default"].close()
    assert standing() == before
    assert not list((Path(settings.SYNTHEMA_HOME) / "backups").glob(".making-*"))


def empty_the_house(request: Any) -> None:
    """A fresh database and store behind the same names."""
    shutil.rmtree(settings.SYNTHEMA_HOME)
    Path(settings.SYNTHEMA_HOME).mkdir()
    connections.close_all()
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        for side in ("", "-wal", "-shm"):
            path.with_name(path.name + side).unlink(missing_ok=True)
        return
    name = str(connections.settings["default"]["NAME"])
    server = request.getfixturevalue("postgres")
    server.run(f"DROP DATABASE {name}")
    server.run(f"CREATE DATABASE {name}")


def changed(path: Path, target: Path, change: Callable[[Json], None]) -> Path:
    """The backup with another manifest, its checksums made anew."""
    members = members_of(path)
    manifest = json.loads(members[MANIFEST])
    change(manifest)
    return pack(target, members | {MANIFEST: json.dumps(manifest).encode()})


def with_members(path: Path, target: Path, more: Mapping[str, bytes]) -> Path:
    """The backup with more or other members, its checksums made anew."""
    return pack(target, members_of(path) | dict(more))


def manifest_of(path: Path) -> Json:
    """What a backup says of itself."""
    with zipfile.ZipFile(path) as opened:
        found: Json = json.loads(opened.read(MANIFEST))
        return found


def first_content(review: UUID) -> Path:
    """The file of some content of a review."""
    return next(iter(sorted(trail.store(review).root.glob("??/*"))))
