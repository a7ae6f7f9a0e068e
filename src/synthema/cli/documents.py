"""`synthema documents`: full texts."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, progress, table
from synthema.words import counted


@click.group("documents")
def group() -> None:
    """Full texts of reports, in which quotes are looked up: PDF, Word, web page, JATS, plain text."""


@group.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", required=True, help="The title of the report.")
@click.option("--year", default="", help="Its year, where the title is not enough.")
@click.option("--doi", default="", help="Its DOI, where the title is not enough.")
@acting
def add(*, file: Path, title: str, year: str, doi: str, review: UUID, by: By) -> None:
    """Add FILE as the full text of a report.

    It may be a PDF, a Word file (.docx), a web page (.html, .mhtml), a JATS article (.xml) or plain text (.txt, UTF-8,
    a form feed ends a page). What it holds counts, not its name.
    """
    from synthema.documents.actions import add_file
    from synthema.studies.tables import find_report
    from synthema.team.doors import access_review

    access_review(by.person, review)
    done = add_file(by, review, find_report(review, title, year, doi).id, file).body
    click.echo(f"{done.file_name}: {counted(done.pages, 'page')}, {done.characters:,} characters.")
    if done.bare == done.pages:
        click.echo("No page holds text: it is a scan. It can be read as pictures; quotes need its text (OCR).")


@group.command("add-folder")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def add_folder(file: Path, review: UUID, by: By) -> None:
    """Add the full texts that a CSV FILE names: title,year,doi,file; they lie beside it."""
    from synthema.documents.from_files import add_folder as add_all

    new, there = add_all(by, review, file)
    click.echo(f"{file.name}: {new:,} documents added, {there:,} there already.")


@group.command("match")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--attach", "attach_sure", is_flag=True, help="Attach the sure ones; each report is retrieved by that.")
@acting
def match_files(files: tuple[Path, ...], attach_sure: bool, review: UUID, by: By) -> None:
    """Tell which report each of many FILES is, by DOI and title on its first pages: sure, to check, or none."""
    from synthema.documents.from_files import attach_matched, match_paths

    lines = match_paths(by.person, review, files, progress)
    table([[one.path.name, one.verdict, one.called, one.why] for one in lines], ["file", "match", "report", "why"])
    if attach_sure:
        done = attach_matched(by, review, lines)
        click.echo(f"{counted(done, 'full text')} attached.")
    elif any(one.sure for one in lines):
        click.echo("Nothing was attached yet; --attach takes the sure ones, `synthema documents add` any other.")


@group.command("list")
@acting
def list_documents(review: UUID, by: By) -> None:
    """The full texts of the review."""
    from synthema.documents.tables import documents
    from synthema.team.doors import access_review

    access_review(by.person, review)
    rows = documents(review)
    table(
        [[row.number, row.id, row.file_name, row.pages, row.characters, row.report.title] for row in rows],
        ["number", "document", "file", "pages", "characters", "report"],
    )
    if not rows:
        click.echo("There is no full text yet. `synthema documents add FILE --title TITLE` adds one.")


@group.command("withdraw")
@click.argument("document", type=click.UUID)
@click.option("--reason", required=True, help="Why it is taken out.")
@acting
def withdraw(document: UUID, reason: str, review: UUID, by: By) -> None:
    """Take a DOCUMENT out of the review; refused while quotes are anchored in it."""
    from synthema.documents.actions import withdraw_document

    withdraw_document(by, review, document, reason)
    click.echo("The document is out of the review; the trail keeps it.")
