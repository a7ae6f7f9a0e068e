"""Write a report with everything that goes with it into a folder."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from uuid import UUID

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Review
from synthema.files import write_bytes
from synthema.refused import Refused
from synthema.reporting.broken_quotes import refuse_broken_quotes
from synthema.reporting.docx_report import to_docx
from synthema.reporting.facts import gather, require_final_report
from synthema.reporting.flow_drawing import to_png, to_svg
from synthema.reporting.html import render
from synthema.reporting.model import Facts
from synthema.reporting.tables_csv import readme_of, tables_of
from synthema.sheets import csv_text
from synthema.team.doors import access_review


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a report, and what keeps it a draft."""

    files: tuple[Path, ...]
    unfinished: tuple[str, ...]
    facts: Facts


def write_report(by: By, review: UUID, folder: Path, *, as_of: str = "", final: bool = False) -> Written:
    """Write report.html, report.docx, flow.svg, flow.png and tables/*.csv; raises Refused if final and unfinished."""
    access_review(by.person, review)
    until = moment(review, as_of) if as_of else None
    with _at(review, until):
        facts = gather(review, until)
        refuse_broken_quotes(review, facts)
    if final:
        require_final_report(facts)
    svg = to_svg(facts.flow)
    files = {
        "report.html": render(facts).encode(),
        "report.docx": to_docx(facts, to_png(svg)),
        "flow.svg": svg.encode(),
        "flow.png": to_png(svg),
    }
    try:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "{folder} cannot be made: {strerror}. Name another folder.", folder=folder, strerror=error.strerror
        ) from None
    tables = {f"tables/{table.name}.csv": csv_text(table.header, table.rows).encode() for table in tables_of(facts)}
    tables["tables/README.txt"] = readme_of(facts).encode()
    for name, data in (files | tables).items():
        write_bytes(folder / name, data)
    return Written(tuple(folder / name for name in (*files, "tables")), facts.unfinished, facts)


@contextmanager
def _at(review: UUID, until: int | None) -> Iterator[None]:
    with replay.replayed(review, until) if until is not None else nullcontext():
        yield


def moment(review: UUID, as_of: str) -> int:
    """The last event at a moment given as an event's number or a day; raises Refused for anything else."""
    head = Review.objects.get(pk=review).head_seq
    if as_of.isdecimal() and len(as_of) < 20:
        if not 1 <= int(as_of) <= head:
            raise Refused("There is no act {as_of}; the trail has acts 1 to {head}.", as_of=as_of, head=head)
        return int(as_of)
    try:
        day = datetime.combine(datetime.fromisoformat(as_of).date(), time.max, UTC)
    except ValueError:
        raise Refused("{as_of!r} is neither the number of an act nor a day like 2026-03-31.", as_of=as_of) from None
    found = replay.seq_at(review, day)
    if not found:
        raise Refused("The review began after {as_of}.", as_of=as_of)
    return found
