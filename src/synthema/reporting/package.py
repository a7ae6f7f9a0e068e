"""The review package: trail, files, open tables and report in one zip, and back."""

import csv
import io
import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from synthema.audit import package, replay, trail
from synthema.audit.archive import Archive, write
from synthema.audit.canonical import canonical
from synthema.audit.events import BlindBroken
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.records.model import Record
from synthema.records.tables import records
from synthema.records.writing import write as write_records
from synthema.refused import Refused
from synthema.reporting.facts import gather
from synthema.reporting.html import render
from synthema.reporting.standing import open_now
from synthema.reporting.tables_csv import tables_of
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need
from synthema.team.tables import Person, names

README = """A Synthema review package ({purpose})

package.json      what this is: review, last event, its hash
trail.jsonl       the audit trail, one event a line, each chained by hash to the one before
content/          the contents that events name; a file is 16 bytes of salt followed by the bytes,
                  and its name is the SHA-256 of both
tables/           what follows from the trail, as CSV (UTF-8) and RIS: open them with anything
report.html       the report; open it in a browser, no network needed
people.json       names of the people (complete packages only)
withheld.csv      what was left out and why (publishable packages only)
checksums.sha256  one line a file; `sha256sum -c checksums.sha256` checks them

`synthema review import FILE` takes a complete package in, on any machine.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    members: int
    size: int
    withheld: int


@action(Need.LEAD)
def _break_blind(_: Desk, unseen: int, reason: str) -> BlindBroken:
    """Put on record that a package left while verdicts were open."""
    return BlindBroken(unseen, reason)


def export_review(by: By, review: UUID, path: Path, *, publishable: bool = False, break_blind: str = "") -> Exported:
    """Write a package; twice gives the same bytes. Refused while verdicts are open, unless a reason is logged."""
    access_review(by.person, review, Need.LEAD)
    if path.is_dir():
        raise Refused(f"{path} is a folder. Name the file to write.")
    unseen = open_now(review)
    if unseen:
        if not break_blind.strip():
            raise Refused(
                f"{unseen} verdicts or answers are open to one person only, and a package would give them away. Wait "
                "until both have decided, or give a reason with --break-blind; it goes on the trail."
            )
        _break_blind(by, review, unseen, break_blind)
    members = _members(review, publishable)
    withheld = _withheld(review) if publishable else []
    write(path, members, _last(review))
    return Exported(len(members), path.stat().st_size, len(withheld))


def _last(review: UUID) -> datetime:
    return Event.objects.filter(review=review).order_by("-seq").values_list("at", flat=True)[0]


def _members(review: UUID, publishable: bool) -> dict[str, bytes]:
    purpose = "publishable" if publishable else "complete"
    facts = gather(review, public=publishable)
    members = package.trail_members(review, purpose)
    members["README.txt"] = README.format(purpose=purpose).encode()
    if publishable:
        members["withheld.csv"] = _csv(["content", "event", "kind", "why"], _withheld(review))
    else:
        members |= package.content_members(review, replay.content_names(review))
        members["people.json"] = (canonical({str(k): v for k, v in names(review).items()}) + "\n").encode()
    members["tables/records.ris"] = write_records(_records(review, publishable), "ris").encode()
    for table in tables_of(facts):
        members[f"tables/{table.name}.csv"] = _csv(list(table.header), [list(row) for row in table.rows])
    members["report.html"] = render(facts).encode()
    return members


def _records(review: UUID, publishable: bool) -> list[Record]:
    """The records; abstracts belong to their publishers, so a publishable package goes without them."""
    found = [row.record for row in records(review)]
    return [replace(record, abstract="", notes=()) for record in found] if publishable else found


def _csv(header: list[str], rows: list[list[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def guarded(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: a leading = + - @ tab or CR gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _withheld(review: UUID) -> list[list[object]]:
    why = {
        "RecordsImported": "export of a database",
        "DocumentAdded": "full text",
        "DuplicatesFound": "made from exports",
    }
    return [
        [content.content, event.seq, event.kind, why.get(event.kind, "free text that people wrote")]
        for event in trail.events(review)
        for content in trail.contents(event)
    ]


def import_review(path: Path) -> tuple[UUID, int]:
    """Take a complete package in; returns the review and how many events were new. A refusal changes nothing."""
    with Archive(path) as archive:
        manifest = package.manifest_of(archive)
        people = json.loads(archive.read("people.json")) if manifest.purpose == "complete" else {}
        review, added = package.take_in(archive)
    for key, name in sorted(people.items()):
        _register(UUID(key), name)
    return review, added


def _register(person: UUID, name: str) -> None:
    if Person.objects.filter(pk=person).exists():
        return
    taken = Person.objects.filter(name=name).exists()
    Person.objects.create(id=person, name=f"{name} ({str(person)[:8]})" if taken else name)
