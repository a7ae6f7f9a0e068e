"""Conger's kappa: Cohen's kappa for two or more raters who are kept apart, ratings missing or not."""

import math

import numpy as np

from synthema.agreement import intervals
from synthema.agreement.counting import Floats, codes, count
from synthema.agreement.kappa import CONSTANT
from synthema.agreement.many import NO_PAIRS, corrected, observe
from synthema.agreement.model import Estimate, Ratings


def conger_kappa(ratings: Ratings, level: float = 0.95) -> Estimate:
    """Chance from each pair of raters' own use of the categories (doi:10.1037/0033-2909.88.2.322); t interval."""
    seen = observe(count(ratings))
    if seen is None:
        return intervals.undefined(NO_PAIRS, level)
    chosen = _chosen(ratings)
    per_rater = chosen.sum(axis=(0, 2))
    raters = len(per_rater)
    use = chosen.sum(axis=0) / per_rater[:, None]
    total = use.sum(axis=0)
    expected = float(total @ total - (use**2).sum()) / (raters * (raters - 1))
    if math.isclose(expected, 1, abs_tol=1e-12):
        return intervals.undefined(CONSTANT, level)
    given = chosen.sum(axis=2, keepdims=True)
    moved = len(chosen) / per_rater[None, :, None] * (chosen - given * use)  # one unit's pull on each rater's use
    by_unit = expected + (moved * (total - use)).sum(axis=(1, 2)) / (raters * (raters - 1))
    return corrected(seen, expected, by_unit, level)


def _chosen(ratings: Ratings) -> Floats:
    """1 where a rater gave a unit a category (rated units x raters who rated x categories)."""
    given = codes(ratings)
    chosen = (given[:, :, None] == np.arange(len(ratings.categories))).astype(np.float64)
    kept: Floats = chosen[(given >= 0).any(axis=1)][:, (given >= 0).any(axis=0)]
    return kept
