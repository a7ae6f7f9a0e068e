"""Import a coded project or codebook of another program: planned first, written in batches, visible at the end."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from synthema.audit import trail
from synthema.audit.batches import PAUSE, remove
from synthema.audit.canonical import canonical
from synthema.audit.clock import now
from synthema.audit.model import By, Content, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.audit.tables import Event
from synthema.coding import parcel
from synthema.coding.freezing import refuse_frozen_book
from synthema.coding.import_events import ProjectImported, ProjectImportWithdrawn
from synthema.coding.import_held import held, tool_of
from synthema.coding.import_model import Choices, Plan
from synthema.coding.import_projections import write_rows
from synthema.coding.importing import ACTOR, plan
from synthema.coding.layers import layers
from synthema.coding.ledger import MADE
from synthema.coding.refi.archive import digests
from synthema.coding.refi.reading import Reading, read
from synthema.coding.round_tables import RoundRow, seen_by, visible
from synthema.coding.tables import CodeRow, CodingImportDraft, CodingRow, ImportedProject, MemoRow, QuoteRow
from synthema.progress import Progress, silent
from synthema.refused import Refused
from synthema.team.actions import name_outside_reviewer
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import LONGEST_NAME, ROLES_FOR, Need

MOST_BYTES = 2 << 30
_TABLES = (CodingRow, MemoRow, QuoteRow, CodeRow)


class NothingNew(Refused):
    """An import in which everything is here already, or nothing can be carried over."""


class Unanswered(Refused):
    """An import that rests on proposals which nobody said yes to."""


def look_at(
    by: By, review: UUID, path: Path, choices: Choices | None = None, *, into: UUID | None = None, name: str = ""
) -> Plan:
    """What an import of this file would do; nothing is written."""
    reading = read_any(path, name)
    return _plan(_desk(by, review), reading, _digests(path, reading), uuid5(by.act_id, "import"), choices, into)


def import_project(
    by: By,
    review: UUID,
    path: Path,
    choices: Choices | None = None,
    *,
    into: UUID | None = None,
    agreed: bool = False,
    name: str = "",
    progress: Progress = silent,
) -> Recorded[ProjectImported]:
    """Import a .qdpx or a codebook; run again after a crash it goes on where it stopped.

    `into` is a running round of this person that the work goes into. `agreed`: proposals that are not sure are taken.
    """
    desk, name = _desk(by, review), name or path.name
    done = Event.objects.filter(review=review, act_id=by.act_id, actor=by.person, kind="ProjectImported").first()
    if done is not None:
        return trail.recorded(done)
    asked = canonical([asdict(choices or Choices()) | {"left_out": sorted((choices or Choices()).left_out)}, into])
    draft = _draft(by, review, path, name, asked)
    if not draft.plan:
        try:
            _prepare(desk, by, draft, path, choices, into, agreed, asked)
        except Refused:
            draft.delete()
            raise
    told = json.loads(draft.plan)
    round_id = UUID(told["round"]) if told["round"] else None
    for written in write_rows(review, draft.import_id, Content(draft.parsed), by.person, round_id):
        progress(f"storing {name}", written, told["rows"])
        time.sleep(PAUSE)
    closed = _close(By(by.person, draft.act_id), review, _body(draft, told, round_id))
    CodingImportDraft.objects.filter(pk=draft.id).delete()
    return closed


def read_any(path: Path, name: str = "") -> Reading:
    """A REFI-QDA file, or a codebook as CSV or Word; raises Refused for anything else."""
    from synthema.coding.codebook_sheets import read_codebook_sheet

    return read_codebook_sheet(path, name or path.name) or read(path, name or path.name)


def _desk(by: By, review: UUID) -> Desk:
    roles = access_review(by.person, review, Need.DECIDE)
    return Desk(review, by.person, by.act_id, frozenset(roles), now())


def _digests(path: Path, reading: Reading) -> Mapping[str, str]:
    return digests(path, reading.project) if reading.kind == "project" else {}


def _plan(
    desk: Desk,
    reading: Reading,
    files: Mapping[str, str],
    import_id: UUID,
    choices: Choices | None,
    into: UUID | None,
) -> Plan:
    row = _round(desk, into)
    found = held(desk, reading.project.origin, row)
    return plan(reading, found, import_id, choices, digests=files, only=desk.person if row else None)


def _round(desk: Desk, into: UUID | None) -> RoundRow | None:
    if into is None:
        return None
    row = RoundRow.objects.filter(review=desk.review, pk=into).first()
    if row is None or not row.running or desk.person not in row.coder_ids:
        raise Refused("You are not coding in this round now. Import into the team's work, or ask who leads the review.")
    return row


def _prepare(
    desk: Desk,
    by: By,
    draft: CodingImportDraft,
    path: Path,
    choices: Choices | None,
    into: UUID | None,
    agreed: bool,
    asked: str,
) -> None:
    """Plan the import, name the people it brings, and keep its file and rows."""
    reading = read_any(path, draft.file_name)
    made = _plan(desk, reading, _digests(path, reading), draft.import_id, choices, into)
    _refuse(made, agreed=agreed)
    people = _people(desk, by, made)
    shelf = trail.store(desk.review)
    with path.open("rb") as file:
        draft.file = shelf.put_file(file).content
    draft.parsed = shelf.put(parcel.pack(made.rows, people, draft.made_at)).content
    draft.account = canonical([asdict(line) for line in made.account])
    draft.plan = canonical(_told(made, people, into) | {"asked": asked})
    draft.save()


def _refuse(made: Plan, *, agreed: bool) -> None:
    if not len(made.rows):
        why = "Everything in it is here already." if made.unchanged else "Nothing in it can be carried over."
        raise NothingNew(
            "{why} Nothing was imported; `synthema coding import FILE --look` tells of each thing why.", why=why
        )
    if made.open and not agreed:
        doubt = "how the file counts positions" if made.doubtful else "which full text a source is"
        raise Unanswered(
            "It is not sure {doubt}. Look at the preview, then import it with what you chose: --yes takes what is "
            "proposed. Nothing was imported.",
            doubt=doubt,
        )


def _told(made: Plan, people: Mapping[str, UUID], into: UUID | None) -> dict[str, object]:
    counts = {"codes": made.rows.codes, "quotes": made.rows.quotes, "codings": made.rows.codings}
    counts |= {"memos": made.rows.memos, "marks": made.rows.marks}
    documents = {quote.document for quote in made.rows.quotes} | {mark.document for mark in made.rows.marks}
    return {
        "origin": made.origin,
        "offsets": made.offsets,
        "counts": {name: len(rows) for name, rows in counts.items()},
        "documents": sorted(str(one) for one in documents),
        "people": sorted({str(one) for one in people.values()}),
        "round": str(into) if into else "",
        "unchanged": made.unchanged,
        "rows": len(made.rows) - len(made.rows.marks),
    }


def _people(desk: Desk, by: By, made: Plan) -> dict[str, UUID]:
    """The identifiers of all whose work comes in; those outside this review are named by the lead."""
    rows = made.rows
    keys = dict.fromkeys(
        [
            *(one.person for one in rows.quotes),
            *(one.person for one in rows.codings),
            *(one.person for one in rows.memos),
        ]
    )
    names = {f"user {user.guid}": user.name for user in made.users}
    found: dict[str, UUID] = {}
    with transaction.atomic():
        for key in keys:
            if key == ACTOR:
                found[key] = desk.person
            elif key in names:
                found[key] = _outside(desk, by, key, names[key], made.origin)
            else:
                found[key] = UUID(key)
    return found


def _outside(desk: Desk, by: By, key: str, name: str, origin: str) -> UUID:
    shown = "".join(letter for letter in " ".join(name.split()) if letter.isprintable())[:LONGEST_NAME].strip()
    if not desk.roles & {str(role) for role in ROLES_FOR[Need.LEAD]}:
        raise Refused(
            "{name} is nobody of this review. Say whose work it is, leave it out, or ask the lead to import the file: "
            "a lead can name somebody outside the review.",
            name=shown or "A user without a name",
        )
    return UUID(str(name_outside_reviewer(by.then(key), desk.review, tool_of(origin), shown).body.person))


def _draft(by: By, review: UUID, path: Path, name: str, asked: str) -> CodingImportDraft:
    """The import of this file by this person that was begun and asks for the same, or a new one."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = CodingImportDraft.objects.filter(review=review, person=by.person, file_digest=digest).first()
    if found is not None and found.plan and json.loads(found.plan)["asked"] == asked:
        return found
    if found is not None:
        found.delete()
        sweep(review)
    return CodingImportDraft.objects.create(
        id=uuid5(by.act_id, "draft"),
        import_id=uuid5(by.act_id, "import"),
        review=review,
        person=by.person,
        act_id=by.act_id,
        file_digest=digest,
        file_name=name,
        made_at=_whole(now()),
    )


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _body(draft: CodingImportDraft, told: dict[str, object], round_id: UUID | None) -> ProjectImported:
    counts, documents, people = told["counts"], told["documents"], told["people"]
    assert isinstance(counts, dict)
    assert isinstance(documents, list)
    assert isinstance(people, list)
    return ProjectImported(
        import_id=draft.import_id,
        file=Content(draft.file),
        parsed=Content(draft.parsed),
        reader=parcel.READER,
        file_name=draft.file_name,
        origin=str(told["origin"]),
        offsets=str(told["offsets"]),
        counts=counts,
        documents=tuple(UUID(one) for one in documents),
        people=tuple(UUID(one) for one in people),
        round=round_id,
        unchanged=int(str(told["unchanged"])),
        account=draft.account,
    )


