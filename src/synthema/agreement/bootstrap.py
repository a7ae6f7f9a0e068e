"""Percentile intervals by drawing units again, seeded, the same answer whatever order the units came in."""

import numpy as np

from synthema.agreement import intervals
from synthema.agreement.counting import Codes, Floats
from synthema.agreement.model import Estimate, Interval, NullTest
from synthema.refused import Refused

REPLICATES = 2000
SEED = 1


def draw(units: Codes, seed: int, replicates: int) -> tuple[Floats, Floats]:
    """The distinct units (patterns x categories) and how often each draw took them (replicates x patterns)."""
    if not 0 <= seed < 2**32 or replicates < 2:
        raise Refused("A bootstrap needs a seed from 0 to 4294967295 and at least 2 replicates.")
    patterns, frequency = np.unique(units, axis=0, return_counts=True)
    n = int(frequency.sum())
    # RandomState's stream is frozen for good: a report printed years apart shows the same interval.
    taken = np.random.RandomState(seed).multinomial(n, frequency / n, size=replicates)
    return patterns.astype(np.float64), taken.astype(np.float64)


def percentiles(value: float, replicated: Floats, n: int, level: float, test: NullTest | None = None) -> Estimate:
    """The estimate with the percentiles of its replicates; replicates that are NaN are left out and counted."""
    intervals.check_level(level)
    if n < 2:
        return Estimate(value=value, level=level, test=test, reason=intervals.ALONE)
    usable = replicated[~np.isnan(replicated)]
    if len(usable) < 2 or float(usable.std()) < intervals.NO_SPREAD:
        return Estimate(value=value, se=0.0, level=level, test=test, reason=intervals.FLAT)
    tail = (1 - level) / 2
    low, high = (float(bound) for bound in np.quantile(usable, [tail, 1 - tail]))
    lost = len(replicated) - len(usable)
    reason = f"{lost} of {len(replicated)} draws had no defined coefficient and were left out." if lost else ""
    se = float(usable.std(ddof=1))
    return Estimate(
        value=value, low=low, high=high, se=se, interval=Interval.BOOTSTRAP, level=level, test=test, reason=reason
    )
