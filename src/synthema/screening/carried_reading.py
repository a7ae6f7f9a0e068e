"""What reviewers said in another tool, read from the stored records of an import; and how much each said."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from synthema.audit import trail
from synthema.audit.canonical import canonical
from synthema.audit.model import Content
from synthema.records.export import Export
from synthema.records.model import Record
from synthema.records.opinion_model import Opinion
from synthema.records.opinions import opinions, rayyan_key
from synthema.records.opinions_log import log_opinions, read_log
from synthema.records.opinions_others import covidence_list
from synthema.records.parsed import record_id, unpack
from synthema.records.tables import import_of
from synthema.refused import Refused
from synthema.screening.carried_model import Held, Source, Stated
from synthema.screening.carried_tables import StatedRow

READER = "synthema-opinions 1"
LONGEST = 40  # letters of the name of a tool
Said = tuple[int, Opinion]  # of the record of this number


@dataclass(frozen=True, slots=True)
class FromLog:
    """What a log told: how many records of the import it speaks of, and how many others."""

    records: int
    unknown: int
    unread: int  # lines


def stated(review: UUID, import_id: UUID) -> list[Stated]:
    """All that was said in an import, in the order of its records; read once, and kept."""
    return [Stated(record_id(import_id, number), one) for number, one in _said(review, import_id)]


def _said(review: UUID, import_id: UUID) -> list[Said]:
    row = StatedRow.objects.filter(pk=import_id, reader=READER).first()
    if row is None:
        return _keep(review, import_id, _read(review, import_id))
    return [
        (number, Opinion(tool, reviewer, verdict, stage, tuple(reasons), tuple(labels), note))
        for number, tool, reviewer, verdict, stage, reasons, labels, note in json.loads(row.body)
    ]


def _keep(review: UUID, import_id: UUID, said: Iterable[Said]) -> list[Said]:
    found = [(number, replace(one, tool=one.tool[:LONGEST])) for number, one in said]
    body = canonical(
        [
            [number, one.tool, one.reviewer, one.verdict, one.stage, one.reasons, one.labels, one.note]
            for number, one in found
        ]
    )
    kept = {"review": review, "reader": READER, "body": body}
    StatedRow.objects.update_or_create(pk=import_id, defaults=kept)
    return found


def _records(review: UUID, import_id: UUID) -> Iterator[tuple[int, Record]]:
    content, shelf = Content(import_of(review, import_id).parsed), trail.store(review)
    if shelf.has(content):
        with shelf.open(content) as file:
            yield from enumerate(unpack(file), start=1)


def _read(review: UUID, import_id: UUID) -> Iterator[Said]:
    verdict, stage = covidence_list(import_of(review, import_id).file_name)  # only the name tells the list
    for number, record in _records(review, import_id):
        found = list(opinions(record))
        if verdict and not any(one.tool == "Covidence" and one.verdict for one in found):
            mine = next((one for one in found if one.tool == "Covidence"), Opinion("Covidence"))
            found = [one for one in found if one is not mine] + [replace(mine, verdict=verdict, stage=stage)]
        yield from ((number, one) for one in found)


def take_in_log(review: UUID, import_id: UUID, path: Path) -> FromLog:
    """Add what Rayyan's log of decisions says of the records of an import; read again, the log replaces itself."""
    lines = list(read_log(Export(path)))
    by_key = log_opinions(lines)
    numbers = {key: number for number, record in _records(review, import_id) if (key := rayyan_key(record))}
    told = [(numbers[key], one) for key, several in by_key.items() if key in numbers for one in several]
    if not told:
        raise Refused(
            "{name} speaks of no record of this import. A log belongs to the articles.csv beside it in the archive "
            "that Rayyan sends.",
            name=path.name,
        )
    people = {one.reviewer for _, one in told}
    others = [(number, one) for number, one in _said(review, import_id) if one.reviewer not in people]
    _keep(review, import_id, sorted((*others, *told), key=lambda said: said[0]))
    return FromLog(len(numbers.keys() & by_key), len(by_key.keys() - numbers), sum(bool(one.fault) for one in lines))


def held(said: Iterable[Stated]) -> list[Held]:
    """How much each source says, those with names first, each tool together."""
    found: dict[Source, Held] = {}
    for one in said:
        there = found.setdefault(one.source, Held(source=one.source))
        there.verdicts += bool(one.opinion.verdict)
        there.remarks += bool(one.opinion.labels or (one.opinion.note and not one.opinion.verdict))
        if one.opinion.verdict == "exclude":
            there.reasons += [reason for reason in one.opinion.reasons if reason not in there.reasons]
    some = [one for one in found.values() if one.verdicts or one.remarks]
    return sorted(some, key=lambda one: (one.source.tool, not one.source.reviewer, one.source.reviewer.casefold()))
