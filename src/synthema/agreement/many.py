"""Two or more raters, ratings missing or not: percent agreement, Fleiss' kappa, AC1, Brennan-Prediger.

Variances are Gwet's for several raters (doi:10.1348/000711006X126600), intervals t with units - 1 degrees of freedom.
Units without any rating are left out; units with one rating inform chance agreement only.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from synthema.agreement import intervals
from synthema.agreement.chance import ONE_CATEGORY
from synthema.agreement.counting import Floats
from synthema.agreement.kappa import CONSTANT
from synthema.agreement.model import Counts, Estimate, Interval, NullTest

NO_PAIRS = "No unit has two ratings or more."


@dataclass(frozen=True, slots=True)
class Observed:
    """Rated units (units x categories), ratings per unit, and the agreement of the pairs within each unit."""

    counts: Floats
    rated: Floats
    agreeing: Floats  # 0 where a unit has one rating

    @property
    def pairable(self) -> Floats:
        """1 where a unit has two ratings or more, else 0."""
        return (self.rated > 1).astype(np.float64)

    @property
    def share(self) -> float:
        """Mean agreement over the units with two ratings or more."""
        return float(self.agreeing.sum() / self.pairable.sum())

    @property
    def used(self) -> Floats:
        """How much each category was used, every rated unit weighing the same."""
        mean: Floats = (self.counts / self.rated[:, None]).mean(axis=0)
        return mean


def observe(counts: Counts) -> Observed | None:
    """What can be compared, or None when no unit has two ratings."""
    table = np.array(counts.rows, dtype=np.float64).reshape(-1, len(counts.categories))
    table = table[table.sum(axis=1) > 0]
    rated = table.sum(axis=1)
    if not (rated > 1).any():
        return None
    pairs = np.where(rated > 1, rated * (rated - 1), 1)
    return Observed(table, rated, (table * (table - 1)).sum(axis=1) / pairs)


def percent_agreement_many(counts: Counts, level: float = 0.95) -> Estimate:
    """The mean share of agreeing pairs of ratings within a unit, with its t interval."""
    seen = observe(counts)
    if seen is None:
        return intervals.undefined(NO_PAIRS, level)
    found = corrected(seen, 0.0, np.zeros(len(seen.rated)), level)
    return found if found.low is None else replace(found, low=max(found.low, 0.0))


def fleiss_kappa(counts: Counts, level: float = 0.95) -> Estimate:
    """Fleiss' kappa (doi:10.1037/h0031619); `test` has Fleiss-Nee-Landis' se0 if all units have as many ratings."""
    seen = observe(counts)
    if seen is None:
        return intervals.undefined(NO_PAIRS, level)
    used = seen.used
    expected = float((used**2).sum())
    if math.isclose(expected, 1, abs_tol=1e-12):
        return intervals.undefined(CONSTANT, level)
    test = None
    if len(set(seen.rated.tolist())) == 1:
        value = (seen.share - expected) / (1 - expected)
        se0 = _fleiss_se0(used, len(seen.rated), float(seen.rated[0]))
        test = NullTest(se0, value / se0) if se0 > intervals.NO_SPREAD else None
    return corrected(seen, expected, seen.counts @ used / seen.rated, level, test)


def gwet_ac1_many(counts: Counts, level: float = 0.95) -> Estimate:
    """Gwet's AC1 over all possible categories, used or not (doi:10.1348/000711006X126600)."""
    seen = observe(counts)
    if seen is None:
        return intervals.undefined(NO_PAIRS, level)
    others = len(counts.categories) - 1
    if not others:
        return intervals.undefined(ONE_CATEGORY, level)
    rest = 1 - seen.used
    expected = float((seen.used * rest).sum()) / others
    return corrected(seen, expected, seen.counts @ rest / seen.rated / others, level)


def free_marginal(counts: Counts, level: float = 0.95) -> Estimate:
    """Brennan-Prediger for several raters, also called Randolph's free-marginal kappa; PABAK for two categories."""
    seen = observe(counts)
    if seen is None:
        return intervals.undefined(NO_PAIRS, level)
    size = len(counts.categories)
    if size == 1:
        return intervals.undefined(ONE_CATEGORY, level)
    return corrected(seen, 1 / size, np.full(len(seen.rated), 1 / size), level)


def corrected(seen: Observed, expected: float, by_unit: Floats, level: float, test: NullTest | None = None) -> Estimate:
    """Agreement beyond `expected`; `by_unit` is each unit's part in it, whose mean is `expected` (shape: units)."""
    n = len(seen.rated)
    value = (seen.share - expected) / (1 - expected)
    scale = n / seen.pairable.sum()
    parts = scale * (seen.agreeing - expected * seen.pairable) / (1 - expected)
    parts = parts - 2 * (1 - value) * (by_unit - expected) / (1 - expected)
    variance = float(((parts - value) ** 2).sum()) / (n * max(n - 1, 1))
    return intervals.spread(value, variance, n, level=level, interval=Interval.T, test=test)


def _fleiss_se0(used: Floats, units: int, ratings: float) -> float:
    """Fleiss, Nee & Landis 1979, doi:10.1037/0033-2909.86.5.974."""
    unlike = used * (1 - used)
    total = float(unlike.sum())
    inner = total**2 - float((unlike * (1 - 2 * used)).sum())
    return math.sqrt(2 * max(inner, 0.0) / (units * ratings * (ratings - 1))) / total
