"""Put a backup in the place of what stands here: verified first, swapped in one step, the old one kept."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from synthema.audit import registry, replay, trail
from synthema.audit.events import ContentWithdrawn
from synthema.audit.model import By, Content
from synthema.audit.tables import Event, Review
from synthema.jobs.actions import let_go_after_restore
from synthema.keeping import model, on_postgresql, on_sqlite
from synthema.keeping.box import MANIFEST, Box, content_of
from synthema.keeping.looking import APP
from synthema.keeping.making import backups_folder, make_backup, stamp, workplace
from synthema.keeping.model import SUITED, Manifest, RestoreAccount
from synthema.keeping.upgrading import bring_tables
from synthema.progress import Progress, silent
from synthema.refused import Refused

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class _Withdrawal:
    """Words that were withdrawn here after the backup was made, and by whom."""

    review: UUID
    by: By
    body: ContentWithdrawn


def restore_backup(path: Path, *, replace: bool = False, tell: Progress = silent) -> RestoreAccount:
    """Restore a backup; raises Refused, with nothing changed, where it is damaged or something stands here.

    With `replace`, what stands here is backed up first. Words that were withdrawn here since stay withdrawn.
    """
    Path(settings.SYNTHEMA_HOME).mkdir(parents=True, exist_ok=True, mode=0o700)
    database = on_postgresql if connection.vendor == "postgresql" else on_sqlite
    with Box(path) as box:
        manifest = model.read(box.read(MANIFEST), path.name)
        _refuse_unfit(manifest, path.name)
        standing = database.stands()
        if standing and not replace:
            raise Refused(
                "There are reviews here already. Restore with --replace to put the backup in their place (they are "
                "backed up first), or open another home with --home."
            )
        database.refuse_in_use()
        with workplace() as work:
            _refuse_too_large(box, work)
            _unpack(box, work, tell)
            database.refuse_unsound(work / SUITED[manifest.vendor], manifest, path.name)
            kept = _keep_old(tell) if standing else None
            again = _withdrawn_here() if standing else []
            brought = {found for name in box.names if (found := content_of(name))}
            gone = {name for one in again for name in _names(one.body)}
            tell("putting the database in its place", 0, 0)
            contents = _put_in_place(work, manifest, gone)
    bring_tables(lambda said: tell(said, 0, 0))
    let_go_after_restore()
    withdrawn = sum(_withdraw_again(one) for one in again)
    _remove_strays(brought)
    return RestoreAccount(
        reviews=len(manifest.heads),
        events=manifest.events,
        contents=contents,
        made_with=manifest.made_with,
        made_at=manifest.made_at,
        kept=kept,
        withdrawn_again=withdrawn,
        faults=tuple(f"Content {name[:12]}… was missing when the backup was made." for name in manifest.absent),
    )


def refuse_unfit(path: Path) -> None:
    """Raise Refused where this backup cannot be opened, or not by this version; its members are not read yet."""
    with Box(path) as box:
        _refuse_unfit(model.read(box.read(MANIFEST), path.name), path.name)


def _refuse_unfit(manifest: Manifest, name: str) -> None:
    if manifest.vendor != connection.vendor:
        there, here = NAMES[manifest.vendor], NAMES[connection.vendor]
        raise Refused(
            "{name} is a backup of a {there} database; this house uses {here}. Restore it where {there} is "
            "used, then bring each review over with `synthema review export` and `synthema review import`.",
            name=name,
            there=there,
            here=here,
        )
    known = {node for app, node in MigrationLoader(None).graph.nodes if app == APP}
    newer = set(manifest.migrations) - known
    kinds = [
        kind
        for kind, version in manifest.kinds.items()
        if kind not in registry.KINDS or version > registry.KINDS[kind].version
    ]
    if newer or kinds:
        raise Refused(
            "{name} was made by {made_with}, which is newer and knows what this version does not ({what}). "
            "Install that version, then restore it. Nothing was changed.",
            name=name,
            made_with=manifest.made_with,
            what=", ".join(sorted([*newer, *kinds])[:3]),
        )


def _refuse_too_large(box: Box, work: Path) -> None:
    free = shutil.disk_usage(work).free
    if box.unpacked > free:
        raise Refused(
            "{path_name} needs {unpacked:,} MB and {free:,} MB are free here. Free some space, then restore again.",
            path_name=box.path.name,
            unpacked=box.unpacked >> 20,
            free=free >> 20,
        )


def _unpack(box: Box, work: Path, tell: Progress) -> None:
    names = box.names
    if not {MANIFEST, SUITED[connection.vendor]} <= set(names):
        raise Refused("{path_name} holds no database. Use another backup.", path_name=box.path.name)
    for number, name in enumerate(names, start=1):
        box.unpack(name, work / name)
        found = content_of(name)
        if found is None and name not in (MANIFEST, SUITED[connection.vendor]):
            raise Refused(
                "{path_name} holds {name!r}, which no backup holds. Use another backup.",
                path_name=box.path.name,
                name=name,
            )
        if found and _digest(work / name) != found[1]:
            raise Refused(
                "{name} in {path_name} has other bytes than its name says. Use another backup.",
                name=name,
                path_name=box.path.name,
            )
        if number % 100 == 0 or number == len(names):
            tell("unpacking", number, len(names))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_old(tell: Progress) -> Path:
    """Back up what is going to be replaced; a database that cannot be read is set aside as it is."""
    kept = backups_folder() / f"replaced-{stamp()}.zip"
    try:
        return make_backup(kept, tell).path
    except (Refused, DatabaseError):
        if connection.vendor == "postgresql":
            raise
        aside = backups_folder() / f"broken-{stamp()}"
        on_sqlite.set_aside(aside)
        return aside


def _withdrawn_here() -> list[_Withdrawal]:
    try:
        events = list(Event.objects.filter(kind="ContentWithdrawn").order_by("review", "seq"))
    except DatabaseError:  # a database that cannot be read tells nothing any more
        return []
    return [
        _Withdrawal(event.review_id, By(event.actor, uuid5(event.act_id, "again after a restore")), body)
        for event in events
        for body in [trail.recorded(event).body]
    ]


def _names(body: ContentWithdrawn) -> set[str]:
    return {content.content for content in body.contents}


def _put_in_place(work: Path, manifest: Manifest, gone: set[str]) -> int:
    """Add the files of the backup to the store, where they harm nothing, then swap the database; how many files.

    Where that fails, the files that are new here are taken away again.
    """
    files = [file for file in sorted((work / "content").glob("*/??/*")) if file.name not in gone]
    new: list[Path] = []
    try:
        for file in files:
            target = trail.store(UUID(file.parents[1].name)).path(Content(file.name))
            if not target.exists():
                new.append(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
        database = work / SUITED[manifest.vendor]
        if manifest.vendor == "postgresql":
            on_postgresql.swap(database, manifest)
        else:
            on_sqlite.swap(database)
    except BaseException as error:
        for target in new:
            target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Refused(
                "The backup cannot be put in place: {strerror}. Mend that, then restore it.", strerror=error.strerror
            ) from None
        raise
    return len(files)


def _withdraw_again(one: _Withdrawal) -> int:
    """Put a withdrawal that the backup does not know on the restored trail, in the name of who withdrew; how many."""
    if not Review.objects.filter(pk=one.review).exists():
        return 0
    named = {content.content for content in replay.content_names(one.review)}
    contents = tuple(content for content in one.body.contents if content.content in named)
    if not contents:
        return 0
    with trail.writing(one.review) as head:
        body = replace(one.body, contents=contents)
        trail.append(head, one.by, body, trail.request_digest("withdrawn again after a restore", body))
    replay.rebuild(one.review)
    return len(contents)


def _remove_strays(brought: set[tuple[UUID, str]]) -> None:
    """Delete the files that the backup did not bring: they belonged to what was replaced, and are kept with it."""
    known = {(str(review), name) for review, name in brought}
    for folder in (Path(settings.SYNTHEMA_HOME) / "content").glob("*"):
        for file in folder.glob("??/*"):
            if (folder.name, file.name) not in known:
                file.unlink(missing_ok=True)
