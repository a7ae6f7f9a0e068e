"""How far the coders of one round agree on where they coded and with what; before any talk, from what each gave."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from uuid import UUID

import numpy as np

from synthema.agreement import (
    Estimate,
    Section,
    Table,
    Unit,
    Unitised,
    characters,
    cohen_kappa,
    gwet_ac1,
    percent_agreement,
    unitise,
    unitise_by_code,
)
from synthema.agreement.unitising import MARKED, UNMARKED
from synthema.documents.model import Span

ANY = "any code"


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """One coder's code on a stretch of a document (code points, half open), and the coding it is."""

    start: int
    end: int
    coder: str
    code: str
    coding: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as all coders of a round read it: its findings, its sentences, what they marked."""

    study: str
    document: UUID
    coders: tuple[str, ...]
    findings: tuple[Span, ...]
    marks: tuple[Marked, ...] = ()
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """What two coders marked and did not, in code points or sentences, with one code or with any."""

    first: str
    second: str
    code: str
    table: Table
    percent: Estimate
    kappa: Estimate
    ac1: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Extents:
    """Agreement of a round: whatever the code; with the codes (None where one coder's codes overlap); by each code.

    `outside` marks lie outside the findings and are left out. `pairs` cross two coders, any code first.
    """

    coders: tuple[str, ...]
    any_code: Unitised
    codes: Unitised | None
    by_code: Mapping[str, Unitised]
    pairs: tuple[Crossed, ...]
    outside: int


def widened(reading: Reading) -> Reading:
    """The same with every mark drawn out to whole sentences."""
    starts, ends = [one.start for one in reading.sentences], [one.end for one in reading.sentences]
    return replace(reading, marks=tuple(sorted(_wide(mark, starts, ends) for mark in reading.marks)))


def _wide(mark: Marked, starts: Sequence[int], ends: Sequence[int]) -> Marked:
    """From the start of the first sentence it touches to the end of the last; as it is where it touches none."""
    first, last = bisect_right(ends, mark.start), bisect_left(starts, mark.end) - 1
    if first > last:
        return mark
    return replace(mark, start=min(mark.start, starts[first]), end=max(mark.end, ends[last]))


def sections(readings: Iterable[Reading], *, any_code: bool = False) -> list[Section]:
    """Each stretch of findings as a continuum; `any_code` forgets which code was given."""
    return [_section(reading, extent, any_code) for reading in readings for extent in reading.findings]


def _section(reading: Reading, extent: Span, any_code: bool) -> Section:
    units = [
        Unit(mark.coder, mark.start, mark.end, ANY if any_code else mark.code)
        for mark in reading.marks
        if _meet(mark, extent)
    ]
    return Section(study=reading.study, start=extent.start, end=extent.end, coders=reading.coders, units=tuple(units))


def measured(readings: Iterable[Reading], in_common: Iterable[Reading] | None = None, *, by_sentence: bool) -> Extents:
    """Agreement of a round: on places from all marks as they were given, on codes from those with the codes of one
    book (`in_common`), where there is one."""
    given = [widened(reading) if by_sentence else reading for reading in readings]
    shared = [widened(reading) if by_sentence else reading for reading in in_common or ()]
    coders = tuple(dict.fromkeys(coder for reading in given for coder in reading.coders))
    found = sections(shared)
    return Extents(
        coders=coders,
        any_code=unitise(sections(given, any_code=True)),
        codes=unitise(found) if shared and not overlapping(found) else None,
        by_code=unitise_by_code(found),
        pairs=tuple(_pairs(given, shared, coders, by_sentence)),
        outside=sum(
            not any(_meet(mark, extent) for extent in reading.findings) for reading in given for mark in reading.marks
        ),
    )


def _meet(one: Marked | Span, other: Span) -> bool:
    return one.start < other.end and one.end > other.start


def overlapping(found: Iterable[Section]) -> bool:
    """Whether one coder gave one place two codes, so that the codes have no common continuum."""
    for section in found:
        lanes: dict[str, list[Unit]] = {}
        for unit in sorted(section.units, key=lambda unit: unit.start):
            lanes.setdefault(unit.coder, []).append(unit)
        if any(_two_codes(units) for units in lanes.values()):
            return True
    return False


def _two_codes(units: Sequence[Unit]) -> bool:
    """Whether a unit begins inside one of another code; units in order of their starts."""
    reach: dict[str, int] = {}
    for unit in units:
        if any(end > unit.start for code, end in reach.items() if code != unit.value):
            return True
        reach[unit.value] = max(unit.end, reach.get(unit.value, 0))
    return False


def _pairs(
    given: Sequence[Reading], shared: Sequence[Reading], coders: Sequence[str], by_sentence: bool
) -> Iterable[Crossed]:
    codes = sorted({mark.code for reading in shared for mark in reading.marks})
    for first, second in combinations(coders, 2):
        yield _crossed(_read_by(given, first, second), None, first, second, by_sentence)
        both = _read_by(shared, first, second)
        for code in codes:
            yield _crossed(both, code, first, second, by_sentence)


def _read_by(readings: Iterable[Reading], first: str, second: str) -> list[Reading]:
    return [of_findings(_of(one, first, second)) for one in readings if {first, second} <= {*one.coders}]


def _crossed(both: Sequence[Reading], code: str | None, first: str, second: str, by_sentence: bool) -> Crossed:
    table = sentences_crossed(both, code) if by_sentence else characters(sections(both), code)
    return Crossed(
        first=first,
        second=second,
        code=code or ANY,
        table=table,
        percent=_bare(percent_agreement(table)),
        kappa=_bare(cohen_kappa(table)),
        ac1=_bare(gwet_ac1(table)),
    )


def _of(reading: Reading, first: str, second: str) -> Reading:
    """The same as these two read it."""
    marks = tuple(mark for mark in reading.marks if mark.coder in (first, second))
    return replace(reading, coders=(first, second), marks=marks)


def of_findings(reading: Reading) -> Reading:
    """The same with the sentences that lie in its findings, even if only in part."""
    inside = tuple(one for one in reading.sentences if any(_meet(one, extent) for extent in reading.findings))
    return replace(reading, sentences=inside)


def _bare(estimate: Estimate) -> Estimate:
    """The value alone: places of one text are no independent units, so the usual interval is far too narrow."""
    return replace(estimate, low=None, high=None, se=None, interval=None, test=None)


def sentences_crossed(readings: Iterable[Reading], code: str | None = None) -> Table:
    """Sentences that two coders marked or not (first coder in rows), for one code or for any; see `of_findings`."""
    counts = np.zeros((2, 2), dtype=np.int64)
    for reading in readings:
        starts, ends = [one.start for one in reading.sentences], [one.end for one in reading.sentences]
        bare = np.ones((2, len(starts)), dtype=np.int64)
        for mark in reading.marks:
            if code is None or mark.code == code:
                row = reading.coders.index(mark.coder)
                bare[row, bisect_right(ends, mark.start) : bisect_left(starts, mark.end)] = 0
        counts += np.bincount(2 * bare[0] + bare[1], minlength=4).reshape(2, 2)
    return Table((MARKED, UNMARKED), tuple(tuple(int(n) for n in row) for row in counts))
