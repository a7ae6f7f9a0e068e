"""Krippendorff's alpha for unitising, 2016: the family of four on the findings of studies, joined one after another.

Krippendorff, Mathet, Bouvry & Widlöcher 2016, doi:10.1007/s11135-015-0266-1, erratum doi:10.1007/s11135-015-0289-7.
The statistic of 1995 and 2004 is another one: see `alpha_u`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from synthema.agreement import bootstrap, intervals
from synthema.agreement.counting import Codes, Floats
from synthema.agreement.extents import (
    Lanes,
    Run,
    Section,
    Unitised,
    Unitising,
    lanes,
    marked,
    only,
    readable,
    values_of,
)
from synthema.agreement.model import Estimate, Interval, Table
from synthema.refused import Refused

NOT_READ = "No section was read by two coders."
NO_VARIETY = "Nothing was marked, or everything was marked alike, so no disagreement could be expected."
NO_OVERLAP = "No place was marked by two coders with more than one code between them."
ONE_STUDY = "One study gives no interval."
MARKED, UNMARKED = "marked", "not marked"

# What one study adds to the sums, a row per sum and a column per code; column 0 is what nobody marked.
TOTAL, SAME, BARE, SQUARES, SHARED = range(5)


def unitise(
    sections: Iterable[Section],
    *,
    level: float = 0.95,
    seed: int = bootstrap.SEED,
    replicates: int = bootstrap.REPLICATES,
) -> Unitised:
    """u-alpha, |u-alpha, cu-alpha and (k)u-alpha, with intervals by drawing studies again; one coder's marks of
    different codes may not overlap."""
    given = list(sections)
    read = readable(given)
    values = values_of(read)
    laid = [lanes(section) for section in read]
    sums: dict[str, Floats] = {}
    for section, lane in zip(read, laid, strict=True):
        sums[section.study] = sums.get(section.study, 0) + _sums(section.length, lane, values)
    estimates = _estimates([sums[study] for study in sorted(sums)], len(values), level, seed, replicates)
    whole: Floats = sum(sums.values(), np.zeros((5, len(values) + 1)))
    total = float(whole[TOTAL].sum())
    both = float((whole[TOTAL] - whole[BARE])[1:].sum())
    return Unitised(
        length=sum(section.length for section in read),
        studies=len(sums),
        left_out=len(given) - len(read),
        marked=marked(laid),
        values=values,
        coverage=both / total if total else None,
        statistics=dict(zip(Unitising, estimates, strict=False)),
        by_value=dict(zip(values, estimates[len(Unitising) :], strict=True)),
    )


def unitise_by_code(
    sections: Iterable[Section],
    *,
    level: float = 0.95,
    seed: int = bootstrap.SEED,
    replicates: int = bootstrap.REPLICATES,
) -> dict[str, Unitised]:
    """Each code on a continuum of its own (marked with it or not): for codings that overlap."""
    given = list(sections)
    return {
        value: unitise(only(given, value), level=level, seed=seed, replicates=replicates) for value in values_of(given)
    }


def characters(sections: Iterable[Section], value: str | None = None) -> Table:
    """Code points two coders marked or not (first coder in rows), for one code or for any; for kappa and its kin."""
    counts = np.zeros((2, 2), dtype=np.int64)
    for section in readable(list(sections)):
        if len(section.coders) != 2:
            raise Refused(
                "{coders} coders read {study}. A table crosses two: choose a pair of coders.",
                coders=len(section.coders),
                study=section.study,
            )
        chosen = section.units if value is None else [unit for unit in section.units if unit.value == value]
        held = np.ones((2, section.length), dtype=np.int64)
        for unit in chosen:
            row = section.coders.index(unit.coder)
            held[row, max(unit.start - section.start, 0) : max(unit.end - section.start, 0)] = 0
        counts += np.bincount(2 * held[0] + held[1], minlength=4).reshape(2, 2)
    rows = tuple(tuple(int(count) for count in row) for row in counts)
    return Table((MARKED, UNMARKED), rows)


def _estimates(studies: Sequence[Floats], values: int, level: float, seed: int, replicates: int) -> list[Estimate]:
    """The three coefficients and one per value."""
    names = [*Unitising, *range(values)]
    if not studies:
        return [intervals.undefined(NOT_READ, level) for _ in names]
    rows = np.array([study.ravel() for study in studies])
    found = _family(rows.sum(axis=0).reshape(1, 5, -1))[0]
    drawn = _family((_draws(len(studies), seed, replicates) @ rows).reshape(replicates, 5, -1))
    return [_estimate(name, found[i], drawn[:, i], len(studies), level) for i, name in enumerate(names)]


@lru_cache(maxsize=8)
def _draws(studies: int, seed: int, replicates: int) -> Floats:
    """How often each draw took each study (draws x studies): the same draws for every code."""
    return bootstrap.draw(np.arange(studies)[:, None], seed, replicates)[1]


def _estimate(name: Unitising | int, value: float, drawn: Floats, studies: int, level: float) -> Estimate:
    if np.isnan(value):
        whole = name in (Unitising.U_ALPHA, Unitising.U_ALPHA_BINARY)
        return intervals.undefined(NO_VARIETY if whole else NO_OVERLAP, level)
    made = bootstrap.percentiles(float(value), drawn, studies, level)
    if studies < 2:
        return replace(made, reason=ONE_STUDY)
    return made if made.interval is None else replace(made, interval=Interval.STUDIES)


def _family(sums: Floats) -> Floats:
    """The coefficients from sums (draws x 5 x codes + 1) as draws x (3 + codes); NaN where there is none."""
    total, same, bare, squares, shared = (sums[:, row] for row in range(5))
    n = total.sum(axis=1)
    spare = n**2 - squares.sum(axis=1)
    every = _one_less(n - same.sum(axis=1), n * (n**2 - (total**2).sum(axis=1)), spare)
    blank = total[:, 0]
    binary = _one_less(2 * bare.sum(axis=1), n * 2 * blank * (n - blank), spare)
    both, alike, own = (total - bare)[:, 1:], same[:, 1:], shared[:, 1:]
    m = both.sum(axis=1)
    expected = m * (m**2 - (both**2).sum(axis=1))
    coded = _one_less(m - alike.sum(axis=1), expected, m**2 - own.sum(axis=1))
    cross = both * (m[:, None] - both)
    single = _one_less(both - alike, both * cross, both**2 - own + cross)
    made: Floats = np.column_stack([every, binary, coded, single])
    return made


def _one_less(observed: Floats, expected: Floats, scale: Floats) -> Floats:
    """1 - observed / (expected / scale); NaN where no disagreement is expected."""
    known = (expected > 0) & (scale > 0)
    ratio: Floats = np.full_like(observed, np.nan)
    np.divide(observed * scale, expected, out=ratio, where=known)
    return 1 - ratio


def _sums(length: int, lane: Lanes, values: Sequence[str]) -> Floats:
    """One section's part: coincidences of each code, with itself, with gaps; squared lengths; squared overlaps."""
    made = np.zeros((5, len(values) + 1))
    if not any(lane.values()):
        made[[TOTAL, SAME, SQUARES], 0] = length * len(lane)
        return made
    place = {value: i for i, value in enumerate(values, 1)}
    cuts = np.unique([0, length, *(edge for runs in lane.values() for run in runs for edge in (run.start, run.end))])
    widths = np.diff(cuts).astype(np.float64)
    held = np.array([_held(runs, cuts, place) for runs in lane.values()])
    others = len(lane) - 1
    counts = (held[:, :, None] == np.arange(len(values) + 1)).sum(axis=0).astype(np.float64)
    made[TOTAL] = widths @ counts
    made[SAME] = widths @ (counts * (counts - 1)) / others
    made[BARE, 1:] = widths @ (counts[:, 1:] * counts[:, :1]) / others
    # A gap counts once, not squared: nobody marked it as a unit.
    made[SQUARES, 0] = made[TOTAL, 0]
    covered = np.hstack([np.zeros((len(lane), 1)), np.cumsum(widths * (held > 0), axis=1)])
    for row, runs in enumerate(lane.values()):
        for run in runs:
            code = place[run.value]
            made[SQUARES, code] += (run.end - run.start) ** 2
            start, end = np.searchsorted(cuts, (run.start, run.end))
            inside = np.delete(covered[:, end] - covered[:, start], row)
            made[SHARED, code] += float((inside**2).sum()) / others
    return made


def _held(runs: Iterable[Run], cuts: Codes, place: dict[str, int]) -> Codes:
    """Which code one coder gave each stretch between two cuts, 0 for none."""
    held = np.zeros(len(cuts) - 1, dtype=np.int64)
    for run in runs:
        start, end = np.searchsorted(cuts, (run.start, run.end))
        held[start:end] = place[run.value]
    return held
