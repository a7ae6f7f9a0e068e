"""The score of a pair: boosted trees that were learned from labelled sets and are shipped as data.

Trained by benchmarks/dedup/train.py; what it was trained on and how good it is: docs/dedup/model-card.md.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Nodes = npt.NDArray[np.int32]
LEAF = -1


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees with their nodes in one row: where to look, where to go, and what a leaf adds to the log odds."""

    name: str
    features: tuple[str, ...]
    baseline: float
    roots: Nodes
    feature: Nodes  # LEAF at a leaf
    threshold: Numbers
    left: Nodes
    right: Nodes
    value: Numbers

    def probability(self, rows: Numbers) -> Numbers:
        """How probably (0-1) each row of features, shape (pairs, features), is of one report; shape (pairs,)."""
        odds = np.full(len(rows), self.baseline)
        every = np.arange(len(rows))
        for root in self.roots:
            node = np.full(len(rows), root, np.int32)
            going = every
            while len(going := going[self.feature[node[going]] != LEAF]):
                here = node[going]
                lower = rows[going, self.feature[here]] <= self.threshold[here]
                node[going] = np.where(lower, self.left[here], self.right[here])
            odds += self.value[node]
        probability: Numbers = 1 / (1 + np.exp(-odds))
        return probability


def from_json(told: dict[str, Any]) -> Trees:
    """Trees as they stand in the file; every tree a list of [feature, threshold, left, right, value]."""
    nodes: list[list[float]] = []
    roots = []
    for tree in told["trees"]:
        start = len(nodes)
        roots.append(start)
        nodes += [[f, t, start + left, start + right, v] for f, t, left, right, v in tree]
    columns = np.array(nodes, np.float64).T
    feature, left, right = (columns[at].astype(np.int32) for at in (0, 2, 3))
    return Trees(
        name=told["name"],
        features=tuple(told["features"]),
        baseline=told["baseline"],
        roots=np.array(roots, np.int32),
        feature=feature,
        threshold=columns[1],
        left=left,
        right=right,
        value=columns[4],
    )


@cache
def shipped() -> Trees:
    """The trees that come with the software."""
    return from_json(json.loads(files("synthema.dedup").joinpath("trees.json").read_text("utf-8")))
