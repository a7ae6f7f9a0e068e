"""Whose work a person sees and does at a document: the team's, or their own in a round of coding."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from synthema.coding.model import RoundKind, Visible
from synthema.coding.round_tables import RoundRow, RoundSeat
from synthema.coding.tables import MoveRow
from synthema.refused import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one person sees of one document: `work` is the round they code in now, None for the team's own work."""

    look: Visible
    work: RoundRow | None = None
    alone: RoundRow | None = None  # the sealed round of which they see their own work and nothing else
    latest: RoundRow | None = None  # the last opened round on this document
    frozen: Words | None = None  # why nobody, or this person, codes here now

    def shows(self, round_id: UUID | None, person: UUID) -> bool:
        """Whether the work of this person in this round is shown, of what may be seen at all."""
        if self.alone:
            return round_id == self.alone.id and person == self.look.viewer
        return round_id is None or round_id in [one.id for one in (self.latest, self.work) if one]

    def offers(self, round_id: UUID | None, person: UUID) -> bool:
        """Whether the codes that this person made in this round are in the book to choose from."""
        if self.work is None:
            return round_id is None
        own = round_id == self.work.id and person == self.look.viewer
        return own or (round_id is None and self.work.kind != RoundKind.INDUCTIVE)

    def may_change(self, person: UUID, round_id: UUID | None) -> bool:
        """Whether the work of this person in this round is changed here."""
        if self.frozen or round_id != (self.work.id if self.work else None):
            return False
        return round_id is None or person == self.look.viewer


def layers(review: UUID, viewer: UUID, documents: Sequence[UUID]) -> dict[UUID, Layer]:
    """What a person sees of each of these documents: three questions, however many there are."""
    rounds = list(RoundRow.objects.filter(review=review, off_seq=None).order_by("number"))
    seats = RoundSeat.objects.filter(review=review, person=viewer, handed_in_seq=None, excused_seq=None)
    sitting = set(seats.values_list("round_id", flat=True))
    look = Visible(viewer, frozenset(one.id for one in rounds if one.sealed))
    named = [(one, frozenset(one.document_ids)) for one in rounds]
    older = _older(review)
    return {
        document: _layer(
            look,
            sitting,
            [one for one, held in named if document in held],
            [one for one, held in named if held & {document, *older.get(document, ())}],
        )
        for document in documents
    }


def _older(review: UUID) -> dict[UUID, set[UUID]]:
    """For each document the older files of its report that quotes came from."""
    found: dict[UUID, set[UUID]] = {}
    rows = MoveRow.objects.filter(review=review, withdrawn_seq=None).order_by("seq")
    for source, target in rows.values_list("source", "target"):
        found[target] = found.get(target, set()) | {source} | found.get(source, set())
    return found


def _layer(look: Visible, sitting: set[UUID], covering: Sequence[RoundRow], also: Sequence[RoundRow]) -> Layer:
    """`also` are the rounds on older files of the report too: their quotes may stand in this one now."""
    mine = [one for one in covering if one.running and look.viewer in one.coder_ids]
    work = next((one for one in mine if one.id in sitting), None)
    alone = work if work and work.sealed else next((one for one in mine if one.sealed), None)
    sealed = next((one for one in covering if one.sealed), None)
    latest = next((one for one in reversed(also) if one.opened_seq is not None), None)
    frozen = None if work and work in (alone, sealed) else _frozen(sealed, mine=alone is not None)
    return Layer(look=look, work=work, alone=alone, latest=latest, frozen=frozen)


def _frozen(sealed: RoundRow | None, *, mine: bool) -> Words | None:
    if sealed is None:
        return None
    if mine:
        return Words(
            "You are done with coding round {number}. Your work here stays as it is until the round opens; "
            "take it back on the page of the round to go on.",
            number=sealed.number,
        )
    return Words(
        "Others are coding this document blind in round {number}. It can be coded again once that round is open.",
        number=sealed.number,
    )
