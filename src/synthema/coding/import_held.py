"""What a review holds, as an import looks at it: its full texts, codes, quotes, memos and people."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max, Q

from synthema.coding.freezing import refuse_frozen_book
from synthema.coding.import_model import CodingKey, Held, HeldCode, HeldDocument, MemoKey, Path, QuoteKey
from synthema.coding.layers import Layer, layers
from synthema.coding.model import Region, RoundKind, Visible
from synthema.coding.round_tables import RoundRow, rounds, seen_by, visible
from synthema.coding.tables import CodeRow, CodingRow, MemoRow, QuoteRow, marks
from synthema.coding.wording import same_name
from synthema.documents.model import Span
from synthema.documents.tables import Document, documents, layout_of, text_of
from synthema.refused import Refused
from synthema.studies.tables import studies
from synthema.team.doors import Desk
from synthema.team.tables import OutsideReviewer, Seat, seated_names


def held(desk: Desk, origin: str, into: RoundRow | None = None) -> Held:
    """Everything an import compares with, of the team's layer or of this person's work in a round."""
    look = visible(desk.review, desk.person)
    opened = [one.id for one in rounds(desk.review) if one.opened_seq is not None]
    layer = Q(round=None) | Q(round__in=opened) if into is None else Q(round=into.id, person=desk.person)
    codes = _codes(desk, look, into)
    quotes = _quotes(desk.review, look, layer)
    counts = dict(CodeRow.settled(desk.review).filter(seen_by(look)).values_list("id", "effective"))
    standing, withdrawn = _codings(desk.review, look, layer, quotes, counts)
    places = CodeRow.settled(desk.review).filter(seen_by(look)).aggregate(last=Max("place"))["last"]
    return Held(
        documents=tuple(_documents(desk, into)),
        codes=codes,
        quotes=quotes.standing,
        quotes_closed=frozenset(quotes.closed),
        quotes_back=frozenset(quotes.back - quotes.standing.keys()),
        codings=standing,
        codings_back=withdrawn,
        memos=_memos(desk.review, look, layer, quotes, counts),
        marks=frozenset((row.document, row.kind, row.spans) for row in marks(desk.review)),
        people=_people(desk, origin),
        studies=frozenset(str(one.id) for one in studies(desk.review)),
        next_place=0 if places is None else places + 1,
        codes_frozen=_frozen_book(desk, into),
    )


def _documents(desk: Desk, into: RoundRow | None) -> Iterable[HeldDocument]:
    rows = documents(desk.review)
    held_layers = layers(desk.review, desk.person, [row.id for row in rows])
    running = {document for one in rounds(desk.review) if one.running for document in one.document_ids}
    for row in rows:
        text = text_of(row)
        if text is not None:
            yield HeldDocument(
                id=row.id,
                number=row.number,
                name=row.file_name,
                text=text,
                title=row.report.title,
                file_sha256=row.file_sha256,
                sizes=layout_of(row).sizes,
                pictured=row.is_pdf,
                closed=_closed(held_layers[row.id], into),
                marks_closed=row.id in running,
            )


def _closed(layer: Layer, into: RoundRow | None) -> str:
    if layer.frozen:
        return str(layer.frozen)
    if into is None:
        return f"you code its full text in round {layer.work.number} now" if layer.work else ""
    return "" if layer.work and layer.work.id == into.id else f"its full text is not yours in round {into.number}"


def _frozen_book(desk: Desk, into: RoundRow | None) -> str:
    try:
        refuse_frozen_book(desk, into.id if into else None)
    except Refused as error:
        return str(error)
    return ""


def _codes(desk: Desk, look: Visible, into: RoundRow | None) -> Mapping[Path, HeldCode]:
    """The codes of the codebook by their paths; one that is in use goes before one that is not."""
    book = Q(round=None)
    if into is not None:
        own = Q(round=into.id, person=desk.person)
        book = own if into.kind == RoundKind.INDUCTIVE else own | book
    rows = list(CodeRow.settled(desk.review).filter(seen_by(look), book).order_by("place", "made_seq", "id"))
    names = {row.id: (row.name, row.parent) for row in rows}
    found: dict[Path, HeldCode] = {}
    for row in sorted(rows, key=lambda one: (one.retired_seq is not None, one.merged_seq is not None)):
        path = code_path(row.id, names)
        found.setdefault(path, HeldCode(id=row.id, path=path, definition=row.definition))
    return found


def code_path(code: UUID, names: Mapping[UUID, tuple[str, UUID | None]]) -> Path:
    """The names of a code and those above it, from the top."""
    found: list[str] = []
    step: UUID | None = code
    while step is not None and step in names and len(found) <= len(names):
        found.append(same_name(names[step][0]))
        step = names[step][1]
    return tuple(reversed(found))


@dataclass(slots=True)
class _Quotes:
    """The quotes of a layer by place and person; where there are several the team's own stands for all of them."""

    standing: dict[QuoteKey, UUID] = field(default_factory=dict)
    back: set[QuoteKey] = field(default_factory=set)
    closed: set[UUID] = field(default_factory=set)  # of opened rounds: nothing of them changes any more
    same: dict[UUID, UUID] = field(default_factory=dict)  # quote -> the one that stands for it


