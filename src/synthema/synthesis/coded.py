"""Coded quotes as evidence: what a finding cites, and all codes and quotes that count as the checks know them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from synthema.coding.counting import counting_quotes, counting_rows, team_codes
from synthema.coding.tables import CodeRow, QuoteRow
from synthema.documents.tables import Document
from synthema.synthesis.cited import stands
from synthema.synthesis.model import Code, Order, Quote
from synthema.synthesis.quoting import Shelf
from synthema.synthesis.tables import CodePlacementRow, FindingQuote


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
            found=stands(row, text) if text and row.spans else None,
            order=Order(row.voice) if row.voice else None,
            study_id=str(studies[report]),
            finding_id=str(cited_by[row.id]) if row.id in cited_by else None,
        )
