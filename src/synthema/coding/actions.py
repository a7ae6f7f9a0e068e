"""Mark passages, code them, take codes off again, and say whose words they are."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from synthema.audit.model import By
from synthema.audit.registry import refuse_if_built_on
from synthema.coding.books import usable
from synthema.coding.changing import coding_row, layer_here, quote_to_change, quote_to_restore
from synthema.coding.code_acts import (
    change_code,
    create_code,
    merge_codes,
    move_code,
    move_codings,
    move_codings_back,
    restore_code,
    retire_code,
    split_code,
    undo_split,
    unmerge,
)
from synthema.coding.events import (
    CodesApplied,
    CodingWithdrawn,
    PassageCoded,
    QuoteReanchored,
    QuoteWithdrawn,
    VoiceSet,
)
from synthema.coding.layers import Layer, layers
from synthema.coding.mark_acts import mark_section, withdraw_mark
from synthema.coding.memo_acts import withdraw_memo, write_memo
from synthema.coding.model import CodingMade, Region
from synthema.coding.places import Misplaced, anchored, ranges_text, regions_text
from synthema.coding.round_acts import (
    begin_round,
    call_off,
    excuse,
    hand_in,
    reconcile,
    reopen_difference,
    settle_difference,
    take_back,
)
from synthema.coding.rules import check_areas, check_codes, check_voice
from synthema.coding.tables import CodeRow, QuoteRow, codings_ever, quotes, quotes_ever, visible
from synthema.documents.model import FEWEST_LETTERS, Anchor, DocumentText, Span
from synthema.documents.tables import Document, text_of
from synthema.documents.tables import document as document_row
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need

__all__ = [
    "apply_codes", "begin_round", "call_off", "change_code", "code_passage", "create_code", "excuse", "hand_in",
    "layer_here", "mark_section", "merge_codes", "move_code", "move_codings", "move_codings_back", "quote_of",
    "reanchor", "reconcile", "reopen_difference", "restore_code", "restore_coding", "restore_quote",
    "retire_code", "set_voice", "settle_difference", "split_code",
    "take_back", "undo_split", "unmerge", "withdraw_coding", "withdraw_mark", "withdraw_memo",
    "withdraw_quote", "write_memo",
]  # fmt: skip
LONGEST_HOW = 60


def quote_of(
    by: By,
    review: UUID,
    document: UUID,
    text_sha256: str,
    ranges: Sequence[Span],
    regions: Sequence[Region] = (),
) -> UUID:
    """The quote that `code_passage` will make, add to or bring back by this act: what a code is called after."""
    row, layer = document_row(review, document), layers(review, by.person, [document])[document]
    anchor, areas = _place(row, text_sha256, ranges, "", regions)
    same = _own(review, layer, document, anchor, areas)
    found = next((one for one in same if one.withdrawn_seq is None), None) or _revived(same)
    return found.id if found else uuid5(by.act_id, "id:quote")


@action(Need.DECIDE)
def code_passage(
    desk: Desk,
    document: UUID,
    text_sha256: str,
    ranges: Sequence[Span],
    *,
    shown: str = "",
    codes: Sequence[UUID] = (),
    voice: str = "",
    dismissed: bool = False,
    regions: Sequence[Region] = (),
    how: str = "",
) -> PassageCoded | CodesApplied:
    """Mark a passage and code it, or dismiss it as holding no relevant finding; `shown`: the words as displayed.

    Where this person marked the same words already, the quote they made gets the codes it lacks; one they took back
    comes back with its memos.
    """
    row, layer = document_row(desk.review, document), layer_here(desk, document)
    anchor, areas = _place(row, text_sha256, ranges, shown, regions)
    chosen = usable(desk.review, layer, check_codes(codes))
    if dismissed and (chosen or voice):
        raise Refused("A passage is coded, or dismissed as holding no relevant finding, not both.")
    same = _own(desk.review, layer, document, anchor, areas)
    if standing := [quote for quote in same if quote.withdrawn_seq is None]:
        return _further(desk, standing[0], chosen, dismissed=dismissed)
    gone = _revived(same)
    return PassageCoded(
        quote_id=gone.id if gone else desk.new_id("quote"),
        document=document,
        round=layer.work.id if layer.work else None,
        codings=_made(desk, chosen),
        voice=check_voice(voice),
        dismissed=dismissed,
        regions=areas,
        how=how[:LONGEST_HOW],
        anchor=anchor,
    )


def _place(
    row: Document, text_sha256: str, ranges: Sequence[Span], shown: str, regions: Sequence[Region]
) -> tuple[Anchor | None, tuple[Region, ...]]:
    areas, text = check_areas(regions, row.pages, pictures=row.is_pdf), text_of(row)
    if text is None:
        raise Refused("The text of {file_name} was deleted for good. Add the file again.", file_name=row.file_name)
    if ranges or not areas:
        return anchored(text, text_sha256, ranges, shown), areas
    if text_sha256 != text.sha256:
        raise Misplaced("The full text was replaced since the page was opened. Load the page again and select anew.")
    if any(_letters(text, area.page) >= FEWEST_LETTERS for area in areas):
        raise Misplaced("This page has words. Select them; a part of the picture alone is marked where there are none.")
    return None, areas


def _letters(text: DocumentText, page: int) -> int:
    held = text.by_page()
    return sum(letter.isalnum() for letter in held[page - 1]) if page <= len(held) else 0


def _own(
    review: UUID, layer: Layer, document: UUID, anchor: Anchor | None, areas: tuple[Region, ...]
) -> list[QuoteRow]:
    """The quotes this person ever made of the same words and parts of pages in the same work, the latest first."""
    work = layer.work.id if layer.work else None
    mine = quotes_ever(review, layer.look).filter(document=document, person=layer.look.viewer, round=work)
    return list(mine.filter(ranges=ranges_text(anchor), regions=regions_text(areas)).order_by("-seq"))


def _revived(same: Sequence[QuoteRow]) -> QuoteRow | None:
    """The quote that comes back where none of these stands: one made here, since an import may be taken back."""
    return next((quote for quote in same if quote.imported is None), None)


def _further(desk: Desk, quote: QuoteRow, chosen: Sequence[CodeRow], *, dismissed: bool) -> CodesApplied:
    held = set(quote.codings.filter(withdrawn_seq=None).values_list("code", flat=True))
    lacking = [code for code in chosen if code.id not in held]
    if quote.dismissed or dismissed:
        raise Refused(
            "You dismissed these words as holding no relevant finding already. Take that back to code them."
            if quote.dismissed
            else "You marked these words already. Take that back before you dismiss them."
        )
    if chosen and not lacking:
        raise Refused("You coded this with “{names}” already.", names="”, “".join(code.name for code in chosen))
    if not lacking:
        raise Refused("You marked these words already. Choose a code for them.")
    return CodesApplied(quote_id=quote.id, codings=_made(desk, lacking), round=quote.round)


def _made(desk: Desk, chosen: Sequence[CodeRow]) -> tuple[CodingMade, ...]:
    return tuple(CodingMade(desk.new_id(f"coding {code.id}"), code.id) for code in chosen)


@action(Need.DECIDE)
def apply_codes(desk: Desk, quote: UUID, codes: Sequence[UUID]) -> CodesApplied:
    """Give a quote further codes."""
    row, layer = quote_to_change(desk, quote)
    chosen = usable(desk.review, layer, check_codes(codes))
    if row.dismissed:
        raise Refused("This passage was dismissed as holding no relevant finding. Take that back to code it.")
    held = set(row.codings.filter(withdrawn_seq=None).values_list("code", flat=True))
    lacking = [code for code in chosen if code.id not in held]
    if not chosen:
        raise Refused("Choose a code for this passage.")
    if not lacking:
        raise Refused("This passage is coded with “{names}” already.", names="”, “".join(code.name for code in chosen))
    return CodesApplied(quote_id=row.id, codings=_made(desk, lacking), round=row.round)


@action(Need.DECIDE)
def withdraw_coding(desk: Desk, coding: UUID) -> CodingWithdrawn:
    """Take a code off a quote; the quote stays."""
    row = coding_row(desk, coding)
    quote_to_change(desk, row.quote_id)
    return CodingWithdrawn(coding_id=row.id, round=row.round)


@action(Need.DECIDE)
def withdraw_quote(desk: Desk, quote: UUID, reason: str = "") -> QuoteWithdrawn:
    """Take a quote back with all its codings; refused while a finding cites it."""
    row, _ = quote_to_change(desk, quote)
    refuse_if_built_on(PassageCoded, desk.review, row.id)
    return QuoteWithdrawn(quote_id=row.id, round=row.round, reason=reason)


@action(Need.DECIDE)
def restore_quote(desk: Desk, quote: UUID) -> PassageCoded:
    """Bring a quote back that was taken back: the same quote, its codings and memos, as whose they were."""
    row, _ = quote_to_restore(desk, quote)
    again = quotes(desk.review, visible(desk.review, desk.person)).filter(
        document=row.document, person=row.person, round=row.round, ranges=row.ranges, regions=row.regions
    )
    if again.exists():
        raise Refused("These words were marked again since. Give that quote the codes it lacks.")
    held = row.codings.filter(withdrawn_seq=row.withdrawn_seq).order_by("seq", "id")
    return PassageCoded(
        quote_id=row.id,
        document=row.document,
        round=row.round,
        codings=tuple(CodingMade(*one) for one in held.values_list("id", "code_id")),
        voice=row.voice,
        dismissed=row.dismissed,
        regions=row.areas,
        how=row.how,
        anchor=Anchor(
            text_sha256=row.text_sha256,
            ranges=row.spans,
            exact=row.exact,
            prefix32=row.prefix32,
            suffix32=row.suffix32,
        )
        if row.spans
        else None,
    )


@action(Need.DECIDE)
def restore_coding(desk: Desk, coding: UUID) -> CodesApplied:
    """Put a code back on a quote that it was taken off, as whose coding it was."""
    look = visible(desk.review, desk.person)
    row = codings_ever(desk.review, look).filter(pk=coding).exclude(withdrawn_seq=None).first()
    if row is None:
        raise Refused("There is no such coding in this review that was taken off.")
    quote, _ = quote_to_change(desk, row.quote_id)
    if quote.codings.filter(code=row.code_id, withdrawn_seq=None).exists():
        raise Refused("The passage has this code again already.")
    return CodesApplied(quote_id=quote.id, codings=(CodingMade(row.id, row.code_id),), round=row.round)


@action(Need.DECIDE)
def reanchor(
    desk: Desk,
    quote: UUID,
    text_sha256: str,
    ranges: Sequence[Span],
    *,
    shown: str = "",
    regions: Sequence[Region] = (),
) -> QuoteReanchored:
    """Give a quote other words of the same document."""
    row, layer = quote_to_change(desk, quote)
    anchor, areas = _place(document_row(desk.review, row.document), text_sha256, ranges, shown, regions)
    if (row.ranges, row.regions) == (ranges_text(anchor), regions_text(areas)):
        raise Refused("The quote stands on these words already.")
    if any(one.withdrawn_seq is None for one in _own(desk.review, layer, row.document, anchor, areas)):
        raise Refused("You have another quote of these words. Take one of the two back.")
    return QuoteReanchored(quote_id=row.id, round=row.round, regions=areas, anchor=anchor)


@action(Need.DECIDE)
def set_voice(desk: Desk, quote: UUID, voice: str) -> VoiceSet:
    """Say whose words a quote holds, a participant's or the author's; "" leaves it open again."""
    row, _ = quote_to_change(desk, quote)
    if row.dismissed:
        raise Refused("This passage was dismissed as holding no relevant finding. Take that back first.")
    if row.voice == check_voice(voice):
        raise Refused("This is decided so already.")
    return VoiceSet(quote_id=row.id, voice=voice, round=row.round)
