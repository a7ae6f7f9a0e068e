"""Other corrections for chance, two raters: Scott's pi, Gwet's AC1, Brennan-Prediger (PABAK)."""

import math

from synthema.agreement import intervals
from synthema.agreement.counting import Floats, proportions
from synthema.agreement.kappa import CONSTANT, NOBODY
from synthema.agreement.model import Estimate, Interval, Table

ONE_CATEGORY = "One category leaves nothing to agree on; chance agreement needs two possible answers."


def scott_pi(table: Table, level: float = 0.95) -> Estimate:
    """Scott's pi: chance from both raters' pooled use of the categories; t interval (doi:10.1348/000711006X126600)."""
    if not table.n:
        return intervals.undefined(NOBODY, level)
    shares = proportions(table)
    pooled = _pooled(shares)
    expected = float((pooled**2).sum())
    if math.isclose(expected, 1, abs_tol=1e-12):
        return intervals.undefined(CONSTANT, level)
    return _corrected(table.n, shares, expected, pooled[:, None] + pooled[None, :], level)


def gwet_ac1(table: Table, level: float = 0.95) -> Estimate:
    """Gwet's AC1 over all possible categories, used or not; t interval (doi:10.1348/000711006X126600)."""
    reason = _why_not(table)
    if reason:
        return intervals.undefined(reason, level)
    shares = proportions(table)
    pooled = _pooled(shares)
    others = len(table.categories) - 1
    expected = float((pooled * (1 - pooled)).sum()) / others
    return _corrected(table.n, shares, expected, (2 - pooled[:, None] - pooled[None, :]) / others, level)


def brennan_prediger(table: Table, level: float = 0.95) -> Estimate:
    """Brennan-Prediger: every category equally likely by chance; PABAK for two categories; t interval."""
    reason = _why_not(table)
    if reason:
        return intervals.undefined(reason, level)
    observed = float(proportions(table).trace())
    size = len(table.categories)
    beyond = 1 - 1 / size
    variance = observed * (1 - observed) / (table.n * beyond**2)
    return intervals.spread((observed - 1 / size) / beyond, variance, table.n, level=level, interval=Interval.T)


def _pooled(shares: Floats) -> Floats:
    pooled: Floats = (shares.sum(axis=0) + shares.sum(axis=1)) / 2
    return pooled


def _why_not(table: Table) -> str:
    if not table.n:
        return NOBODY
    return ONE_CATEGORY if len(table.categories) == 1 else ""


def _corrected(n: int, shares: Floats, expected: float, pull: Floats, level: float) -> Estimate:
    """The coefficient with Gwet's variance; `pull` is how strongly a cell moves chance agreement (x 1 - value)."""
    observed = float(shares.trace())
    value = (observed - expected) / (1 - expected)
    terms = -(1 - value) * pull
    terms.flat[:: len(terms) + 1] += 1
    excess = float((shares * terms**2).sum()) - (observed - 2 * (1 - value) * expected) ** 2
    variance = (excess if excess > 1e-14 else 0.0) / (n * (1 - expected) ** 2)
    return intervals.spread(value, variance, n, level=level, interval=Interval.T)
