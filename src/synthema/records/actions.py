"""Import a file: stored, read, written in small batches, and visible only when all of it is there."""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import UUID, uuid5

from django.db import transaction

from synthema.audit import trail
from synthema.audit.batches import PAUSE, remove
from synthema.audit.model import By, Content, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.audit.tables import Event
from synthema.files import read_bytes
from synthema.progress import Progress, silent
from synthema.records import reading
from synthema.records.events import ImportWithdrawn, RecordsImported
from synthema.records.model import Account, Record, Refusal
from synthema.records.parsed import READER, pack
from synthema.records.projections import write_rows
from synthema.records.tables import Import, ImportDraft, RecordRow
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
    incomplete: bool = False,
    progress: Progress = silent,
) -> Recorded[RecordsImported]:
    """Import a file under a logged search; the same import run again after a crash goes on where it stopped."""
    access_review(by.person, review, Need.SEARCH)
    search = by_key(review, search_key)
    data = read_bytes(path, "files exported from the search")
    digest = hashlib.sha256(data).hexdigest()
    draft = _draft(by, review, search.id, digest, path, again)
    shelf = trail.store(review)
    if not draft.parsed:
        try:
            stream = reading.iter_read(data, name=path.name)
            draft.parsed = shelf.put(pack(_counted(stream, path.name, progress))).content
            if stream.account.cut_off and not incomplete:
                raise CutOff(
                    "{path_name} seems to be cut off: {cut_off}. Export it again; if it is whole, import it with "
                    "--incomplete. Nothing was imported.",
                    path_name=path.name,
                    cut_off=stream.account.cut_off,
                )
        except Refused:
            draft.delete()
            raise
        draft.file = shelf.put(data).content
        draft.account = json.dumps(asdict(stream.account), ensure_ascii=False)
        draft.save()
    account = _account(draft.account)
    for done in write_rows(review, draft.import_id, Content(draft.parsed)):
        progress(f"storing {path.name}", done, account.stored)
        time.sleep(PAUSE)
    closed = _close(By(by.person, draft.act_id), review, _body(draft, account, search.id, path.name))
    ImportDraft.objects.filter(pk=draft.import_id).delete()
    return closed


def _counted(records: Iterable[Record], name: str, progress: Progress) -> Iterator[Record]:
    for number, record in enumerate(records, start=1):
        if number % 500 == 0:
            progress(f"reading {name}", number, 0)
        yield record


def _draft(by: By, review: UUID, search: UUID, digest: str, path: Path, again: bool) -> ImportDraft:
    found = ImportDraft.objects.filter(review=review, search=search, file_digest=digest).first()
    if found is not None:
        return found
    known = None if again else _same_file(review, search, digest)
    if known is not None:
        raise ImportedBefore(
            "{path_name} was already imported into this search as {file_name}. Nothing was imported twice.",
            path_name=path.name,
            file_name=known.file_name,
        )
    import_id = uuid5(by.act_id, "import")
    with transaction.atomic():
        draft, _ = ImportDraft.objects.get_or_create(
            review=review, search=search, file_digest=digest, defaults={"import_id": import_id, "act_id": by.act_id}
        )
    return draft


def _same_file(review: UUID, search: UUID, digest: str) -> Import | None:
    shelf = trail.store(review)
    for row in Import.objects.filter(review=review, search=search):
        content = Content(row.file)
        if shelf.has(content) and hashlib.sha256(shelf.read(content)).hexdigest() == digest:
            return row
    return None


def _account(text: str) -> Account:
    values = json.loads(text)
    refused = tuple(Refusal(**entry) for entry in values.pop("refused"))
    return Account(**values | {"refused": refused, "repairs": tuple(values["repairs"])})


def _body(draft: ImportDraft, account: Account, search: UUID, name: str) -> RecordsImported:
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
