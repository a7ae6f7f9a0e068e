"""How much of a document's findings is coded, or was read and dismissed; sentence by sentence and in letters."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from uuid import UUID

import numpy as np
from django.db.models import Q

from synthema.coding.covering import Counted, Coverage, both, covered, merged
from synthema.coding.layers import Layer, layers
from synthema.coding.model import MarkKind
from synthema.coding.sentences import sentences, titles
from synthema.coding.tables import MarkRow, codings, marks, quotes
from synthema.coding.voices import spoken
from synthema.documents.model import Span
from synthema.documents.sections import outlined
from synthema.documents.structure import Structure
from synthema.documents.tables import Document, structure_of, text_of

HELD = 128  # documents whose sentences are kept at hand
COUNTS = Q(aside_seq=None) & (Q(code__merged_seq=None) | Q(code__effective__isnull=False))  # neither aside nor left out


def counted_of(text: str, structure: Structure) -> Counted:
    """What is counted of a text."""
    structure = outlined(text, structure)
    headings = {one.start for one in titles(text, structure)}
    found = [one for one in sentences(text, structure) if one.start not in headings]
    found = [one for one in found if any(letter.isalpha() for letter in text[one.start : one.end])]
    letters = np.fromiter((not letter.isspace() for letter in text), np.bool_, len(text))
    return Counted(
        np.array([one.start for one in found], np.int64),
        np.array([one.end for one in found], np.int64),
        np.packbits(letters),
        len(text),
        spoken(text, structure),
    )


def counted(row: Document) -> Counted | None:
    """What is counted of a document; None where its text was withdrawn."""
    try:
        return _counted(row.review, row.text, row.structure)
    except LookupError:
        return None


@lru_cache(maxsize=HELD)
def _counted(review: UUID, text: str, structure: str) -> Counted:
    row = Document(review=review, text=text, structure=structure)
    words = text_of(row)
    if words is None:
        raise LookupError
    return counted_of(words.text, structure_of(row))


def findings_of(rows: Iterable[MarkRow]) -> tuple[Span, ...]:
    """The findings by the marks of a document; in the qualitative strand alone, where one is marked."""
    marked = [(row.kind, row.spans) for row in rows]
    findings, strand = (
        merged(span for kind, spans in marked if kind == wanted for span in spans)
        for wanted in (MarkKind.FINDINGS, MarkKind.QUALITATIVE)
    )
    return both(findings, strand) if strand else findings


def coverage(row: Document, viewer: UUID) -> Coverage:
    """How much of one document's findings this person has coded, or the team, whichever they see."""
    return coverages(row.review, [row], viewer)[row.id]


def coverages(review: UUID, rows: Sequence[Document], viewer: UUID) -> dict[UUID, Coverage]:
    """The same for several documents, with the same few questions."""
    marked: dict[UUID, list[MarkRow]] = {row.id: [] for row in rows}
    for mark in marks(review):
        marked.get(mark.document, []).append(mark)
    coded, dismissed = _worked_on(review, rows, layers(review, viewer, [row.id for row in rows]))
    found = {}
    for row in rows:
        of = counted(row) if marked[row.id] else None
        done = coded.get(row.id, ()), dismissed.get(row.id, ())
        found[row.id] = covered(of, findings_of(marked[row.id]), *done) if of else Coverage()
    return found


Worked = dict[UUID, list[Span]]


def _worked_on(review: UUID, rows: Sequence[Document], seen: dict[UUID, Layer]) -> tuple[Worked, Worked]:
    coded: Worked = {}
    dismissed: Worked = {}
    look = next((one.look for one in seen.values()), None)
    if look is None:
        return coded, dismissed
    standing = codings(review, look).filter(COUNTS, document_number__in=[row.number for row in rows])
    with_code = set(standing.values_list("quote_key", flat=True))
    here = quotes(review, look).filter(document__in=list(seen)).order_by()
    told = here.values_list("key", "document", "person", "round", "dismissed", "ranges")
    for quote, document, person, round_id, away, ranges in told:
        into = coded if quote in with_code else dismissed if away else None
        if into is not None and seen[document].shows(round_id, person):
            into.setdefault(document, []).extend(Span(start, end) for start, end in json.loads(ranges))
    return coded, dismissed
