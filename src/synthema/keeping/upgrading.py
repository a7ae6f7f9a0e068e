"""Bring the database to this version, after a backup; refuse one that is ahead of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from synthema.audit import registry, replay
from synthema.audit.tables import Event, Review
from synthema.keeping import on_sqlite
from synthema.keeping.looking import APP
from synthema.keeping.making import backups_folder, make_backup, stamp
from synthema.refused import Refused, Words

KEPT = 5
PREFIX = "before-upgrade-"
WAIT = 3600  # seconds for which a second process waits
UNDER_WAY = "it is being brought to this version; starting Synthema again completes it"


def bring_up_to_date(say: Callable[[str], None] = lambda _: None) -> None:
    """Migrate the database and make its tables anew where that is needed, after a backup.

    Raises Refused where the database is of a newer version. Several processes that start at once do it once.
    """
    if not _behind():
        return
    with _alone():
        if not _behind():
            return
        if _pending() and _reviews():
            _back_up_first(say)
        bring_tables(say)


def bring_tables(say: Callable[[str], None] = lambda _: None) -> None:
    """Migrate, then make the rows of every review anew: what a new version computes follows from the old trail."""
    if _pending():
        if _reviews():
            Review.objects.update(offline=UNDER_WAY)
        call_command("migrate", verbosity=0, interactive=False)
    for review in Review.objects.filter(offline=UNDER_WAY).order_by("pk").values_list("pk", flat=True):
        say(f"Bringing review {review} to this version …")
        replay.rebuild(review, UNDER_WAY)


def _behind() -> bool:
    """Whether there is something to do; a crash on the way left reviews marked."""
    executor = _executor()
    known = {key for key in executor.loader.graph.nodes if key[0] == APP}
    newer = {key for key in executor.loader.applied_migrations if key[0] == APP and key not in known}
    unknown = _unknown_kinds()
    if newer or unknown:
        raise Refused(_way_out(sorted([name for _, name in newer] + unknown)))
    return _pending() or (_reviews() and Review.objects.filter(offline=UNDER_WAY).exists())


def _pending() -> bool:
    executor = _executor()
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _executor() -> MigrationExecutor:
    try:
        return MigrationExecutor(connection)
    except (DatabaseError, ImproperlyConfigured) as error:
        said = " ".join(str(error).split())
        raise Refused("The database cannot be opened: {said}. Check SYNTHEMA_DATABASE or --home.", said=said) from None


def _reviews() -> bool:
    return _there(Review._meta.db_table) and Review.objects.exists()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process of this home in at a time; a crash lets the next one in."""
    with on_sqlite.held(backups_folder() / ".upgrading", WAIT) as alone:
        if not alone:
            raise Refused("Another Synthema brings this database to its version just now. Try again later.")
        yield


def _there(table: str) -> bool:
    return table in connection.introspection.table_names()


def _unknown_kinds() -> list[str]:
    if not _there(Event._meta.db_table):
        return []
    kinds = Event.objects.order_by().values_list("kind", flat=True).distinct()  # read from an index alone
    return [kind for kind in kinds if kind not in registry.KINDS]


def _way_out(ahead: list[str]) -> str:
    made = before_upgrades()
    back = f", or go back with `synthema restore {made[-1]} --replace` (made before the upgrade)" if made else ""
    return Words(
        "This database was made by a newer Synthema (it holds {ahead}). Install that version "
        "again{back}, or open another home with --home. Nothing was changed.",
        ahead=", ".join(ahead[:3]),
        back=back,
    )


def before_upgrades() -> list[Path]:
    """The backups that were made before upgrades, oldest first."""
    return sorted(backups_folder().glob(f"{PREFIX}*.zip"))


def _back_up_first(say: Callable[[str], None]) -> None:
    path = backups_folder() / f"{PREFIX}{stamp()}.zip"
    say(f"This database is of an earlier version. It is backed up first, to {path} …")
    try:
        make_backup(path)
    except (Refused, DatabaseError) as error:
        if os.environ.get("SYNTHEMA_UPGRADE_WITHOUT_BACKUP"):
            say(f"No backup was made: {error}")
            return
        raise Refused(
            "The database must be brought to this version, and could not be backed up before: {error} To go "
            "on without a backup, set SYNTHEMA_UPGRADE_WITHOUT_BACKUP=1. Nothing was changed.",
            error=error,
        ) from None
    for old in before_upgrades()[:-KEPT]:
        old.unlink(missing_ok=True)
