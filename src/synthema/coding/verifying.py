"""Every coded quote looked up again in its document: the same text, the same words, in a report that is included."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from synthema.coding.model import Visible
from synthema.coding.round_tables import sealed_rounds, visible
from synthema.coding.tables import QuoteRow, quotes
from synthema.documents.anchoring import words_at
from synthema.documents.tables import Document, documents, text_of
from synthema.refused import Words
from synthema.screening.states import included_reports

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A quote that does not stand where it says, and what to do."""

    quote: UUID
    document: UUID
    where: str
    words: str
    what: Words
    next: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How many quotes were looked up, what is wrong, and whether a round keeps others back for now."""

    looked: int
    faults: tuple[Fault, ...]
    waiting: bool

    @property
    def sound(self) -> bool:
        """Whether every quote stands in its report."""
        return not self.faults


def verified(review: UUID, viewer: UUID) -> Verified:
    """Every standing quote this person may see, looked up in its document."""
    look = visible(review, viewer)
    rows = list(quotes(review, look))
    return Verified(looked=len(rows), faults=tuple(_faults(review, rows)), waiting=bool(look.sealed))


def broken(review: UUID) -> list[Fault]:
    """The quotes that everybody may see and that do not stand in their documents; inclusion is not looked at."""
    look = Visible(_NOBODY, sealed_rounds(review))
    rows = quotes(review, look).filter(~Q(round__in=list(look.sealed)))
    return list(_faults(review, rows, included=False))


def _faults(review: UUID, rows: Iterable[QuoteRow], *, included: bool = True) -> Iterator[Fault]:
    held = {row.id: row for row in documents(review)}
    kept = {one.id for one in included_reports(review)} if included else set()
    by_document: dict[UUID, list[QuoteRow]] = defaultdict(list)
    for row in rows:
        by_document[row.document].append(row)
    for key, own in by_document.items():
        document = held.get(key)
        if document is None:
            yield from (_fault(row, "a document that was taken out", *_GONE) for row in own)
            continue
        yield from _in_document(document, own)
        if included and document.report_id not in kept:
            yield from (_fault(row, document.file_name, *_EXCLUDED) for row in own)


_GONE = (
    Words("its document is not in the review any more"),
    Words("Add the full text again and code the passage there, or withdraw the quote."),
)
_WITHDRAWN = (
    Words("the text of its document was deleted for good"),
    Words("Add the full text again and code the passage there, or withdraw the quote."),
)
_OTHER_TEXT = (
    Words("it was marked in another text than this document has"),
    Words("Move it with `synthema coding move`, or mark the passage again."),
)
_OTHER_WORDS = (
    Words("other words stand where it was marked"),
    Words("Mark the passage again and withdraw this quote."),
)
_EXCLUDED = (
    Words("its report is not included in the review"),
    Words("Include the report, or withdraw the quote."),
)


def _in_document(document: Document, rows: list[QuoteRow]) -> Iterator[Fault]:
    text = text_of(document)
    for row in rows:
        if not row.spans:  # only parts of pages are marked
            continue
        if text is None:
            yield _fault(row, document.file_name, *_WITHDRAWN)
        elif row.text_sha256 != text.sha256:
            yield _fault(row, document.file_name, *_OTHER_TEXT)
        elif words_at(text, row.spans) != row.exact:
            yield _fault(row, document.file_name, *_OTHER_WORDS)


def _fault(row: QuoteRow, where: str, what: Words, next_: Words) -> Fault:
    words = " ".join(row.exact.split())
    short = words if len(words) <= 80 else f"{words[:79]}…"
    return Fault(quote=row.id, document=row.document, where=where, words=short, what=what, next=next_)
