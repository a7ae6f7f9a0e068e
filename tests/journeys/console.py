"""The commands of a guide page: read from its console blocks, run in order, and compared with what the page shows.

A block is fenced as ```console, or ```console exit 2 where its last command is refused. Lines that begin with "$ " are
commands; what follows is what they print. `python -m tests.journeys.console PAGE` renews a page with real output.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.preloaded import Preloaded

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console(?: exit (\d+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
IDENTIFIER = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b|\b[0-9a-f]{8}\b")
PASSING = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d\b|[\d,]+ bytes")  # a moment; a size that depends on identifiers
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page, what the page says it prints, and the exit code it says."""

    command: str
    shown: str
    code: int


def steps(page: str) -> list[Step]:
    """The commands of a page in order."""
    found = []
    for code, body in BLOCK.findall(page):
        parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
        for number, part in enumerate(parts, start=1):
            command, _, shown = part.partition("\n")
            found.append(Step(command, shown, int(code or 0) if number == len(parts) else 0))
    return found


@dataclass(slots=True)
class Walk:
    """A person at a terminal in a fresh home, who follows a page and learns which identifiers theirs are."""

    folder: Path
    preloaded: Preloaded | None = None  # runs all commands of a room but the first
    here: Path = field(init=False)
    theirs: dict[str, str] = field(default_factory=dict)
    _rooms: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.here = self.folder / "work"
        shutil.copytree(ROOT / "examples", self.here / "examples")

    def run(self, step: Step) -> tuple[str, int]:
        """Run one command with our identifiers in place of the page's; what it prints, and its exit code."""
        words = [self._mine(word) for word in shlex.split(step.command)]
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            return "", 0
        if words[0] == "cp":
            shutil.copytree(self.here / words[2], self.here / words[3])
            return "", 0
        assert words[0] == "synthema", step.command
        if self.preloaded is not None and words[1] in self._rooms:
            out = self.folder / "out"
            code = self.preloaded.run(words[1:], self.here, out)
            return out.read_text(encoding="utf-8"), code
        self._rooms.add(words[1])
        done = subprocess.run(
            [str(Path(sys.executable).with_name("synthema")), *words[1:]],
            cwd=self.here,
            env=surroundings(self.folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
            encoding="utf-8",
        )
        return done.stdout, done.returncode

    def same(self, shown: str, real: str) -> bool:
        """Whether the page shows what was printed; an identifier has to stand for the same thing throughout."""
        pairs = list(zip(IDENTIFIER.findall(shown), IDENTIFIER.findall(real), strict=False))
        stands = all([self.theirs.setdefault(old, new) == new for old, new in pairs])  # noqa: C419 (learn every pair)
        return stands and masked(shown) == masked(real)

    def told(self, real: str) -> str:
        """What was printed, in the identifiers of the page."""
        shown = {new: old for old, new in self.theirs.items()}
        return IDENTIFIER.sub(lambda found: shown.get(found[0], found[0]), real)

    def _mine(self, word: str) -> str:
        return IDENTIFIER.sub(lambda found: self.theirs.get(found[0], found[0]), word)


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a person whose home lies in this folder."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SYNTHEMA_")}
    return others | {"SYNTHEMA_HOME": str(folder / "home"), "PYTHONUTF8": "1"}


def masked(text: str) -> str:
    """A text without what differs between two walks: identifiers, hashes, moments, days, sizes of packed files."""
    for pattern, name in ((IDENTIFIER, "<id>"), (PASSING, "<passing>"), (DAY, "<day>")):
        text = pattern.sub(name, text)
    return text.strip()


def renewed(page: str, folder: Path) -> str:
    """The page with what its commands print here; output that differs in nothing but identifiers stays."""
    walk, at = Walk(folder), 0
    for step in steps(page):
        real, code = walk.run(step)
        assert code == step.code, (step, code, real)
        start = page.index(f"$ {step.command}\n{step.shown}", at) + len(f"$ {step.command}\n")
        printed = step.shown if walk.same(step.shown, real) else walk.told(real)
        page = page[:start] + printed + page[start + len(step.shown) :]
        at = start + len(printed)
    return page


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            Path(name).write_text(renewed(Path(name).read_text(encoding="utf-8"), Path(scratch)), encoding="utf-8")