def _quotes(review: UUID, look: Visible, layer: Q) -> _Quotes:
    rows = QuoteRow.settled(review).filter(seen_by(look), layer)
    columns = rows.values_list("id", "document", "ranges", "regions", "person", "withdrawn_seq", "round", "seq")
    found = _Quotes()
    for row in sorted(columns, key=lambda one: (one[6] is not None, one[7], str(one[0]))):
        own, document, ranges, regions, person, withdrawn, in_round, _ = row
        spans = tuple(Span(start, end) for start, end in json.loads(ranges))
        key = (document, spans, tuple(Region(*one) for one in json.loads(regions)), person)
        if withdrawn is not None:
            found.back.add(key)
            continue
        found.same[own] = found.standing.setdefault(key, own)
        if in_round is not None and found.same[own] == own:
            found.closed.add(own)
    return found


def _codings(
    review: UUID, look: Visible, layer: Q, quotes: _Quotes, counts: Mapping[UUID, UUID | None]
) -> tuple[frozenset[CodingKey], frozenset[CodingKey]]:
    """Quotes with the codes they were given, and with what those count as; standing and taken back."""
    rows = CodingRow.settled(review).filter(seen_by(look), layer).values_list("quote", "code", "withdrawn_seq")
    standing: set[CodingKey] = set()
    back: set[CodingKey] = set()
    for quote, code, withdrawn in rows:
        held = standing if withdrawn is None else back
        held |= {(quotes.same.get(quote, quote), one) for one in (code, counts.get(code)) if one is not None}
    return frozenset(standing), frozenset(back - standing)


def _memos(
    review: UUID, look: Visible, layer: Q, quotes: _Quotes, counts: Mapping[UUID, UUID | None]
) -> frozenset[MemoKey]:
    rows = MemoRow.settled(review).filter(seen_by(look), layer, withdrawn_seq=None)
    found: set[MemoKey] = set()
    for kind, about, text in rows.values_list("about_kind", "about", "text"):
        stands_for = quotes.same.get(about, about) if about else about
        found |= {(kind, one, text) for one in (stands_for, counts.get(about) if about else None, about)}
    return frozenset(found)


def _people(desk: Desk, origin: str) -> dict[str, UUID]:
    """People by name: who sits in the review, and who was named from this program before; "" is who imports."""
    found: dict[str, UUID] = {}
    for one in OutsideReviewer.objects.filter(review=desk.review, tool=tool_of(origin)).order_by("-number"):
        found[same_name(one.name)] = one.id
    names = seated_names(desk.review)
    for person in Seat.objects.filter(review=desk.review).values_list("person", flat=True).distinct():
        found[same_name(names[person])] = person
    found[""] = desk.person
    return found


def tool_of(origin: str) -> str:
    """The name of the program that an outside coder is named after."""
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in origin).split())
    return shown[:40].strip() or "another program"


def file_names(review: UUID) -> dict[UUID, str]:
    """What each full text is called."""
    return dict(Document.objects.filter(review=review).values_list("id", "file_name"))
