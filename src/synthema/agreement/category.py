"""Fleiss' kappa of each category by itself: this category against all the others."""

import math

import numpy as np

from synthema.agreement import bootstrap, intervals
from synthema.agreement.counting import Floats
from synthema.agreement.many import NO_PAIRS
from synthema.agreement.model import Category, Counts, Estimate, NullTest

UNEVEN = "Category kappas need the same number of ratings for every unit."
ALL_OR_NONE = "This category was chosen always or never, so there is nothing to tell apart."


def category_kappas(
    counts: Counts, *, level: float = 0.95, seed: int = bootstrap.SEED, replicates: int = bootstrap.REPLICATES
) -> dict[Category, Estimate]:
    """Category kappas (doi:10.1037/h0031619) with bootstrap intervals over units.

    `test` has the se0 of Fleiss, Nee & Landis (doi:10.1037/0033-2909.86.5.974).
    """
    units = np.array(counts.rows, dtype=np.int64).reshape(-1, len(counts.categories))
    units = units[units.sum(axis=1) > 0]
    rated = set(units.sum(axis=1).tolist())
    if len(rated) != 1 or rated == {1}:
        reason = UNEVEN if len(rated) > 1 else NO_PAIRS
        return {category: intervals.undefined(reason, level) for category in counts.categories}
    ratings = int(rated.pop())
    values = _kappas(units.astype(np.float64), np.ones((1, len(units))), ratings)[0]
    replicated = _kappas(*bootstrap.draw(units, seed, replicates), ratings)
    se0 = math.sqrt(2 / (len(units) * ratings * (ratings - 1)))
    return {
        category: _estimate(float(values[place]), replicated[:, place], len(units), level, se0)
        for place, category in enumerate(counts.categories)
    }


def _kappas(units: Floats, taken: Floats, ratings: int) -> Floats:
    """Category kappas of each draw (draws x categories), NaN where a category is always or never chosen."""
    pairs = taken.sum(axis=1, keepdims=True) * ratings * (ratings - 1)
    used = taken @ units / (taken.sum(axis=1, keepdims=True) * ratings)
    chance = pairs * used * (1 - used)
    split = taken @ (units * (ratings - units))
    kappas: Floats = 1 - np.divide(split, chance, out=np.full_like(split, np.nan), where=chance > 1e-12)
    return kappas


def _estimate(value: float, replicated: Floats, n: int, level: float, se0: float) -> Estimate:
    if math.isnan(value):
        return intervals.undefined(ALL_OR_NONE, level)
    return bootstrap.percentiles(value, replicated, n, level, NullTest(se0, value / se0))