@action(Need.DECIDE)
def _close(desk: Desk, body: ProjectImported) -> ProjectImported:
    """Make a fully written import visible; refused where a round began meanwhile on what it brings."""
    _round(desk, body.round)
    if body.counts["codes"]:
        refuse_frozen_book(desk, body.round)
    for layer in layers(desk.review, desk.person, body.documents).values():
        if layer.frozen or (layer.work.id if layer.work else None) != body.round:
            raise Refused("A coding round on these full texts began or ended meanwhile. Import the file again.")
    wanted = sum(body.counts[name] for name in ("codes", "quotes", "codings", "memos"))
    written = sum(_rows(table, desk.review, body.import_id).count() for table in _TABLES)
    if written != wanted:
        raise Refused(
            "{wanted} rows were read and {written} stored. Run the same import again.", wanted=wanted, written=written
        )
    return body


def _rows(table: type[CodingRow] | type[MemoRow] | type[QuoteRow] | type[CodeRow], review: UUID, own: UUID):  # type: ignore[no-untyped-def]
    return table._default_manager.filter(review=review, imported=own)


def imports(review: UUID, viewer: UUID) -> list[ImportedProject]:
    """The imports this person may see, latest first."""
    rows = ImportedProject.objects.filter(seen_by(visible(review, viewer)), review=review)
    return list(rows.order_by("-seq"))


