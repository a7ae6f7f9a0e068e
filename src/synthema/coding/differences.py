"""Where the coders of one round differ: the stretches to talk about, each with what everybody gave there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from synthema.coding.agreeing import Marked, Reading

DECISIONS = ("consensus", "arbiter")  # how a difference was settled


class How(StrEnum):
    """In what two coders differ at a place."""

    ONE = "one"  # somebody coded nothing there
    CODE = "code"  # they gave other codes
    EXTENT = "extent"  # the same codes, with other ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A longest stretch of a document on every letter of which the coders' codes differ, and all codings that reach
    into it."""

    document: UUID
    start: int
    end: int
    how: How
    marks: tuple[Marked, ...]


def differences(readings: Iterable[Reading]) -> list[Difference]:
    """All of a round, in the order of the documents; only places within the findings."""
    return [found for reading in readings for found in _of(reading)]


def _of(reading: Reading) -> Iterator[Difference]:
    for extent in reading.findings:
        marks = [mark for mark in reading.marks if mark.start < extent.end and mark.end > extent.start]
        for start, end in _apart(marks, reading.coders, extent.start, extent.end):
            here = [mark for mark in marks if mark.start < end and mark.end > start]
            how = _how(here, marks, reading.coders)
            yield Difference(document=reading.document, start=start, end=end, how=how, marks=tuple(sorted(here)))


def _apart(marks: Sequence[Marked], coders: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The longest stretches on which not all coders gave the same codes."""
    given: dict[str, dict[str, int]] = {coder: {} for coder in coders}
    since: int | None = None
    for place, turns in groupby(_turns(marks, start, end), key=lambda turn: turn[0]):
        for _, step, coder, code in turns:
            given[coder][code] = given[coder].get(code, 0) + step
        differs = len({frozenset(code for code, times in codes.items() if times) for codes in given.values()}) > 1
        if differs and since is None:
            since = place
        elif not differs and since is not None:
            yield since, place
            since = None


def _turns(marks: Iterable[Marked], start: int, end: int) -> list[tuple[int, int, str, str]]:
    """Where a coding begins (1) or ends (-1) within the bounds, from left to right."""
    begins = [(max(mark.start, start), 1, mark.coder, mark.code) for mark in marks]
    ends = [(min(mark.end, end), -1, mark.coder, mark.code) for mark in marks]
    return sorted([*begins, *ends])


def _how(here: Sequence[Marked], marks: Sequence[Marked], coders: Sequence[str]) -> How:
    if all(_has_likes(mark, marks, coders) for mark in here):
        return How.EXTENT
    return How.ONE if len({mark.coder for mark in here}) < len(coders) else How.CODE


def _has_likes(mark: Marked, marks: Iterable[Marked], coders: Sequence[str]) -> bool:
    """Whether every other coder gave the same code somewhere within this coding."""
    likes = {
        other.coder for other in marks if other.code == mark.code and other.start < mark.end and other.end > mark.start
    }
    return likes >= {*coders}
