"""What the settings need to know when pages are served: the key that signs sessions, and the names this host goes by."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

LOCAL = ["127.0.0.1", "localhost", "[::1]"]


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


def hosts(url: str) -> list[str]:
    """The host names that are answered: this machine's, and that of SYNTHEMA_URL."""
    name = urlsplit(url).hostname if url else None
    return [*LOCAL, name] if name else LOCAL
