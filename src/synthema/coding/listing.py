"""What is marked in one document and what memos say, line by line, as the command line lists it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from synthema.coding.book import book
from synthema.coding.layers import layers
from synthema.coding.tables import codings, quotes
from synthema.documents.tables import Document, text_of
from synthema.team.tables import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One quote: its words, its page counted from 1 (0 for a part of a page), the paths of its codes, who made it."""

    quote: UUID
    page: int
    words: str
    codes: tuple[str, ...]
    voice: str
    dismissed: bool
    person: str


def said_of(row: Document, viewer: UUID) -> list[Line]:
    """The quotes of a document that its reader shows this person, in the order of the text."""
    layer = layers(row.review, viewer, [row.id])[row.id]
    known, people, text = book(row.review, layer.look).by_id, names(row.review), text_of(row)
    held: dict[UUID, list[str]] = defaultdict(list)
    told = codings(row.review, layer.look).filter(quote__document=row.id)
    rows = told.order_by("seq", "code__made_seq", "id")
    for quote, code in rows.values_list("quote_id", "code_id"):
        held[quote].append(known[known[code].effective or code].path)

    def lines() -> Iterator[Line]:
        for one in quotes(row.review, layer.look).filter(document=row.id):
            if layer.shows(one.round, one.person):
                yield Line(
                    quote=one.id,
                    page=text.page_at(one.start) if text and one.spans else 0,
                    words=one.exact,
                    codes=tuple(dict.fromkeys(held[one.id])),
                    voice=one.voice,
                    dismissed=one.dismissed,
                    person=people[one.person],
                )

    return list(lines())
