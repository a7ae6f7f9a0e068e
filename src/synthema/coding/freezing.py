"""What may not change while a round runs, and what of a round never changes again."""

from uuid import UUID

from synthema.coding.model import RoundKind
from synthema.coding.round_tables import RoundRow, RoundSeat, rounds
from synthema.refused import Refused
from synthema.team.doors import Desk


def refuse_frozen_book(desk: Desk, round_id: UUID | None) -> RoundRow | None:
    """The round whose own codebook is meant, None for the team's; raises Refused where it stays as it is for now."""
    if round_id is not None:
        return _own_round(desk, round_id)
    for one in rounds(desk.review):
        if one.sealed and (one.kind == RoundKind.DEDUCTIVE or desk.person in one.coder_ids):
            raise Refused(
                "The team's codebook stays as it is until coding round {number} is opened: what is changed there now "
                "could tell how somebody codes. New codes of that round belong to the round.",
                number=one.number,
            )
    return None


def _own_round(desk: Desk, round_id: UUID) -> RoundRow:
    seat = RoundSeat.objects.filter(review=desk.review, round=round_id, person=desk.person).select_related("round")
    row = seat.first()
    if row is None or not row.round.running or row.handed_in_seq or row.excused_seq:
        raise Refused("You are not coding in this round now. Codes of a round change only while you code in it.")
    return row.round


def refuse_opened(desk: Desk, round_id: UUID) -> None:
    """Raise Refused for what belongs to a round that is opened."""
    row = RoundRow.objects.get(review=desk.review, pk=round_id)
    if row.opened_seq is not None:
        raise Refused(
            "This belongs to coding round {number}, and nothing of an opened round changes any more. Align its codes "
            "with the team's codebook, settle differences, or code the passage anew.",
            number=row.number,
        )
