"""Import a file: stored, read, written in small batches, and visible only when all of it is there."""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from uuid import UUID, uuid5

from django.db import transaction

from synthema.audit import trail
from synthema.audit.batches import PAUSE, remove
from synthema.audit.model import By, Content, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.audit.tables import Event
from synthema.files import readable
from synthema.progress import Progress, silent
from synthema.records import reading
from synthema.records.events import ImportWithdrawn, RecordsImported
from synthema.records.model import AS_FOUND, Account, Corrections, Record, Refusal, TagUse
from synthema.records.parsed import READER, pack
from synthema.records.projections import write_rows
from synthema.records.tables import Import, ImportDraft, RecordRow, corrections_of
from synthema.refused import Refused
from synthema.search.tables import by_key
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need


class CutOff(Refused):
    """A file that seems to end in the middle of a record."""


class ImportedBefore(Refused):
    """A file that was imported into this search before."""


def import_file(
    by: By,
    review: UUID,
    path: Path,
    search_key: str,
    *,
    again: bool = False,
    instead: UUID | None = None,
    incomplete: bool = False,
    corrections: Corrections = AS_FOUND,
    progress: Progress = silent,
) -> Recorded[RecordsImported]:
    """Import a file under a logged search; the same import run again after a crash goes on where it stopped.

    `again` imports a file that was imported before once more, `instead` puts it in place of an earlier import.
    """
    access_review(by.person, review, Need.SEARCH)
    search = by_key(review, search_key)
    readable(path, "file exported from the search")
    if instead is not None:
        _refuse_replacing(review, search.id, instead)
    draft = _draft(by, review, search.id, path, again or instead is not None)
    account = _account(draft.account) if draft.parsed and _corrections(draft.account) == corrections else None
    if account is None:
        account = _parse(draft, review, path, corrections, incomplete, progress)
    for done in write_rows(review, draft.import_id, Content(draft.parsed)):
        progress(f"storing {path.name}", done, account.stored)
        time.sleep(PAUSE)
    if instead is not None and Import.objects.filter(review=review, pk=instead).exists():
        withdraw_import(By(by.person, uuid5(draft.act_id, "instead")), review, instead, f"imported anew: {path.name}")
    closed = _close(By(by.person, draft.act_id), review, _body(draft, account, search.id, path.name, corrections))
    ImportDraft.objects.filter(pk=draft.import_id).delete()
    return closed


def _parse(
    draft: ImportDraft, review: UUID, path: Path, corrections: Corrections, incomplete: bool, progress: Progress
) -> Account:
    """Read the whole file into the store; a file that cannot be read leaves no draft behind."""
    shelf = trail.store(review)
    remove(RecordRow.objects.filter(review=review, import_id=draft.import_id))
    try:
        stream = reading.iter_read(
            path,
            name=path.name,
            format=corrections.format or None,
            encoding=corrections.encoding,
            columns=dict(corrections.columns),
        )
        with TemporaryFile() as packed:
            pack(_counted(stream, path.name, progress), packed)
            if stream.account.cut_off and not incomplete:
                raise CutOff(
                    "{path_name} seems to be cut off: {cut_off}. Export it again; if it is whole, import it with "
                    "--incomplete. Nothing was imported.",
                    path_name=path.name,
                    cut_off=stream.account.cut_off,
                )
            packed.seek(0)
            draft.parsed = shelf.put_file(packed).content
    except Refused:
        draft.delete()
        raise
    with path.open("rb") as file:
        draft.file = shelf.put_file(file).content
    told = asdict(stream.account) | {"corrections": asdict(corrections)}
    draft.account = json.dumps(told, ensure_ascii=False)
    draft.save()
    return stream.account


def _counted(stream: reading.RecordStream, name: str, progress: Progress) -> Iterator[Record]:
    step = f"reading {name}, in percent"
    for number, record in enumerate(stream, start=1):
        if number % 200 == 0:
            progress(step, stream.percent, 100)
        yield record


def _refuse_replacing(review: UUID, search: UUID, instead: UUID) -> None:
    """Refuse to put a file in place of an import that decisions rest on, or that belongs to another search."""
    row = Import.objects.filter(review=review, pk=instead).first()
    if row is not None and row.search_id != search:
        raise Refused("{file_name} belongs to another search. Nothing was imported.", file_name=row.file_name)
    if row is not None:
        refuse_if_built_on(RecordsImported, review, instead)


