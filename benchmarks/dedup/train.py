"""Learn the score of a pair from labelled sets, and write it as data.

Usage: SYNTHEMA_DATA=path/to/data python -m benchmarks.dedup.train [--without SET] [--out trees.json]
Without --out the file that is shipped is replaced. The sets are third-party and not part of this project.
"""

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.dedup.run import ROOT, load
from sklearn.ensemble import HistGradientBoostingClassifier

from synthema.dedup import MATCHER
from synthema.dedup.boosting import LEAF
from synthema.dedup.evidence import weigh
from synthema.dedup.features import DIRECTIONS, NAMES, features
from synthema.dedup.pipeline import facts_and_pairs

SHIPPED = Path(__file__).parents[2] / "src" / "synthema" / "dedup" / "trees.json"
SEED = 20261123
EASY = 0.1  # share of the pairs with unlike titles that are learned from, each counting for ten
UNLIKE = 0.7  # title, as a feature
DIGITS = 5


@dataclass(frozen=True)
class Labelled:
    """The candidate pairs of one set: features, shape (pairs, features), whether they are the same, their weight."""

    rows: npt.NDArray[np.float64]
    same: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float64]


def labelled(folder: Path, rng: np.random.Generator) -> Labelled:
    """What can be learned from one set; labels known to be wrong are put right or left out."""
    records, truth = load(folder)
    ids, known, pairs = facts_and_pairs(records.items())
    doubts = _doubts(folder.name)
    rows, same, weight = [], [], []
    for a, b in pairs:
        row = features(known[a], known[b], weigh(known[a], known[b]))
        doubt = doubts.get(frozenset((ids[a], ids[b])))
        is_same = doubt == "dup" if doubt else truth[ids[a]] == truth[ids[b]]
        hard = is_same or row[0] > UNLIKE
        if hard or rng.random() < EASY:
            rows.append(row)
            same.append(is_same)
            weight.append(0.0 if doubt == "corrupt" else 1.0 if hard else 1 / EASY)
    return Labelled(np.array(rows), np.array(same), np.array(weight))


def _doubts(name: str) -> dict[frozenset[str], str]:
    path = ROOT / "truth_doubts.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            frozenset((row["ID_1"], row["ID_2"])): row["verdict"]
            for row in csv.DictReader(lines)
            if row["dataset"] == name
        }


def learned(sets: list[Labelled]) -> HistGradientBoostingClassifier:
    """Trees in which every feature may only raise or only lower the score, as features.DIRECTIONS says."""
    model = HistGradientBoostingClassifier(
        max_iter=120,
        max_leaf_nodes=12,
        learning_rate=0.1,
        l2_regularization=5,
        min_samples_leaf=30,
        monotonic_cst=list(DIRECTIONS),
        early_stopping=False,
        random_state=SEED,
    )
    rows, same, weight = (np.concatenate([getattr(one, name) for one in sets]) for name in ("rows", "same", "weight"))
    return model.fit(rows, same, sample_weight=weight)


def as_data(model: HistGradientBoostingClassifier, name: str) -> dict[str, Any]:
    """The trees as plain lists, for synthema.dedup.boosting."""
    return {
        "name": name,
        "features": list(NAMES),
        "baseline": round(float(model._baseline_prediction.ravel()[0]), DIGITS),
        "trees": [[_node(node) for node in predictors[0].nodes] for predictors in model._predictors],
    }


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [LEAF, 0, 0, 0, round(float(node["value"]), DIGITS)]
    threshold = round(float(node["num_threshold"]), DIGITS)
    return [int(node["feature_idx"]), threshold, int(node["left"]), int(node["right"]), 0]


def main() -> None:
    """Train on all sets but one, or on all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", default="", help="leave this set out")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    wanted = parser.parse_args()
    rng = np.random.default_rng(SEED)
    folders = sorted(path.parent for path in ROOT.glob("*/*/truth.csv.gz"))
    sets = [labelled(folder, rng) for folder in folders if folder.name != wanted.without]
    name = f"{MATCHER} of {len(sets)} sets, {sum(len(one.same) for one in sets)} pairs"
    lines = json.dumps(as_data(learned(sets), name), separators=(",", ":")).replace("]],[[", "]],\n[[")
    wanted.out.write_text(lines + "\n", "utf-8")
    print(f"{name} -> {wanted.out}")


if __name__ == "__main__":
    main()
