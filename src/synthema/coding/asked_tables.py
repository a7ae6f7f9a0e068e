"""Codes that stand together and codes by groups of studies, with their names, and as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from synthema.coding.answering import findings_sentences
from synthema.coding.asking import And, Term, written
from synthema.coding.book import Listed
from synthema.coding.columns import Material
from synthema.coding.queries import Columns, Together, Within, co_occurrence, crossed
from synthema.documents.tables import Document
from synthema.sheets import csv_text


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that stand together, and how often."""

    first: Listed
    second: Listed
    times: int
    studies: int

    @property
    def query(self) -> str:
        """What asks for the two together."""
        return written(And((Term("code", self.first.path), Term("code", self.second.path))))


def used_codes(held: Material, rows: Columns) -> list[Listed]:
    """The codes that are used, in the order of the codebook."""
    used = set(np.unique(rows.code).tolist())
    return [one for one in held.book.codes if one.key in used]


def found_together(review: UUID, held: Material, within: Within) -> list[Together]:
    """Codes that stand together; sentences are those of the findings."""
    sentences = None
    if within == Within.SENTENCE:
        rows = list(Document.objects.filter(review=review, number__in=list(held.texts)).order_by("number"))
        sentences = findings_sentences(review, rows)
    return co_occurrence(held.columns, held.study_of, within, sentences)


def pairs(held: Material, found: Sequence[Together]) -> list[Pair]:
    """The same with the codes themselves; of two, the one that comes first in the codebook first."""
    known = held.book.by_key
    place = {one.key: number for number, one in enumerate(held.book.codes)}
    made = []
    for one in found:
        if one.first in known and one.second in known:
            first, second = sorted((one.first, one.second), key=lambda key: place[key])
            made.append(Pair(known[first], known[second], one.times, one.studies))
    return made


def together_csv(held: Material, found: Sequence[Together]) -> str:
    """Pairs of codes as a table."""
    rows = [(one.first.path, one.second.path, one.times, one.studies) for one in pairs(held, found)]
    return csv_text(("code", "other_code", "times", "studies"), rows)


def crossed_csv(held: Material, groups: Mapping[str, frozenset[int]]) -> str:
    """Codes by groups of studies as a table: passages and studies of each."""
    cells = crossed(held.columns, held.study_of, groups)
    head = ["code", *(f"{name}: {what}" for name in groups for what in ("passages", "studies"))]
    rows = []
    for one in used_codes(held, held.columns):
        found = [cells.get(one.key, {}).get(name) for name in groups]
        numbers = [number for cell in found for number in ((cell.passages, cell.studies) if cell else (0, 0))]
        rows.append((one.path, *numbers))
    return csv_text(head, rows)