def _draft(by: By, review: UUID, search: UUID, path: Path, again: bool) -> ImportDraft:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = ImportDraft.objects.filter(review=review, search=search, file_digest=digest).first()
    if found is not None:
        return found
    known = None if again else same_file(review, path, digest)
    if known is not None:
        raise ImportedBefore(
            "{path_name} was already imported into the search {search} as {file_name}. Nothing was imported twice.",
            path_name=path.name,
            search=known.search.key,
            file_name=known.file_name,
        )
    import_id = uuid5(by.act_id, "import")
    with transaction.atomic():
        draft, _ = ImportDraft.objects.get_or_create(
            review=review, search=search, file_digest=digest, defaults={"import_id": import_id, "act_id": by.act_id}
        )
    return draft


def same_file(review: UUID, path: Path, digest: str) -> Import | None:
    """The import of the very same bytes; files are told apart by their size first."""
    shelf, size = trail.store(review), path.stat().st_size
    for row in Import.objects.filter(review=review).select_related("search"):
        content = Content(row.file)
        if shelf.size(content) == size and shelf.has(content):
            with shelf.open(content) as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                    return row
    return None


def _account(text: str) -> Account:
    values = json.loads(text)
    values.pop("corrections", None)
    refused = tuple(Refusal(**entry) for entry in values.pop("refused"))
    tags = tuple(TagUse(use["tag"], use["count"], tuple(use["fields"])) for use in values.pop("tags", ()))
    return Account(**values | {"refused": refused, "repairs": tuple(values["repairs"]), "tags": tags})


def _corrections(text: str) -> Corrections:
    return corrections_of(json.loads(text).get("corrections", {}))


def _body(draft: ImportDraft, account: Account, search: UUID, name: str, corrections: Corrections) -> RecordsImported:
    return RecordsImported(
        import_id=draft.import_id,
        search_id=search,
        file_name=name,
        file=Content(draft.file),
        parsed=Content(draft.parsed),
        reader=READER,
        format=account.format,
        source=account.source,
        encoding=account.encoding,
        markers=account.markers,
        stored=account.stored,
        refused=account.refused,
        repairs=account.repairs
        + ((f"imported although it seems cut off: {account.cut_off}",) if account.cut_off else ()),
        preamble=account.preamble,
        why=account.why,
        tags=account.tags,
        corrections=corrections,
    )


@action(Need.SEARCH)
def _close(desk: Desk, body: RecordsImported) -> RecordsImported:
    """Make a fully written import visible."""
    written = RecordRow.objects.filter(review=desk.review, import_id=body.import_id).count()
    if written != body.stored:
        raise Refused(
            "{stored} records were read and {written} stored. Run the same import again.",
            stored=body.stored,
            written=written,
        )
    return body


@action(Need.SEARCH)
def withdraw_import(desk: Desk, import_id: UUID, reason: str) -> ImportWithdrawn:
    """Take an import out of the review; refused while decisions rest on its records."""
    if not Import.objects.filter(review=desk.review, id=import_id).exists():
        raise Refused("There is no import {import_id} in this review.", import_id=import_id)
    refuse_if_built_on(RecordsImported, desk.review, import_id)
    return ImportWithdrawn(import_id, reason)


def drop_draft(by: By, review: UUID, import_id: UUID) -> None:
    """Give an import up that was begun and not closed; nothing of it ever showed."""
    access_review(by.person, review, Need.SEARCH)
    draft = ImportDraft.objects.filter(review=review, pk=import_id).first()
    if draft is None:
        raise Refused("There is no such unfinished import any more.")
    if not Event.objects.filter(review=review, act_id=draft.act_id).exists():
        draft.delete()
        remove(RecordRow.objects.filter(review=review, import_id=import_id))


def sweep(review: UUID) -> int:
    """Remove the rows of imports that were begun and never closed, or withdrawn; returns how many rows went."""
    drafts = ImportDraft.objects.filter(review=review)
    drafts.exclude(act_id__in=Event.objects.filter(review=review).values("act_id")).delete()
    kept = {*Import.objects.filter(review=review).values_list("id", flat=True)}
    return remove(RecordRow.objects.filter(review=review).exclude(import_id__in=kept))
