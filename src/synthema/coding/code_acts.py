"""Make, change, move, retire, merge and split codes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from synthema.audit import trail
from synthema.audit.model import By, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.audit.tables import Event
from synthema.coding import inks
from synthema.coding.books import (
    code_to_change,
    family,
    own_book,
    own_code,
    parent_in,
    refuse_same_name,
    refuse_unused,
    shown_under,
)
from synthema.coding.events import (
    CodeChanged,
    CodeCreated,
    CodeMoved,
    CodeRestored,
    CodeRetired,
    CodesMerged,
    CodingsMoved,
    CodingsMovedBack,
    MergeWithdrawn,
)
from synthema.coding.freezing import refuse_frozen_book
from synthema.coding.model import MergeHow, Visible
from synthema.coding.round_tables import RoundRow, round_row, visible
from synthema.coding.rules import NewCode, stands_under
from synthema.coding.tables import CodeChange, CodeRow, CodingRow, MemoRow, MergeRow, SplitRow, code_row, codes, codings
from synthema.coding.wording import clean_definition, clean_name
from synthema.refused import Refused
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need
from synthema.team.tables import names

MOST_PLACES = 1_000_000


@action(Need.DECIDE)
def create_code(
    desk: Desk,
    name: str,
    *,
    parent: UUID | None = None,
    definition: str = "",
    color: str = "",
    in_vivo: UUID | None = None,
    round: UUID | None = None,
    source: str = "",
) -> CodeCreated:
    """Make a code in the team's codebook, or in one's own in a round; `in_vivo`: the quote whose words are its name."""
    clean, in_round = clean_name(name), refuse_frozen_book(desk, round)
    beside = family(desk, in_round)
    parent_in(desk, parent, beside)
    refuse_same_name(desk, clean, parent, beside)
    number = codes(desk.review, visible(desk.review, desk.person)).filter(own_book(desk, round)).count()
    return CodeCreated(
        code_id=desk.new_id("code"),
        round=round,
        parent=parent,
        color=inks.nearest(color, number),
        in_vivo=in_vivo,
        source=source[:500],
        name=clean,
        definition=clean_definition(definition),
    )


@action(Need.DECIDE)
def change_code(desk: Desk, code: UUID, *, basis: int, name: str, definition: str, color: str) -> CodeChanged:
    """Give a code another name, definition or colour; `basis` is the code's `edited_seq` as the person saw it."""
    row, clean = code_to_change(desk, code), clean_name(name)
    _refuse_stale(desk, row, basis)
    changed = CodeChanged(
        code_id=row.id,
        basis=basis,
        round=row.round,
        color=inks.ink_of(color).color if color else row.color,
        name=clean,
        definition=clean_definition(definition),
    )
    if (row.name, row.definition, row.color) == (changed.name, changed.definition, changed.color):
        raise Refused("The code “{name}” says this already.", name=row.name)
    in_round = round_row(desk.review, row.round) if row.round else None
    refuse_same_name(desk, clean, row.parent, family(desk, in_round), but=row.id)
    return changed


@action(Need.DECIDE)
def move_code(desk: Desk, code: UUID, parent: UUID | None, place: int, *, basis: int) -> CodeMoved:
    """Put a code under another one or at the top, at a place among its like, counted from 0; never under itself."""
    row = code_to_change(desk, code)
    _refuse_stale(desk, row, basis)
    if not 0 <= place <= MOST_PLACES:
        raise Refused("A place among codes is a number from 0. Load the page again.")
    beside = family(desk, round_row(desk.review, row.round) if row.round else None)
    parent_in(desk, parent, beside)
    if parent != row.parent:
        refuse_same_name(desk, row.name, parent, beside, but=row.id)
    if stands_under(row.id, parent, _parents(desk)):
        raise Refused("“{name}” cannot stand under itself or a code below it. Choose another place.", name=row.name)
    return CodeMoved(code_id=row.id, basis=basis, place=place, round=row.round, parent=parent)


def _parents(desk: Desk) -> dict[UUID, UUID | None]:
    return shown_under(codes(desk.review, visible(desk.review, desk.person)))


def _refuse_stale(desk: Desk, row: CodeRow, basis: int) -> None:
    if row.edited_seq != basis:
        change = CodeChange.objects.filter(review=desk.review, code=row.id, seq=row.edited_seq).first()
        raise Refused(
            "{who} changed this code meanwhile: it is called “{name}” now. Look at it again, then change it.",
            who=names(desk.review)[change.person] if change else "Somebody",
            name=row.name,
        )


