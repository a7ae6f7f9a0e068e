"""One record as a screening page shows it: its words marked by the protocol, its byline cut to a readable length."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.template.loader import render_to_string

from synthema.dedup.related import Kin, kin
from synthema.frame.visit import Visit
from synthema.protocol.matching import highlights, pieces
from synthema.protocol.model import Protocol
from synthema.screening.pages_places import at, may
from synthema.screening.pages_words import kind_of_work
from synthema.screening.queues import Entry
from synthema.screening.remark_tables import TagRow
from synthema.screening.remarks import tags_on
from synthema.screening.rules import FULL_TEXT
from synthema.screening.shown import Shown, shown
from synthema.screening.states import TITLE_ABSTRACT
from synthema.studies.tables import Report
from synthema.team.model import Need

MOST_AUTHORS = 8
# the parts of a structured abstract that came in one line
_PART = re.compile(r"(?<=[.?!;)])\s+(?=(?:[A-Z][A-Za-z/&'-]*(?: [A-Za-z/&'-]+){0,3}|[A-Z][A-Z /&'-]{3,40}):\s)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and, where it is marked, what it speaks for or against."""

    text: str
    side: str = ""
    criterion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One record to be judged: how it came up, and what is shown."""

    entry: Entry
    shown: Shown
    title: list[Piece]
    abstract: list[list[Piece]]
    keywords: list[list[Piece]]
    authors: tuple[str, ...]
    more_authors: int
    links: tuple[tuple[str, str], ...]
    tags: Sequence[TagRow] = ()
    full_text: bool = False
    reader: str = ""
    uploads: str = ""
    kind: str = ""
    kin: tuple[tuple[Kin, str], ...] = ()  # reports that belong to this one, each with its address

    @property
    def found(self) -> dict[str, list[str]]:
        """The marked words, once each, by side."""
        every = [piece for part in (self.title, *self.abstract, *self.keywords) for piece in part]
        return {
            side: list(dict.fromkeys(piece.text.lower() for piece in every if piece.side == side))
            for side in ("for", "against")
        }


def cards(visit: Visit, stage: str, entries: Sequence[Entry], protocol: Protocol | None) -> list[Card]:
    """The entries of a queue as cards, in this order."""
    units = [entry.unit for entry in entries]
    rows = _shown(visit.review, stage, units)
    tags = tags_on(visit.review, stage, units, visit.person.id)
    related = _kin(visit, stage, units)
    return [
        replace(
            _card(visit, stage, entry, rows[entry.unit], protocol, tags.get(entry.unit, ())),
            kin=related.get(entry.unit, ()),
        )
        for entry in entries
        if entry.unit in rows
    ]


def _kin(visit: Visit, stage: str, units: Sequence[UUID]) -> dict[UUID, tuple[tuple[Kin, str], ...]]:
    """For each unit the other reports of the review that belong to it; nothing is said of what was thought of them."""
    group = {one: one for one in units}
    if stage == FULL_TEXT:
        group = dict(Report.objects.filter(review=visit.review, pk__in=units).values_list("id", "group"))
    known = kin(visit.review, list(group.values()))
    return {
        unit: tuple((one, at(visit, "dedup:group", group=one.group)) for one in known.get(key, ()))
        for unit, key in group.items()
    }


def _shown(review: UUID, stage: str, units: Sequence[UUID]) -> dict[UUID, Shown]:
    """The units as shown; a report also with the abstract that its records brought."""
    rows = {one.unit: one for one in shown(review, stage, units)}
    if stage != FULL_TEXT:
        return rows
    group = dict(Report.objects.filter(review=review, pk__in=units).values_list("id", "group"))
    brought = {one.unit: one for one in shown(review, TITLE_ABSTRACT, list(group.values()))}
    return {
        unit: replace(row, abstract=one.abstract, keywords=one.keywords, caution=one.caution)
        if (one := brought.get(group[unit]))
        else row
        for unit, row in rows.items()
    }


def chosen(review: UUID, stage: str, unit: UUID) -> Entry | None:
    """A record that somebody opened by itself, as an entry; None where there is none."""
    found = shown(review, stage, [unit])
    return Entry(unit=unit, subject=found[0].subject, order="chosen", position=0, skipped=False) if found else None


def as_json(visit: Visit, card: Card) -> dict[str, object]:
    """A card for the script of the page: its hidden fields and how it looks."""
    html = render_to_string("screening/card.html", {"card": card, "visit": visit}, visit.request)
    return {**in_brief(card), "html": html}


def in_brief(card: Card) -> dict[str, object]:
    """The hidden fields of a card that is on the page already."""
    return {
        "unit": str(card.entry.unit),
        "subject": str(card.entry.subject),
        "order": card.entry.order,
        "position": card.entry.position,
        "title": card.shown.title,
        "tags": [{"id": str(tag.id), "text": tag.text} for tag in card.tags],
    }


def _card(
    visit: Visit, stage: str, entry: Entry, one: Shown, protocol: Protocol | None, tags: Sequence[TagRow]
) -> Card:
    names = tuple(name for name in one.authors.split("; ") if name)
    return Card(
        entry=entry,
        shown=one,
        title=marked(one.title, protocol),
        abstract=[marked(part, protocol) for part in paragraphs(one.abstract)],
        keywords=[marked(word, protocol) for word in one.keywords],
        authors=names[:MOST_AUTHORS],
        more_authors=max(0, len(names) - MOST_AUTHORS),
        links=links(one),
        kind=kind_of_work(one.kind),
        tags=tags,
        full_text=stage == FULL_TEXT,
        reader=at(visit, "documents:reader", report=entry.unit) if stage == FULL_TEXT else "",
        uploads=at(visit, "documents:uploads") if stage == FULL_TEXT and may(visit, Need.SEARCH) else "",
    )


def marked(text: str, protocol: Protocol | None) -> list[Piece]:
    """A text cut at the words of the criteria."""
    if protocol is None:
        return [Piece(text)] if text else []
    return [
        Piece(part, span.side, protocol.label(span.criterion)) if span else Piece(part)
        for part, span in pieces(text, highlights(text, protocol))
    ]


def paragraphs(abstract: str) -> list[str]:
    """An abstract in its parts: as its source broke it, or at the headings of a structured one."""
    lines = [line.strip() for line in abstract.splitlines() if line.strip()]
    return [part for line in lines for part in _PART.split(line)]


def links(one: Shown) -> tuple[tuple[str, str], ...]:
    """Where the record can be looked up: words and address, web addresses only."""
    found = [("DOI", f"https://doi.org/{quote(one.doi)}")] if one.doi else []
    if one.pmid.isdigit():
        found.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{one.pmid}/"))
    try:
        safe = urlsplit(one.url).scheme in {"http", "https"}
    except ValueError:
        safe = False
    return (*found, ("Link", one.url)) if safe and not one.doi else tuple(found)
