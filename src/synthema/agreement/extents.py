"""The nouns of unitising: who marked which stretch of a text with what, and the text they all read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from synthema.agreement.model import Estimate
from synthema.refused import Refused


class Unitising(StrEnum):
    """The coefficients for marks on a continuum, by the key they are looked up with."""

    U_ALPHA = "u_alpha"
    U_ALPHA_BINARY = "u_alpha_binary"
    CU_ALPHA = "cu_alpha"


@dataclass(frozen=True, slots=True)
class Unit:
    """One coder's mark: the half-open range of code points, and the code given to it."""

    coder: str
    start: int
    end: int
    value: str

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise Refused(
                "A mark of {coder} runs from {start} to {end}; it needs an end behind its start.",
                coder=self.coder,
                start=self.start,
                end=self.end,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of one study's findings that all of `coders` read; marks that reach out of it are cut at its ends."""

    study: str
    start: int
    end: int
    coders: tuple[str, ...]
    units: tuple[Unit, ...] = ()

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise Refused(
                "The section of {study} runs from {start} to {end}; it needs an end behind its start.",
                study=self.study,
                start=self.start,
                end=self.end,
            )
        for unit in self.units:
            if unit.coder not in self.coders:
                raise Refused(
                    "{coder} marked something in {study} and is not among those who read it. Name all readers.",
                    coder=unit.coder,
                    study=self.study,
                )

    @property
    def length(self) -> int:
        """How many code points it has."""
        return self.end - self.start


class Run(NamedTuple):
    """A mark inside its section, counted from the section's start."""

    start: int
    end: int
    value: str


Lanes = dict[str, list[Run]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unitised:
    """How far coders agree on extents: what was compared, and the coefficients.

    `length` code points in `studies` studies were read by two coders or more; `left_out` sections were not. `marked`
    counts each coder's marks. `coverage` is the share of the pairs of readings in which both coders marked something;
    `statistics` are looked up by `Unitising` or its key; `by_value` holds (k)u-alpha, the reliability of each code
    where both marked.
    """

    length: int
    studies: int
    left_out: int
    marked: Mapping[str, int]
    values: tuple[str, ...]
    coverage: float | None
    statistics: Mapping[Unitising, Estimate]
    by_value: Mapping[str, Estimate] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Estimate:
        """The estimate of one coefficient, by its key."""
        return self.statistics[Unitising(key)]


def lanes(section: Section) -> Lanes:
    """Each coder's marks in order, cut to the section; overlapping marks with one code are one, touching ones two."""
    found: Lanes = {coder: [] for coder in section.coders}
    for unit in sorted(section.units, key=lambda unit: (unit.start, unit.end, unit.value)):
        start, end = max(unit.start, section.start) - section.start, min(unit.end, section.end) - section.start
        if start >= end:
            continue
        lane = found[unit.coder]
        if not lane or lane[-1].end <= start:
            lane.append(Run(start, end, unit.value))
        elif lane[-1].value == unit.value:
            lane[-1] = lane[-1]._replace(end=max(end, lane[-1].end))
        else:
            raise Refused(
                "{coder} marked one place of {study} (at {start}) both {one!r} and {other!r}. One coder's marks may "
                "not overlap here: compare each code by itself, or leave out one of the two.",
                coder=unit.coder,
                study=section.study,
                start=start + section.start,
                one=lane[-1].value,
                other=unit.value,
            )
    return found


def only(sections: Iterable[Section], value: str) -> list[Section]:
    """The same sections with the marks of one code."""
    return [
        Section(
            study=section.study,
            start=section.start,
            end=section.end,
            coders=section.coders,
            units=tuple(unit for unit in section.units if unit.value == value),
        )
        for section in sections
    ]


def values_of(sections: Iterable[Section]) -> tuple[str, ...]:
    """All codes given, in alphabetical order."""
    return tuple(sorted({unit.value for section in sections for unit in section.units}))


def readable(sections: Sequence[Section]) -> list[Section]:
    """The sections that two coders or more read."""
    return [section for section in sections if len(set(section.coders)) > 1]


def marked(laid: Iterable[Lanes]) -> dict[str, int]:
    """How many marks each coder made, in the order of their names."""
    counted: Counter[str] = Counter()
    for lane in laid:
        counted.update({coder: len(runs) for coder, runs in lane.items()})
    return dict(sorted(counted.items()))
