"""Where words stand in many full texts, as columns of numbers: common words stand in tens of thousands of places."""

import re
from collections.abc import Iterable

import numpy as np

from synthema.coding.stretches import Ints, Stretches
from synthema.documents.folded_texts import folded_of
from synthema.documents.folding import fold
from synthema.documents.tables import Document

_NONE = np.zeros(0, dtype=np.int64)


def places_of(row: Document, words: str) -> tuple[Ints, Ints]:
    """Where words begin and end in a document; a place that would part a letter from its accents is none."""
    wanted = fold(words).key.encode()
    held = folded_of(row) if wanted else None
    if held is None:
        return _NONE, _NONE
    first = np.array([hit.start() for hit in re.finditer(re.escape(wanted), held.key)], dtype=np.int64)
    last = first + len(wanted) - 1
    starts, ends = np.frombuffer(held.at, dtype=np.uint32).reshape(2, -1)
    before, behind = np.maximum(first - 1, 0), np.minimum(last + 1, len(held.key) - 1)
    parted = (first > 0) & (starts[before] == starts[first])
    parted |= (last + 1 < len(held.key)) & (ends[last] == ends[behind])
    return starts[first[~parted]].astype(np.int64), ends[last[~parted]].astype(np.int64)


def all_places(rows: Iterable[Document], words: str) -> Stretches:
    """The same for several documents, in their order."""
    documents, starts, ends = [_NONE], [_NONE], [_NONE]
    for row in rows:
        start, end = places_of(row, words)
        documents.append(np.full(len(start), row.number, dtype=np.int64))
        starts.append(start)
        ends.append(end)
    return Stretches(np.concatenate(documents), np.concatenate(starts), np.concatenate(ends))
