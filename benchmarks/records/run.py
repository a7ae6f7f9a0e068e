"""How fast records are read, and what is lost, beside other readers; each side in a process of its own, one at a time.

Usage: SYNTHEMA_DATA=path/to/data PEER_PYTHON=venv/bin/python[:other/venv/bin/python] python benchmarks/records/run.py
       ... run.py [--records 100000] [--rounds 3] [--file scratch.ris]   the time for one large RIS file, beside rispy
       ... run.py --readers                                               every reference file, beside every reader
Without PEER_PYTHON only our side is run.
"""

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = Path(os.environ.get("SYNTHEMA_DATA", HERE.parents[2] / "shared" / "data")) / "formats"
PEERS = [python for python in os.environ.get("PEER_PYTHON", "").split(":") if python]
SEED = 1
RECORD = re.compile(r"^TY  - .*?^ER  -[^\n]*\n", re.MULTILINE | re.DOTALL)
TIMES = "| reader | records | seconds | CPU seconds | MB/s | peak MB | characters lost | speed of the peer's |\n"
TIMES += "| --- " * 8 + "|"
READ = "| format | reader | files | right count | wrong count | given up | characters lost |\n" + "| --- " * 7 + "|"


def make(path: Path, records: int) -> None:
    """A file of records drawn at random from the real RIS exports that are UTF-8 and have every ER line."""
    known: list[str] = []
    for export in sorted(ROOT.rglob("*.ris")):
        if "nasty" not in str(export):
            text = export.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
            known += RECORD.findall(text)
    chance = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        for _ in range(records):
            file.write(chance.choice(known) + "\n")


def ours(path: Path, way: str) -> dict[str, Any]:
    """Our side of one round: `count` reads to tags, values and the whole account, `read` to the fields of records."""
    from synthema.records.reading import iter_read

    begin, cpu = time.perf_counter(), time.process_time()
    stream = iter_read(path)
    account = stream.count() if way == "count" else None
    if account is None:
        for _ in stream:
            pass
        account = stream.account
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": seconds,
        "cpu": cpu,
        "peak": peak,
        "records": account.stored,
        "kept": account.kept_characters,
        "there": account.tag_characters,
    }


def asked(command: Sequence[str | Path], given: str = "") -> list[Any]:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def available() -> dict[str, tuple[str, str, str]]:
    """Reader -> the Python that has it, the format it reads and its version."""
    found: dict[str, tuple[str, str, str]] = {}
    for python in PEERS:
        for name, one in asked([python, HERE / "peer.py"])[0].items():
            found.setdefault(name, (python, one["format"], one["version"]))
    return found


def time_it(path: Path, rounds: int) -> None:
    sides: dict[str, list[str | Path]] = {
        "ours, tags and values": [sys.executable, __file__, "--side", "count", "--file", path],
        "ours, fields of records": [sys.executable, __file__, "--side", "read", "--file", path],
    }
    peer = available().get("rispy")
    if peer:
        sides = {f"rispy {peer[2]}": [peer[0], HERE / "peer.py", "--time", path], **sides}
    taken: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _ in range(rounds):
        for name, command in sides.items():
            taken[name] += asked(command)
    size = path.stat().st_size / 1e6
    there = taken["ours, tags and values"][0]["there"]
    base = median(one["cpu"] for one in taken[f"rispy {peer[2]}"]) if peer else 0
    print(f"{size:.0f} MB, {there:,} visible characters of values; the median of {rounds} rounds\n\n{TIMES}")
    for name, one in taken.items():
        seconds, cpu = (median(each[key] for each in one) for key in ("seconds", "cpu"))
        lost = f"{there - one[0]['kept']:,}"
        peak = max(each["peak"] for each in one)
        ratio = f"{base / cpu:.2f}" if base else ""
        cells = (name, f"{one[0]['records']:,}", f"{seconds:.1f}", f"{cpu:.1f}", f"{size / cpu:.0f}", f"{peak:.0f}")
        print(f"| {' | '.join((*cells, lost, ratio))} |")


