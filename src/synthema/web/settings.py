"""Settings from the environment; all errors are gathered before one is raised."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs

from synthema.refused import Refused
from synthema.web.sqlite import prefer_bundled

prefer_bundled()

_problems: list[str] = []

SYNTHEMA_HOME = Path(os.environ.get("SYNTHEMA_HOME") or platformdirs.user_data_dir("synthema", appauthor=False))


def _database(url: str) -> dict[str, Any]:
    """A Django database from SYNTHEMA_DATABASE; SQLite in the home folder when it is empty."""
    if not url:
        return sqlite(SYNTHEMA_HOME / "synthema.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port that is no number, an address without its bracket
        parts, port = urlsplit(""), None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        _problems.append(
            f"SYNTHEMA_DATABASE is {url!r}; write postgresql://user:password@host:port/name, or leave it empty."
        )
        return sqlite(SYNTHEMA_HOME / "synthema.sqlite3")
    asked = dict(parse_qsl(parts.query))  # host=/run/postgresql names a socket, as in other PostgreSQL clients
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or asked.get("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or asked.get("host", ""),
        "PORT": str(port or asked.get("port", "")),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as Synthema runs it: WAL, full synchronisation, write locks taken at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


DATABASES = {"default": _database(os.environ.get("SYNTHEMA_DATABASE", ""))}
DATABASE_ROUTERS = ["synthema.audit.scratch.ScratchRouter"]
INSTALLED_APPS = ["synthema.web.apps.SynthemaConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
SECRET_KEY = os.environ.get("SYNTHEMA_SECRET") or secrets.token_hex(32)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "reporting" / "templates"],
    }
]

if _problems:
    raise Refused(" ".join(_problems))
