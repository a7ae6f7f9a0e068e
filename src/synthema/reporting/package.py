"""The review package: trail, files, open tables and report in one zip, and back."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from synthema.audit import package, replay, trail
from synthema.audit.archive import Archive, BadArchive, refuse_unwritable, write
from synthema.audit.canonical import canonical
from synthema.audit.events import BlindBroken
from synthema.audit.model import By
from synthema.audit.tables import Event, Review
from synthema.records.model import Record
from synthema.records.tables import records
from synthema.records.writing import write as write_records
from synthema.refused import Refused
from synthema.reporting.facts import gather
from synthema.reporting.html import render
from synthema.reporting.model import Facts
from synthema.reporting.places import NOBODY
from synthema.reporting.standing import open_now
from synthema.reporting.tables_csv import tables_of
from synthema.sheets import csv_text
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need, name_problem
from synthema.team.tables import Person, seated_names

README = """A Synthema review package ({purpose})
{notice}
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
    refuse_unwritable(path).unlink()  # before anything goes on the trail
    unseen = open_now(review)
    if unseen:
        if not break_blind.strip():
            raise Refused(
                "Acts open to one person only: {unseen}. A package would give these verdicts, answers or codes away. "
                "Wait until both have decided and rounds of coding are open, or give a reason with --break-blind; it "
                "goes on the trail.",
                unseen=unseen,
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
    members["README.txt"] = README.format(purpose=purpose, notice=_notice(facts)).encode()
    if publishable:
        members["withheld.csv"] = csv_text(("content", "event", "kind", "why"), _withheld(review)).encode()
    else:
        members |= package.content_members(review, replay.content_names(review))
        members["people.json"] = (canonical({str(k): v for k, v in seated_names(review).items()}) + "\n").encode()
    members["tables/records.ris"] = write_records(_records(review, publishable), "ris").encode()
    for table in tables_of(facts):
        members[f"tables/{table.name}.csv"] = csv_text(table.header, table.rows).encode()
    members["report.html"] = render(facts).encode()
    return members


def _notice(facts: Facts) -> str:
    """What a reader has to know first, such as that a review is a demonstration."""
    notice = facts.protocol.notice.strip() if facts.protocol else ""
    return f"\n{notice}\n" if notice else ""


def _records(review: UUID, publishable: bool) -> list[Record]:
    """The records; abstracts belong to their publishers, so a publishable package goes without them."""
    found = [row.record for row in records(review)]
    return [replace(record, abstract="", notes=()) for record in found] if publishable else found


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


def import_review(path: Path, person: UUID | None = None) -> tuple[UUID, int]:
    """Take a complete package in; returns the review and how many events were new. A refusal changes nothing.

    Whoever continues a review that is here already must lead it.
    """
    with Archive(path) as archive:
        manifest = package.manifest_of(archive)
        if Review.objects.filter(pk=manifest.review, offline="", head_seq__gt=0).exists():
            access_review(person or NOBODY, manifest.review, Need.LEAD)
        people = _people(archive) if manifest.purpose == "complete" else {}
        return package.take_in(archive, lambda: _register_all(people))


def _people(archive: Archive) -> dict[UUID, str]:
    try:
        named = {UUID(key): name for key, name in json.loads(archive.read("people.json")).items()}
    except (ValueError, AttributeError, RecursionError) as error:
        raise error if isinstance(error, Refused) else _no_people(archive) from None
    if any(name_problem(name) for name in named.values()):
        raise _no_people(archive)
    return named


def _no_people(archive: Archive) -> BadArchive:
    return BadArchive(
        "{path_name} has a people.json that names nobody. Nothing was imported.", path_name=archive.path.name
    )


def _register_all(people: dict[UUID, str]) -> None:
    for person, name in sorted(people.items()):
        _register(person, name)


def _register(person: UUID, name: str) -> None:
    if Person.objects.filter(pk=person).exists():
        return
    with_id = (name, f"{name[:180]} ({str(person)[:8]})", str(person))
    free = next(one for one in with_id if not Person.objects.filter(name=one).exists())
    Person.objects.create(id=person, name=free)
