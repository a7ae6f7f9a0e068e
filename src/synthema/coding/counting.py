"""What counts of all coding: the team's own work and, of each document, the last opened round, by the team's codes."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from synthema.coding.layers import layers
from synthema.coding.round_tables import visible
from synthema.coding.tables import CodeRow, CodingRow, QuoteRow, codes, codings, quotes
from synthema.documents.tables import Document

NOBODY = UUID(int=0)  # sees what everybody sees


def counting_rows(review: UUID) -> "QuerySet[CodingRow]":
    """The codings that count, the same whoever asks; each with its code, whose `effective` is the team's."""
    look = visible(review, NOBODY)
    numbers = dict(Document.objects.filter(review=review).values_list("id", "number"))
    last: dict[UUID, list[int]] = defaultdict(list)
    for document, layer in layers(review, NOBODY, list(numbers)).items():
        if layer.latest:
            last[layer.latest.id].append(numbers[document])
    chosen = Q(round=None)
    for round_id, held in last.items():
        chosen |= Q(round=round_id, document_number__in=held)
    team = codes(review, look).filter(round=None).order_by().values("id")
    return codings(review, look).filter(chosen, aside_seq=None, code__effective__in=team)


def counting_quotes(review: UUID, only: Sequence[UUID] | None = None) -> list[QuoteRow]:
    """The quotes that have a coding that counts, or those of some; two questions, since a database joins this badly."""
    counting = set(counting_rows(review).order_by().values_list("quote_id", flat=True))
    rows = quotes(review, visible(review, NOBODY))
    return [row for row in (rows if only is None else rows.filter(pk__in=only)) if row.id in counting]


def team_codes(review: UUID) -> list[CodeRow]:
    """The codes of the team's codebook that are in force."""
    return list(codes(review, visible(review, NOBODY)).filter(round=None, merged_seq=None, retired_seq=None))
