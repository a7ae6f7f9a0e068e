"""How acts of screening apart change the tables, and what of them stays hidden."""

from uuid import UUID

from django.db.models import F

from synthema.audit.model import Recorded
from synthema.audit.registry import hides, projects
from synthema.screening.hand_events import (
    QueueHandedOut,
    QueueTakenOn,
    SealedVerdictsCollected,
    SealedVerdictsOpened,
)
from synthema.screening.hand_tables import HandInRow, HandOutKey, HandOutRow, TakenOnRow, hand_ins


@projects(QueueHandedOut)
def queue_handed_out(event: Recorded[QueueHandedOut]) -> None:
    """Enter what was handed out."""
    body = event.body
    HandOutRow.objects.create(
        id=body.hand_out_id,
        review=event.review,
        stage=body.stage,
        person=body.person,
        protocol_version=body.protocol_version,
        records=body.records,
        public_key=body.public_key,
        by=event.actor,
        at=event.at,
        number=event.seq,
    )


@projects(QueueTakenOn)
def queue_taken_on(event: Recorded[QueueTakenOn]) -> None:
    """Enter what is screened here for a review elsewhere."""
    body = event.body
    TakenOnRow.objects.create(
        id=event.id,
        hand_out=body.hand_out_id,
        review=event.review,
        of_review=body.of_review,
        stage=body.stage,
        theirs=body.person,
        person=event.actor,
        protocol_version=body.protocol_version,
        own_version=body.own_version,
        public_key=body.public_key,
        records=body.records,
        at=event.at,
        number=event.seq,
    )


@projects(SealedVerdictsCollected)
def sealed_verdicts_collected(event: Recorded[SealedVerdictsCollected]) -> None:
    """Enter what came back, all of it sealed."""
    body = event.body
    HandInRow.objects.create(
        id=body.hand_in_id,
        review=event.review,
        hand_out=body.hand_out_id,
        person=body.person,
        verdicts=body.verdicts,
        upto=body.upto,
        sealed=body.sealed.content,
        still_sealed=body.verdicts,
        at=event.at,
        number=event.seq,
    )


@projects(SealedVerdictsOpened)
def sealed_verdicts_opened(event: Recorded[SealedVerdictsOpened]) -> None:
    """Note how many are open, and how many still sealed."""
    body = event.body
    rows = HandInRow.objects.filter(review=event.review, id=body.hand_in_id)
    rows.update(opened=F("opened") + len(body.opened), still_sealed=body.still_sealed)


@hides
def still_sealed(review: UUID) -> set[int]:
    """The acts of collecting what nobody may know yet; without its key nobody ever will, so nothing is hidden then."""
    rows = [row for row in hand_ins(review) if row.still_sealed]
    keys = HandOutKey.objects.filter(hand_out__in=[row.hand_out for row in rows]) if rows else ()
    here = {key.hand_out for key in keys}
    return {row.number for row in rows if row.hand_out in here}
