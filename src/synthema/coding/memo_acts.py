"""Mark the findings of a document and its qualitative strand, and write memos on anything."""

from collections.abc import Iterable
from uuid import UUID

from synthema.coding.events import MemoWithdrawn, MemoWritten
from synthema.coding.freezing import refuse_frozen_book
from synthema.coding.layers import layers
from synthema.coding.model import About
from synthema.coding.round_tables import open_seats, visible
from synthema.coding.tables import MemoRow, code_row, memos, quote_row
from synthema.coding.wording import clean_memo
from synthema.documents.tables import Document
from synthema.documents.tables import document as document_row
from synthema.refused import Refused
from synthema.studies.tables import study
from synthema.team.doors import Desk, action
from synthema.team.model import Need


@action(Need.DECIDE)
def write_memo(desk: Desk, about_kind: str, about: UUID | None, text: str, replaces: UUID | None = None) -> MemoWritten:
    """Write a memo on a code, a quote, a document, a study, a theme or the review, or put one in other words."""
    if about_kind not in set(About):
        raise Refused("{kind!r} is nothing to write a memo on. Write {kinds}.", kind=about_kind[:40], kinds=_KINDS)
    if (about is None) != (about_kind == About.REVIEW):
        raise Refused("A memo names what it is about; a memo on the whole review names nothing.")
    written, round_id = clean_memo(text), _layer_of_memo(desk, about_kind, about)
    if replaces is not None:
        before = _memo_to_change(desk, replaces)
        if (before.about_kind, before.about, before.round) != (about_kind, about, round_id):
            raise Refused("A memo that replaces another one is about the same. Write it as a new one.")
        if before.text == written:
            raise Refused("The memo says this already.")
    return MemoWritten(
        memo_id=desk.new_id("memo"),
        about_kind=about_kind,
        about=about,
        round=round_id,
        replaces=replaces,
        text=written,
    )


_KINDS = ", ".join(About)


def _layer_of_memo(desk: Desk, kind: str, about: UUID | None) -> UUID | None:
    """The round a memo belongs to: who codes blind writes it into the round, wherever it could tell of their coding."""
    if about is None or kind == About.THEME:
        return _sealed_seat(desk)
    look = visible(desk.review, desk.person)
    if kind == About.CODE:
        own = code_row(desk.review, look, about).round
        if own is None or own not in look.sealed:
            return _sealed_seat(desk)
        refuse_frozen_book(desk, own)
        return own
    if kind == About.STUDY:
        texts = Document.objects.filter(review=desk.review, report__study=study(desk.review, about)).order_by("number")
        return _of_documents(desk, texts.values_list("id", flat=True))
    if kind == About.QUOTE:
        return _of_documents(desk, [quote_row(desk.review, look, about).document])
    return _of_documents(desk, [document_row(desk.review, about).id])


def _of_documents(desk: Desk, documents: Iterable[UUID]) -> UUID | None:
    """The round in which this person codes one of these documents; raises Refused where they are done with it."""
    found = None
    for layer in layers(desk.review, desk.person, list(documents)).values():
        if layer.frozen and layer.alone:
            raise Refused(layer.frozen)
        found = found or (layer.work.id if layer.work else None)
    return found


def _sealed_seat(desk: Desk) -> UUID | None:
    """The blind round this person codes in now."""
    seats = open_seats(desk.review, desk.person).filter(round__blind=True).order_by("round__number")
    found: UUID | None = seats.values_list("round_id", flat=True).first()
    return found


def _memo_to_change(desk: Desk, memo: UUID) -> MemoRow:
    row = memos(desk.review, visible(desk.review, desk.person)).filter(pk=memo).first()
    if row is None:
        raise Refused("There is no such memo in this review, or it was taken back already.")
    if row.round is not None:
        in_it = open_seats(desk.review, desk.person).filter(round=row.round).exists()
        if row.person != desk.person or not in_it:
            raise Refused("This memo belongs to a round of coding and stays as it is. Write another one.")
    return row


@action(Need.DECIDE)
def withdraw_memo(desk: Desk, memo: UUID) -> MemoWithdrawn:
    """Take a memo back; where it put another one in other words, that one stands again."""
    row = _memo_to_change(desk, memo)
    return MemoWithdrawn(memo_id=row.id, round=row.round)
