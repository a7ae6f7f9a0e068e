"""Coded quotes as evidence: what a finding cites, and all codes and quotes that count as the checks know them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Max

from synthema.coding.counting import counting_quotes, counting_rows, team_codes
from synthema.coding.tables import CodeRow, QuoteRow
from synthema.documents.anchoring import words_at
from synthema.documents.model import Anchor, DocumentText
from synthema.documents.tables import Document, text_of
from synthema.refused import Refused
from synthema.studies.tables import Report
from synthema.synthesis.model import Code, Order, Quote
from synthema.synthesis.quoting import Anchored, Shelf
from synthema.synthesis.tables import CodePlacementRow, FindingQuote, FindingRow

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
    if document is None or text is None or anchor is None or not _stands(row, text):
        return " ".join(row.exact.split()), None
    parts = [text.text[span.start : span.end] for span in anchor.ranges]
    between = [text.text[one.end : other.start] for one, other in zip(row.spans, row.spans[1:], strict=False)]
    words = parts[0] + "".join(
        f" {'[…] ' if _LETTER.search(left) else ''}{part}" for left, part in zip(between, parts[1:], strict=True)
    )
    return " ".join(words.split()), Anchored(document, anchor, text.page_at(anchor.ranges[0].start))


def _stands(row: QuoteRow, text: DocumentText) -> bool:
    return row.text_sha256 == text.sha256 and words_at(text, row.spans) == row.exact


def coded(review: UUID, shelf: Shelf, studies: Mapping[UUID, UUID]) -> tuple[tuple[Code, ...], tuple[Quote, ...]]:
    """The codes and quotes that count, of reports that belong to a study; `studies` gives each report's study."""
    reports = dict(Document.objects.filter(review=review, report__in=list(studies)).values_list("id", "report"))
    quotes = {row.id: row for row in counting_quotes(review) if row.document in reports}
    held: dict[UUID, dict[str, None]] = defaultdict(dict)
    rows = counting_rows(review).order_by("document_number", "start", "id")
    for quote, code in rows.values_list("quote", "code__effective"):
        if quote in quotes and code:
            held[code][name_of(quote)] = None
    codes = _codes(review, team_codes(review), held)
    return codes, tuple(_quotes(review, shelf, quotes.values(), reports, studies))


def name_of(quote: UUID) -> str:
    """How a coded quote is called in a synthesis."""
    return f"coded-{quote}"


def _codes(review: UUID, rows: Sequence[CodeRow], held: Mapping[UUID, Collection[str]]) -> tuple[Code, ...]:
    """The codes in force that hold something or stand under a theme."""
    themes: dict[UUID, dict[str, None]] = defaultdict(dict)
    counts_as = dict(CodeRow.settled(review).values_list("id", "effective"))
    for placed in CodePlacementRow.objects.filter(review=review).order_by("placed_at"):
        if end := counts_as.get(placed.code):
            themes[end][str(placed.theme_id)] = None
    return tuple(
        Code(
            id=str(row.id),
            name=row.name,
            definition=row.definition,
            quote_ids=tuple(held.get(row.id, ())),
            theme_ids=tuple(themes.get(row.id, ())),
        )
        for row in rows
        if held.get(row.id) or themes.get(row.id)
    )


def _quotes(
    review: UUID,
    shelf: Shelf,
    rows: Collection[QuoteRow],
    reports: Mapping[UUID, UUID],
    studies: Mapping[UUID, UUID],
) -> Iterator[Quote]:
    cited_by = dict(FindingQuote.objects.filter(review=review).order_by("-place").values_list("quote", "finding"))
    for row in rows:
        report = reports[row.document]
        text = next((text for document, text in shelf.texts(report) if document.id == row.document), None)
        yield Quote(
            id=name_of(row.id),
            report_id=str(report),
            text=row.exact,
            place=f"p. {text.page_at(row.start)}" if text and text.pages > 1 and row.spans else "",
            document_id=str(row.document),
            found=_stands(row, text) if text and row.spans else None,
            order=Order(row.voice) if row.voice else None,
            study_id=str(studies[report]),
            finding_id=str(cited_by[row.id]) if row.id in cited_by else None,
        )
