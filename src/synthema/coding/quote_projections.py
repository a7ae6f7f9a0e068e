"""How acts on quotes, codings, marked parts and memos change the tables, and what rests on a document."""

from collections.abc import Iterable
from uuid import UUID

from synthema.audit.canonical import canonical
from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, projects
from synthema.coding.events import (
    CodesApplied,
    CodingWithdrawn,
    MarkWithdrawn,
    MemoWithdrawn,
    MemoWritten,
    PassageCoded,
    QuoteReanchored,
    QuoteWithdrawn,
    SectionMarked,
    VoiceSet,
)
from synthema.coding.model import CodingMade
from synthema.coding.places import ranges_text, regions_text
from synthema.coding.round_projections import seal
from synthema.coding.rules import key_of
from synthema.coding.tables import CodingRow, MarkRow, MemoRow, QuoteRow, sealed_rounds
from synthema.documents.events import DocumentAdded
from synthema.documents.model import Anchor
from synthema.documents.tables import Document
from synthema.words import counted


def place_columns(anchor: Anchor | None) -> dict[str, object]:
    """The columns of a quote that say where its words stand."""
    if anchor is None or not anchor.ranges:
        return {"start": 0, "end": 0, "ranges": "[]", "exact": "", "prefix32": "", "suffix32": "", "text_sha256": ""}
    return {
        "start": anchor.ranges[0].start,
        "end": anchor.ranges[-1].end,
        "ranges": ranges_text(anchor),
        "exact": anchor.exact,
        "prefix32": anchor.prefix32,
        "suffix32": anchor.suffix32,
        "text_sha256": anchor.text_sha256,
    }


@projects(PassageCoded)
def passage_coded(event: Recorded[PassageCoded]) -> None:
    """Enter the quote, or bring it back, with its codings."""
    body = event.body
    said = {"voice": body.voice, "dismissed": body.dismissed, "how": body.how, "withdrawn_seq": None}
    made = {
        "review": event.review,
        "key": key_of(body.quote_id),
        "document": body.document,
        "person": event.actor,
        "round": body.round,
        "regions": regions_text(body.regions),
        "at": event.at,
        "seq": event.seq,
        **place_columns(body.anchor),
    }
    quote, _ = QuoteRow.objects.update_or_create(id=body.quote_id, defaults=said, create_defaults={**made, **said})
    _code(event, quote, body.codings)
    seal(event, body.round)


@projects(CodesApplied)
def codes_applied(event: Recorded[CodesApplied]) -> None:
    """Enter the further codings."""
    _code(event, QuoteRow.objects.get(review=event.review, pk=event.body.quote_id), event.body.codings)
    seal(event, event.body.round)


def _code(
    event: Recorded[PassageCoded] | Recorded[CodesApplied], quote: QuoteRow, codings: Iterable[CodingMade]
) -> None:
    """Enter codings; those there were before come back as whose they are."""
    rows, made = CodingRow.objects.filter(review=event.review, quote=quote), list(codings)
    back = set(rows.filter(pk__in=[one.coding_id for one in made]).values_list("id", flat=True))
    if back:
        rows.filter(pk__in=back).update(withdrawn_seq=None, voice=quote.voice)
    number = Document.objects.filter(review=event.review, pk=quote.document).values_list("number", flat=True).first()
    CodingRow.objects.bulk_create(
        CodingRow(
            id=one.coding_id,
            review=event.review,
            quote=quote,
            code_id=one.code,
            person=event.actor,
            round=quote.round,
            at=event.at,
            seq=event.seq,
            **plain_columns(quote, one.code, event.actor, number or 0),
        )
        for one in made
        if one.coding_id not in back
    )


def plain_columns(quote: QuoteRow, code: UUID, person: UUID, number: int) -> dict[str, object]:
    """The whole numbers of a coding, for questions over all of them; `number` is the document's."""
    return {
        "code_key": key_of(code),
        "quote_key": quote.key,
        "person_key": key_of(person),
        "document_number": number,
        "start": quote.start,
        "end": quote.end,
        "several": len(quote.spans) > 1,
        "voice": quote.voice,
    }


