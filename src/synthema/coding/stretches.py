"""Stretches of documents as columns of numbers: which overlap, which make one passage, which touch one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
_ROOM = 1 << 32  # more than any position in a text
_AT_ONCE = 1 << 21  # pairs that are looked at together


class Stretches(NamedTuple):
    """Half-open ranges of code points, one a row, each in the document of a number."""

    document: Ints
    start: Ints
    end: Ints

    def chosen(self, rows: Mask | Ints) -> "Stretches":
        """Some of them."""
        return Stretches(self.document[rows], self.start[rows], self.end[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """Stretches that belong together: `passage` of each stretch, from 0; `key` and `document` of each passage.

    The stretches of a passage do not overlap; it has several where a quote goes over the end of a page.
    """

    stretches: Stretches
    passage: Ints
    key: Ints
    document: Ints

    def __len__(self) -> int:
        return len(self.key)


def stretches(rows: list[tuple[int, int, int]]) -> Stretches:
    """Rows of (document, start, end) as columns."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Stretches(table[:, 0], table[:, 1], table[:, 2])


def passages(of: Stretches, key: Ints, quote: Ints) -> Passages:
    """What overlaps under one key (a code) in one document is one passage, and so is what belongs to one quote."""
    order = np.lexsort((of.end, of.start, of.document, key))
    rows, key, quote = of.chosen(order), key[order], quote[order]
    piece = _runs(rows, key)
    first = np.flatnonzero(np.diff(piece, prepend=-1))
    number = len(first)
    ends = np.maximum.reduceat(rows.end, first) if number else first
    merged = Stretches(rows.document[first], rows.start[first], ends)
    passage = _joined(piece, key, quote, number)
    heads = np.unique(passage, return_index=True)[1]
    return Passages(merged, passage, key[first][heads], merged.document[heads])


def _runs(rows: Stretches, key: Ints) -> Ints:
    """For rows in order, the number of the run of overlapping rows of one key and document that each is in."""
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    group = np.cumsum(np.diff(key, prepend=key[0]).astype(bool) | np.diff(rows.document, prepend=-1).astype(bool))
    reach = np.maximum.accumulate(rows.end + group * _ROOM)  # of all rows so far; a later group lies beyond
    begins = np.ones(len(key), dtype=bool)
    begins[1:] = (rows.start + group * _ROOM)[1:] >= reach[:-1]
    return np.cumsum(begins) - 1


def _joined(piece: Ints, key: Ints, quote: Ints, number: int) -> Ints:
    """The passage of each piece: pieces that a quote of one key lies in are one."""
    order = np.lexsort((piece, quote, key))
    same = (np.diff(key[order]) == 0) & (np.diff(quote[order]) == 0)
    left, right = piece[order][:-1][same], piece[order][1:][same]
    apart = left != right
    if not apart.any():
        return np.arange(number)
    links = coo_array((np.ones(int(apart.sum())), (left[apart], right[apart])), shape=(number, number))
    labels = connected_components(links, directed=False)[1]
    _, first = np.unique(labels, return_index=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))  # passages in the order of their first pieces
    renamed: Ints = rank[labels]
    return renamed


def touching(asked: Stretches, places: Stretches) -> Mask:
    """Which of the asked stretches share a letter with any of the places."""
    if not len(places.start) or not len(asked.start):
        return np.zeros(len(asked.start), dtype=bool)
    order = np.lexsort((places.start, places.document))
    rows = places.chosen(order)
    piece = _runs(rows, np.zeros(len(order), dtype=np.int64))
    first = np.flatnonzero(np.diff(piece, prepend=-1))
    ends = np.maximum.reduceat(rows.end, first)
    starts = rows.start[first] + rows.document[first] * _ROOM
    ends = ends + rows.document[first] * _ROOM
    base = asked.document * _ROOM
    nearest = np.searchsorted(ends, base + asked.start, side="right")  # the first place that ends behind the start
    found: Mask = np.append(starts, np.iinfo(np.int64).max)[nearest] < base + asked.end
    return found


def overlaps(rows: Stretches) -> Iterator[tuple[Ints, Ints]]:
    """Every pair of rows that share a letter, once, as two columns of places; in parts that fit into memory."""
    order = np.lexsort((rows.end, rows.start, rows.document))
    start = rows.start[order] + rows.document[order] * _ROOM
    end = rows.end[order] + rows.document[order] * _ROOM
    follow = np.searchsorted(start, end, side="left") - np.arange(len(order)) - 1  # so many rows begin within each
    behind = np.concatenate(([0], np.cumsum(follow)))
    begin = 0
    while begin < len(order):
        stop = max(begin + 1, int(np.searchsorted(behind, behind[begin] + _AT_ONCE, side="right")) - 1)
        many = follow[begin:stop]
        left = np.repeat(np.arange(begin, stop), many)
        right = left + 1 + np.arange(len(left)) - np.repeat(behind[begin:stop] - behind[begin], many)
        yield order[left], order[right]
        begin = stop
