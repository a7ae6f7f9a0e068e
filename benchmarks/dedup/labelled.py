"""The labelled sets, and the one measure the benchmarks use: `evaluate.py` of the same folder."""

import importlib.util
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from synthema.dedup.families import families
from synthema.dedup.model import Pair

HERE = Path(__file__).resolve()
ROOT = Path(os.environ.get("SYNTHEMA_DATA", HERE.parents[3] / "shared" / "data")).absolute() / "dedup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How an answer compares with the labels of one set; `doubtful` labels are those listed as probably wrong."""

    records: int
    works: int
    removable: int
    lost: int  # works of which no record is kept
    lost_apart: int  # the same, doubtful labels apart
    missed: int  # superfluous records kept
    sensitivity: float
    pairs: int  # of records in one group
    pairs_right: int  # of these, of one work
    pairs_there: int  # of records of one work
    questions: int = 0  # pairs of groups left to a person
    families: int = 0  # the same, put together
    missed_after: int = 0  # superfluous records kept when a person answers every question as the labels do


def folders() -> list[Path]:
    """The sets that are there, by name."""
    return sorted((path.parent for path in ROOT.glob("*/*/truth.csv.gz")), key=lambda one: one.name)


def truth_of(folder: Path) -> pd.DataFrame:
    """ID and group in the order of the file; group_lenient holds the works that doubtful labels keep apart together."""
    truth = pd.read_csv(folder / "truth.csv.gz", dtype=str)
    if "group_lenient" in truth:
        return truth
    work = dict(zip(truth["ID"], truth["group"], strict=True))
    doubts = pd.read_csv(ROOT / "truth_doubts.csv", dtype=str)
    doubts = doubts[(doubts["dataset"] == folder.name) & doubts["verdict"].isin(["dup", "corrupt"])]
    lenient = joined(set(work.values()), ((work[a], work[b]) for a, b in doubts[["ID_1", "ID_2"]].to_numpy()))
    return truth.assign(group_lenient=[lenient[one] for one in truth["group"]])


def measure(truth: pd.DataFrame, groups: Mapping[str, str], pairs: Iterable[tuple[str, str]] = ()) -> Answered:
    """Hold groups, and the pairs left to a person, against the labels."""
    found, works = _evaluated(truth, groups), truth["group"].nunique()
    work = dict(zip(truth["ID"], truth["group"], strict=True))
    asked = {(min(groups[a], groups[b]), max(groups[a], groups[b])): (a, b) for a, b in pairs if groups[a] != groups[b]}
    rightly = ((groups[a], groups[b]) for a, b in asked.values() if work[a] == work[b])
    right = joined(set(groups.values()), rightly)
    after = {one: right[group] for one, group in groups.items()}
    return Answered(
        records=len(truth),
        works=works,
        removable=len(truth) - works,
        lost=found.get("recFP_strict", found["recFP"]),
        lost_apart=found["recFP"],
        missed=found["recFN"],
        sensitivity=found["sens"],
        pairs=found["pairTP"] + found.get("pairFP_strict", found["pairFP"]),
        pairs_right=found["pairTP"],
        pairs_there=found["pairTP"] + found["pairFN"],
        questions=len(asked),
        families=len(families([Pair(a, b, "", 0) for a, b in asked.values()], groups)),
        missed_after=_evaluated(truth, after)["recFN"] if asked else found["recFN"],
    )


def _evaluated(truth: pd.DataFrame, groups: Mapping[str, str]) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("evaluate", ROOT / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    clusters = pd.DataFrame({"ID": list(groups), "cluster": list(groups.values())}, dtype=str)
    return dict(module.evaluate(truth, clusters))


def joined(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A common name for each of those that pairs connect, in however many steps."""
    leader = {one: one for one in names}

    def find(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for a, b in pairs:
        leader[find(a)] = find(b)
    return {one: find(one) for one in names}
