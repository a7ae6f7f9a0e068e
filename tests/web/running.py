"""Synthema as a process of its own, for tests that start, ask, kill and stop it."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

PATIENCE = 60.0
HEED = (  # a shell in the background ignores Ctrl-C, and its children with it
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from synthema.cli.main import main"
)


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *given: Any, **more: Any) -> None:
        """Redirects are looked at, not followed."""


@dataclass
class Window:
    """A browser with cookies and nothing else."""

    address: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> tuple[int, str, str]:
        """Status, text and where it leads."""
        opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.jar), _Stay())
        url = path if path.startswith("http") else f"{self.address}{path}"
        body = urlencode(fields).encode() if fields is not None else None
        try:
            with opener.open(
                Request(url, body, {k.replace("_", "-"): v for k, v in headers.items()}), timeout=30
            ) as got:
                return got.status, got.read().decode(), got.headers.get("Location", "")
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(), refused.headers.get("Location", "")


class Started:
    """`synthema WORDS` in a home of its own, with what it says; ended when the block ends."""

    def __init__(self, home: Path, *words: str, code: str = "", **settings: str) -> None:
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith("SYNTHEMA_")}
        surroundings |= {"SYNTHEMA_HOME": str(home), "PYTHONUNBUFFERED": "1"} | settings
        command = [sys.executable, "-c", f"{HEED}{code}; main()", *words]
        self.process = subprocess.Popen(
            command,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)

    def wait_for(self, words: str, after: int = 0) -> str:
        """The first line from here on that holds these words (a regular expression)."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ended = self.process.poll() is not None
            for line in self.said[after:]:
                if re.search(words, line):
                    return line
            if ended and not self._listener.is_alive():
                break
            time.sleep(0.05)
        raise AssertionError(f"{words!r} was not said: {''.join(self.said)}")

    def end(self, by: int = signal.SIGINT) -> int:
        """Send a signal and wait."""
        self.process.send_signal(by)
        code = self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._listener.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


def answers(window: Window, path: str = "/accounts/login/") -> tuple[int, str, str]:
    """Ask until there is an answer."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return window.ask(path)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def children(pid: int) -> list[int]:
    """The processes that a process began, and theirs."""
    found = [int(place.name) for place in Path("/proc").glob("[0-9]*") if _parent(place) == pid]
    return found + [grand for child in found for grand in children(child)]


def _parent(place: Path) -> int:
    try:
        return int((place / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def gone(pids: list[int]) -> bool:
    """Whether all these processes have ended, soon."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not any(_lives(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def _lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
