"""Questions asked of all codings at once: how often, beside what, in which studies, and where this holds but not that.

Everything is a column of whole numbers, so that a review with tens of thousands of codings answers while one waits.
A passage is what overlapping quotes of one code make together: two coders who marked one place make one passage.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array

from synthema.coding.asking import And, Expression, Not, Term, affirmed
from synthema.coding.stretches import Ints, Mask, Passages, Stretches, overlaps, passages, touching

VOICES = ("", "participant", "author")


class Within(StrEnum):
    """In what two codes must meet to stand together."""

    OVERLAP = "overlap"
    SENTENCE = "sentence"
    DOCUMENT = "document"
    STUDY = "study"


class Unit(StrEnum):
    """What a query finds."""

    PASSAGE = "passage"
    SENTENCE = "sentence"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Codings, one a row; a quote of several ranges has a row for each.

    `document` is the number of a document, `start` and `end` code points, `code`, `quote` and `person` keys, `voice`
    a place in VOICES.
    """

    document: Ints
    start: Ints
    end: Ints
    code: Ints
    quote: Ints
    person: Ints
    voice: Ints

    def __len__(self) -> int:
        return len(self.code)

    @property
    def stretches(self) -> Stretches:
        """Where they stand."""
        return Stretches(self.document, self.start, self.end)

    def where(self, rows: Mask | Ints) -> "Columns":
        """Some of them."""
        return Columns(*(getattr(self, name)[rows] for name in self.__slots__))

    def passages(self) -> Passages:
        """The passages of each code."""
        return passages(self.stretches, self.code, self.quote)


def columns(rows: Iterable[tuple[int, ...]]) -> Columns:
    """Rows of whole numbers, in the order of the fields, as columns."""
    table = np.array(list(rows), dtype=np.int64).reshape(-1, 7)
    return Columns(*(table[:, place].copy() for place in range(7)))


@dataclass(frozen=True, slots=True)
class Used:
    """How often a code is used."""

    passages: int
    quotes: int
    studies: int


NEVER = Used(0, 0, 0)


def used(found: Columns, study_of: Ints) -> dict[int, Used]:
    """How often each code is used; `study_of` is the study (a number, -1 for none) by the number of a document."""
    joined = found.passages()
    by_code = _count(joined.key)
    quotes = _count(_pairs(found.code, found.quote)[0])
    study = study_of[joined.document]
    studies = _count(_pairs(joined.key[study >= 0], study[study >= 0])[0])
    return {code: Used(number, quotes[code], studies.get(code, 0)) for code, number in by_code.items()}


class Together(NamedTuple):
    """Two codes that stand together: how often, and in how many studies."""

    first: int
    second: int
    times: int
    studies: int


def co_occurrence(
    found: Columns, study_of: Ints, within: Within = Within.OVERLAP, sentences: Stretches | None = None
) -> list[Together]:
    """Pairs of codes that stand together, most often first; `times` counts pairs of passages that overlap, or the
    sentences, documents or studies that hold both. `sentences` are those of all documents, in order."""
    joined = found.passages()
    if within == Within.OVERLAP:
        return _overlapping(joined, study_of)
    rows, unit = _units_of(joined, study_of, within, sentences)
    code, study = joined.key[joined.passage[rows]], study_of[joined.stretches.document[rows]]
    codes, place = np.unique(code, return_inverse=True)
    pair, times = _shared(place, unit, len(codes))
    return _ranked(codes, pair, times, _shared(place[study >= 0], study[study >= 0], len(codes)))


def _overlapping(joined: Passages, study_of: Ints) -> list[Together]:
    parts: list[Ints] = []
    for left, right in overlaps(joined.stretches):
        one, other = joined.passage[left], joined.passage[right]
        apart = joined.key[one] != joined.key[other]
        one, other = one[apart], other[apart]
        parts.append(np.unique(np.minimum(one, other) * len(joined) + np.maximum(one, other)))
    if not parts:
        return []
    one, other = np.divmod(np.unique(np.concatenate(parts)), len(joined))  # two of several stretches meet once
    codes, place = np.unique(joined.key, return_inverse=True)
    pair = np.minimum(place[one], place[other]) * len(codes) + np.maximum(place[one], place[other])
    study = study_of[joined.document[one]]
    in_studies = _pairs(pair[study >= 0], study[study >= 0])[0]
    return _ranked(codes, *_counts(pair), _counts(in_studies))


