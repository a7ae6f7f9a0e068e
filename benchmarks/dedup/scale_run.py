"""How time and memory grow with the number of records, beside bib-dedupe as far as it is asked to go.

Usage: SYNTHEMA_DATA=path/to/data SYNTHEMA_PEERS=folder/of/venvs python -m benchmarks.dedup.scale_run [n ...]
       ... scale_run.py --peer-to 25000    bib-dedupe up to this many records; 0 leaves it out
The records are those of scale.py, the same for both. Written: docs/dedup/scale.json and, made from it, scale.md,
scale.svg and scale.png; sizes that are not run now are kept with their day.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.dedup import beside, scale
from benchmarks.dedup.beside_tables import TITLES, table
from benchmarks.dedup.watched import watch

SIZES = (1_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
LOOKS = {"seconds": "seconds", "cpu": "processor seconds", "peak": "peak memory in MB"}
INTRODUCTION = """# Growth with the number of records

Made by `benchmarks/dedup/scale_run.py`: whole programs from their start, one after the other, on a machine of two cores
with other work (*load*: runnable processes when it began). The records are those of the labelled sets mixed, and past
their number works made of them, with the same share of duplicates (`benchmarks/dedup/scale.py`). *Missed* counts labels
of the sets, some of which share reports under two labels: it shows that the same work is done at each size, no more.

![time and memory by the number of records](scale.svg)
"""


def held(tool: str, records: Path, works: Mapping[str, str]) -> dict[str, Any]:
    """One tool over one table: what it cost, and how many superfluous records stay."""
    groups, pairs = records.with_name("groups.csv"), records.with_name("pairs.csv")
    run = watch(beside.command(tool, records, groups, pairs), limit=beside.LIMIT, folder=records.parent)
    kept = {(row[1], works[row[0]]) for row in beside.rows(groups)}
    removable = len(works) - len(set(works.values()))
    found: dict[str, Any] = beside.cost(run) | {"removable": removable}
    found |= {"said": run.said} if run.said else {"missed": len(kept) - len(set(works.values()))}
    for one in (groups, pairs):
        one.unlink(missing_ok=True)
    return found


def page(known: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """The table in Markdown."""
    lines = []
    for tool, runs in known.items():
        for n, row in sorted(runs.items(), key=lambda one: int(one[0])):
            numbers = [f"{row['seconds']:,.1f}", f"{row['cpu']:,.1f}", f"{row['peak'] / 1e6:,.0f}"]
            each = [f"{1e6 * row['cpu'] / int(n):,.0f}", f"{row['peak'] / int(n) / 1e3:,.1f}"]
            missed = f"{row['missed']:,} of {row['removable']:,}" if "missed" in row else row["said"].splitlines()[-1]
            lines.append([TOOLS[tool], f"{int(n):,}", *numbers, *each, missed, f"{row['load']:.1f}", row["day"]])
    header = ("tool", "records", *LOOKS.values(), "µs of processor a record", "kB a record", "missed", "load", "day")
    return f"{INTRODUCTION}\n{table(header, lines)}\n"


TOOLS = {"synthema": "Synthema", "bibdedupe": TITLES["bibdedupe"]}


def plot(known: Mapping[str, Mapping[str, Mapping[str, Any]]], out: Path) -> None:
    """Three drawings side by side on logarithmic axes, each with a line that grows as the records do."""
    import matplotlib as mpl

    mpl.use("agg")
    mpl.rcParams.update(
        {"svg.hashsalt": "synthema", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    )
    from matplotlib import pyplot

    drawing, places = pyplot.subplots(1, len(LOOKS), figsize=(11, 3.6), layout="constrained")
    for place, (look, title) in zip(places, LOOKS.items(), strict=True):
        for tool, mark in (("synthema", "o"), ("bibdedupe", "s")):
            runs = sorted((int(n), row) for n, row in known.get(tool, {}).items() if not row.get("said"))
            values = [row[look] / (1e6 if look == "peak" else 1) for _, row in runs]
            place.loglog([n for n, _ in runs], values, marker=mark, label=TOOLS[tool])
            if tool == "synthema" and runs:
                sizes = [n for n, _ in runs]
                even = [values[-1] * n / sizes[-1] for n in sizes]
                place.loglog(sizes, even, color="grey", linestyle=":", label="as the records grow")
        place.set(xlabel="records", title=title)
        place.grid(visible=True, which="major", alpha=0.3)
    places[0].legend(frameon=False)
    drawing.savefig(out / "scale.svg", metadata={"Date": None})
    drawing.savefig(out / "scale.png", dpi=150, metadata={"Software": None})
    pyplot.close(drawing)


def made(folder: Path, n: int) -> tuple[Path, dict[str, str]]:
    """A table of n records, and the work of each."""
    works: dict[str, str] = {}

    def rows() -> Iterable[dict[str, str]]:
        for row in scale.mixed_records(n):
            works[row["ID"]] = row["group"]
            yield row

    records = folder / "records.csv.gz"
    scale.write(records, rows())
    return records, works


def main() -> int:
    """Measure the sizes asked for, the small ones first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--peer-to", type=int, default=25_000)
    parser.add_argument("--tools", default="synthema,bibdedupe")
    parser.add_argument("--out", type=Path, default=beside.DOCS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    kept = asked.out / "scale.json"
    known: dict[str, dict[str, dict[str, Any]]] = json.loads(kept.read_text()) if kept.exists() else {}
    csv.field_size_limit(sys.maxsize)
    tools = beside.there(asked.tools.split(","))
    for n in sorted(asked.sizes) or SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            records, works = made(Path(scratch), n)
            for tool in [one for one in tools if one == "synthema" or n <= asked.peer_to]:
                row = known.setdefault(tool, {})[str(n)] = held(tool, records, works)
                kept.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
                (asked.out / "scale.md").write_text(page(known))
                print(f"{n:,}: {tool}: {row.get('said') or round(row['seconds'], 1)}", file=sys.stderr, flush=True)
    plot(known, asked.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
