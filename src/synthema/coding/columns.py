"""All codings that one person may see, as columns of whole numbers; remembered while nothing happens in the review."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from uuid import UUID

import numpy as np
from django.db.models import Q

from synthema.coding.book import Book, book
from synthema.coding.layers import Layer, layers
from synthema.coding.model import Visible
from synthema.coding.queries import VOICES, Columns
from synthema.coding.round_tables import RoundRow, visible
from synthema.coding.stretches import Ints
from synthema.coding.tables import codings, marks
from synthema.documents.tables import Document
from synthema.frame.remembered import remembered

_NUMBERS = ("document_number", "start", "end", "code_key", "quote_key", "person_key")
_VOICE = {voice: place for place, voice in enumerate(VOICES)}
AT_ONCE = 500  # rows fetched together


@dataclass(frozen=True, slots=True)
class Text:
    """A document that is being coded, and what it tells of: a study, or a report that no study was made of yet."""

    number: int
    id: UUID
    report: UUID
    title: str
    study: int  # its place among the studies


@dataclass(frozen=True)  # no slots: what is worked out is kept beside it
class Material:
    """What a person's questions stand on: codings by the codes they count as, the codebook, documents and studies."""

    columns: Columns
    book: Book
    texts: Mapping[int, Text]  # by number
    studies: tuple[str, ...]
    study_ids: tuple[UUID | None, ...]  # None for a report without a study

    @cached_property
    def study_of(self) -> Ints:
        """The study, by the number of a document; -1 for an unknown one."""
        found = np.full(max(self.texts, default=0) + 1, -1, dtype=np.int64)
        for number, text in self.texts.items():
            found[number] = text.study
        return found


def material(review: UUID, viewer: UUID, in_round: RoundRow | None = None) -> Material:
    """What counts for the team and, where somebody codes in a round now, their own work; or an opened round's work."""
    name = ("coding material", in_round.id if in_round else None)
    return remembered(review, viewer, name, lambda: _material(review, viewer, in_round))


def _material(review: UUID, viewer: UUID, in_round: RoundRow | None) -> Material:
    documents = list(Document.objects.filter(review=review).select_related("report__study").order_by("number"))
    seen = layers(review, viewer, [row.id for row in documents])
    look = visible(review, viewer)
    known = book(review, look)
    if in_round:
        chosen, mine = Q(round=in_round.id), {in_round.id}
    else:
        chosen, mine = _shown(documents, seen), {one.work.id for one in seen.values() if one.work}
    columns = _columns(review, look, chosen, _counts_as(known, mine))
    coded = set(columns.document.tolist()) | _marked(review, documents)
    names = _studies([row for row in documents if row.number in coded])
    order = {one: place for place, (one, _) in enumerate(names)}
    texts = {
        row.number: Text(row.number, row.id, row.report_id, _title(row), order[_told_of(row)])
        for row in documents
        if row.number in coded
    }
    study_ids = tuple(one if kind == "study" else None for (kind, one), _ in names)
    return Material(columns, known, texts, tuple(label for _, label in names), study_ids)


def _marked(review: UUID, documents: Iterable[Document]) -> set[int]:
    """The documents of which findings are marked."""
    held = {mark.document for mark in marks(review).only("document")}
    return {row.number for row in documents if row.id in held}


_Told = tuple[str, UUID]


def _told_of(row: Document) -> _Told:
    return ("study", row.report.study_id) if row.report.study_id else ("report", row.report_id)


def _title(row: Document) -> str:
    return row.report.short_name or row.file_name


def _studies(documents: Iterable[Document]) -> list[tuple[_Told, str]]:
    """What the documents tell of, by label."""
    found = {_told_of(row): row.report.study.label if row.report.study else _title(row) for row in documents}
    return sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))


def _shown(documents: Sequence[Document], seen: Mapping[UUID, Layer]) -> Q:
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


def _counts_as(known: Book, rounds: set[UUID]) -> dict[int, int]:
    """What each code counts as: a code of the team, or of these rounds."""
    found = {}
    for one in known.codes:
        end = known.by_id.get(one.effective) if one.effective else None
        if end is not None and (end.round is None or end.round in rounds):
            found[one.key] = end.key
    return found


def _columns(review: UUID, look: Visible, chosen: Q, counts_as: Mapping[int, int]) -> Columns:
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
