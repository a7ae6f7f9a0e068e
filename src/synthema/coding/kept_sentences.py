"""Where the sentences of full texts begin and end, worked out once and kept beside the pictures of their pages."""

import sys
from collections.abc import Sequence

import numpy as np

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.coding.coverage import counted
from synthema.coding.sentences import RECIPE
from synthema.coding.stretches import Ints, Stretches
from synthema.documents.derived import folder_of, keep, look
from synthema.documents.tables import Document

_NONE = np.zeros(0, dtype=np.int64)


def sentences_of(row: Document) -> tuple[Ints, Ints]:
    """Where each sentence of a document begins and ends, headings left out; none where its text was withdrawn."""
    if not trail.store(row.review).has(Content(row.text)):
        return _NONE, _NONE
    name = f"sentences{RECIPE}-{sys.byteorder}-{row.text_sha256[:16]}"
    place = folder_of(row.review, Content(row.file)) / name
    held = look(place)
    if held is None or len(held) % 16:
        made = counted(row)
        if made is None:
            return _NONE, _NONE
        held = np.concatenate((made.starts, made.ends)).astype(np.int64).tobytes()
        keep(place, held)
    both = np.frombuffer(held, dtype=np.int64)
    return both[: len(both) // 2], both[len(both) // 2 :]


def all_sentences(rows: Sequence[Document]) -> Stretches:
    """The sentences of several documents, in the order of their numbers."""
    documents, starts, ends = [_NONE], [_NONE], [_NONE]
    for row in sorted(rows, key=lambda row: row.number):
        start, end = sentences_of(row)
        documents.append(np.full(len(start), row.number, dtype=np.int64))
        starts.append(start)
        ends.append(end)
    return Stretches(np.concatenate(documents), np.concatenate(starts), np.concatenate(ends))
