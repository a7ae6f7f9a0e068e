"""How much of a document's findings is coded, or was read and dismissed; sentence by sentence and in letters."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from synthema.coding.layers import Layer, layers
from synthema.coding.model import MarkKind
from synthema.coding.sentences import sentences, titles
from synthema.coding.tables import MarkRow, codings, marks, quotes
from synthema.coding.voices import spoken
from synthema.documents.model import Span
from synthema.documents.sections import outlined
from synthema.documents.structure import Structure
from synthema.documents.tables import Document, structure_of, text_of

Places = NDArray[np.int64]
HELD = 128  # documents whose sentences are kept at hand
COUNTS = Q(aside_seq=None) & (Q(code__merged_seq=None) | Q(code__effective__isnull=False))  # neither aside nor left out


class Coverage(NamedTuple):
    """Of the findings of a document: letters that are coded, sentences that are coded or dismissed."""

    letters: int = 0
    of: int = 0
    sentences: int = 0
    of_sentences: int = 0
    dismissed: int = 0  # of those sentences, the ones that hold no code


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a text is counted: its sentences without headings, its letters as packed bits; and who speaks where."""

    starts: Places
    ends: Places
    letters: NDArray[np.uint8]
    length: int
    spoken: tuple[Span, ...] = ()

    def up_to(self) -> Places:
        """How many letters stand before each place."""
        bits = np.unpackbits(self.letters, count=self.length)
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(bits, dtype=np.int64)))


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


def within(of: Counted, findings: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that reach into the findings, cut at their ends."""
    return both(tuple(map(Span, of.starts.tolist(), of.ends.tolist())), findings)


def covered(of: Counted, findings: Sequence[Span], coded: Iterable[Span], dismissed: Iterable[Span]) -> Coverage:
    """Count the findings of one text; a sentence is done where a coded or dismissed passage reaches into it."""
    lines, up_to = within(of, findings), of.up_to()
    with_code = merged(coded)
    done = _reached(lines, merged([*with_code, *dismissed]))
    return Coverage(
        letters=_letters(up_to, both(lines, with_code)),
        of=_letters(up_to, lines),
        sentences=done,
        of_sentences=len(lines),
        dismissed=done - _reached(lines, with_code),
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places as few spans in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return tuple(found)


def both(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """What lies in a span of both, each in order and none touching its neighbour inside."""
    found, place = [], 0
    for span in first:
        while place and second[place - 1].end > span.start:
            place -= 1
        while place < len(second) and second[place].start < span.end:
            start, end = max(span.start, second[place].start), min(span.end, second[place].end)
            if start < end:
                found.append(Span(start, end))
            place += 1
    return tuple(found)


def _reached(lines: Sequence[Span], spans: Sequence[Span]) -> int:
    starts, ends = (np.array([getattr(one, side) for one in spans], np.int64) for side in ("start", "end"))
    begun = np.searchsorted(starts, [line.end for line in lines], side="left")  # spans that begin before a line ends
    over = np.searchsorted(ends, [line.start for line in lines], side="right")  # and those that end before it begins
    return int((begun > over).sum())


def _letters(up_to: Places, spans: Sequence[Span]) -> int:
    return sum(int(up_to[span.end] - up_to[span.start]) for span in spans)


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
