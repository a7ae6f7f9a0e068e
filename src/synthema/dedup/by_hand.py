"""Decisions on duplicates that a person wrote into a CSV file."""

from pathlib import Path
from uuid import UUID, uuid5

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.dedup.actions import keep_apart, merge_records
from synthema.dedup.naming import Named, Names
from synthema.dedup.rows import Row, Sheet, read_sheet, refuse
from synthema.dedup.tables import decisions, groups
from synthema.records.tables import Import, RecordRow
from synthema.refused import Refused
from synthema.search.tables import by_key

COLUMNS = ("source", "title", "same_as_source", "same_as_title", "decision")
DECISIONS = ("same", "apart")


def decide_from_file(by: By, review: UUID, path: Path) -> tuple[int, int]:
    """Act on a file source,title,same_as_source,same_as_title,decision,note; how many were new, how many stood.

    The whole file is checked first; running the same file again does nothing.
    """
    sheet = read_sheet(path, COLUMNS)
    known: dict[str, Names] = {}
    faults: list[str] = []
    pairs: list[tuple[Row, UUID, UUID]] = []
    for row in sheet.rows:
        try:
            pairs.append((row, *_pair(review, row, known)))
        except Refused as error:
            faults.append(f"Line {row.line} of {sheet.name}: {error}")
    refuse(faults)
    return _act(by, review, sheet, pairs)


def _pair(review: UUID, row: Row, known: dict[str, Names]) -> tuple[UUID, UUID]:
    if row["decision"] not in DECISIONS:
        raise Refused(f"{row['decision']!r} is no decision. Write {' or '.join(DECISIONS)} in the column decision.")
    a = _names(review, row["source"], known).find(row["title"])
    b = _names(review, row["same_as_source"], known).find(row["same_as_title"])
    if a.id == b.id:
        raise Refused("Both sides name the same record. Name two.")
    return a.id, b.id


def _names(review: UUID, source: str, known: dict[str, Names]) -> Names:
    if source not in known:
        imports = Import.objects.filter(review=review, search=by_key(review, source).id).values("id")
        rows = RecordRow.settled(review).filter(import_id__in=imports).order_by("import_id", "number")
        known[source] = Names(Named(row.id, row.id, row.title, row.year, row.doi) for row in rows)
    return known[source]


def _act(by: By, review: UUID, sheet: Sheet, pairs: list[tuple[Row, UUID, UUID]]) -> tuple[int, int]:
    file = By(by.person, uuid5(review, f"duplicates by hand {by.person} {sheet.digest}"))
    new = 0
    for number, (row, a, b) in enumerate(pairs, start=1):
        step = file.then(number)
        if Event.objects.filter(review=review, act_id=step.act_id).exists() or _stands(review, row["decision"], a, b):
            continue
        try:
            (merge_records if row["decision"] == "same" else keep_apart)(step, review, a, b, row["note"])
        except Refused as error:
            raise Refused(f"Line {row.line} of {sheet.name}: {error} The {new} rows before it were taken.") from None
        new += 1
    return new, len(pairs) - new


def _stands(review: UUID, decision: str, a: UUID, b: UUID) -> bool:
    if decision == "same":
        return any(a in held and b in held for held in groups(review).values())
    return any((a, b) in d.apart or (b, a) in d.apart for d in decisions(review))
