"""How acts on imported projects and moved quotes change the tables."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from synthema.audit import trail
from synthema.audit.batches import in_batches
from synthema.audit.canonical import canonical
from synthema.audit.model import Content, Recorded
from synthema.audit.registry import builds_on, projects
from synthema.coding import parcel
from synthema.coding.import_events import ProjectImported, ProjectImportWithdrawn, QuotesMoved, QuotesMovedBack
from synthema.coding.inks import nearest
from synthema.coding.quote_projections import plain_columns
from synthema.coding.round_projections import seal
from synthema.coding.rules import key_of
from synthema.coding.tables import CodeRow, CodingRow, ImportedProject, MarkRow, MemoRow, MoveRow, QuoteRow
from synthema.documents.tables import Document
from synthema.words import counted

Line = dict[str, Any]


def write_rows(review: UUID, import_id: UUID, parsed: Content, person: UUID, round_id: UUID | None) -> Iterator[int]:
    """Write the rows of an import that are missing, at most 500 at a time; yields how many stand after each batch."""
    with trail.store(review).open(parsed) as file:
        lines = parcel.unpack(file)
    common = {"review": review, "imported": import_id, "round": round_id}
    numbers = dict(Document.objects.filter(review=review).values_list("id", "number"))
    makers: tuple[tuple[str, type[Model], Callable[[list[Line]], list[Any]]], ...] = (
        (parcel.CODE, CodeRow, lambda batch: [_code(one, person, common) for one in batch]),
        (parcel.QUOTE, QuoteRow, lambda batch: [_quote(one, common) for one in batch]),
        (parcel.CODING, CodingRow, lambda batch: _codings(batch, common, numbers)),
        (parcel.MEMO, MemoRow, lambda batch: [_memo(one, common) for one in batch]),
    )
    total = 0
    for kind, table, make in makers:
        rows = table._default_manager
        done = rows.filter(review=review, imported=import_id).count()
        total += done
        for batch in in_batches(iter(lines[kind]), done):
            rows.bulk_create(make(batch))
            total += len(batch)
            yield total


def _code(line: Line, person: UUID, common: Line) -> CodeRow:
    own = UUID(line["id"])
    return CodeRow(
        id=own,
        key=key_of(own),
        person=person,
        name=line["name"],
        definition=line["definition"],
        color=nearest(line["color"], line["place"]),
        source=line["color"],
        parent=_uuid(line["parent"]),
        place=line["place"],
        effective=own,
        made_seq=0,
        edited_seq=0,
        **common,
    )


def _quote(line: Line, common: Line) -> QuoteRow:
    own, ranges = UUID(line["id"]), line["ranges"]
    return QuoteRow(
        id=own,
        key=key_of(own),
        document=UUID(line["document"]),
        person=UUID(line["person"]),
        voice=line["voice"],
        dismissed=line["dismissed"],
        start=ranges[0][0] if ranges else 0,
        end=ranges[-1][1] if ranges else 0,
        ranges=canonical(ranges),
        exact=line["exact"],
        prefix32=line["prefix32"],
        suffix32=line["suffix32"],
        text_sha256=line["text_sha256"],
        regions=canonical(line["regions"]),
        how="imported",
        at=_at(line),
        seq=0,
        **common,
    )


def _codings(batch: list[Line], common: Line, numbers: dict[UUID, int]) -> list[CodingRow]:
    held = QuoteRow.objects.in_bulk([UUID(line["quote"]) for line in batch])
    made = []
    for line in batch:
        quote, code, person = held[UUID(line["quote"])], UUID(line["code"]), UUID(line["person"])
        columns: dict[str, Any] = plain_columns(quote, code, person, numbers.get(quote.document, 0))
        made.append(
            CodingRow(
                id=UUID(line["id"]), quote=quote, code_id=code, person=person, at=_at(line), seq=0, **columns, **common
            )
        )
    return made


def _memo(line: Line, common: Line) -> MemoRow:
    return MemoRow(
        id=UUID(line["id"]),
        about_kind=line["about_kind"],
        about=_uuid(line["about"]),
        person=UUID(line["person"]),
        text=line["text"],
        at=_at(line),
        seq=0,
        **common,
    )


def _uuid(written: str | None) -> UUID | None:
    return UUID(written) if written else None


def _at(line: Line) -> datetime:
    return datetime.fromisoformat(line["at"])


@projects(ProjectImported)
def project_imported(event: Recorded[ProjectImported]) -> None:
    """Make the import visible; rows that are not there yet (in a replay) are written."""
    body = event.body
    for _ in write_rows(event.review, body.import_id, body.parsed, event.actor, body.round):
        pass
    ImportedProject.objects.create(
        id=body.import_id,
        review=event.review,
        file_name=body.file_name,
        origin=body.origin,
        offsets=body.offsets,
        file=body.file.content,
        parsed=body.parsed.content,
        account=body.account or "[]",
        counts=canonical(body.counts),
        round=body.round,
        unchanged=body.unchanged,
        person=event.actor,
        at=event.at,
        seq=event.seq,
    )
    MarkRow.objects.bulk_create(
        MarkRow(
            id=UUID(line["id"]),
            review=event.review,
            document=UUID(line["document"]),
            kind=line["part"],
            ranges=canonical(line["ranges"]),
            person=event.actor,
            seq=event.seq,
        )
        for line in _marks(event.review, body.parsed)
    )
    seal(event, body.round)


def _marks(review: UUID, parsed: Content) -> list[Line]:
    with trail.store(review).open(parsed) as file:
        return parcel.unpack(file)[parcel.MARK]


@projects(ProjectImportWithdrawn)
def import_withdrawn(event: Recorded[ProjectImportWithdrawn]) -> None:
    """Hide everything that came by the import; its rows follow later, in batches."""
    row = ImportedProject.objects.get(review=event.review, pk=event.body.import_id)
    MarkRow.objects.filter(review=event.review, seq=row.seq).delete()
    row.delete()
    seal(event, row.round)


@projects(QuotesMoved)
def quotes_moved(event: Recorded[QuotesMoved]) -> None:
    """The quotes stand in the newer document; where they stood before is kept beside."""
    body = event.body
    MoveRow.objects.create(
        id=body.move_id,
        review=event.review,
        source=body.source,
        target=body.target,
        moved=body.moved.content,
        refused=body.refused,
        person=event.actor,
        seq=event.seq,
    )
    _place(event.review, body.moved, "after")


@projects(QuotesMovedBack)
def quotes_moved_back(event: Recorded[QuotesMovedBack]) -> None:
    """The quotes stand where they stood before."""
    row = MoveRow.objects.get(review=event.review, pk=event.body.move_id)
    _place(event.review, Content(row.moved), "before")
    MoveRow.objects.filter(pk=row.id).update(withdrawn_seq=event.seq)


def _place(review: UUID, moved: Content, which: str) -> None:
    with trail.store(review).open(moved) as file:
        lines = json.load(file)
    numbers = dict(Document.objects.filter(review=review).values_list("id", "number"))
    for line in lines:
        columns = line[which]
        document = UUID(columns["document"])
        QuoteRow.objects.filter(review=review, pk=line["quote"]).update(**{**columns, "document": document})
        CodingRow.objects.filter(review=review, quote=line["quote"]).update(
            document_number=numbers.get(document, 0),
            start=columns["start"],
            end=columns["end"],
            several=len(json.loads(columns["ranges"])) > 1,
        )


@builds_on(ProjectImported)
def on_import(review: UUID, import_id: UUID) -> list[str]:
    """What people made on codes and quotes of an import."""
    own = CodeRow.objects.filter(review=review, imported=import_id).values("id")
    quotes = QuoteRow.objects.filter(review=review, imported=import_id).values("id")
    others = CodingRow.settled(review).filter(withdrawn_seq=None).exclude(imported=import_id)
    on_codes = others.filter(code__in=own).count() + others.filter(quote__in=quotes).exclude(code__in=own).count()
    below = CodeRow.settled(review).filter(parent__in=own, retired_seq=None).exclude(imported=import_id).count()
    merged = CodeRow.settled(review).filter(merged_into__in=own).exclude(imported=import_id).count()
    moved = QuoteRow.objects.filter(review=review, imported=import_id).exclude(was="").count()
    found = {"coding": on_codes, "code below its codes": below, "merged code": merged, "moved quote": moved}
    lines = [counted(number, what) for what, number in found.items() if number]
    return [*lines, "a move that `synthema coding move-back` undoes"] if moved else lines
