"""A dump of a PostgreSQL database, and its way back, by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, connections, transaction

from synthema.keeping.looking import Seen, beside, look
from synthema.keeping.model import Manifest
from synthema.refused import Refused

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)


def snapshot(target: Path) -> Seen:
    """Dump the database as it is at one moment, without the sessions; what was found in it at that same moment."""
    with beside({}) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = str(cursor.fetchone()[0])
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}",
            "--exclude-table-data=django_session", f"--file={target}",
        )  # fmt: skip
        return look(alias)


def refuse_unsound(file: Path, _manifest: Manifest, name: str) -> None:
    """Raise Refused where an unpacked dump cannot be read; what it holds is counted when it is restored."""
    try:
        _run("pg_restore", "--list", str(file))
    except Refused as error:
        raise Refused("The database in {name} cannot be read. {error}", name=name, error=error) from None


def stands() -> bool:
    """Whether there is a database here that holds something."""
    try:
        tables = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for table in tables & {"synthema_review", "synthema_person"}:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    return True
    except DatabaseError as error:
        said = " ".join(str(error).split())
        raise Refused("The database cannot be opened: {said}. Check SYNTHEMA_DATABASE.", said=said) from None
    return False


def refuse_in_use() -> None:
    """Raise Refused where somebody else is connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        others = int(cursor.fetchone()[0])
    if others:
        raise Refused(
            "{others} other connections to this database are open. End `synthema serve` and whatever else "
            "uses it, then restore again. Nothing was changed.",
            others=others,
        )


def swap(file: Path, manifest: Manifest) -> None:
    """Put a dump in the place of what stands here, in one transaction that ends only where every trail is as it was."""
    refuse_in_use()
    here = connection.introspection.django_table_names(only_existing=True)
    tables = sorted({*here, *({"django_migrations"} & set(connection.introspection.table_names()))})
    connections.close_all()
    before, script, after = (file.with_name(name) for name in ("before.sql", "script.sql", "after.sql"))
    quoted = ", ".join(f'"{table}"' for table in tables)
    before.write_text(f"DROP TABLE IF EXISTS {quoted} CASCADE;\n" if tables else "", encoding="utf-8")
    after.write_text(_checks(manifest), encoding="utf-8")
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", f"--file={script}", str(file)
    )  # fmt: skip
    files = [f"--file={part}" for part in (before, script, after)]
    _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *files)


def _checks(manifest: Manifest) -> str:
    """What must hold before the transaction ends; only identifiers, numbers and hashes go into it."""
    heads = [
        f"(id = '{head.review}' AND head_seq = {head.seq:d} AND head_hash = '{head.hash}')" for head in manifest.heads
    ]
    return f"""
DO $$ BEGIN
IF (SELECT count(*) FROM public.synthema_review WHERE {" OR ".join(heads) or "false"}) <> {len(heads):d}
OR (SELECT count(*) FROM public.synthema_review) <> {len(heads):d}
OR (SELECT count(*) FROM public.synthema_event) <> {manifest.events:d}
THEN RAISE EXCEPTION 'the trails do not end where the backup says'; END IF;
END $$;
"""  # noqa: S608


def _run(program: str, *words: str) -> None:
    done = subprocess.run(
        [_found(program), *words], env=_surroundings(), capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())[:500]
        raise Refused("{program} could not do it: {said}. Nothing was changed.", program=program, said=said)


def _surroundings() -> Mapping[str, str]:
    """How PostgreSQL's programs find the database; the password is never among the words of a command."""
    asked: dict[str, Any] = connection.settings_dict
    names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
    given = {there: str(asked[here]) for here, there in names.items() if asked.get(here)}
    return os.environ | given | {"PGCLIENTENCODING": "UTF8"}


def _found(program: str) -> str:
    """The newest program of this name; raises Refused where there is none, or none as new as the server."""
    server = _server()
    known = [(version, place) for place in _places(program) if (version := _version(place))]
    if not known:
        raise Refused(
            "PostgreSQL's program {program} is missing. Install the client programs of PostgreSQL {server} "
            "or later (Debian, Ubuntu: apt-get install postgresql-client-{server}; macOS: brew install "
            "libpq).",
            program=program,
            server=server,
        )
    version, place = max(known)
    if version < server:
        raise Refused(
            "PostgreSQL's program {program} is of version {version}, older than the server's {server}, and "
            "cannot read it. Install the client programs of PostgreSQL {server} or later.",
            program=program,
            version=version,
            server=server,
        )
    return place


def _server() -> int:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        said = " ".join(str(error).split())
        raise Refused("The database cannot be opened: {said}. Check SYNTHEMA_DATABASE.", said=said) from None
    return int(connection.connection.info.server_version) // 10_000


def _places(program: str) -> Sequence[str]:
    found = [shutil.which(program)]
    for pattern in PLACES:
        anchor = Path(Path(pattern).anchor or "/")
        inside = pattern.removeprefix(str(anchor)).lstrip("/")
        found += [shutil.which(program, path=str(folder)) for folder in anchor.glob(inside)]
    return [place for place in found if place]


def _version(place: str) -> int:
    said = subprocess.run([place, "--version"], capture_output=True, check=False).stdout.decode(errors="replace")
    found = re.search(r"(\d+)(\.\d+)*", said)
    return int(found[1]) if found else 0
