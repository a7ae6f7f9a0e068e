"""The `synthema` command in a process that has everything loaded already: each run is a copy of it, made by fork.

A command spends most of its time loading libraries. Here that is done once, for one home; every run is a process of
its own all the same, with its own folder, words, output and exit code, and opens the database for itself.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Preloaded:
    """A process that waits, and runs `synthema WORDS` in a copy of itself as often as it is asked."""

    def __init__(self, surroundings: dict[str, str]) -> None:
        self._running = subprocess.Popen(
            [sys.executable, __file__], env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, words: list[str], here: Path, out: Path) -> int:
        """Run a command in a folder; what it says goes to a file; its exit code."""
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        self._running.stdin.write(json.dumps([words, str(here), str(out)]) + "\n")
        self._running.stdin.flush()
        return int(self._running.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._running as running:  # the end of its input is the end
            assert running.stdin is not None
            running.stdin.close()


def _load() -> None:
    """All commands and Django, as if nothing were set up yet: `open_house` still opens the house for each command."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "synthema.web.settings"
    from importlib import import_module

    import django
    from django.apps import apps

    from synthema.cli.main import GROUPS

    django.setup()
    for name, _ in GROUPS.values():
        import_module(f"synthema.cli.{name}")
    apps.ready = False
    django.setup = lambda *_: setattr(apps, "ready", True)


def _be(words: list[str], here: str, out: str) -> None:
    """Become the command."""
    from synthema.cli.main import main

    for stream, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)):
        os.dup2(os.open(out if stream else os.devnull, flags, 0o600), stream)
    os.dup2(1, 2)
    os.chdir(here)
    sys.argv = ["synthema", *words]
    main()


def _wait_and_fork() -> None:
    asked: Any
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _be(*asked)
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    _load()
    with suppress(KeyboardInterrupt):
        _wait_and_fork()
