"""What bends kappa: prevalence and bias of a two-by-two table, and agreement on each category by itself."""

import math

from synthema.agreement import intervals
from synthema.agreement.kappa import NOBODY
from synthema.agreement.model import Category, Estimate, Interval, Table
from synthema.refused import Refused


def prevalence_index(table: Table, level: float = 0.95) -> Estimate:
    """(a - d) / n of a two-by-two table, first category first (doi:10.1016/0895-4356(93)90018-V); z interval."""
    (a, _), (_, d) = _two_by_two(table)
    return _difference(a, d, table.n, level)


def bias_index(table: Table, level: float = 0.95) -> Estimate:
    """(b - c) / n of a two-by-two table: who chose the first category more (doi:10.1016/0895-4356(93)90018-V)."""
    (_, b), (c, _) = _two_by_two(table)
    return _difference(b, c, table.n, level)


def specific_agreement(table: Table, category: Category, level: float = 0.95) -> Estimate:
    """Of all choices of one category, the share the other rater shares: P+ and P- for two categories.

    The standard error is the delta method given the units on which either chose it; the interval is the Wilson
    interval of the share agreed among those units, carried through 2x / (1 + x), so it stays within 0..1.
    """
    if category not in table.categories:
        raise Refused("{category!r} is not a category of this table.", category=category)
    place = table.categories.index(category)
    both = table.counts[place][place]
    chosen = sum(table.counts[place]) + sum(row[place] for row in table.counts)
    either = chosen - both
    if not either:
        return intervals.undefined("Neither rater chose this category.", level)
    intervals.check_level(level)
    low, high = (2 * share / (1 + share) for share in intervals.wilson(both, either, level))
    se = 2 * math.sqrt(both * (either - both) * either) / chosen**2
    return Estimate(value=2 * both / chosen, low=low, high=high, se=se, interval=Interval.WILSON, level=level)


def _two_by_two(table: Table) -> tuple[tuple[int, ...], ...]:
    if len(table.categories) != 2:
        raise Refused(
            "This index needs two categories and the table has {categories}. Merge them with collapse, for "
            "example unsure with include.",
            categories=len(table.categories),
        )
    return table.counts


def _difference(more: int, less: int, n: int, level: float) -> Estimate:
    """The difference of two shares of the same n units."""
    if not n:
        return intervals.undefined(NOBODY, level)
    value = (more - less) / n
    variance = ((more + less) / n - value**2) / n
    return intervals.spread(value, variance, n, level=level, interval=Interval.Z)
