"""How what serves the pages ends and begins again, where it can: for a restore that was asked for on a page."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

COMMAND = "SYNTHEMA_COMMAND"  # how `synthema serve` was begun, for the process that gunicorn becomes
SOON = 1.0  # seconds in which the answer reaches the browser
_ways: list[Callable[[], None]] = []


def ends_by(way: Callable[[], None]) -> None:
    """Tell how this process lets its server end."""
    _ways[:] = [way]


def can_end() -> bool:
    """Whether the server ends, and begins again, by itself."""
    return bool(_ways)


def end_soon() -> None:
    """End the server once this answer is sent."""
    for way in _ways:
        timer = threading.Timer(SOON, way)
        timer.daemon = True
        timer.start()


def remember_command() -> None:
    """Keep the words this process was begun with."""
    os.environ[COMMAND] = json.dumps(sys.orig_argv[1:])


def begin_again(*more: str) -> None:
    """Run the command that this process is, anew and in its place."""
    kept: Sequence[str] = json.loads(os.environ.pop(COMMAND, "null")) or sys.orig_argv[1:]
    words = [sys.executable, *kept, *more]
    sys.stdout.flush()
    if os.name == "nt":  # there, the terminal would take the place of a process for its end
        sys.exit(subprocess.call(words))
    os.execv(sys.executable, words)  # noqa: S606 (this very command)
