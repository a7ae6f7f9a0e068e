"""How acts on rounds of coding change the tables, what stays hidden until they open, and what rests on them."""

from typing import Any
from uuid import UUID, uuid5

from synthema.audit.canonical import canonical
from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, hides, projects
from synthema.coding.round_events import (
    CoderExcused,
    CodingHandedIn,
    CodingTakenBack,
    RoundBegun,
    RoundCalledOff,
)
from synthema.coding.round_tables import RoundRow, RoundSeat, SealedAct, hidden_acts
from synthema.documents.events import DocumentAdded
from synthema.words import counted


def seal(event: Recorded[Any], round_id: UUID | None) -> None:
    """Note that an act belongs to a round, so that it stays hidden until the round opens."""
    if round_id is not None:
        SealedAct.objects.create(id=event.id, review=event.review, round_id=round_id, person=event.actor, seq=event.seq)


@projects(RoundBegun)
def round_begun(event: Recorded[RoundBegun]) -> None:
    """Enter the round and a seat for each of its coders."""
    body = event.body
    row = RoundRow.objects.create(
        id=body.round_id,
        review=event.review,
        number=RoundRow.objects.filter(review=event.review).count() + 1,
        kind=body.kind,
        blind=body.blind,
        unit=body.unit,
        coders=canonical(body.coders),
        documents=canonical(body.documents),
        note=body.note,
        begun_seq=event.seq,
    )
    RoundSeat.objects.bulk_create(
        RoundSeat(id=uuid5(row.id, str(person)), review=event.review, round=row, person=person)
        for person in body.coders
    )


@projects(RoundCalledOff)
def round_called_off(event: Recorded[RoundCalledOff]) -> None:
    """The round is none any more."""
    RoundRow.objects.filter(review=event.review, pk=event.body.round_id).update(off_seq=event.seq)


@projects(CodingHandedIn)
def coding_handed_in(event: Recorded[CodingHandedIn]) -> None:
    """One coder is done; the last one opens the round."""
    _seats(event).filter(person=event.actor).update(handed_in_seq=event.seq)
    _open_if_all_are_done(event)


@projects(CodingTakenBack)
def coding_taken_back(event: Recorded[CodingTakenBack]) -> None:
    """One coder goes on."""
    _seats(event).filter(person=event.actor).update(handed_in_seq=None)


@projects(CoderExcused)
def coder_excused(event: Recorded[CoderExcused]) -> None:
    """One coder is waited for no longer; where they were the last, the round opens."""
    _seats(event).filter(person=event.body.person).update(excused_seq=event.seq)
    _open_if_all_are_done(event)


def _seats(event: Recorded[Any]) -> Any:
    return RoundSeat.objects.filter(review=event.review, round=event.body.round_id)


def _open_if_all_are_done(event: Recorded[Any]) -> None:
    if not _seats(event).filter(handed_in_seq=None, excused_seq=None).exists():
        RoundRow.objects.filter(review=event.review, pk=event.body.round_id).update(opened_seq=event.seq)


@hides
def sealed_acts(review: UUID) -> set[int]:
    """The acts of blind rounds that are not opened."""
    return set(hidden_acts(review).values_list("seq", flat=True))


@builds_on(DocumentAdded)
def rounds_on_document(review: UUID, document: UUID) -> list[str]:
    """The rounds on a document that are not opened, in the same words whatever was done in them."""
    running = RoundRow.objects.filter(review=review, opened_seq=None, off_seq=None).order_by("number")
    return [f"coding round {one.number} on it" for one in running if document in one.document_ids]


@builds_on(RoundBegun)
def done_in_round(review: UUID, round_id: UUID) -> list[str]:
    """That somebody coded in a round, or handed in: what everybody knows from the trail."""
    acted = SealedAct.objects.filter(review=review, round=round_id).exists()
    done = RoundSeat.objects.filter(review=review, round=round_id).exclude(handed_in_seq=None).count()
    return ["acts of coding in it"] * acted + [f"{counted(done, 'coder')} handed in"] * bool(done)