@action(Need.DECIDE)
def retire_code(desk: Desk, code: UUID, reason: str = "") -> CodeRetired:
    """Use a code no more; what was coded with it stays. Refused while codes in force stand under it."""
    row = code_to_change(desk, code)
    refuse_if_built_on(CodeCreated, desk.review, row.id)
    return CodeRetired(code_id=row.id, round=row.round, reason=reason)


@action(Need.DECIDE)
def restore_code(desk: Desk, code: UUID, reason: str = "") -> CodeRestored:
    """Bring a retired code back; the one it stands under has to be in force."""
    row = own_code(desk, code)
    if row.retired_seq is None:
        raise Refused("The code “{name}” is not retired.", name=row.name)
    beside = family(desk, round_row(desk.review, row.round) if row.round else None)
    parent_in(desk, row.parent, beside)
    refuse_same_name(desk, row.name, row.parent, beside, but=row.id)
    return CodeRestored(code_id=row.id, round=row.round, reason=reason)


@action(Need.DECIDE)
def merge_codes(
    desk: Desk,
    codes: Sequence[UUID],
    into: UUID | None,
    *,
    how: str = MergeHow.MERGED,
    round: UUID | None = None,
    reason: str = "",
) -> CodesMerged:
    """Count codes as another one of the team's; each coding keeps the code it was given.

    With `round`, they are codes of that opened round, brought to the team's codebook; `into` None leaves them out.
    """
    _of_how(how, round)
    refuse_frozen_book(desk, None)
    in_round = _opened(desk.review, round) if round else None
    look = visible(desk.review, desk.person)
    merged = _mergeable(desk, look, tuple(dict.fromkeys(codes)), in_round)
    if into is None:
        if in_round is None:
            raise Refused("Choose the code to merge into. A code that is not used any more is retired.")
    else:
        _refuse_target(desk, look, into, merged)
    ids = tuple(row.id for row in merged)
    return CodesMerged(merge_id=desk.new_id("merge"), codes=ids, into=into, how=how, round=round, reason=reason)


def _of_how(how: str, round_id: UUID | None) -> None:
    if how not in set(MergeHow) or (how == MergeHow.ALIGNED) != (round_id is not None):
        raise Refused("Codes of the team are merged; codes of an opened round are aligned, and name their round.")


def _opened(review: UUID, round_id: UUID) -> RoundRow:
    row = round_row(review, round_id)
    if row.opened_seq is None:
        raise Refused("Coding round {number} is not opened. Its codes are aligned when it is.", number=row.number)
    return row


def _mergeable(desk: Desk, look: Visible, wanted: tuple[UUID, ...], in_round: RoundRow | None) -> list[CodeRow]:
    rows = codes(desk.review, look).filter(round=in_round.id if in_round else None).in_bulk(wanted)
    if not wanted:
        raise Refused("Name the codes to merge.")
    if len(rows) < len(wanted):
        where = f"coding round {in_round.number}" if in_round else "the team's codebook"
        raise Refused("There is no such code in {where}. Load the page again.", where=where)
    for row in rows.values():
        if row.merged_seq is not None:
            refuse_unused(desk.review, row)
    return [rows[one] for one in wanted]


def _refuse_target(desk: Desk, look: Visible, into: UUID, merged: Sequence[CodeRow]) -> None:
    target = codes(desk.review, look).filter(pk=into, round=None).first()
    if target is None:
        raise Refused("There is no such code in the team's codebook to merge into. Load the page again.")
    refuse_unused(desk.review, target)
    parents = _parents(desk)
    for row in merged:
        if row.id == target.id:
            raise Refused("“{name}” is merged into another code, not into itself.", name=row.name)
        if stands_under(row.id, target.id, parents):
            raise Refused(
                "“{target}” stands under “{name}”. Move it out first, then merge.", target=target.name, name=row.name
            )


@action(Need.DECIDE)
def unmerge(desk: Desk, merge: UUID, reason: str = "") -> MergeWithdrawn:
    """Let merged codes stand for themselves again."""
    refuse_frozen_book(desk, None)
    if not MergeRow.objects.filter(review=desk.review, pk=merge, withdrawn_seq=None).exists():
        raise Refused("There is no such merge in this review, or it was undone already.")
    return MergeWithdrawn(merge_id=merge, reason=reason)


