"""A folder's one running Synthema: who holds it, at which port, and how a second start finds it."""

import json
import os
import secrets
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

HOST, PORT, TRIES = "127.0.0.1", 8350, 50
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Running:
    """What a second start needs to know of the first."""

    pid: int
    port: int
    again: str
    person: str = ""  # whom it was opened for

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"


@contextmanager
def only_one(home: Path) -> Iterator[bool]:
    """Whether this start holds the folder; the system lets go of it however the holder ends, so no hold is stale."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / "open.lock").open("a+b") as file:
        held = _hold(file)
        yield held
        if held:
            (home / "open.json").unlink(missing_ok=True)


def _hold(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def tell(home: Path, port: int, person: str = "") -> Running:
    """Write down where this start can be found, for its own person only."""
    running = Running(os.getpid(), port, secrets.token_urlsafe(32), person)
    path = home / "open.json"
    path.unlink(missing_ok=True)  # one of a start that was killed
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(running), file)
    return running


def key_of_running(home: Path, patience: float = 30.0) -> tuple[Running, str] | None:
    """The start that holds the folder and a new key to it; None when it does not answer in time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            running = Running(**json.loads((home / "open.json").read_text(encoding="utf-8")))
            request = urllib.request.Request(f"{running.url}/open/", headers={"X-Synthema-Again": running.again})  # noqa: S310 (our own address)
            with NO_PROXY.open(request, timeout=5) as answer:
                return running, answer.read(200).decode("ascii")
        except (OSError, ValueError, TypeError, urllib.error.URLError):
            time.sleep(0.2)
    return None


def listen(port: int | None) -> socket.socket:
    """A socket that only this machine reaches, at this port, or at the usual one or the next that is free."""
    wanted = [port] if port else range(PORT, PORT + TRIES)
    for number in wanted:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "nt":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, number))
            found.listen(128)  # two sockets may be bound to a port, but only one listens
        except OSError:
            found.close()
            continue
        return found
    raise OSError(f"no port between {wanted[0]} and {wanted[-1]} is free")
