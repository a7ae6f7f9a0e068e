"""Coefficients drawn on one scale: a point each, with its interval as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from synthema.agreement import Estimate

WIDTH, ROW, LEFT, RIGHT, TOP = 420, 26, 110, 16, 8
BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One coefficient: its name, and where point and interval lie."""

    name: str
    y: float
    point: float
    low: float
    high: float
    value: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of coefficients between 0 and 1; what is below 0 is drawn at 0, its number says so."""

    width: int
    height: int
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]
    floor: float


def picture(estimates: Sequence[tuple[str, Estimate]]) -> Picture:
    """The coefficients that have a value, in this order."""
    there = [(name, one) for name, one in estimates if one.value is not None]
    floor = TOP + ROW * len(there)
    marks = tuple(
        Mark(name, TOP + ROW * (place + 0.5), _x(one.value), _x(one.low), _x(one.high), f"{one.value:.2f}")
        for place, (name, one) in enumerate(there)
    )
    ticks = tuple((_x(tick), f"{tick:.1f}") for tick in BANDS)
    return Picture(WIDTH, floor + 22, ticks, marks, floor)


def _x(value: float | None) -> float:
    inside = min(1.0, max(0.0, value or 0.0))
    return round(LEFT + (WIDTH - LEFT - RIGHT) * inside, 1)
