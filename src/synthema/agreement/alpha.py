"""Krippendorff's alpha for any number of raters, with ratings missing, on four kinds of scale."""

from collections.abc import Sequence

import numpy as np

from synthema.agreement import bootstrap, intervals
from synthema.agreement.counting import Codes, Floats
from synthema.agreement.kappa import CONSTANT
from synthema.agreement.many import NO_PAIRS
from synthema.agreement.model import Category, Counts, Estimate, Metric
from synthema.refused import Refused


def krippendorff_alpha(
    counts: Counts,
    metric: Metric | str = Metric.NOMINAL,
    *,
    level: float = 0.95,
    seed: int = bootstrap.SEED,
    replicates: int = bootstrap.REPLICATES,
) -> Estimate:
    """Alpha (https://repository.upenn.edu/asc_papers/43) with a bootstrap interval over units of two ratings or more.

    Ordinal takes the categories in the order given; interval and ratio take them as numbers.
    """
    metric = Metric(metric)
    values = _values(counts.categories, metric)
    units = pairable(counts)
    if not len(units):
        return intervals.undefined(NO_PAIRS, level)
    value = float(_alpha(coincidences(counts), values, metric))
    if np.isnan(value):
        return intervals.undefined(CONSTANT, level)
    patterns, taken = bootstrap.draw(units, seed, replicates)
    pairs = _pairs(patterns)
    size = len(counts.categories)
    drawn = (taken @ pairs.reshape(len(pairs), -1)).reshape(-1, size, size)
    return bootstrap.percentiles(value, _alpha(drawn, values, metric), len(units), level)


def pairable(counts: Counts) -> Codes:
    """The units with two ratings or more (units x categories)."""
    table = np.array(counts.rows, dtype=np.int64).reshape(-1, len(counts.categories))
    kept: Codes = table[table.sum(axis=1) > 1]
    return kept


def coincidences(counts: Counts) -> Floats:
    """The coincidence matrix (categories x categories); it sums to the number of pairable ratings."""
    total: Floats = _pairs(pairable(counts).astype(np.float64)).sum(axis=0)
    return total


def _pairs(units: Floats) -> Floats:
    """Each unit's coincidences (units x categories x categories)."""
    pairs = units[:, :, None] * units[:, None, :]
    place = np.arange(units.shape[1])
    pairs[:, place, place] -= units
    made: Floats = pairs / (units.sum(axis=1) - 1)[:, None, None]
    return made


def _alpha(pairs: Floats, values: Floats, metric: Metric) -> Floats:
    """1 - observed / expected disagreement over the last two axes; NaN where none is expected."""
    totals = pairs.sum(axis=-1)
    apart = _apart(totals, values, metric)
    observed = (pairs * apart).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * apart).sum(axis=(-2, -1))
    known = expected > 0
    ratio = np.divide(observed, expected, out=np.full_like(observed, np.nan), where=known)
    alpha: Floats = 1 - (totals.sum(axis=-1) - 1) * ratio
    return alpha


def _apart(totals: Floats, values: Floats, metric: Metric) -> Floats:
    """Squared distances between categories (... x categories x categories)."""
    if metric is Metric.NOMINAL:
        return 1 - np.eye(len(values))
    # The ordinal distance counts the ratings between two categories: it is a difference of mean ranks.
    place = np.cumsum(totals, axis=-1) - totals / 2 if metric is Metric.ORDINAL else values
    difference: Floats = place[..., :, None] - place[..., None, :]
    if metric is Metric.RATIO:
        both = values[:, None] + values[None, :]
        difference = np.divide(difference, both, out=np.zeros_like(difference), where=both > 0)
    squared: Floats = difference**2
    return squared


def _values(categories: Sequence[Category], metric: Metric) -> Floats:
    if metric in (Metric.NOMINAL, Metric.ORDINAL):
        return np.arange(len(categories), dtype=np.float64)
    for category in categories:
        if isinstance(category, str):
            raise Refused(
                "The {metric} scale needs numbers and {category!r} is none. Use nominal, or ordinal.",
                metric=metric,
                category=category,
            )
        if metric is Metric.RATIO and category < 0:
            raise Refused("The ratio scale starts at 0 and {category!r} lies below. Use interval.", category=category)
    return np.array([float(category) for category in categories])
