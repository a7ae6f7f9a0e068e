"""Collect sealed verdicts, and open those for which all that are needed are in."""

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from synthema.audit.archive import Archive
from synthema.audit.model import By
from synthema.progress import Progress, silent
from synthema.protocol.tables import versions
from synthema.refused import Refused
from synthema.screening import hand_covers
from synthema.screening.hand_events import SealedVerdictsCollected
from synthema.screening.hand_model import HandIn, SealedVerdict
from synthema.screening.hand_opening import Account, open_ready
from synthema.screening.hand_sealing import Unsealable, unseal
from synthema.screening.hand_tables import HandInRow, HandOutKey, HandOutRow
from synthema.screening.rules import problem
from synthema.screening.tables import LONGEST_ORDER
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need
from synthema.team.tables import names


def collect(by: By, review: UUID, path: Path, *, progress: Progress = silent) -> tuple[HandIn, bool, Account]:
    """Keep the sealed verdicts of a package and open what may be opened; what it says of itself, and whether it is new.

    The same file again, or one made before a file that was collected, changes nothing.
    """
    access_review(by.person, review, Need.LEAD)
    with Archive(path) as archive:
        archive.read_all()
        cover = hand_covers.read_cover(archive, HandIn, hand_covers.HAND_IN)
        sealed = archive.read(hand_covers.SEALED)
    row = _handed_out(review, cover, path.name)
    _look(review, row, cover, sealed, path.name)
    new = not HandInRow.objects.filter(review=review, hand_out=row.id, upto__gte=cover.upto).exists()
    if new:
        _collect(By(by.person, uuid5(review, f"collect {cover.hand_in}")), review, cover, sealed)
    return cover, new, open_ready(by, review, progress=progress)


def _handed_out(review: UUID, cover: HandIn, name: str) -> HandOutRow:
    """The hand-out that a package answers; raises Refused where it is none of this review."""
    if cover.review != review:
        raise Refused(
            "{name} belongs to another review ({review}). Name that one with --review.", name=name, review=cover.review
        )
    row = HandOutRow.objects.filter(review=review, id=cover.hand_out, person=cover.person, stage=cover.stage).first()
    if row is None:
        raise Refused(
            "{name} answers nothing that was handed out here. `synthema screening handed` lists what was.", name=name
        )
    return row


def _look(review: UUID, row: HandOutRow, cover: HandIn, sealed: bytes, name: str) -> None:
    """Refuse now what could not be opened later; what it says tells nothing of any verdict."""
    who = names(review)[row.person]
    key = HandOutKey.objects.filter(hand_out=row.id).first()
    if key is None:
        raise Refused(
            "The key to what {who} sealed is not here: only the computer that handed the records out holds "
            "it. Collect the file there, or hand out anew and ask for the verdicts again.",
            who=who,
        )
    try:
        found = hand_covers.opened_verdicts(unseal(sealed, bytes.fromhex(key.private), hand_covers.cover_bytes(cover)))
    except Unsealable:
        raise Refused(
            "{name} was not sealed for this hand-out, or it was changed or cut off on the way. Nothing was "
            "collected. Ask {who} to send it again.",
            name=name,
            who=who,
        ) from None
    except ValueError:
        found = []
    if not found or len(found) != cover.verdicts or not _can_stand(review, found):
        raise Refused(
            "{name} holds what no verdict under this protocol can be; perhaps the protocol was changed "
            "where it was screened. Nothing was collected. Ask {who} to take the hand-out on anew.",
            name=name,
            who=who,
        )


def _can_stand(review: UUID, found: list[SealedVerdict]) -> bool:
    protocols = {one.number: one.protocol for one in versions(review)}
    return all(
        one.protocol_version in protocols
        and not problem(protocols[one.protocol_version], "title_abstract", one.verdict, one.reason)
        and len(one.order) <= LONGEST_ORDER
        and _is_moment(one.at)
        for one in found
    )


def _is_moment(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z").tzinfo is not None
    except ValueError:
        return False


@action(Need.LEAD)
def _collect(desk: Desk, cover: HandIn, sealed: bytes) -> SealedVerdictsCollected:
    """Keep what came back as it is, under its cover."""
    return SealedVerdictsCollected(
        hand_in_id=cover.hand_in,
        hand_out_id=cover.hand_out,
        person=cover.person,
        verdicts=cover.verdicts,
        upto=cover.upto,
        sealed=desk.store.put(hand_covers.cover_bytes(cover) + b"\n" + sealed),
    )
