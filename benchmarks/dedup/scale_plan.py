"""The plan for 10 and 100 million records, made from measured costs; run it to write the page anew from its numbers.

Usage: python -m benchmarks.dedup.scale_plan
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.dedup.beside_tables import table

DOCS = Path(__file__).resolve().parents[2] / "docs" / "dedup"
SPREAD = ("reading records", "comparing records")  # steps whose work goes to an executor, part by part
THREADED = ("looking for pairs", "comparing titles")  # steps of one process with many threads
MORE = (10_000_000, 100_000_000)
MACHINES = ((1, 2), (1, 16), (8, 16), (32, 16))  # machines, cores of each

PAGE = Path(__file__).with_name("scale_plan_template.md").read_text()


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one step for one record: processor seconds, those that stay in the first process, bytes of disk."""

    cpu: float
    stays: float
    disk: float


def costs(runs: list[Mapping[str, Any]]) -> dict[str, Cost]:
    """What one record more costs in each step: the difference between the smallest and the largest run."""
    alone = [run for run in runs if not run["workers"]]
    spread = [run for run in runs if run["workers"]]

    def slope(pair: list[Mapping[str, Any]], step: str, name: str) -> float:
        few, many = pair[0], pair[-1]
        more = many["records"] - few["records"]
        return float(max(0.0, (many["steps"][step][name] - few["steps"][step][name]) / more))

    found: dict[str, Cost] = {}
    before = 0.0
    for step in alone[-1]["steps"]:
        disk = slope(alone, step, "disk")
        found[step] = Cost(slope(alone, step, "cpu"), slope(spread, step, "cpu"), max(0.0, disk - before))
        before = max(disk, before)
    return found


def memory(growth: Mapping[str, Mapping[str, float]]) -> tuple[int, int, float, float]:
    """The two largest sizes of the growth, the bytes each record between them added, and those that none explains."""
    few, many = sorted((int(n) for n, row in growth.items() if not row.get("said")))[-2:]
    each = max(0.0, (growth[str(many)]["peak"] - growth[str(few)]["peak"]) / (many - few))
    return few, many, each, growth[str(many)]["peak"] - each * many


def clock(cost: Mapping[str, Cost], records: int, machines: int, cores: int) -> float:
    """Hours for so many records."""
    stays = sum(one.stays for step, one in cost.items() if step not in THREADED)
    threaded = sum(one.cpu for step, one in cost.items() if step in THREADED)
    spread = sum(max(0.0, one.cpu - one.stays) for step, one in cost.items() if step in SPREAD)
    return records * (stays + threaded / cores + spread / (machines * cores)) / 3600


def page(known: Mapping[str, Any], growth: Mapping[str, Mapping[str, float]]) -> str:
    """The whole page in Markdown."""
    cost = costs(known["runs"])
    largest = [run for run in known["runs"] if not run["workers"]][-1]
    disk = sum(one.disk for one in cost.values())
    few, many, each, always = memory(growth)
    stays = sum(one.stays for step, one in cost.items() if step not in THREADED)
    spread = sum(max(0.0, one.cpu - one.stays) for step, one in cost.items() if step in SPREAD)
    compared = largest["steps"]["comparing records"]["total"] / largest["records"]
    lines = [[step, _where(step), _micro(one.cpu), _micro(one.stays), f"{one.disk:,.0f}"] for step, one in cost.items()]
    total = [_micro(sum(one.cpu for one in cost.values())), _micro(sum(one.stays for one in cost.values()))]
    lines.append(["**together**", "", *total, f"{disk:,.0f}"])
    more = [
        [
            f"{n:,}",
            *(_hours(clock(cost, n, *machine)) for machine in MACHINES),
            f"{n * disk / 1e9:,.0f}",
            f"{(always + n * each) / 1e9:,.0f}",
        ]
        for n in MORE
    ]
    shown = [f"{one} × {cores} cores" if one > 1 else f"one machine, {cores} cores" for one, cores in MACHINES]
    return PAGE.format(
        matcher=known["matcher"],
        cores=known["cores"],
        sizes=" and ".join(f"{run['records']:,}" for run in known["runs"] if not run["workers"]),
        costs=table(("step", "where", "processor", "stays", "disk, bytes"), lines),
        looked=largest["steps"]["comparing titles"]["total"] / largest["records"],
        compared=compared,
        ratio=f"{largest['steps']['comparing records']['total'] / max(1, largest['questions']):,.0f}",
        more=table(("records", *shown, "disk, GB", "memory, GB"), more),
        limit=limit(),
        network=f"some {cost[SPREAD[0]].disk * (2 + 2 * compared):,.0f} bytes",
        bound=spread / stays if stays else 0,
        stays=_micro(stays),
        few=f"{few:,}",
        many=f"{many:,}",
        each=f"{each:,.0f}",
        ten=(always + MORE[0] * each) / 1e9,
        first=(always + MORE[-1] * each) / 1e9,
        staying=MORE[-1] * stays / 3600,
    )


def limit() -> str:
    """The memory that DuckDB is given."""
    from synthema.dedup.blocking import MEMORY

    return MEMORY


def _where(step: str) -> str:
    if step in SPREAD:
        return "spread over workers"
    return "threads of one process" if step in THREADED else "one process"


def _micro(seconds: float) -> str:
    return f"{1e6 * seconds:,.0f} µs"


def _hours(hours: float) -> str:
    return f"{60 * hours:,.0f} min" if hours < 2 else f"{hours:,.1f} h"


if __name__ == "__main__":
    grown = json.loads((DOCS / "scale.json").read_text())["synthema"]
    (DOCS / "scale-plan.md").write_text(page(json.loads((DOCS / "scale-costs.json").read_text()), grown))
