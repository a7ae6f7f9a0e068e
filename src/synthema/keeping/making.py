"""Make a backup of the whole house while people go on working."""

import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection

from synthema import __version__
from synthema.audit import replay, trail
from synthema.audit.canonical import moment
from synthema.audit.clock import now
from synthema.audit.model import Content
from synthema.keeping import on_postgresql, on_sqlite
from synthema.keeping.box import MANIFEST, PIECE, SMALL, Packer, content_member, write_box
from synthema.keeping.looking import Seen
from synthema.keeping.model import FORMAT, SUITED, BackupAccount, Manifest, written
from synthema.progress import Progress, silent

TRIES = 5
STALE = 86_400  # seconds after which a workplace is one that a crash left


class _Withdrawn(Exception):
    """Words were withdrawn while they were being copied; the database is copied again, with that act in it."""


def backups_folder() -> Path:
    """Where automatic backups lie."""
    folder = Path(settings.SYNTHEMA_HOME) / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def stamp() -> str:
    """This moment as part of a file name, allowed on every system; no two are the same."""
    return f"{now():%Y%m%dT%H%M%S.%fZ}"


def make_backup(path: Path, tell: Progress = silent) -> BackupAccount:
    """Back the house up to a zip file, verified before it gets its name; raises Refused where that cannot be done.

    The database is copied first and the files after it: an event's files are there before the event is, and only
    withdrawal takes any away.
    """
    for last in (*[False] * (TRIES - 1), True):
        try:
            return _made(path, tell, last=last)
        except _Withdrawn:
            continue
    raise AssertionError("the last try ends")


def _made(path: Path, tell: Progress, *, last: bool) -> BackupAccount:
    vendor, copied, faults = connection.vendor, 0, list[str]()
    with workplace() as work:
        database = work / SUITED[vendor]
        tell("copying the database", 0, 0)
        seen = (on_postgresql if vendor == "postgresql" else on_sqlite).snapshot(database)

        def fill(packer: Packer) -> None:
            nonlocal copied
            with database.open("rb") as file:
                packer.add(database.name, file, pack=vendor == "sqlite")
            absent = []
            wanted = list(_contents(seen))
            total = len(wanted)
            for review, name in wanted:
                if _add_content(packer, review, name):
                    copied += 1
                elif name in seen.contents[review]:
                    if not last and name in replay.withdrawn(review):
                        raise _Withdrawn
                    absent.append(name)
                if copied % 100 == 0 or copied == total:
                    tell("copying the files", copied, total)
            faults.extend(f"Content {name[:12]}… is missing or damaged." for name in absent)
            packer.add_bytes(MANIFEST, written(_manifest(vendor, seen, absent)))
            tell("reading the backup again", 0, 0)

        write_box(path, fill)
    return BackupAccount(
        path=path,
        reviews=len(seen.heads),
        events=seen.events,
        contents=copied,
        size=path.stat().st_size,
        faults=(*seen.faults, *faults),
    )


def _contents(seen: Seen) -> Iterator[tuple[UUID, str]]:
    """What the trails name, and what acts that are still under way have put in the store, such as an import."""
    for review, names in seen.contents.items():
        for name in sorted(names | set(trail.store(review).names())):
            if name not in seen.withdrawn:
                yield review, name


def _add_content(packer: Packer, review: UUID, name: str) -> bool:
    """Add a content; False where it is missing or its bytes are not those its name says."""
    path = trail.store(review).path(Content(name))
    try:
        with path.open("rb") as file:
            if path.stat().st_size <= SMALL:
                salted = file.read()
                if hashlib.sha256(salted).hexdigest() != name:
                    return False
                packer.add_bytes(content_member(review, name), salted)
                return True
            digest = hashlib.sha256()
            while piece := file.read(PIECE):
                digest.update(piece)
            if digest.hexdigest() != name:
                return False
            file.seek(0)
            packer.add(content_member(review, name), file, pack=False)
            return True
    except FileNotFoundError:
        return False


def _manifest(vendor: str, seen: Seen, absent: list[str]) -> Manifest:
    return Manifest(
        format=FORMAT,
        made_with=f"Synthema {__version__}",
        made_at=moment(now()),
        vendor=vendor,
        migrations=tuple(seen.migrations),
        kinds=seen.kinds,
        heads=tuple(seen.heads),
        events=seen.events,
        absent=tuple(absent),
    )


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder in the home that is gone afterwards; what crashes left is cleared away."""
    for left in backups_folder().glob(".making-*"):
        if time.time() - left.stat().st_mtime > STALE:
            shutil.rmtree(left, ignore_errors=True)
    work = backups_folder() / f".making-{uuid4().hex[:12]}"
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
