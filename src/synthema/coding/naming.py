"""What people name by words or numbers: full texts, rounds, quotes, marked parts, memos, places and codes to use."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from synthema.audit.model import By
from synthema.coding.actions import create_code, quote_of
from synthema.coding.book import BETWEEN, Book, Listed, arranged, book, same_path
from synthema.coding.code_acts import new_code
from synthema.coding.layers import Layer
from synthema.coding.model import Visible
from synthema.coding.rules import NewCode
from synthema.coding.tables import (
    CodingRow,
    MarkRow,
    MemoRow,
    QuoteRow,
    RoundRow,
    codes,
    codings,
    marks,
    memos,
    quotes,
    rounds,
)
from synthema.coding.wording import clean_name, same_name, without_path
from synthema.documents.anchoring import find, places
from synthema.documents.model import DocumentText, Span
from synthema.documents.sections import outlined, sections, suggested
from synthema.documents.tables import Document, documents, structure_of, text_of
from synthema.refused import Refused

SHORTEST = 4  # letters of an identifier that name something
MOST_NAMED = 12  # headings that a refusal lists
Row = TypeVar("Row", bound=Model)


def document_called(review: UUID, name: str) -> Document:
    """The full text of this number, identifier or file name; raises Refused for none and for several."""
    found = [row for row in documents(review) if name in (str(row.number), str(row.id), row.file_name)]
    if len(found) != 1:
        raise Refused(
            "{name} is no full text of this review, or several. `synthema documents list` names them.", name=name
        )
    return found[0]


def words_of(row: Document) -> DocumentText:
    """The text of a document; raises Refused where it was deleted for good."""
    text = text_of(row)
    if text is None:
        raise Refused("The text of {file_name} was deleted for good. Add the file again.", file_name=row.file_name)
    return text


def round_called(review: UUID, number: int) -> RoundRow:
    """The round of coding of this number; raises Refused for any other."""
    found = next((row for row in rounds(review) if row.number == number), None)
    if found is None:
        raise Refused("There is no round {number} here. `synthema coding round status` names them.", number=number)
    return found


def quote_called(review: UUID, look: Visible, name: str) -> QuoteRow:
    """The standing quote, of those this person may see, whose identifier begins so; raises Refused."""
    return _begins(quotes(review, look), name, "quote", "`synthema coding passages DOCUMENT`")


def mark_called(review: UUID, name: str) -> MarkRow:
    """The marked part whose identifier begins so; raises Refused."""
    return _begins(marks(review), name, "marked part", "`synthema coding marks`")


def memo_called(review: UUID, look: Visible, name: str) -> MemoRow:
    """The standing memo, of those this person may see, whose identifier begins so; raises Refused."""
    return _begins(memos(review, look), name, "memo", "`synthema coding memo list`")


def _begins(rows: Iterable[Row], name: str, what: str, where: str) -> Row:
    found = [row for row in rows if str(row.pk).startswith(name.strip().lower())]
    if len(name.strip()) < SHORTEST or len(found) != 1:
        raise Refused(
            "No {what} of this review is called {name!r}, or more than one is. {where} names them.",
            what=what,
            name=name[:40],
            where=where,
        )
    return found[0]


def ranges_called(row: Document, words: str, page: int | None = None, nth: int | None = None) -> tuple[Span, ...]:
    """Where words stand in a document; `page` and `nth`, both from 1, decide between several places."""
    text = words_of(row)
    if nth is None:
        return find(text, words, page).ranges
    found = [span for span in places(text, words) if page is None or text.page_at(span.start) == page]
    if not 0 < nth <= len(found):
        raise Refused(
            "“{words}” stands there {number} times, so there is no place {nth}. Copy the words from the text.",
            words=words[:80],
            number=len(found),
            nth=nth,
        )
    return (found[nth - 1],)


def under_heading(row: Document, heading: str) -> tuple[Span, ...]:
    """The section under a heading, the heading with it; raises Refused for none and for several of that name."""
    text, structure = words_of(row).text, structure_of(row)
    known = sections(text, outlined(text, structure))
    found = [one.span for one in known if same_name(one.words) == same_name(heading)]
    if len(found) != 1:
        names = "; ".join(" ".join(one.words.split()) for one in known[:MOST_NAMED]) or "none that it tells"
        raise Refused(
            "{file_name} has {number} headings “{heading}”; one is needed. Headings: {names}. Any part can be named by "
            "its first and its last words.",
            file_name=row.file_name,
            number=len(found) or "no",
            heading=heading[:80],
            names=names,
        )
    return (found[0],)


def suggested_findings(row: Document) -> tuple[Span, ...]:
    """The sections whose headings say that they are the findings; raises Refused where none does."""
    text = words_of(row).text
    found = suggested(text, outlined(text, structure_of(row)))
    if not found:
        raise Refused(
            "No heading of {file_name} says that its findings stand below it. Name their heading, or their first and "
            "their last words.",
            file_name=row.file_name,
        )
    return tuple(one.span for one in found)


def between(row: Document, first: str, last: str) -> tuple[Span, ...]:
    """From the first words of a part to its last; raises Refused where they stand elsewhere or in another order."""
    begin, end = ranges_called(row, first)[0].start, ranges_called(row, last)[-1].end
    if end <= begin:
        raise Refused("“{last}” stands before “{first}”. Name the first words first.", first=first[:80], last=last[:80])
    return (Span(begin, end),)


def book_here(review: UUID, layer: Layer) -> Book:
    """The codes that this person codes with at a document."""
    return arranged(row for row in codes(review, layer.look) if layer.offers(row.round, row.person))


def codes_to_use(by: By, review: UUID, layer: Layer, names: Sequence[str], *, new: bool = False) -> list[UUID]:
    """The codes of these names or paths, in their order; with `new` those that are missing are made."""
    if layer.frozen:
        raise Refused(layer.frozen)
    found = []
    for name in names:
        here = book_here(review, layer)
        known = here.named(name)
        if known is None and not new:
            raise Refused(
                "There is no code “{name}” in the codebook you code with here. `synthema coding codes` names them, "
                "and --new makes it.",
                name=name,
            )
        found.append(known.id if known else _made(by, review, layer, here, name))
    return found


def _made(by: By, review: UUID, layer: Layer, here: Book, path: str) -> UUID:
    """A new code at a path, and those above it that are missing."""
    parts, parent = [clean_name(part) for part in path.split(BETWEEN)], None
    for depth in range(1, len(parts) + 1):
        above = same_path(BETWEEN.join(parts[:depth]))
        known = next((one.id for one in here.codes if one.live and same_path(one.path) == above), None)
        new = NewCode(parts[depth - 1], parent=parent)
        parent = known or new_code(by.then(f"code {above}"), review, new, layer.work.id if layer.work else None)
    assert parent is not None
    return parent


def code_in_vivo(by: By, review: UUID, row: Document, layer: Layer, spans: Sequence[Span]) -> UUID:
    """A new code that is called as the words of a passage, which `by` is about to code with it."""
    name = without_path(" ".join(words_of(row).text[span.start : span.end] for span in spans)).rstrip(".,;:… ")
    made = create_code(
        by.then("code in vivo"),
        review,
        name,
        in_vivo=quote_of(by, review, row.id, row.text_sha256, spans),
        round=layer.work.id if layer.work else None,
    )
    code: UUID = made.body.code_id
    return code


def codings_called(review: UUID, look: Visible, quote: QuoteRow, names: Sequence[str]) -> list[CodingRow]:
    """The codings of a quote with codes of these names or paths; raises Refused for a code it does not have."""
    known, found = book(review, look).by_id, dict[UUID, CodingRow]()
    held = list(codings(review, look).filter(quote=quote.id).order_by("seq", "id"))
    for name in names:
        same = [row for row in held if _is_called(name, known, row.code_id)]
        if not same:
            raise Refused("This passage is not coded with “{name}”.", name=name)
        found |= {row.id: row for row in same}
    return list(found.values())


def _is_called(name: str, known: Mapping[UUID, Listed], code: UUID) -> bool:
    """Whether a code is called so, or counts as one that is."""
    own = known[code]
    both = (own, known.get(own.effective, own) if own.effective else own)
    return any(same_path(one.path) == same_path(name) or same_name(one.name) == same_name(name) for one in both)
