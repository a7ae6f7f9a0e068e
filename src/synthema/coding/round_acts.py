"""Begin rounds of coding, hand in, and settle what the coders differ in once a round is opened."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from synthema.audit.model import By, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.coding.code_acts import merge_codes, new_code
from synthema.coding.differences import DECISIONS
from synthema.coding.events import CodesMerged
from synthema.coding.model import CodingUnit, MergeHow, RoundKind
from synthema.coding.round_events import (
    CoderExcused,
    CodingHandedIn,
    CodingTakenBack,
    DifferenceReopened,
    DifferenceSettled,
    RoundBegun,
    RoundCalledOff,
)
from synthema.coding.round_tables import RoundRow, RoundSeat, round_row, visible
from synthema.coding.rules import NewCode
from synthema.coding.tables import CodeRow, CodingRow, DifferenceRow, codings, marks
from synthema.documents.tables import Document
from synthema.refused import Refused
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import roles_of

FEWEST = 2  # coders
MOST_CODERS = 20
MOST_DOCUMENTS = 1_000


@action(Need.LEAD)
def begin_round(
    desk: Desk,
    kind: str,
    coders: Sequence[UUID],
    documents: Sequence[UUID],
    *,
    unit: str = CodingUnit.SENTENCE,
    blind: bool = True,
    note: str = "",
) -> RoundBegun:
    """Let some people code some documents, each for themselves; all documents have their findings marked."""
    if kind not in set(RoundKind) or unit not in set(CodingUnit):
        raise Refused("A round is inductive or deductive, and agreement is counted over sentences or characters.")
    people, texts = tuple(dict.fromkeys(coders)), tuple(dict.fromkeys(documents))
    _refuse_coders(desk, people)
    _refuse_documents(desk, texts)
    if kind == RoundKind.DEDUCTIVE and not _team_codes(desk.review):
        raise Refused(
            "A deductive round needs codes to code with, and the team's codebook is empty. Import one, or make codes."
        )
    return RoundBegun(
        round_id=desk.new_id("round"), kind=kind, coders=people, documents=texts, unit=unit, blind=blind, note=note
    )


def _team_codes(review: UUID) -> bool:
    return CodeRow.settled(review).filter(round=None, retired_seq=None, merged_seq=None).exists()


def _refuse_coders(desk: Desk, people: tuple[UUID, ...]) -> None:
    if not FEWEST <= len(people) <= MOST_CODERS:
        raise Refused(
            "A round has {fewest} to {most} coders, not {number}.",
            fewest=FEWEST,
            most=MOST_CODERS,
            number=len(people),
        )
    allowed = {str(role) for role in ROLES_FOR[Need.DECIDE]}
    if any(not roles_of(desk.review, person) & allowed for person in people):
        raise Refused("Somebody chosen may not code in this review. Give them the role of a reviewer first.")


def _refuse_documents(desk: Desk, documents: tuple[UUID, ...]) -> None:
    known = {row.id: row for row in Document.objects.filter(review=desk.review, pk__in=documents)}
    if not documents:
        raise Refused(
            "A round needs documents whose findings are marked, and none was chosen. Mark the findings of each of them "
            "first: in the reader, or by `synthema coding mark`."
        )
    if len(known) < len(documents) or len(documents) > MOST_DOCUMENTS:
        raise Refused("Choose the documents of the round; each has to be in this review.")
    marked = set(marks(desk.review).filter(kind="findings").values_list("document", flat=True))
    if bare := [row.file_name for row in known.values() if row.id not in marked]:
        raise Refused(
            "The findings are not marked yet in {names}. Mark them in the reader, or by "
            "`synthema coding mark`, then begin.",
            names=", ".join(sorted(bare)[:10]),
        )
    for one in RoundRow.objects.filter(review=desk.review, opened_seq=None, off_seq=None).order_by("number"):
        if taken := [known[document].file_name for document in one.document_ids if document in known]:
            raise Refused(
                "Coding round {number} is not opened and has {names} already. Choose other documents, or wait for it.",
                number=one.number,
                names=", ".join(sorted(taken)[:10]),
            )


@action(Need.LEAD)
def call_off(desk: Desk, round: UUID, reason: str = "") -> RoundCalledOff:
    """Call off a round in which nobody has done anything yet."""
    row = _running(desk, round)
    try:
        refuse_if_built_on(RoundBegun, desk.review, row.id)
    except Refused:
        raise Refused(
            "Somebody has worked in coding round {number} already, so it stays. Excuse the coders who do not finish: "
            "then it opens with what there is.",
            number=row.number,
        ) from None
    return RoundCalledOff(round_id=row.id, reason=reason)


@action(Need.LEAD)
def excuse(desk: Desk, round: UUID, person: UUID, reason: str = "") -> CoderExcused:
    """Let a round open without a coder; what they coded opens with the rest and counts for no agreement."""
    row = _running(desk, round)
    own, theirs = _seat(row, desk.person), _seat(row, person)
    if own is not None and own.handed_in_seq is None and own.excused_seq is None:
        raise Refused("You code in this round yourself, and excusing somebody can open it. Hand in first.")
    if theirs is None:
        raise Refused("They are no coder of coding round {number}.", number=row.number)
    if theirs.handed_in_seq is not None or theirs.excused_seq is not None:
        raise Refused("They are done with coding round {number} already.", number=row.number)
    return CoderExcused(round_id=row.id, person=person, reason=reason)


@action(Need.DECIDE)
def hand_in(desk: Desk, round: UUID) -> CodingHandedIn:
    """Be done with a round; the last one's handing in opens it for everybody."""
    row, seat = _own_seat(desk, round)
    if seat.handed_in_seq is not None:
        raise Refused("You handed in coding round {number} already.", number=row.number)
    return CodingHandedIn(round_id=row.id)