def _units_of(joined: Passages, study_of: Ints, within: Within, sentences: Stretches | None) -> tuple[Ints, Ints]:
    """For each meeting of a stretch with a unit, the row of the stretch and the number of the unit."""
    rows = np.arange(len(joined.stretches.start))
    if within == Within.DOCUMENT:
        return rows, joined.stretches.document
    if within == Within.STUDY:
        study = study_of[joined.stretches.document]
        return rows[study >= 0], study[study >= 0]
    if sentences is None:
        raise TypeError("Sentences are needed to count within sentences.")
    return reached(joined.stretches, sentences)


def reached(rows: Stretches, sentences: Stretches) -> tuple[Ints, Ints]:
    """Each row with each of the sentences it reaches into; sentences in order, without overlap."""
    room = 1 << 32
    starts, ends = sentences.start + sentences.document * room, sentences.end + sentences.document * room
    first = np.searchsorted(ends, rows.start + rows.document * room, side="right")
    last = np.searchsorted(starts, rows.end + rows.document * room, side="left")
    many = np.maximum(last - first, 0)
    row = np.repeat(np.arange(len(many)), many)
    begun = np.concatenate(([0], np.cumsum(many)))[:-1]
    return row, np.repeat(first - begun, many) + np.arange(len(row))


def _shared(place: Ints, unit: Ints, codes: int) -> tuple[Ints, Ints]:
    """Each two codes, as one number (first * codes + second), and in how many units both are."""
    units, row = np.unique(unit, return_inverse=True)
    held = coo_array((np.ones(len(row), dtype=np.int64), (row, place)), shape=(len(units), codes)).tocsr()
    held.data[:] = 1  # however often
    both = (held.T @ held).tocoo()
    above = both.row < both.col
    pair = both.row[above].astype(np.int64) * codes + both.col[above]
    order = np.argsort(pair)
    return pair[order], both.data[above][order]


def _counts(values: Ints) -> tuple[Ints, Ints]:
    found, times = np.unique(values, return_counts=True)
    return found, times


