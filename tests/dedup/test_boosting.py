import numpy as np
import pytest

from synthema.dedup.boosting import LEAF, from_json, shipped
from synthema.dedup.features import DIRECTIONS, NAMES


def test_a_row_goes_down_every_tree_and_adds_its_leaves() -> None:
    stump = [[0, 0.5, 1, 2, 0], [LEAF, 0, 0, 0, -1.0], [1, 0.5, 3, 4, 0], [LEAF, 0, 0, 0, 0.5], [LEAF, 0, 0, 0, 2.0]]
    told = {"name": "two", "features": ["a", "b"], "baseline": 0.25, "trees": [stump, [[LEAF, 0, 0, 0, 1.0]]]}
    odds = np.array([0.25 - 1.0 + 1.0, 0.25 + 0.5 + 1.0, 0.25 + 2.0 + 1.0])
    rows = np.array([[0.5, 1.0], [0.6, 0.5], [1.0, 1.0]])
    assert from_json(told).probability(rows) == pytest.approx(1 / (1 + np.exp(-odds)))


def test_the_shipped_trees_know_the_features_of_today() -> None:
    assert shipped().features == NAMES
    assert len(NAMES) == len(DIRECTIONS)


@pytest.mark.parametrize("at", [n for n, direction in enumerate(DIRECTIONS) if direction])
def test_a_feature_only_raises_or_only_lowers_the_score(at: int) -> None:
    rows = np.random.default_rng(at).random((400, len(NAMES)))
    less, more = rows.copy(), rows.copy()
    less[:, at], more[:, at] = 0.0, 1.0
    steps = (shipped().probability(more) - shipped().probability(less)) * DIRECTIONS[at]
    assert steps.min() >= -1e-12
