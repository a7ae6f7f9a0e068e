"""Hand a colleague their queue in a file, to be screened without a server."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from synthema import __version__
from synthema.audit.archive import refuse_unwritable, write
from synthema.audit.canonical import moment
from synthema.audit.model import By, Recorded
from synthema.files import refuse_existing
from synthema.protocol.tables import current
from synthema.records.model import Record
from synthema.records.writing import write as write_records
from synthema.refused import Refused
from synthema.screening import hand_covers, hand_sealing
from synthema.screening.hand_events import QueueHandedOut
from synthema.screening.hand_model import FORMAT, HandOut
from synthema.screening.hand_tables import HandOutKey
from synthema.screening.orders import first_of
from synthema.screening.rules import FULL_TEXT
from synthema.screening.shown import Shown, shown
from synthema.screening.standings import judged, left_of, pilot_in_force, pilot_units
from synthema.screening.states import policy
from synthema.screening.tables import UnitState
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import ReviewTitle, names, roles_of

MOST = 1_000_000
NO_TITLE = "(no title)"
README = """A queue of records to be screened for the review "{title}"

For {name}. Handed out by {by}; {records} records.

1. Install Synthema.
2. synthema screening take-on FILE
3. Screen: `synthema open`, or `synthema screening queue`.
4. synthema screening hand-in --out SEALED.zip, and send that file back. Nobody reads your verdicts in it before all
   that are needed are in.

hand-out.json     what this is, and the key to which your verdicts are sealed
protocol.json     the protocol
records.ris       the records in the order in which to read them; AN is how the review knows a record
checksums.sha256  one line a file
"""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was handed out: how many records, and under which identifier."""

    hand_out: UUID
    records: int


def hand_out(by: By, review: UUID, stage: str, to: UUID, path: Path) -> HandedOut:
    """Write a package with what awaits a person's verdict; needs the lead."""
    access_review(by.person, review, Need.LEAD)
    refuse_existing(path)
    refuse_unwritable(path).unlink()  # before anything goes on the trail
    given = to_hand_out(review, stage, to)
    done = _hand_out(by, review, stage, to, len(given))
    write(path, _members(review, done, given), done.at)
    return HandedOut(done.body.hand_out_id, len(given))


def to_hand_out(review: UUID, stage: str, to: UUID) -> list[Shown]:
    """What awaits a person's first verdict, in an order of their own; raises Refused where that is nothing.

    Where they are asked again, they contradict themselves: that is for them to know, not for who hands out.
    """
    if stage == FULL_TEXT:
        raise Refused("Only titles and abstracts are handed out. Full texts are judged where the files are.")
    if not roles_of(review, to) & {str(role) for role in ROLES_FOR[Need.DECIDE]}:
        raise Refused("This person gives no verdicts in this review. `synthema team add NAME` makes them a reviewer.")
    mine = first_of(review, stage, to, "random", _unjudged(review, stage, to), MOST)
    if not mine:
        raise Refused("Nothing awaits a first verdict of this person, so there is nothing to hand out.")
    return shown(review, stage, [place.unit for place in mine])


def _unjudged(review: UUID, stage: str, to: UUID) -> set[UUID]:
    """The units that await a first verdict of a person; the same questions are asked whatever anybody said."""
    needed, rows = policy(review).reviewers, UnitState.objects.filter(review=review, stage=stage)
    known = {row.unit: row.state for row in rows}
    done = {u for u, s in known.items() if not s.is_open or to in s.voters or len(s.voters) >= needed}
    found = set(judged(review, stage).values_list("unit", flat=True)) - done
    found -= left_of(review, stage, found)
    pilot = pilot_in_force(review, stage)
    return found.intersection(pilot_units(pilot)) if pilot and pilot.hold_back else found


@action(Need.LEAD)
def _hand_out(desk: Desk, stage: str, to: UUID, records: int) -> QueueHandedOut:
    """Put on record what goes to whom, and keep the key."""
    private, made = hand_sealing.new_private_key(), desk.new_id("hand-out")
    HandOutKey.objects.create(hand_out=made, private=private.hex())
    return QueueHandedOut(
        hand_out_id=made,
        stage=stage,
        person=to,
        protocol_version=current(desk.review).number,
        records=records,
        public_key=hand_sealing.public_key(private).hex(),
    )


def _members(review: UUID, done: Recorded[QueueHandedOut], given: list[Shown]) -> dict[str, bytes]:
    body, known = done.body, names(review)
    cover = HandOut(
        format=FORMAT,
        hand_out=body.hand_out_id,
        review=review,
        title=ReviewTitle.objects.get(pk=review).title,
        stage=body.stage,
        person=body.person,
        name=known[body.person],
        by=known[done.actor],
        at=moment(done.at),
        protocol_version=body.protocol_version,
        public_key=body.public_key,
        subjects=tuple(one.subject for one in given),
        made_with=f"Synthema {__version__}",
    )
    readme = README.format(title=cover.title, name=cover.name, by=cover.by, records=len(given))
    return {
        "README.txt": readme.encode(),
        hand_covers.HAND_OUT: hand_covers.cover_bytes(cover),
        hand_covers.PROTOCOL: current(review).body.encode(),
        hand_covers.RECORDS: write_records([_record(one) for one in given], "ris").encode(),
    }


def _record(one: Shown) -> Record:
    """What a blind reviewer may see, under the identifier that verdicts come back with."""
    return Record(
        title=one.title.strip() or NO_TITLE,
        authors=tuple(name for name in one.authors.split("; ") if name),
        year=one.year,
        journal=one.journal,
        doi=one.doi,
        abstract=one.abstract,
        keywords=one.keywords,
        pmid=one.pmid,
        url=one.url,
        kind=one.kind,
        language=one.language,
        database="; ".join(one.sources),
        accession=str(one.subject),
    )
