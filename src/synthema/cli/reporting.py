"""`synthema reporting`: the PRISMA flow and the report."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting


@click.group("reporting")
def group() -> None:
    """The PRISMA flow and the report."""


@group.command("report")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--as-of", default="", metavar="ACT-OR-DATE", help="As the review was after this act, or on this day (2026-03-31)."
)
@click.option("--final", is_flag=True, help="Refuse when anything is unfinished, saying what.")
@acting
def report(folder: Path, as_of: str, final: bool, review: UUID, by: By) -> None:
    """Write report.html, report.docx, the flow (SVG, PNG) and the tables (CSV) into FOLDER."""
    from synthema.reporting.writing import write_report

    done = write_report(by, review, folder, as_of=as_of, final=final)
    for path in done.files:
        click.echo(path)
    if done.unfinished:
        click.echo(f"\nA draft, because it is unfinished: {'; '.join(done.unfinished)}.")


@group.command("prisma")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--final", is_flag=True, help="Refuse when anything awaits a decision or numbers contradict each other.")
@acting
def prisma(file: Path | None, final: bool, review: UUID, by: By) -> None:
    """The PRISMA 2020 flow: numbers on screen, or a FILE ending in .svg, .png, .pdf, .docx or .csv."""
    from synthema.files import write_bytes, write_text
    from synthema.refused import Refused
    from synthema.reporting.facts import gather
    from synthema.reporting.flow_files import WRITERS, flow_file
    from synthema.reporting.flow_laws import require_final
    from synthema.reporting.tables_csv import tables_of
    from synthema.sheets import csv_text
    from synthema.team.doors import access_review

    access_review(by.person, review)
    facts = gather(review)
    if final:
        require_final(facts.flow)
    rows = next(table.rows for table in tables_of(facts) if table.name == "flow")
    if file is None:
        for what, number in rows:
            click.echo(f"{number:>8}  {what}")
        for breach in facts.breaches:
            click.echo(f"{breach.severity}: {breach.message}")
        return
    kind = file.suffix.removeprefix(".")
    if kind in WRITERS:
        write_bytes(file, flow_file(review, kind, facts.flow))
    elif kind == "csv":
        write_text(file, csv_text(["what", "number"], rows))
    else:
        raise Refused("What is {file_name}? Let it end in .svg, .png, .pdf, .docx or .csv.", file_name=file.name)
    click.echo(file)