@action(Need.DECIDE)
def move_codings(desk: Desk, moved: Sequence[UUID], to: UUID, reason: str = "", *, made: bool = False) -> CodingsMoved:
    """Give codings another code of the same book; those of an opened round become the team's code's, as they count.

    `made`: the code was made for them just before.
    """
    target = code_to_change(desk, to)
    look, ids = visible(desk.review, desk.person), tuple(dict.fromkeys(moved))
    rows = {row.id: row for row in codings(desk.review, look).filter(pk__in=ids).select_related("code")}
    if not ids or len(rows) < len(ids):
        raise Refused("Some of these passages are not coded any more, or none was chosen. Load the page again.")
    for row in rows.values():
        _refuse_other_book(desk, row, target)
    return CodingsMoved(
        move_id=desk.new_id("move"), codings=ids, to=target.id, round=target.round, made=made, reason=reason
    )


def _refuse_other_book(desk: Desk, row: CodingRow, target: CodeRow) -> None:
    if row.code.effective == target.id:
        raise Refused("A passage among these is coded with “{name}” already.", name=target.name)
    if target.round is not None and (row.round != target.round or row.person != desk.person):
        raise Refused("These passages are not of your own coding in this round. Choose yours.")
    if target.round is None and row.round is not None and round_row(desk.review, row.round).running:
        raise Refused("These passages belong to a round that is not opened. They move when it is.")


@action(Need.DECIDE)
def move_codings_back(desk: Desk, move: UUID) -> CodingsMovedBack:
    """Give codings the code back that they had before a split; refused where they were given a third one since."""
    row = SplitRow.objects.filter(review=desk.review, pk=move, withdrawn_seq=None).first()
    if row is None or (row.round is not None and row.person != desk.person):
        raise Refused("There is no such split in this review, or it was undone already.")
    refuse_frozen_book(desk, row.round)
    look = visible(desk.review, desk.person)
    ids = [coding for coding, _ in row.pairs]
    if codings(desk.review, look).filter(pk__in=ids).exclude(code=row.to).exists():
        raise Refused("Some of these passages were given another code since. Undo that first.")
    return CodingsMovedBack(move_id=row.id, round=row.round)


def split_code(
    by: By, review: UUID, code: UUID, parts: Mapping[NewCode | UUID, Sequence[UUID]], reason: str = ""
) -> list[Recorded[CodingsMoved]]:
    """Give parts of what is coded with a code to other codes, new ones or known ones: all of it, or none."""
    with transaction.atomic():
        access_review(by.person, review, Need.DECIDE)
        round_id = code_row(review, visible(review, by.person), code).round
        made: list[Recorded[Any]] = []
        for number, (part, moved) in enumerate(parts.items()):
            new = isinstance(part, NewCode)
            to = part if isinstance(part, UUID) else new_code(by.then(f"code {number}"), review, part, round_id)
            made.append(move_codings(by.then(f"part {number}"), review, tuple(moved), to, reason, made=new))
        if not made:
            raise Refused("Choose passages, and the code each part of them gets.")
        return made


def undo_split(by: By, review: UUID, move: UUID) -> Recorded[CodingsMovedBack]:
    """Give codings their former code back; the code that was made for them is retired where nothing else needs it."""
    with transaction.atomic():
        done: Recorded[CodingsMovedBack] = move_codings_back(by, review, move)
        row = SplitRow.objects.get(review=review, pk=move)
        split = trail.recorded(Event.objects.get(review=review, seq=row.seq)).body
        if isinstance(split, CodingsMoved) and split.made and not _needed(review, row.to):
            retire_code(by.then("made"), review, row.to, "undone with its split")
        return done


def _needed(review: UUID, code: UUID) -> bool:
    """Whether a code is used, was changed or written on, or others stand under it or count as it."""
    known = CodeRow.settled(review)
    row = known.get(pk=code)
    return (
        row.retired_seq is not None
        or row.merged_seq is not None
        or row.edited_seq != row.made_seq
        or CodingRow.settled(review).filter(code=code, withdrawn_seq=None).exists()
        or known.filter(Q(parent=code) | Q(merged_into=code)).exists()
        or MemoRow.settled(review).filter(about=code, withdrawn_seq=None).exists()
    )


def new_code(by: By, review: UUID, new: NewCode, round_id: UUID | None = None) -> UUID:
    """Make a code as one step of a longer act; its identifier."""
    done = create_code(
        by, review, new.name, parent=new.parent, definition=new.definition, color=new.color, round=round_id
    )
    made: UUID = done.body.code_id
    return made
