"""Agreement weights for ordered categories: 1 on the diagonal, less the further two answers are apart."""

from collections.abc import Sequence

import numpy as np

from synthema.agreement.counting import Floats
from synthema.refused import Refused

Weights = Sequence[Sequence[float]]


def linear(size: int) -> Weights:
    """1 - |i - j| / (size - 1), for `size` ordered categories."""
    return _by_distance(size, 1)


def quadratic(size: int) -> Weights:
    """1 - ((i - j) / (size - 1))^2, for `size` ordered categories."""
    return _by_distance(size, 2)


def from_disagreement(weights: Weights) -> Weights:
    """Turn disagreement weights (0 on the diagonal, larger is worse) into agreement weights, 1 - v / largest v."""
    table = _square(weights, len(weights))
    if table.size == 0 or (table < 0).any() or np.diag(table).any() or not table.any():
        raise Refused("Disagreement weights are 0 on the diagonal, never negative, and above 0 somewhere.")
    return _nested(1 - table / table.max())


def checked(weights: Weights, size: int) -> Floats:
    """Agreement weights as an array (size x size), refused unless 1 on the diagonal and within 0..1."""
    table = _square(weights, size)
    if not (np.diag(table) == 1).all() or (table < 0).any() or (table > 1).any():
        raise Refused(
            "Agreement weights are 1 on the diagonal and between 0 and 1 elsewhere. "
            "If yours count disagreement, pass them through from_disagreement first."
        )
    return table


def _by_distance(size: int, power: int) -> Weights:
    place = np.arange(size)
    apart = np.abs(place[:, None] - place[None, :]) / max(size - 1, 1)
    return _nested(1 - apart**power)


def _square(weights: Weights, size: int) -> Floats:
    if len(weights) != size or any(len(row) != size for row in weights):
        raise Refused("{size} categories need {size} rows of {size} weights.", size=size)
    return np.array(weights, dtype=np.float64).reshape(size, size)


def _nested(table: Floats) -> Weights:
    return tuple(tuple(row) for row in table.tolist())