def _ranked(codes: Ints, pair: Ints, times: Ints, in_studies: tuple[Ints, Ints]) -> list[Together]:
    """Pairs by how often, with in how many studies; `in_studies` may lack some."""
    known, number = in_studies
    studies = np.zeros(len(pair), dtype=np.int64)
    if len(known):
        place = np.minimum(np.searchsorted(known, pair), len(known) - 1)
        studies = np.where(known[place] == pair, number[place], 0)
    first, second = (codes[side] for side in np.divmod(pair, len(codes)))
    order = np.lexsort((second, first, -studies, -times))
    columns = (side[order].tolist() for side in (first, second, times, studies))
    return list(map(Together._make, zip(*columns, strict=True)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A code in one group of studies."""

    passages: int
    studies: int


def crossed(found: Columns, study_of: Ints, groups: Mapping[str, frozenset[int]]) -> dict[int, dict[str, Cell]]:
    """Each code by each group of studies (their numbers): its passages there, and in how many of the studies.

    A study may be in several groups; cells without passages are left out.
    """
    joined = found.passages()
    study = study_of[joined.document]
    told: dict[int, dict[str, Cell]] = {}
    for name, members in groups.items():
        inside = np.isin(study, np.fromiter(members, dtype=np.int64, count=len(members)))
        number = _count(joined.key[inside])
        studies = _count(_pairs(joined.key[inside], study[inside])[0])
        for code, times in number.items():
            told.setdefault(code, {})[name] = Cell(times, studies[code])
    return told


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A term that some codings fulfil; `own` where it holds of a quote itself and not of what overlaps it."""

    mask: Mask
    own: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A term that holds of stretches of the texts: words that stand there."""

    stretches: Stretches


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """A term that holds of whole documents."""

    numbers: Ints


Meaning = Rows | Places | Documents


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """What is tested, a stretch a row: the unit of each, from 0 to `number`, and its quote where units are quotes."""

    stretches: Stretches
    unit: Ints
    number: int
    quotes: Ints | None = None


def select(
    found: Columns, expression: Expression, meanings: Mapping[Term, Meaning], unit: Unit, all_units: Stretches
) -> Passages:
    """Where an expression holds. `all_units` are all sentences or all documents; for passages they are not asked.

    A passage is made of quotes for which the expression holds, counting the codes of whatever overlaps them; where
    codes are asked for, the quotes bear one of these themselves. Sentences and documents hold what touches them.
    """
    units = _quotes(found) if unit == Unit.PASSAGE else _plain(all_units)
    held = _holds(expression, units, found, meanings)
    if unit == Unit.PASSAGE:
        held &= _bearing(expression, units, found, meanings)
    rows = held[units.unit]
    chosen = units.stretches.chosen(rows)
    if units.quotes is None:
        number = int(held.sum())
        return Passages(chosen, np.arange(number), np.zeros(number, dtype=np.int64), chosen.document)
    return passages(chosen, np.zeros(int(rows.sum()), dtype=np.int64), units.quotes[rows])


def _quotes(found: Columns) -> _Units:
    """Every stretch of every quote, once."""
    order = np.lexsort((found.end, found.start, found.quote))
    rows = found.where(order)
    new = np.diff(rows.quote, prepend=-1) | np.diff(rows.start, prepend=-1) | np.diff(rows.end, prepend=-1)
    kept = rows.where(new != 0)
    quotes, unit = np.unique(kept.quote, return_inverse=True)
    return _Units(kept.stretches, unit, len(quotes), kept.quote)


def _plain(all_units: Stretches) -> _Units:
    return _Units(all_units, np.arange(len(all_units.start)), len(all_units.start))


def _holds(expression: Expression, units: _Units, found: Columns, meanings: Mapping[Term, Meaning]) -> Mask:
    if isinstance(expression, Term):
        return _fulfils(meanings[expression], units, found)
    if isinstance(expression, Not):
        return ~_holds(expression.part, units, found, meanings)
    parts = [_holds(part, units, found, meanings) for part in expression.parts]
    joined = np.logical_and if isinstance(expression, And) else np.logical_or
    held: Mask = joined.reduce(parts)
    return held


def _fulfils(meaning: Meaning, units: _Units, found: Columns) -> Mask:
    """Which units a term holds of."""
    if isinstance(meaning, Documents):
        rows = np.isin(units.stretches.document, meaning.numbers)
    elif isinstance(meaning, Rows) and meaning.own and units.quotes is not None:
        rows = np.isin(units.quotes, found.quote[meaning.mask])
    elif isinstance(meaning, Rows):
        rows = touching(units.stretches, found.stretches.chosen(meaning.mask))
    else:
        rows = touching(units.stretches, meaning.stretches)
    held: Mask = np.bincount(units.unit[rows], minlength=units.number).astype(bool)
    return held


def _bearing(expression: Expression, units: _Units, found: Columns, meanings: Mapping[Term, Meaning]) -> Mask:
    """The quotes that bear a code asked for; all where none is."""
    codes = [meanings[term] for term in affirmed(expression) if term.field in ("code", "branch")]
    masks = [one.mask for one in codes if isinstance(one, Rows)]
    if not masks or units.quotes is None:
        return np.ones(units.number, dtype=bool)
    rows = np.isin(units.quotes, found.quote[np.logical_or.reduce(masks)])
    held: Mask = np.bincount(units.unit[rows], minlength=units.number).astype(bool)
    return held


def _count(values: Ints) -> dict[int, int]:
    found, times = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), times.tolist(), strict=True))


def _pairs(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Pairs of values, each once."""
    firsts, first = np.unique(one, return_inverse=True)
    seconds, second = np.unique(other, return_inverse=True)
    both = np.unique(first * max(len(seconds), 1) + second)
    return firsts[both // max(len(seconds), 1)], seconds[both % max(len(seconds), 1)]
