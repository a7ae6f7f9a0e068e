"""The codings a person may see as columns of whole numbers, read row by row."""

import json
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from uuid import UUID

import numpy as np
from django.db.models import Q

from synthema.coding.book import Book
from synthema.coding.layers import Layer
from synthema.coding.model import Visible
from synthema.coding.queries import VOICES, Columns
from synthema.coding.tables import codings
from synthema.documents.tables import Document

_NUMBERS = ("document_number", "start", "end", "code_key", "quote_key", "person_key")


_VOICE = {voice: place for place, voice in enumerate(VOICES)}


AT_ONCE = 500  # rows fetched together


def looked_at(documents: Sequence[Document], seen: Mapping[UUID, Layer]) -> Q:
    """The codings that are shown of each document; documents of one kind are asked for together."""
    groups: dict[tuple[Layer, ...], list[int]] = defaultdict(list)
    for row in documents:
        groups[_kind(seen[row.id]),].append(row.number)
    if len(groups) == 1:
        ((layer,),) = groups
        return _of_layer(layer)
    chosen = Q(pk=None)
    for (layer,), numbers in groups.items():
        chosen |= _of_layer(layer) & Q(document_number__in=numbers)
    return chosen


def _kind(layer: Layer) -> Layer:
    """The layer by what it shows alone."""
    return Layer(look=layer.look, work=layer.work, alone=layer.alone, latest=layer.latest)


def _of_layer(layer: Layer) -> Q:
    if layer.alone:
        return Q(round=layer.alone.id, person=layer.look.viewer)
    rounds = [one.id for one in (layer.latest, layer.work) if one]
    return Q(round=None) | Q(round__in=rounds) if rounds else Q(round=None)


def counted_as(known: Book, rounds: set[UUID]) -> dict[int, int]:
    """What each code counts as: a code of the team, or of these rounds."""
    found = {}
    for one in known.codes:
        end = known.by_id.get(one.effective) if one.effective else None
        if end is not None and (end.round is None or end.round in rounds):
            found[one.key] = end.key
    return found


def loaded(review: UUID, look: Visible, chosen: Q, counts_as: Mapping[int, int]) -> Columns:
    """The chosen codings, each under the code it counts as."""
    standing = codings(review, look).filter(chosen, aside_seq=None)
    kept = [array("q") for _ in (*_NUMBERS, "voice", "several")]
    rows = standing.values_list(*_NUMBERS, "voice", "several").iterator(AT_ONCE)
    while part := list(islice(rows, AT_ONCE)):  # row by row would leave the collector of garbage a lot to look through
        *numbers, voices, several = zip(*part, strict=True)
        for column, values in zip(kept, (*numbers, [_VOICE.get(one, 0) for one in voices], several), strict=True):
            column.extend(values)
    if not kept[0]:
        none = np.zeros(0, dtype=np.int64)
        return Columns(none, none, none, none, none, none, none)
    *found, many = (np.frombuffer(column, dtype=np.int64) for column in kept)
    columns = Columns(*found)
    columns = _apart(columns)
    if many.any():
        columns = _spread(columns, _ranges(review, look, chosen))
    return _renamed(columns, counts_as)


def _apart(columns: Columns) -> Columns:
    """Parts of pictures stand before the text, each quote of them at a place of its own."""
    bare = columns.start == columns.end
    if not bare.any():
        return columns
    place = np.where(bare, -1 - np.unique(columns.quote, return_inverse=True)[1], 0)
    start, end = np.where(bare, place, columns.start), np.where(bare, place + 1, columns.end)
    return Columns(columns.document, start, end, columns.code, columns.quote, columns.person, columns.voice)


def _ranges(review: UUID, look: Visible, chosen: Q) -> dict[int, list[tuple[int, int]]]:
    """The ranges of quotes that have several."""
    many = codings(review, look).filter(chosen, aside_seq=None, several=True).order_by()
    found = many.values_list("quote_key", "quote__ranges").iterator(AT_ONCE)
    return {key: [(start, end) for start, end in json.loads(ranges)] for key, ranges in found}


def _spread(columns: Columns, ranges: Mapping[int, Sequence[tuple[int, int]]]) -> Columns:
    """A row for each range of a quote."""
    held = [ranges.get(quote, ((start, end),)) for quote, start, end in
            zip(columns.quote.tolist(), columns.start.tolist(), columns.end.tolist(), strict=True)]  # fmt: skip
    row = np.repeat(np.arange(len(columns)), [len(one) for one in held])
    flat = np.array([span for one in held for span in one], dtype=np.int64).reshape(-1, 2)
    spread = columns.where(row)
    return Columns(spread.document, flat[:, 0], flat[:, 1], spread.code, spread.quote, spread.person, spread.voice)


def _renamed(columns: Columns, counts_as: Mapping[int, int]) -> Columns:
    """Codings by the codes they count as; those that count as none are left out."""
    codes, place = np.unique(columns.code, return_inverse=True)
    ends = np.array([counts_as.get(code, -1) for code in codes.tolist()], dtype=np.int64)
    renamed = Columns(
        columns.document, columns.start, columns.end, ends[place], columns.quote, columns.person, columns.voice
    )
    return renamed.where(renamed.code >= 0)
