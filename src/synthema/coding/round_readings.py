"""What was read and marked in an opened round, as agreement, alignment and the list of differences take it."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from synthema.coding.agreeing import Extents, Marked, Reading, measured
from synthema.coding.book import Listed, book
from synthema.coding.coverage import counted, findings_of
from synthema.coding.model import CodingUnit, RoundKind
from synthema.coding.tables import MarkRow, QuoteRow, RoundRow, codings, given_codes, quotes, rounds, visible
from synthema.documents.model import Span
from synthema.documents.tables import Document
from synthema.frame.remembered import remembered
from synthema.refused import Refused
from synthema.team.tables import names


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBook:
    """The codes of an opened round: all that can be seen, those each coder brought, and those not decided upon yet."""

    codes: Mapping[UUID, Listed]
    own: Mapping[UUID, tuple[UUID, ...]]
    undecided: frozenset[UUID]

    @property
    def brought(self) -> int:
        """How many codes the coders brought."""
        return sum(map(len, self.own.values()))

    def counts_as(self, code: UUID) -> UUID | None:
        """The team's code that a code counts as; None where it is undecided or left out."""
        known = self.codes.get(code)
        team = self.codes.get(known.effective) if known and known.effective else None
        return team.id if team and team.round is None else None

    def called(self, code: UUID | str) -> str:
        """What a code is called, with the codes above it."""
        known = self.codes.get(UUID(str(code)))
        return known.path if known else str(code)


def opened(row: RoundRow) -> RoundRow:
    """The round when it is open; refused before, in the same words whatever was done in it."""
    if row.opened_seq is None:
        raise Refused(
            "Round {number} is not open yet. What its coders did is shown once all of them have handed in.",
            number=row.number,
        )
    return row


def replaced(review: UUID, row: RoundRow) -> list[int]:
    """The numbers of earlier opened rounds on documents of this one: what was coded there in these documents counts no
    more once this one is open."""
    mine = {*row.document_ids}
    earlier = [one for one in rounds(review) if one.number < row.number and one.opened_seq is not None]
    return [one.number for one in earlier if mine & {*one.document_ids}]


def called(review: UUID, row: RoundRow) -> dict[UUID, str]:
    """The coders that count in a round, by name; those who were excused are left out."""
    people, excused = names(review), set(row.seats.exclude(excused_seq=None).values_list("person", flat=True))
    found: dict[UUID, str] = {}
    for person in row.coder_ids:
        if person not in excused:
            name = people[person]
            found[person] = f"{name} ({len(found) + 1})" if name in found.values() else name
    return found


def book_of(review: UUID, row: RoundRow, viewer: UUID) -> RoundBook:
    """The codes of an opened round; a code that was retired and is used nowhere is none of them."""
    look, coders = visible(review, viewer), called(review, row)
    known = book(review, look).by_id
    used = set(codings(review, look).filter(round=row.id).values_list("code", flat=True))
    brought = [
        one
        for one in known.values()
        if one.round == row.id and one.person in coders and (one.id in used or not one.retired)
    ]
    return RoundBook(
        codes=known,
        own={person: tuple(one.id for one in brought if one.person == person) for person in coders},
        undecided=frozenset(one.id for one in brought if not one.merged),
    )


def readings(review: UUID, row: RoundRow, viewer: UUID, *, as_given: bool = False) -> list[Reading]:
    """The documents of an opened round with all marks; codes are what they count as, or with `as_given` what the
    coder gave. Findings are those marked when the round opened; a text that was withdrawn is left out."""
    known, coders = book_of(review, opened(row), viewer), called(review, row)
    marks = _marks(review, row, viewer, coders, (lambda code: code) if as_given else known.counts_as)
    labels = _studies(review, row)
    found = []
    for document in Document.objects.filter(review=review, id__in=row.document_ids).order_by("number"):
        text = counted(document)
        if text is None:
            continue
        ends = zip(text.starts.tolist(), text.ends.tolist(), strict=True)
        found.append(
            Reading(
                study=labels[document.id],
                document=document.id,
                coders=tuple(coders.values()),
                findings=findings(review, row, document.id),
                marks=tuple(marks[document.id]),
                sentences=tuple(Span(start, end) for start, end in ends) if row.unit == CodingUnit.SENTENCE else (),
            )
        )
    return found


def _studies(review: UUID, row: RoundRow) -> dict[UUID, str]:
    """The study that each document tells of, or its report where none is named."""
    rows = Document.objects.filter(review=review, id__in=row.document_ids).select_related("report__study")
    return {one.id: one.report.study.label if one.report.study else one.report.title for one in rows}


def findings(review: UUID, row: RoundRow, document: UUID) -> tuple[Span, ...]:
    """The findings as they were marked when the round opened; of a mixed-methods report its qualitative strand."""
    until = Q(withdrawn_seq=None) | Q(withdrawn_seq__gt=row.opened_seq)
    return findings_of(MarkRow.objects.filter(until, review=review, document=document, seq__lte=row.opened_seq))


def _marks(
    review: UUID,
    row: RoundRow,
    viewer: UUID,
    coders: Mapping[UUID, str],
    counts_as: Callable[[UUID], UUID | None],
) -> dict[UUID, list[Marked]]:
    look, before = visible(review, viewer), given_codes(review)
    places = {quote.id: where(quote) for quote in quotes(review, look).filter(round=row.id)}
    found: dict[UUID, list[Marked]] = defaultdict(list)
    for coding, quote, code, person in (
        codings(review, look).filter(round=row.id).order_by("start", "id").values_list("id", "quote", "code", "person")
    ):
        given = counts_as(before.get(coding, code))
        if quote in places and person in coders and given is not None:
            document, spans = places[quote]
            found[document] += [Marked(one.start, one.end, coders[person], str(given), coding) for one in spans]
    return found


def where(quote: QuoteRow) -> tuple[UUID, tuple[Span, ...]]:
    """The document and ranges of a quote in its round, before any move to a newer file."""
    if not quote.was:
        return quote.document, quote.spans
    was = json.loads(quote.was)
    return UUID(was["document"]), tuple(Span(start, end) for start, end in was["ranges"])


def extents(review: UUID, row: RoundRow, viewer: UUID) -> Extents:
    """Agreement of an opened round, remembered while nothing happens in the review."""

    def count() -> Extents:
        known = book_of(review, row, viewer)
        common = row.kind == RoundKind.DEDUCTIVE or len(known.undecided) < known.brought
        given = readings(review, row, viewer, as_given=True)
        in_common = readings(review, row, viewer) if common else None
        return measured(given, in_common, by_sentence=row.unit == CodingUnit.SENTENCE)

    opened(row)
    return remembered(review, viewer, ("coding extents", row.id), count)
