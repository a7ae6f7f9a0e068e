"""The page made from what the benchmark measured: every number in it comes from beside.json."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

OURS = {"synthema": "same", "synthema-related": "related"}  # name -> how versions of one review are taken
PEERS = {"bibdedupe": "bib-dedupe", "splink": "splink", "recordlinkage": "recordlinkage", "asreview": "asreview"}
TITLES = {"synthema": "Synthema, versions merged", "synthema-related": "Synthema, versions related"}
TITLES |= {"bibdedupe": "bib-dedupe", "splink": "Splink", "asreview": "ASReview"}
Runs = Mapping[str, Mapping[str, Mapping[str, Any]]]

INTRODUCTION = """# Deduplication beside the peers

Made by `benchmarks/dedup/beside.py`, which tells how; the adapters and their settings are described in
`benchmarks/dedup/peers`. The labelled sets are third-party and not part of this project. The first record of each
group is kept: a work is *lost* when none of its records is kept, a superfluous record is *missed* when it is kept.
*Apart* leaves out the labels that are listed as doubtful with the sets. *Families* are the questions left to a person,
put together where they touch; *missed after* is what is still missed when each question is answered as the labels have
it.

The labels take versions of a Cochrane review for duplicates, so *versions related* misses them by intent: it shows
them as related. The sets are in-sample for Synthema's shipped model (see [trained on nine](leave-one-out.md)) and for
bib-dedupe, whose rules were made on them; [searches nobody tuned on](unseen.md) are the fairer test. Splink and
recordlinkage learn anew in each set, and ASReview learns nothing. Abstracts are cut to 200 characters in the sets, for
every tool.

Every tool ran as a whole program from its start, one after the other. Seconds are of the clock on a machine of two
cores with other work (*load*: runnable processes when it began), processor seconds are hardly touched by that; memory
is the peak of the proportional set size of the program and all its children.
"""


def page(known: Mapping[str, Any], introduction: str = INTRODUCTION) -> str:
    """The whole page in Markdown."""
    runs: Runs = {tool: known["runs"][tool] for tool in (*OURS, *PEERS) if tool in known["runs"]}
    sets = list(dict.fromkeys(name for tool in runs.values() for name in tool))
    sections = [
        introduction,
        "## All sets together\n",
        _sums(runs, known["versions"], sets),
        "\n## Works lost / duplicates missed\n",
        _matrix(runs, sets, lambda row: f"{row['lost']:,} / {row['missed']:,}", counts=True),
        "\n## Seconds (processor seconds)\n",
        _matrix(runs, sets, lambda row: f"{row['seconds']:.1f} ({row['cpu']:.1f})"),
        "\n## Peak memory in MB\n",
        _matrix(runs, sets, lambda row: f"{row['peak'] / 1e6:,.0f}"),
        _failures(runs),
    ]
    return "\n".join(one for one in sections if one) + "\n"


def _sums(runs: Runs, versions: Mapping[str, str], sets: list[str]) -> str:
    header = ("tool", "version", "sets", "works lost", "apart", "missed", "sensitivity", "left to a person", "families")
    lines = []
    for tool, found in runs.items():
        good = [found[name] for name in sets if name in found and "lost" in found[name]]
        missed, removable = _sum(good, "missed"), _sum(good, "removable")
        lines.append(
            [
                TITLES.get(tool, tool),
                versions.get(tool, ""),
                f"{len(good)}",
                f"{_sum(good, 'lost'):,} of {_sum(good, 'works'):,}",
                f"{_sum(good, 'lost_apart'):,}",
                f"{missed:,} of {removable:,}",
                f"{1 - missed / removable:.4f}" if removable else "",
                f"{_sum(good, 'questions'):,}",
                f"{_sum(good, 'families'):,}",
                f"{_sum(good, 'missed_after'):,}",
                f"{_sum(good, 'seconds'):,.0f}",
                f"{_sum(good, 'cpu'):,.0f}",
                _from_to([f"{row['load']:.1f}" for row in sorted(good, key=lambda row: row["load"])]),
                _from_to(sorted(row["day"] for row in good)),
            ]
        )
    return table((*header, "missed after", "seconds", "processor seconds", "load", "day"), lines)


def _matrix(runs: Runs, sets: list[str], cell: Callable[[Mapping[str, Any]], str], *, counts: bool = False) -> str:
    lines = []
    for name in sets:
        found = [runs[tool].get(name) for tool in runs]
        some = next((row for row in found if row and "records" in row), None)
        sizes = [f"{some['records']:,}", f"{some['removable']:,}"] if some else ["", ""]
        cells = ["" if row is None else "failed" if "lost" not in row else cell(row) for row in found]
        lines.append([name, *(sizes if counts else sizes[:1]), *cells])
    header = ["set", "records", *(["superfluous"] if counts else [])]
    return table((*header, *(TITLES.get(tool, tool) for tool in runs)), lines)


def _failures(runs: Runs) -> str:
    said = [
        f"- {TITLES.get(tool, tool)}, {name}: {row['said'].splitlines()[-1][:200]}"
        for tool, found in runs.items()
        for name, row in found.items()
        if row.get("said")
    ]
    return "\n".join(["\n## What failed\n", *said]) if said else ""


def _from_to(ordered: list[str]) -> str:
    return " to ".join(dict.fromkeys([*ordered[:1], *ordered[-1:]]))


def _sum(rows: Iterable[Mapping[str, Any]], name: str) -> Any:
    return sum(row[name] for row in rows)


def table(header: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(header)
    return "\n".join(f"| {' | '.join(line)} |" for line in (names, ["---"] * len(names), *lines))
