"""Take on a queue that was handed out elsewhere: a review of one's own, made by ordinary acts, to be screened here."""

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid5

from synthema.audit import trail
from synthema.audit.archive import Archive, BadArchive
from synthema.audit.batches import PAUSE
from synthema.audit.model import By, Content
from synthema.dedup.events import DuplicatesFound
from synthema.dedup.projections import write_rows
from synthema.dedup.result import Grouped, Result, pack
from synthema.dedup.tables import members, ungrouped
from synthema.progress import Progress, silent
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import Protocol
from synthema.protocol.tables import current, from_text, versions
from synthema.records import Record, iter_read, write
from synthema.records.actions import import_file
from synthema.records.tables import RecordRow, imports
from synthema.screening import hand_covers
from synthema.screening.hand_events import QueueTakenOn
from synthema.screening.hand_model import HandOut
from synthema.screening.hand_tables import TakenOnRow
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import searches
from synthema.team.actions import register_person, start_review
from synthema.team.doors import Desk, action
from synthema.team.model import Need

SEARCH = "handed-out"
EACH_ALONE = "each alone/1"  # the lead's review has compared them already


@dataclass(frozen=True, slots=True)
class TakenOn:
    """Where the records are screened now, by whom, and how many of them are new."""

    review: UUID
    person: UUID
    name: str
    title: str
    records: int
    new: int


@dataclass(frozen=True, slots=True)
class Package:
    """What was in the file."""

    cover: HandOut
    protocol: Protocol
    records: tuple[Record, ...]


def read_package(path: Path) -> Package:
    """A package that was handed out; raises BadArchive for anything else, whole or damaged."""
    with Archive(path) as archive:
        archive.read_all()
        cover = hand_covers.read_cover(archive, HandOut, hand_covers.HAND_OUT)
        records = tuple(iter_read(archive.read(hand_covers.RECORDS), name=hand_covers.RECORDS))
        if tuple(record.accession for record in records) != tuple(map(str, cover.subjects)):
            raise BadArchive(
                "{path_name} names other records than it holds. Ask for it to be sent again.", path_name=path.name
            )
        protocol = _protocol(archive)
    return Package(cover, protocol, records)


def _protocol(archive: Archive) -> Protocol:
    text = archive.read(hand_covers.PROTOCOL)
    try:
        return from_text(text.decode())
    except hand_covers.MALFORMED:
        raise BadArchive(
            "{path_name} has no readable protocol. Ask for it to be sent again.", path_name=archive.path.name
        ) from None


def take_on(path: Path, name: str = "", *, progress: Progress = silent) -> TakenOn:
    """Make a review of one's own with the records of a package, or add the new ones; again, it changes nothing."""
    package = read_package(path)
    cover = package.cover
    person = register_person(name or cover.name)
    by = By(person.id, uuid5(cover.hand_out, f"take on {person.id}"))
    known = TakenOnRow.objects.filter(person=person.id, of_review=cover.review, theirs=cover.person, stage=cover.stage)
    first = known.order_by("at").first()
    review = first.review if first else start_review(by.then("start"), f"{cover.title} (screened by {person.name})")
    if known.filter(hand_out=cover.hand_out).exists():
        return TakenOn(review, person.id, person.name, cover.title, len(package.records), 0)
    _lay_down(by, review, package)
    new = _bring(by, review, package, progress)
    _each_alone(by.then("groups"), review, progress)
    _take_on(by.then("take on"), review, replace(cover, subjects=()), len(package.records))
    return TakenOn(review, person.id, person.name, cover.title, len(package.records), new)


def _lay_down(by: By, review: UUID, package: Package) -> None:
    """The protocol with one reviewer: whoever screens here screens alone."""
    policy = replace(package.protocol.screening, reviewers=1, arbiters=())
    protocol, earlier = replace(package.protocol, screening=policy), versions(review)
    if not earlier or earlier[-1].protocol != protocol:
        cover = package.cover
        why = f"Version {cover.protocol_version} as handed out by {cover.by} on {cover.at[:10]}." if earlier else ""
        set_protocol(by.then("protocol"), review, protocol, why)


def _bring(by: By, review: UUID, package: Package, progress: Progress) -> int:
    """Import the records that are not here yet, under a search of their own."""
    if SEARCH not in {search.key for search in searches(review)}:
        source = f"Handed out by {package.cover.by}"
        log_search(by.then("search"), review, Search(key=SEARCH, source=source, kind="other"))
    here = set(handed(review).values())
    new = [record for record in package.records if UUID(record.accession) not in here]
    if new and not trail.happened(review, by.then("import")):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{SEARCH}-{package.cover.at[:10]}.ris"
            file.write_text(write(new, "ris"), encoding="utf-8")
            import_file(by.then("import"), review, file, SEARCH, incomplete=True, progress=progress)
    return len(new)


def handed(review: UUID) -> dict[UUID, UUID]:
    """The records here that were handed out, each with its identifier in the review it came from."""
    brought = [one.id for one in imports(review) if one.search.key == SEARCH]
    rows = RecordRow.objects.filter(review=review, import_id__in=brought).values_list("id", "accession")
    return {record: UUID(accession) for record, accession in rows}


def _each_alone(by: By, review: UUID, progress: Progress) -> None:
    """Every record a group of its own: they were compared where they came from."""
    if not ungrouped(review):
        return
    run, earlier = uuid5(by.act_id, "run"), dict(members(review).values_list("record", "group"))
    number = {one.id: one.number for one in imports(review)}
    rows = sorted(RecordRow.settled(review), key=lambda row: (number[row.import_id], row.number))
    grouped = [Grouped(one.id, one.import_id, earlier.get(one.id) or uuid5(run, f"group:{one.id}")) for one in rows]
    result = trail.store(review).put(pack(Result(tuple(grouped), (), ())))
    for done in write_rows(review, run, result):
        progress("storing groups", done, len(grouped))
        time.sleep(PAUSE)
    _found(by, review, run, result.content, len(grouped), len({one.group for one in grouped}))


@action(Need.SEARCH)
def _found(_: Desk, run: UUID, result: str, records: int, groups: int) -> DuplicatesFound:
    return DuplicatesFound(
        run_id=run,
        matcher=EACH_ALONE,
        result=Content(result),
        records=records,
        groups=groups,
        merged=records - groups,
        uncertain=0,
    )


@action(Need.LEAD)
def _take_on(desk: Desk, cover: HandOut, records: int) -> QueueTakenOn:
    """Put on record for which review this is screened, and to which key its verdicts are sealed."""
    return QueueTakenOn(
        hand_out_id=cover.hand_out,
        of_review=cover.review,
        stage=cover.stage,
        person=cover.person,
        protocol_version=cover.protocol_version,
        own_version=current(desk.review).number,
        public_key=cover.public_key,
        records=records,
    )
