"""What the settings need to know when pages are served: the key that signs sessions, the names of this host, mail."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import platformdirs

from synthema.refused import Words

LOCAL = ["127.0.0.1", "localhost", "[::1]"]
SHORTEST_SECRET = 32


def home() -> Path:
    """The folder with the database and the files."""
    return Path(os.environ.get("SYNTHEMA_HOME") or platformdirs.user_data_dir("synthema", appauthor=False))


def keep_address(home: Path, where: str) -> None:
    """Write down where Synthema is served, for commands in another terminal."""
    with suppress(OSError):  # it is a convenience, and no reason not to serve
        (home / "served-at").write_text(where, encoding="utf-8")


def address_kept(home: Path) -> str:
    """Where Synthema was last served from this folder; '' where it never was."""
    try:
        return (home / "served-at").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def secret(home: Path) -> str:
    """The key in SYNTHEMA_SECRET, else the one kept in the home folder, else one for this process alone."""
    given = os.environ.get("SYNTHEMA_SECRET")
    if given:
        return given
    try:
        return (home / "secret").read_text(encoding="ascii").strip() or secrets.token_hex(32)
    except (OSError, ValueError):
        return secrets.token_hex(32)


def keep_secret(home: Path) -> None:
    """Make the key that outlives a restart, readable by its owner only; harmless when there is one."""
    path = home / "secret"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))


def secret_problem(home: Path) -> str:
    """Why sessions cannot be signed with the key there is, or ''."""
    given = os.environ.get("SYNTHEMA_SECRET")
    if given:
        return "" if len(given) >= SHORTEST_SECRET else f"SYNTHEMA_SECRET has less than {SHORTEST_SECRET} letters."
    path = home / "secret"
    try:
        kept = path.read_text(encoding="ascii").strip()
        open_to_others = os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    except (OSError, ValueError) as error:
        return Words(
            "The key in {path} cannot be read ({error}). Mend its permissions, or delete it: a new one is made.",
            path=path,
            error=error,
        )
    if len(kept) < SHORTEST_SECRET:
        return Words(
            "The key in {path} is too short. Delete it: a new one is made, and everybody logs in again.", path=path
        )
    return f"The key in {path} can be read by others. Run `chmod 600 {path}`." if open_to_others else ""


def hosts(url: str) -> list[str]:
    """The host names that are answered: this machine's, and that of SYNTHEMA_URL."""
    name = urlsplit(url).hostname if not url_problem(url) and url else None
    return [*LOCAL, name] if name else LOCAL


def url_problem(url: str) -> str:
    """Why this cannot be the public address, or ''; an empty one is none."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in {"https", "http"} and parts.hostname and not (parts.path or parts.query)
        _ = parts.port
    except ValueError:
        whole = False
    return "" if whole else f"SYNTHEMA_URL is {url!r}; write the public address, such as https://reviews.example.org."


def origin(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings from SYNTHEMA_SMTP; raises ValueError for what is no such address."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender or unquote(parts.username or "") or f"synthema@{parts.hostname}",
    }