@dataclass
class Standing:
    """How one reader did on the files of one format."""

    read: int = 0
    right: int = 0
    wrong: int = 0
    aborted: int = 0
    there: int = 0
    lost: int = 0
    reasons: list[str] = field(default_factory=list)

    def note(self, path: Path, said: dict[str, Any], expected: int | None, there: int) -> None:
        if "aborted" in said:
            self.aborted += 1
            self.reasons.append(f"{path.relative_to(ROOT)}: {said['aborted']}")
            return
        self.read += 1
        self.right += expected is not None and said["records"] == expected
        self.wrong += expected is not None and said["records"] != expected
        self.there += there
        self.lost += max(0, there - said["kept"])

    def row(self, format: str, name: str) -> str:
        share = f"{max(0.1, 100 * self.lost / self.there):.1f} %" if self.lost else "0" if self.there else "–"
        files = self.read + self.aborted
        known = (self.right, self.wrong) if self.right + self.wrong else ("–", "–")  # nobody counted apart from us
        return f"| {format} | {name} | {files} | {known[0]} | {known[1]} | {self.aborted} | {share} |"


def truth() -> dict[str, int]:
    """The records of derived files whose defects were made on purpose."""
    table = ROOT / "nasty-derived" / "TRUTH.tsv"
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    return {row[0]: int(row[1]) for row in rows}


def files() -> Iterator[tuple[Path, str, dict[str, Any], int | None]]:
    """Every reference file that we read: its format, our result, and how many records stand in it."""
    from synthema.records import Unreadable
    from synthema.records.reading import iter_read

    derived = truth()
    for path in sorted(path for path in ROOT.rglob("*") if path.is_file() and not path.match("*-expected.json")):
        try:
            account = iter_read(path).count()
        except Unreadable:
            continue
        made = path.parent.name == "nasty-derived" and path.name in derived
        expected = derived[path.name] if made else counted(path, account.format)
        records = account.stored if made else account.markers  # a start refused with its line and text is not lost
        result = {"records": records, "kept": account.kept_characters, "there": account.tag_characters}
        yield path, account.format, result, expected


def counted(path: Path, format: str) -> int | None:
    """Record starts counted without our reader, where the tests of the reference files know how to."""
    from tests.records.test_shared_exports import WITHOUT_TYPE_LINE, starts

    try:
        return starts(path, format) + (path.name in WITHOUT_TYPE_LINE)
    except KeyError:
        return None


def compare() -> None:
    sys.path.insert(0, str(HERE.parents[1]))
    by_format: dict[str, list[tuple[Path, dict[str, Any], int | None]]] = defaultdict(list)
    for path, format, result, expected in files():
        by_format[format].append((path, result, expected))
    readers = available()
    print(READ)
    reasons: list[str] = []
    for format, found in sorted(by_format.items()):
        sides = {"**Synthema**": [result for _, result, _ in found]}
        for name, (python, reads, version) in readers.items():
            if reads == format:
                paths = "\n".join(str(path) for path, _, _ in found)
                sides[f"{name} {version}"] = asked([python, HERE / "peer.py", name], paths)
        for name, results in sides.items():
            standing = Standing()
            for (path, result, expected), said in zip(found, results, strict=True):
                standing.note(path, said, expected, result["there"])
            print(standing.row(format, name))
            reasons += [f"{name}: {reason}" for reason in standing.reasons]
    print("\n".join(["", *reasons]), file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--readers", action="store_true")
    parser.add_argument("--side", choices=("count", "read"))
    said = parser.parse_args()
    if said.side:
        print(json.dumps(ours(said.file, said.side)))
    elif said.readers:
        compare()
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = said.file or Path(folder) / "records.ris"
            make(path, said.records)
            time_it(path, said.rounds)


if __name__ == "__main__":
    main()
