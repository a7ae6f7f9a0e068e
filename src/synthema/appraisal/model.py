"""The nouns of appraisal: a scoring preset with its bands, a score, a reviewer's rating, and counts of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

# What tables print for an answer.
LETTERS = {"yes": "Y", "no": "N", "cant_tell": "CT", "unclear": "U", "not_applicable": "NA"}


@dataclass(frozen=True, slots=True)
class Band:
    """A name for scores from lowest upwards; an empty label = the source names no band there."""

    label: str
    lowest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A named way of turning answers into a number, as some published reviews did."""

    id: str
    title: str
    rule: str
    instruments: tuple[str, ...]  # ids of the forms it may be used with
    points: Mapping[str, Decimal]  # per answer; an answer without points leaves the count and the maximum
    questions: tuple[str, ...]  # keys it counts
    warning: str
    source: str = ""
    percent: bool = False  # of the maximum
    bands: tuple[Band, ...] = ()  # highest first
    bands_edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One study's score under one preset; value is None where there is nothing to score, and says why."""

    preset: str
    rule: str
    value: Decimal | None
    maximum: Decimal
    band: str
    unanswered: tuple[str, ...]
    warning: str
    bands_edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A reviewer's level for one study; a level that departs from the band carries its reason."""

    level: str
    reason: str
    band: str  # what the preset would have said; empty = no preset or no band

    @property
    def overridden(self) -> bool:
        """Whether the reviewer's level departs from the band of the preset."""
        return bool(self.band) and self.level != self.band


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each answer was given to one question, or in one study."""

    name: str  # question key or study
    counts: Mapping[str, int]  # every choice of the instrument, zeros included
    blank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Studies by questions: the answers, their counts both ways, and the studies nobody appraised."""

    questions: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]  # study -> answer per question, "" where blank
    by_question: tuple[Tally, ...]
    by_study: tuple[Tally, ...]
    blank_studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the MMAT in one study: how many of its questions were answered yes."""

    group: str
    title: str
    yes: int
    asked: int