@action(Need.DECIDE)
def take_back(desk: Desk, round: UUID) -> CodingTakenBack:
    """Go on with a round that was handed in and is not opened yet."""
    row, seat = _own_seat(desk, round)
    if seat.handed_in_seq is None:
        raise Refused("You did not hand in coding round {number} yet.", number=row.number)
    return CodingTakenBack(round_id=row.id)


def _seat(row: RoundRow, person: UUID) -> RoundSeat | None:
    return RoundSeat.objects.filter(review=row.review, round=row, person=person).first()


def _own_seat(desk: Desk, round_id: UUID) -> tuple[RoundRow, RoundSeat]:
    row = _running(desk, round_id)
    seat = _seat(row, desk.person)
    if seat is None:
        raise Refused("You are no coder of coding round {number}.", number=row.number)
    if seat.excused_seq is not None:
        raise Refused("You were excused from coding round {number}.", number=row.number)
    return row, seat


def _running(desk: Desk, round_id: UUID) -> RoundRow:
    row = round_row(desk.review, round_id)
    if row.off_seq is not None:
        raise Refused("Coding round {number} was called off.", number=row.number)
    if row.opened_seq is not None:
        raise Refused("Coding round {number} is opened already.", number=row.number)
    return row


def _opened(desk: Desk, round_id: UUID) -> RoundRow:
    row = round_row(desk.review, round_id)
    if row.opened_seq is None:
        raise Refused(
            "Coding round {number} is not opened. What its coders differ in is looked at when it is.",
            number=row.number,
        )
    return row


def reconcile(
    by: By,
    review: UUID,
    round: UUID,
    codes: Sequence[UUID],
    *,
    into: UUID | None = None,
    new: NewCode | None = None,
    reason: str = "",
) -> Recorded[CodesMerged]:
    """Bring codes of an opened round to one code of the team's, known or new; both or neither of the two acts.

    With neither `into` nor `new` they are left out of the codebook, for the reason given.
    """
    if into is not None and new is not None:
        raise Refused("Choose a code of the team's, or make a new one, not both.")
    if into is None and new is None and not reason.strip():
        raise Refused("Say why these codes are left out of the codebook.")
    with transaction.atomic():
        access_review(by.person, review, Need.ARBITRATE)
        if new is not None:
            into = new_code(by.then("code"), review, new)
        done: Recorded[Any] = merge_codes(
            by, review, tuple(codes), into, how=MergeHow.ALIGNED, round=round, reason=reason
        )
        return done


@action(Need.ARBITRATE)
def settle_difference(
    desk: Desk,
    round: UUID,
    document: UUID,
    start: int,
    end: int,
    *,
    aside: Sequence[UUID] = (),
    decision: str,
    note: str = "",
) -> DifferenceSettled:
    """Decide, by consensus or as an arbiter, which codings of a stretch do not count; the others do."""
    row = _opened(desk, round)
    if decision not in set(DECISIONS):
        raise Refused("A difference is settled by {words}.", words=" or ".join(DECISIONS))
    if decision == "arbiter" and desk.person in row.coder_ids:
        raise Refused("You coded in this round, and nobody arbitrates their own difference. Find a consensus.")
    if document not in row.document_ids or not 0 <= start < end:
        raise Refused("There is no such stretch in coding round {number}. Load the page again.", number=row.number)
    settled = DifferenceRow.objects.filter(review=desk.review, round=row, document=document, withdrawn_seq=None)
    if settled.filter(start__lt=end, end__gt=start).exists():
        raise Refused("Something was settled on these words already. Reopen that first.")
    ids = tuple(dict.fromkeys(aside))
    _refuse_aside(desk, row, document, start, end, ids)
    return DifferenceSettled(
        difference_id=desk.new_id("difference"),
        round=row.id,
        document=document,
        start=start,
        end=end,
        decision=decision,
        aside=ids,
        note=note,
    )


def _refuse_aside(desk: Desk, row: RoundRow, document: UUID, start: int, end: int, aside: tuple[UUID, ...]) -> None:
    look = visible(desk.review, desk.person)
    here: list[CodingRow] = list(
        codings(desk.review, look).filter(
            pk__in=aside, round=row.id, quote__document=document, start__lt=end, end__gt=start
        )
    )
    if len(here) < len(aside):
        raise Refused("Some of these codings do not stand in this stretch. Load the page again.")


@action(Need.ARBITRATE)
def reopen_difference(desk: Desk, difference: UUID) -> DifferenceReopened:
    """Open a settled difference again."""
    if not DifferenceRow.objects.filter(review=desk.review, pk=difference, withdrawn_seq=None).exists():
        raise Refused("There is no such settled difference in this review, or it is open already.")
    return DifferenceReopened(difference_id=difference)
