"""Decisions on duplicates that a person wrote into a CSV file."""

from pathlib import Path
from uuid import UUID

from synthema.audit import trail
from synthema.audit.model import By
from synthema.dedup.actions import keep_apart, merge_records
from synthema.dedup.apart import Apart
from synthema.dedup.naming import Named, Names
from synthema.dedup.tables import decisions, groups
from synthema.records.tables import Import, RecordRow
from synthema.refused import Refused
from synthema.search.tables import by_key
from synthema.sheets import Row, act_on, read_sheet, understood
from synthema.team.doors import access_review
from synthema.team.model import Need

COLUMNS = ("source", "title", "same_as_source", "same_as_title", "decision")
DECISIONS = ("same", "apart")


def decide_from_file(by: By, review: UUID, path: Path) -> tuple[int, int]:
    """Act on a file source,title,same_as_source,same_as_title,decision,note; how many were new, how many stood.

    The whole file is checked first; running the same file again does nothing.
    """
    access_review(by.person, review, Need.SEARCH)
    sheet = read_sheet(path, COLUMNS)
    known: dict[str, Names] = {}
    pairs = understood(sheet, lambda row: _pair(review, row, known))
    file = by.with_file(review, "duplicates by hand", sheet.digest)

    def decide(row: Row, pair: tuple[UUID, UUID]) -> bool:
        step = file.then(row.line)
        if trail.happened(review, step) or _stands(review, row["decision"], *pair):
            return False
        (merge_records if row["decision"] == "same" else keep_apart)(step, review, *pair, row["note"])
        return True

    new = act_on(sheet, pairs, decide)
    return new, len(pairs) - new


def _pair(review: UUID, row: Row, known: dict[str, Names]) -> tuple[UUID, UUID]:
    if row["decision"] not in DECISIONS:
        raise Refused(
            "{row!r} is no decision. Write {decisions} in the column decision.",
            row=row["decision"],
            decisions=" or ".join(DECISIONS),
        )
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


def _stands(review: UUID, decision: str, a: UUID, b: UUID) -> bool:
    if decision == "same":
        return any(a in held and b in held for held in groups(review).values())
    return Apart.of([d.apart for d in decisions(review)], {a: a, b: b}).between(a, b) is not None
