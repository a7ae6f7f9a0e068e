"""Verdicts of another tool that stand in a record: nobody reads them there while people still judge it blind."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from synthema.audit.batches import in_batches
from synthema.records.model import Record
from synthema.records.opinions import opinions, opinions_faults
from synthema.records.tables import Import, RecordRow, raw_of
from synthema.refused import Refused

Open = Callable[[UUID, Collection[UUID]], set[UUID]]
OfFile = Callable[[UUID, UUID], bool]
_open: list[Open] = []
_of_file: list[OfFile] = []


def withholds(find: Open) -> Open:
    """Register a function (review, records) that names those which somebody still judges blind."""
    _open.append(find)
    return find


def withholds_file(find: OfFile) -> OfFile:
    """Register a function (review, import) that says whether the file tells verdicts which are to be hidden."""
    _of_file.append(find)
    return find


def file_withheld(review: UUID, import_id: UUID) -> bool:
    """Whether a file stays closed for now, because verdicts stand in it on records that are judged blind."""
    return any(find(review, import_id) for find in _of_file)


def without_verdicts(review: UUID, records: Mapping[UUID, Record]) -> dict[UUID, Record]:
    """The records as they may be shown: what an open one says of verdicts is left out, with all its notes and tags."""
    telling = {key for key, one in records.items() if opinions(one) or opinions_faults(one)}
    hidden = {key for find in _open for key in find(review, telling)} if telling else set()
    return {key: replace(one, notes=(), raw=()) if key in hidden else one for key, one in records.items()}


def refuse_withheld(review: UUID, row: Import) -> None:
    """Refuse to hand out a file that stays closed for now."""
    if file_withheld(review, row.id):
        raise Refused(
            "{name} holds verdicts of other reviewers on records that are still judged blind. It can be saved when "
            "all verdicts on them are in.",
            name=row.file_name,
        )


def as_written(review: UUID, rows: Iterator[RecordRow]) -> Iterator[Record]:
    """Records as they may leave in a file: what open ones say of verdicts is left out."""
    for batch in in_batches(rows):
        yield from without_verdicts(review, {row.id: row.record for row in batch}).values()


def shown(review: UUID, row: RecordRow) -> tuple[Record, bool]:
    """A record with its tags as it may be shown, and whether something of it is withheld."""
    whole = replace(row.record, raw=raw_of(review, row))
    record = without_verdicts(review, {row.id: whole})[row.id]
    return record, record != whole
