"""A restore that was asked for on a page: kept in the home, carried out at the next start, and what came of it."""

import json
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from synthema.audit.clock import now
from synthema.keeping.making import backups_folder
from synthema.keeping.restoring import refuse_unfit, restore_backup
from synthema.keeping.upgrading import bring_up_to_date
from synthema.refused import Refused

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.zip")


def named(name: str) -> Path:
    """The backup of this name in the home; raises Refused where there is none."""
    path = backups_folder() / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise Refused("There is no such backup any more. Load the page again.")
    return path


def ask(name: str) -> str:
    """Ask that this backup is restored at the next start; a key that opens that start once. Raises Refused."""
    refuse_unfit(named(name))
    forget()
    key = secrets.token_urlsafe(32)
    _keep(_request(), {"name": name, "key": key})
    return key


def asked() -> str:
    """The name of the backup that is to be restored, or ''."""
    return _read(_request()).get("name", "")


def told() -> dict[str, str]:
    """What came of the last restore that was asked for: name, at, and kept or why it was not; empty for none."""
    return _read(_answer())


def forget() -> None:
    """Ask no more, and forget what came of it."""
    for path in (_request(), _answer()):
        path.unlink(missing_ok=True)


def carry_out(say: Callable[[str], None]) -> str:
    """Restore what was asked for, before anything is served; the key for who asked, or ''.

    The request is gone before the restore begins, so that one that fails is not tried again at every start.
    """
    request = _read(_request())
    _request().unlink(missing_ok=True)
    name = request.get("name", "")
    if not name:
        return ""
    about = {"name": name, "at": f"{now():%Y-%m-%d %H:%M}"}
    _keep(_answer(), about | {"not": "It was begun and did not come to its end."})
    say(f"Restoring {name} …")
    try:
        done = restore_backup(named(name), replace=True)
    except (Refused, OSError, DatabaseError) as error:
        why = " ".join(str(error).split())
        _keep(_answer(), about | {"not": why})
        say(f"The backup {name} was not restored: {why}")
        bring_up_to_date(say)
    else:
        _keep(_answer(), about | {"kept": done.kept.name if done.kept else ""})
        say(f"The backup {name} was restored.")
    return request.get("key", "")


def _request() -> Path:
    return Path(settings.SYNTHEMA_HOME) / "restore.json"


def _answer() -> Path:
    return Path(settings.SYNTHEMA_HOME) / "restored.json"


def _keep(path: Path, words: dict[str, str]) -> None:
    """Write a file, whole or not at all, that only its owner reads."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(words, file)
    fresh.replace(path)


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
