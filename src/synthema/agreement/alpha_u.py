"""Krippendorff's alpha-U of 1995 and 2004: how far coders place units of one code at the same extents.

Krippendorff 1995, doi:10.2307/271061, with the expected disagreement of Content Analysis, 2nd edition (2004), p. 254.
It is another statistic than u-alpha of 2016 (`unitising`), which replaced it; it stands here because its printed
examples do, and for teams that must compare with an older study.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise

from synthema.agreement import intervals
from synthema.agreement.extents import Section, lanes, only, readable, values_of
from synthema.agreement.model import Estimate
from synthema.agreement.unitising import NO_VARIETY, NOT_READ
from synthema.refused import Refused

Extent = tuple[int, int]
NO_INTERVAL = "For this statistic no interval has been published."


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The disagreement of one code that was observed, and that expected by chance."""

    observed: float
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphaU:
    """alpha-U of 1995/2004 over all codes and for each, with the disagreements it is made of."""

    value: Estimate
    by_value: Mapping[str, Estimate]
    disagreements: Mapping[str, Disagreement]


def alpha_u(sections: Iterable[Section], *, level: float = 0.95) -> AlphaU:
    """alpha-U of 1995/2004; each code has its own continuum, so that marks of different codes may overlap."""
    read = readable(list(sections))
    _same_coders(read)
    found = {value: _disagreement(only(read, value)) for value in values_of(read)}
    observed = sum(one.observed for one in found.values())
    expected = sum(one.expected for one in found.values())
    reason = NO_VARIETY if read else NOT_READ
    return AlphaU(
        value=_estimate(observed, expected, reason, level),
        by_value={value: _estimate(one.observed, one.expected, reason, level) for value, one in found.items()},
        disagreements=found,
    )


def distance(one: Extent, other: Extent) -> int:
    """How far two overlapping units are apart: the squares of both ends' differences; 0 where they do not overlap."""
    if min(one[1], other[1]) <= max(one[0], other[0]):
        return 0
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _estimate(observed: float, expected: float, reason: str, level: float) -> Estimate:
    if not expected:
        return intervals.undefined(reason, level)
    return Estimate(value=1 - observed / expected, level=level, reason=NO_INTERVAL)


def _disagreement(sections: Sequence[Section]) -> Disagreement:
    length = sum(section.length for section in sections)
    joined = _joined(sections)
    coders = len(joined)
    apart = sum(_apart(one, other) for one, other in combinations(joined.values(), 2))
    observed = 2 * apart / (coders * (coders - 1) * length**2)
    return Disagreement(observed, _expected(list(joined.values()), length))


def _joined(sections: Sequence[Section]) -> dict[str, list[Extent]]:
    """Each coder's units on one continuum, section behind section."""
    joined: dict[str, list[Extent]] = {coder: [] for coder in sections[0].coders}
    offset = 0
    for section in sections:
        for coder, runs in lanes(section).items():
            joined[coder] += [(offset + run.start, offset + run.end) for run in runs]
        offset += section.length
    return joined


def _apart(one: Sequence[Extent], other: Sequence[Extent]) -> int:
    """The distances of two coders' units; a unit that lies in a gap of the other counts with its squared length."""
    total, lone = 0, set(other)
    for unit in one:
        met = _meeting(unit, other)
        lone.difference_update(met)
        total += sum(distance(unit, each) for each in met) if met else (unit[1] - unit[0]) ** 2
    return total + sum((end - start) ** 2 for start, end in lone)


def _meeting(unit: Extent, units: Sequence[Extent]) -> Sequence[Extent]:
    first = bisect_left(units, unit[0] + 1, key=lambda each: each[1])
    last = bisect_left(units, unit[1], key=lambda each: each[0])
    return units[first:last]


def _expected(coders: Sequence[Sequence[Extent]], length: int) -> float:
    lengths = [end - start for units in coders for start, end in units]
    gaps = sorted(gap for units in coders for gap in _gaps(units, length))
    above = [0, *accumulate(reversed(gaps))][::-1]  # above[i]: the gaps from the i-th on, together
    total = 0
    for unit in lengths:
        # In thirds, so that whole numbers stay whole.
        total += (len(lengths) - 1) * (2 * unit**3 - 3 * unit**2 + unit)
        first = bisect_left(gaps, unit)
        total += 3 * unit**2 * (above[first] - (len(gaps) - first) * (unit - 1))
    places = len(coders) * length
    spare = places * (places - 1) - sum(unit * (unit - 1) for unit in lengths)
    return 2 * total / (3 * length * spare)


def _gaps(units: Sequence[Extent], length: int) -> list[int]:
    edges = [(0, 0), *units, (length, length)]
    return [after[0] - before[1] for before, after in pairwise(edges) if after[0] > before[1]]


def _same_coders(sections: Sequence[Section]) -> None:
    if len({frozenset(section.coders) for section in sections}) > 1:
        raise Refused(
            "Not all sections were read by the same coders. This statistic needs one continuum that all of them "
            "read: choose the studies they have in common."
        )
