"""From ratings to tables: crossing two raters, counting several, merging categories."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from synthema.agreement.model import Category, Counts, Ratings, Table
from synthema.refused import Refused

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Named = TypeVar("Named", bound=Category)
Cells = tuple[tuple[int, ...], ...]


def table_of(counts: Iterable[Iterable[int]], categories: Sequence[Category] | None = None) -> Table:
    """A table from nested lists or an array; categories are numbered from 1 when not given."""
    rows = _whole(counts)
    return Table(tuple(range(1, len(rows) + 1) if categories is None else categories), rows)


def counts_of(rows: Iterable[Iterable[int]], categories: Sequence[Category] | None = None) -> Counts:
    """Counts from nested lists or an array, units by categories, numbered from 1 when not given."""
    whole = _whole(rows)
    width = len(whole[0]) if whole else 0
    return Counts(tuple(range(1, width + 1) if categories is None else categories), whole)


def ratings_of(rows: Iterable[Iterable[Category | None]], categories: Sequence[Category]) -> Ratings:
    """Ratings from nested lists, units by raters; None and NaN mean that nothing was given."""
    return Ratings(tuple(categories), tuple(tuple(_given(rating) for rating in row) for row in rows))


def codes(ratings: Ratings) -> Codes:
    """Ratings as positions in the list of categories, -1 where nothing was given (units x raters)."""
    place: dict[Category | None, int] = {category: i for i, category in enumerate(ratings.categories)}
    found = [[place.get(rating, -1) for rating in row] for row in ratings.rows]
    return np.array(found, dtype=np.int64).reshape(len(ratings.rows), ratings.raters)


def tabulate(ratings: Ratings) -> Table:
    """Cross two raters; units that lack a rating are left out."""
    if ratings.rows and ratings.raters != 2:
        raise Refused(
            "A unit has {raters} places for ratings; two raters have 2. Use several_raters for more.",
            raters=ratings.raters,
        )
    size = len(ratings.categories)
    counts = np.zeros((size, size), dtype=np.int64)
    if ratings.rows:
        pairs = codes(ratings)
        pairs = pairs[(pairs >= 0).all(axis=1)]
        np.add.at(counts, (pairs[:, 0], pairs[:, 1]), 1)
    return Table(ratings.categories, _whole(counts.tolist()))


def count(ratings: Ratings) -> Counts:
    """How many raters gave each unit each category; every unit keeps its row."""
    given = codes(ratings)
    rows = (given[:, :, None] == np.arange(len(ratings.categories))).sum(axis=1)
    return Counts(ratings.categories, _whole(rows.tolist()))


def units_of(table: Table) -> Counts:
    """The units of a crossed table, one row of counts each, in the order of the cells."""
    rows: list[tuple[int, ...]] = []
    size = len(table.categories)
    for i, row in enumerate(table.counts):
        for j, units in enumerate(row):
            rows += [tuple((k == i) + (k == j) for k in range(size))] * units
    return Counts(table.categories, tuple(rows))


def collapse(table: Table, merged: Mapping[Named, Category]) -> Table:
    """Count some categories as others, for example {"unsure": "include"}; the rest stay in their order."""
    for category in [*merged, *merged.values()]:
        if category not in table.categories:
            raise Refused("{category!r} is not a category of this table, so it cannot be merged.", category=category)
    kept = [category for category in table.categories if category not in merged]
    becomes: dict[Category, Category] = dict(merged.items())
    into = [becomes.get(category, category) for category in table.categories]
    if not set(into) <= set(kept):
        raise Refused("A category is merged into one that is itself merged away. Name the final category directly.")
    share = np.array([[int(target == category) for category in kept] for target in into], dtype=np.int64)
    counts = share.T @ np.array(table.counts, dtype=np.int64) @ share
    return Table(tuple(kept), _whole(counts.tolist()))


def proportions(table: Table) -> Floats:
    """The table as proportions of its units (categories x categories); n > 0."""
    return np.array(table.counts, dtype=np.float64) / table.n


def _whole(rows: Iterable[Iterable[int]]) -> Cells:
    return tuple(tuple(_plain(value) for value in row) for row in rows)


def _plain(value: int) -> int:
    """A plain int, from numpy or a whole float too, so that tables compare and print alike."""
    try:
        whole = int(value)
    except (TypeError, ValueError, OverflowError):
        return value  # the table refuses it by name
    return whole if whole == value else value


def _given(rating: Category | None) -> Category | None:
    return None if isinstance(rating, float) and math.isnan(rating) else rating
