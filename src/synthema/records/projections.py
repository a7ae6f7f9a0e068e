"""How acts on imports change the tables."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from synthema.audit import trail
from synthema.audit.batches import in_batches
from synthema.audit.model import Content, Recorded
from synthema.audit.registry import builds_on, projects
from synthema.records.events import ImportWithdrawn, RecordsImported
from synthema.records.parsed import record_id, unpack
from synthema.records.tables import Import, ImportDraft, RecordRow, row_of
from synthema.search.events import SearchLogged


def write_rows(review: UUID, import_id: UUID, parsed: Content) -> Iterator[int]:
    """Write the rows of an import that are missing, at most 500 at a time; yields how many stand after each batch."""
    done = RecordRow.objects.filter(review=review, import_id=import_id).count()
    with trail.store(review).open(parsed) as file:
        for batch in in_batches(enumerate(unpack(file, done), start=done + 1)):
            RecordRow.objects.bulk_create([row_of(review, import_id, record_id(import_id, n), n, r) for n, r in batch])
            done += len(batch)
            yield done


@projects(RecordsImported)
def records_imported(event: Recorded[RecordsImported]) -> None:
    """Make the import visible; rows that are not there yet (in a replay) are written."""
    body = event.body
    if RecordRow.objects.filter(review=event.review, import_id=body.import_id).count() < body.stored:
        for _ in write_rows(event.review, body.import_id, body.parsed):
            pass
    Import.objects.create(
        id=body.import_id,
        review=event.review,
        search_id=body.search_id,
        number=event.seq,
        file_name=body.file_name,
        file=body.file.content,
        parsed=body.parsed.content,
        format=body.format,
        source=body.source,
        encoding=body.encoding,
        markers=body.markers,
        stored=body.stored,
        refused=json.dumps([asdict(r) for r in body.refused], ensure_ascii=False),
        repairs=json.dumps(body.repairs, ensure_ascii=False),
        preamble=body.preamble,
        why=body.why,
        tags=json.dumps([asdict(use) for use in body.tags], ensure_ascii=False),
        corrections=json.dumps(asdict(body.corrections), ensure_ascii=False),
    )


@projects(ImportWithdrawn)
def import_withdrawn(event: Recorded[ImportWithdrawn]) -> None:
    """Hide the import; its rows follow later, in batches."""
    Import.objects.filter(review=event.review, id=event.body.import_id).delete()


@builds_on(SearchLogged)
def imports_of_search(review: UUID, search: UUID) -> list[str]:
    """The imports that rest on a search."""
    rows = Import.objects.filter(review=review, search=search).values_list("file_name", flat=True)
    drafts = ImportDraft.objects.filter(review=review, search=search).count()
    return [f"the import of {name}" for name in rows] + ([f"{drafts} imports under way"] if drafts else [])