@projects(CodingWithdrawn)
def coding_withdrawn(event: Recorded[CodingWithdrawn]) -> None:
    """The quote has the code no longer."""
    CodingRow.objects.filter(review=event.review, pk=event.body.coding_id).update(withdrawn_seq=event.seq)
    seal(event, event.body.round)


@projects(QuoteWithdrawn)
def quote_withdrawn(event: Recorded[QuoteWithdrawn]) -> None:
    """The quote stands no longer, nor do its codings."""
    quote = event.body.quote_id
    QuoteRow.objects.filter(review=event.review, pk=quote).update(withdrawn_seq=event.seq)
    CodingRow.objects.filter(review=event.review, quote=quote, withdrawn_seq=None).update(withdrawn_seq=event.seq)
    seal(event, event.body.round)


@projects(QuoteReanchored)
def quote_reanchored(event: Recorded[QuoteReanchored]) -> None:
    """The quote stands on other words, and so do its codings."""
    body = event.body
    rows = QuoteRow.objects.filter(review=event.review, pk=body.quote_id)
    rows.update(regions=regions_text(body.regions), **place_columns(body.anchor))
    quote = rows.get()
    CodingRow.objects.filter(review=event.review, quote=quote).update(
        start=quote.start, end=quote.end, several=len(quote.spans) > 1
    )
    seal(event, body.round)


@projects(VoiceSet)
def voice_set(event: Recorded[VoiceSet]) -> None:
    """Keep whose words they are."""
    body = event.body
    QuoteRow.objects.filter(review=event.review, pk=body.quote_id).update(voice=body.voice)
    CodingRow.objects.filter(review=event.review, quote=body.quote_id).update(voice=body.voice)
    seal(event, body.round)


@projects(SectionMarked)
def section_marked(event: Recorded[SectionMarked]) -> None:
    """Enter the marked part."""
    body = event.body
    MarkRow.objects.create(
        id=body.mark_id,
        review=event.review,
        document=body.document,
        kind=body.kind,
        ranges=canonical([[span.start, span.end] for span in body.ranges]),
        person=event.actor,
        seq=event.seq,
    )


@projects(MarkWithdrawn)
def mark_withdrawn(event: Recorded[MarkWithdrawn]) -> None:
    """The part is marked no longer."""
    MarkRow.objects.filter(review=event.review, pk=event.body.mark_id).update(withdrawn_seq=event.seq)


@projects(MemoWritten)
def memo_written(event: Recorded[MemoWritten]) -> None:
    """Enter the memo, in place of the one it replaces."""
    body = event.body
    if body.replaces is not None:
        MemoRow.objects.filter(review=event.review, pk=body.replaces).update(withdrawn_seq=event.seq)
    MemoRow.objects.create(
        id=body.memo_id,
        review=event.review,
        about_kind=body.about_kind,
        about=body.about,
        round=body.round,
        person=event.actor,
        text=body.text,
        replaces=body.replaces,
        at=event.at,
        seq=event.seq,
    )
    seal(event, body.round)


@projects(MemoWithdrawn)
def memo_withdrawn(event: Recorded[MemoWithdrawn]) -> None:
    """The memo stands no longer; the one it was put in the place of, if any, stands again."""
    rows = MemoRow.objects.filter(review=event.review)
    row = rows.get(pk=event.body.memo_id)
    rows.filter(withdrawn_seq=row.seq).update(withdrawn_seq=None)  # only what the same act replaced
    rows.filter(pk=row.id).update(withdrawn_seq=event.seq)
    seal(event, event.body.round)


@builds_on(DocumentAdded)
def quotes_on_document(review: UUID, document: UUID) -> list[str]:
    """The quotes of a document that everybody may see, and its marked parts."""
    rows = QuoteRow.settled(review).filter(document=document, withdrawn_seq=None)
    quotes = rows.exclude(round__in=list(sealed_rounds(review))).count()
    marks = MarkRow.objects.filter(review=review, document=document, withdrawn_seq=None).count()
    return [f"{counted(quotes, 'coded quote')} of it"] * bool(quotes) + [f"{counted(marks, 'marked part')}"] * bool(
        marks
    )
