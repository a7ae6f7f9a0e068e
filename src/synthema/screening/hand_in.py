"""Seal the verdicts given on a queue that was taken on, to be sent back."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from synthema import __version__
from synthema.audit.archive import write
from synthema.audit.canonical import moment
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.audit.tables import Review
from synthema.files import refuse_existing
from synthema.refused import Refused
from synthema.screening import hand_covers
from synthema.screening.hand_model import FORMAT, HandIn, SealedVerdict
from synthema.screening.hand_on import handed
from synthema.screening.hand_tables import TakenOnRow, taken_on
from synthema.screening.rules import standing
from synthema.screening.tables import verdicts
from synthema.team.doors import access_review
from synthema.team.model import Need

README = """Sealed verdicts of a colleague who screened without a server

They go back to who handed out the records: `synthema screening collect FILE`. The verdicts are in sealed.bin, and
nobody reads them before all that are needed on a record are in.
"""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How many verdicts were sealed, of how many records."""

    verdicts: int
    records: int


def hand_in(by: By, review: UUID, path: Path) -> HandedIn:
    """Write the verdicts that stand, sealed to the key of the hand-out; it may be done again as the work goes on."""
    access_review(by.person, review, Need.DECIDE)
    taken = [row for row in taken_on(review) if row.person == by.person]
    if not taken:
        raise Refused("Nothing was taken on here from another review. `synthema screening take-on FILE` does that.")
    last, records = taken[-1], handed(review)
    given = _given(review, taken, records)
    if not given:
        raise Refused("You have given no verdict here yet. `synthema screening queue` shows what awaits you.")
    refuse_existing(path)
    at = now()
    cover = HandIn(
        format=FORMAT,
        hand_in=uuid4(),
        hand_out=last.hand_out,
        review=last.of_review,
        person=last.theirs,
        stage=last.stage,
        verdicts=len(given),
        upto=Review.objects.get(pk=review).head_seq,
        at=moment(at),
        made_with=f"Synthema {__version__}",
    )
    sealed = hand_covers.sealed_bytes(cover, given, bytes.fromhex(last.public_key))
    members = {"README.txt": README.encode(), hand_covers.HAND_IN: hand_covers.cover_bytes(cover)}
    write(path, members | {hand_covers.SEALED: sealed}, at)
    return HandedIn(len(given), len(records))


def _given(review: UUID, taken: list[TakenOnRow], records: dict[UUID, UUID]) -> list[SealedVerdict]:
    """The verdicts of this person that stand, each on the record it was given on."""
    last = taken[-1]
    rows = {row.id: row for row in verdicts(review, last.stage).filter(person=last.person)}
    counting = standing(row.vote for row in rows.values())
    newest = {rows[vote.id].subject: rows[vote.id] for vote in counting if rows[vote.id].subject in records}
    return [
        SealedVerdict(
            verdict_id=row.id,
            subject=records[row.subject],
            verdict=row.verdict,
            reason=row.reason,
            note=row.note,
            at=moment(row.at),
            protocol_version=_their_version(taken, row.protocol_version),
            order=row.order,
            position=row.position,
        )
        for row in newest.values()
    ]


def _their_version(taken: list[TakenOnRow], own: int) -> int:
    """The version, in the review elsewhere, of the protocol that was in force here."""
    known = [row for row in taken if row.own_version <= own]
    return (known or taken)[-1 if known else 0].protocol_version