def imported(review: UUID, viewer: UUID, import_id: UUID) -> ImportedProject:
    """One import this person may see; raises Refused for any other."""
    found = next((one for one in imports(review, viewer) if one.id == import_id), None)
    if found is None:
        raise Refused("There is no such import of a coded project in this review.")
    return found


@action(Need.DECIDE)
def withdraw_project_import(desk: Desk, import_id: UUID, reason: str = "") -> ProjectImportWithdrawn:
    """Take an import back with everything that came by it; refused while others built on it."""
    row = imported(desk.review, desk.person, import_id)
    if row.round is not None:
        if row.person != desk.person:
            raise Refused("Somebody else imported this into a round of coding. They take it back themselves.")
        _round(desk, row.round)
    refuse_if_built_on(ProjectImported, desk.review, row.id)
    return ProjectImportWithdrawn(import_id=row.id, reason=reason)


def sweep(review: UUID) -> int:
    """Remove what imports left that were begun and never closed, or taken back; returns how many rows went."""
    drafts = CodingImportDraft.objects.filter(review=review)
    kept = {*ImportedProject.objects.filter(review=review).values_list("id", flat=True)}
    kept |= {*drafts.values_list("import_id", flat=True)}
    own = Q(review=review, imported__isnull=False) & ~Q(imported__in=kept)
    gone = sum(remove(table._default_manager.filter(own)) for table in (CodingRow, MemoRow))
    # What somebody coded on it and took off again still names the quote or the code.
    return gone + sum(remove(table._default_manager.filter(own, codings=None)) for table in (QuoteRow, CodeRow))


def give_up(by: By, review: UUID) -> int:
    """Give up this person's imports that were begun and not closed; nothing of them ever showed."""
    access_review(by.person, review, Need.DECIDE)
    CodingImportDraft.objects.filter(review=review, person=by.person).delete()
    return sweep(review)


__all__ = ["MADE", "MOST_BYTES", "NothingNew", "Unanswered", "give_up", "import_project", "imports", "look_at"]
