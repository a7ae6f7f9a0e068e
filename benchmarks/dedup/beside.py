"""Works lost, duplicates missed, time and memory on every labelled set, beside the peers, in one run.

Usage: SYNTHEMA_DATA=path/to/data SYNTHEMA_PEERS=folder/of/venvs python -m benchmarks.dedup.beside [set ...]
       ... beside.py --tools synthema,bibdedupe    only these; what else stands in beside.json is kept, with its day

Every tool runs as a whole program from its start, one after the other. Peers whose folder is absent are left out.
Written: docs/dedup/beside.json and, made from it, docs/dedup/beside.md.
"""

import argparse
import csv
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.dedup import labelled
from benchmarks.dedup.beside_tables import OURS, PEERS, page
from benchmarks.dedup.watched import Watched, watch

from synthema.dedup import MATCHER

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[1] / "docs" / "dedup"
VENVS = Path(os.environ.get("SYNTHEMA_PEERS", "absent")).absolute()
LIMIT = 3600.0  # seconds for one tool on one set


def python_of(peer: str) -> Path:
    """The interpreter of a peer's virtual environment, there or not."""
    return VENVS / peer / "bin" / "python"


def command(tool: str, records: Path, groups: Path, pairs: Path) -> list[str | Path]:
    """How a tool is run over a table of records."""
    if tool in OURS:
        find = [Path(sys.executable).with_name("synthema"), "dedup", "find", records]
        return [*find, "--out", groups, "--review", pairs, "--versions", OURS[tool]]
    return [python_of(tool), HERE / "peers" / f"with_{tool}.py", records, groups, pairs]


def there(tools: Sequence[str]) -> dict[str, str]:
    """The version of each tool that is there; what is not there is said."""
    found = {}
    for tool in tools:
        if tool in OURS:
            found[tool] = f"{version('synthema')}, {MATCHER}"
        elif python_of(tool).exists():
            ask = f"import importlib.metadata as m; print(m.version({PEERS[tool]!r}))"
            found[tool] = subprocess.check_output([python_of(tool), "-c", ask], text=True).strip()
        else:
            print(f"{tool} is left out: {python_of(tool)} is absent (SYNTHEMA_PEERS).", file=sys.stderr)
    return found


def rows(path: Path) -> list[list[str]]:
    """The rows below the header; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def cost(run: Watched) -> dict[str, Any]:
    """What a run cost, the load it met, and the day."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    return {"seconds": run.seconds, "cpu": run.cpu, "peak": run.peak, "load": run.load, "day": day}


def held(folder: Path, tool: str) -> dict[str, Any]:
    """One tool on one set: what it cost, and how its answer compares with the labels."""
    with tempfile.TemporaryDirectory() as scratch:
        groups, pairs = Path(scratch) / "groups.csv", Path(scratch) / "pairs.csv"
        run = watch(command(tool, folder / "records.csv.gz", groups, pairs), limit=LIMIT, folder=Path(scratch))
        answer = {row[0]: row[1] for row in rows(groups)}
        if run.said or not answer:
            return {**cost(run), "said": run.said or "it wrote no groups"}
        left = [(row[0], row[1]) for row in rows(pairs)]
        return {**cost(run), **asdict(labelled.measure(labelled.truth_of(folder), answer, left))}


def main() -> int:
    """Run what is asked for; both files are written after each run, so that a stopped benchmark loses nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--tools", default=",".join((*OURS, *PEERS)))
    parser.add_argument("--out", type=Path, default=DOCS)
    asked = parser.parse_args()
    folders = [one for one in labelled.folders() if not asked.sets or one.name in asked.sets]
    if not folders:
        print(f"No such labelled sets under {labelled.ROOT}. Set SYNTHEMA_DATA.", file=sys.stderr)
        return 2
    kept = asked.out / "beside.json"
    known = json.loads(kept.read_text()) if kept.exists() else {"versions": {}, "runs": {}}
    tools = there(asked.tools.split(","))
    asked.out.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        for tool in tools:
            row = held(folder, tool)
            known["versions"][tool] = tools[tool]
            known["runs"].setdefault(tool, {})[folder.name] = row
            kept.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
            (asked.out / "beside.md").write_text(page(known))
            short = row.get("said") or f"lost {row['lost']}, missed {row['missed']}"
            print(f"{folder.name}: {tool}: {short}; {row['seconds']:.1f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
