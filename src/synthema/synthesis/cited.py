"""The quotes a finding rests on: found by their names, with the words and the place they give it."""

import re
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max

from synthema.coding.counting import counting_quotes
from synthema.coding.tables import QuoteRow
from synthema.documents.anchoring import words_at
from synthema.documents.model import Anchor, DocumentText
from synthema.documents.tables import Document, text_of
from synthema.refused import Refused
from synthema.studies.tables import Report
from synthema.synthesis.quoting import Anchored
from synthema.synthesis.tables import FindingRow

MOST_QUOTES = 100  # of one finding


SHORTEST_NAME = 4  # letters that name a quote


_LETTER = re.compile(r"[^\W_]")


def cited(review: UUID, report: UUID, quotes: Sequence[UUID]) -> list[QuoteRow]:
    """The quotes a finding rests on, as they were named; raises Refused for those of no such report or no code."""
    ids = list(dict.fromkeys(quotes))
    if len(ids) > MOST_QUOTES:
        raise Refused("A finding cites at most {most} quotes, not {number}.", most=MOST_QUOTES, number=len(ids))
    if not ids:
        return []
    held = set(Document.objects.filter(review=review, report=report).values_list("id", flat=True))
    rows = {row.id: row for row in counting_quotes(review, ids) if row.document in held}
    if len(rows) < len(ids):
        raise Refused(
            "A quote that this finding is to rest on is not coded in a full text of its report, or does not count for "
            "the team. Look it up among the quotes of a code."
        )
    return [rows[one] for one in ids]


def source_of(review: UUID, names: Sequence[str]) -> tuple[Report, list[QuoteRow], int]:
    """The quotes named by the beginnings of their identifiers, their one report, and its next free number."""
    rows = counting_quotes(review)
    found = [_named(rows, name) for name in names]
    held = Document.objects.filter(review=review, pk__in={row.document for row in found})
    reports = {one.report_id: one.report for one in held.select_related("report__study")}
    if len(reports) != 1:
        raise Refused("A finding rests on quotes of one report; these are of {number}.", number=len(reports))
    (source,) = reports.values()
    last = FindingRow.objects.filter(review=review, report=source).aggregate(last=Max("number"))["last"]
    return source, found, (last or 0) + 1


def _named(rows: Sequence[QuoteRow], name: str) -> QuoteRow:
    found = [row for row in rows if len(name) >= SHORTEST_NAME and str(row.id).startswith(name.lower())]
    if len(found) != 1:
        raise Refused(
            "{number} coded quotes are called {name!r}. `synthema coding quotes` names them by their identifiers.",
            number=len(found) or "No",
            name=name[:40],
        )
    return found[0]


def anchor_of(row: QuoteRow) -> Anchor | None:
    """Where the words of a quote stand; None for a part of a page without words."""
    if not row.spans:
        return None
    return Anchor(
        text_sha256=row.text_sha256,
        ranges=row.spans,
        exact=row.exact,
        prefix32=row.prefix32,
        suffix32=row.suffix32,
    )


def illustration(review: UUID, row: QuoteRow) -> tuple[str, Anchored | None]:
    """The words of a quote in one line, […] where some are left out between its ranges, and where they stand."""
    document = Document.objects.filter(review=review, pk=row.document).first()
    text, anchor = text_of(document) if document else None, anchor_of(row)
    if document is None or text is None or anchor is None or not stands(row, text):
        return " ".join(row.exact.split()), None
    parts = [text.text[span.start : span.end] for span in anchor.ranges]
    between = [text.text[one.end : other.start] for one, other in zip(row.spans, row.spans[1:], strict=False)]
    words = parts[0] + "".join(
        f" {'[…] ' if _LETTER.search(left) else ''}{part}" for left, part in zip(between, parts[1:], strict=True)
    )
    return " ".join(words.split()), Anchored(document, anchor, text.page_at(anchor.ranges[0].start))


def stands(row: QuoteRow, text: DocumentText) -> bool:
    """Whether the words of a quote stand where it says."""
    return row.text_sha256 == text.sha256 and words_at(text, row.spans) == row.exact
