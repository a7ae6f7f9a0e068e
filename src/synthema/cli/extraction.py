"""`synthema extraction`: what each study was and who took part."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli import answers
from synthema.cli.common import acting, table

_FILE = click.Path(path_type=Path)
_NUMBER = click.IntRange(1, 2)


@click.group("extraction")
def group() -> None:
    """Extract data with your own tool.

    Two people fill in the tool for each study, neither sees the other's answers before both are in, and what they
    answered differently is settled by a consensus. The originals stay.
    """


@group.command("tool")
@click.argument("file", type=_FILE)
@click.option("--extractors", type=_NUMBER, help="1 where only one person extracts; that needs --reason.")
@click.option("--reason", default="", help="Why only one person extracts; the report prints it.")
@acting
def tool(file: Path, extractors: int | None, reason: str, review: UUID, by: By) -> None:
    """Lay down the extraction tool in a TOML FILE, or its next version."""
    from synthema.extraction.actions import set_tool
    from synthema.forms import compare, read_form
    from synthema.forms.tables import forms

    form = read_form(file)
    if extractors == 1 and not reason.strip():
        raise click.UsageError("--extractors 1 needs --reason.")
    set_tool(by, review, form)
    click.echo(f"{form.title}, version {form.version}, is in force: {len(form.questions)} questions.")
    versions = [version.form for version in forms(review, "extraction")]
    for change in compare(versions[-2], form) if len(versions) > 1 and versions[-2].id == form.id else ():
        click.echo(f"  {change}{' (answers need another look)' if change.reopens else ''}")
    if extractors:
        _set_number(by.then("extractors"), review, extractors, reason)


@group.command("extractors")
@click.argument("number", type=_NUMBER)
@click.option("--reason", default="", help="Why only one person extracts; the report prints it.")
@acting
def extractors_(number: int, reason: str, review: UUID, by: By) -> None:
    """How many people extract from each study: 2, or 1 with a reason."""
    _set_number(by, review, number, reason)


def _set_number(by: By, review: UUID, number: int, reason: str) -> None:
    from synthema.extraction.actions import set_extractors
    from synthema.forms.tables import needed

    if number == 1 or number != needed(review, "extraction"):
        set_extractors(by, review, number, reason)
    click.echo(f"{number} {'person extracts' if number == 1 else 'people extract'} from each study.")


@group.command("template")
@click.argument("file", type=_FILE)
@acting
def template(file: Path, review: UUID, by: By) -> None:
    """Write an empty CSV FILE with a row for every study and a column for every question."""
    from synthema.extraction.tables import tool_in_force
    from synthema.forms import Sheet, write_wide
    from synthema.studies.tables import studies
    from synthema.team.doors import access_review

    access_review(by.person, review)
    labels = [study.label for study in studies(review)]
    answers.write_template(file, write_wide(tool_in_force(review), [Sheet(label) for label in labels]))
    click.echo(f"{file}: {answers.many(len(labels))}.")


@group.command("import")
@click.argument("file", type=_FILE)
@acting
def import_(file: Path, review: UUID, by: By) -> None:
    """Give what you extracted from a CSV FILE: a row per study, a column per question key.

    All of the file is checked before anything is recorded. The same file again changes nothing.
    """
    from synthema.extraction.actions import import_extractions

    answers.told(import_extractions(by, review, file), file, "extracted")


@group.command("differences")
@acting
def differences(review: UUID, by: By) -> None:
    """What two people answered differently and nobody has settled."""
    from synthema.team.doors import access_review

    access_review(by.person, review)
    answers.differences(review, "extraction")


@group.command("reconcile")
@click.argument("file", type=_FILE)
@click.option("--how", type=click.Choice(["consensus", "arbiter"]), default="consensus", show_default=True)
@acting
def reconcile(file: Path, how: str, review: UUID, by: By) -> None:
    """Settle differences from a CSV FILE in the layout of the import; cells that do not differ stay empty.

    A consensus is recorded by one of the two, or by a lead; an arbiter is a third person.
    """
    from synthema.extraction.actions import reconcile_extractions

    answers.told(reconcile_extractions(by, review, file, how), file, "settled")


@group.command("withdraw")
@click.argument("studies", nargs=-1, required=True)
@click.option("--reason", default="", help="Why.")
@acting
def withdraw(studies: tuple[str, ...], reason: str, review: UUID, by: By) -> None:
    """Take back what you extracted from STUDIES; refused while a consensus rests on it."""
    from synthema.extraction.actions import withdraw_extraction

    answers.take_back(
        by,
        review,
        studies,
        lambda step, study: withdraw_extraction(step, review, study, reason),
        "what you extracted is withdrawn.",
    )


@group.command("reopen")
@click.argument("studies", nargs=-1, required=True)
@click.option("--reason", default="", help="Why.")
@acting
def reopen(studies: tuple[str, ...], reason: str, review: UUID, by: By) -> None:
    """Take the consensus on STUDIES back; both originals stand."""
    from synthema.extraction.actions import reopen_extraction

    answers.take_back(
        by,
        review,
        studies,
        lambda step, study: reopen_extraction(step, review, study, reason),
        "the consensus is taken back.",
    )


@group.command("show")
@click.argument("study", required=False)
@acting
def show(study: str | None, review: UUID, by: By) -> None:
    """Where the studies stand, or everything you may see on one STUDY."""
    from synthema.extraction.tables import extracted, progress, tool_in_force
    from synthema.forms.tables import assessors, needed
    from synthema.team.doors import access_review

    access_review(by.person, review)
    if study:
        answers.sheets(review, "extraction", study, by.person)
        return
    form, declared = tool_in_force(review), assessors(review, "extraction")
    click.echo(f"{form.title}, version {form.version}")
    if declared and declared.number == 1:
        click.echo(f"One person extracts from each study: {declared.reason}")
    answers.standing(progress(review, by.person), needed(review, "extraction"))
    table(answers.states(extracted(review)), ["study", "settled by"])


@group.command("export")
@click.argument("file", type=_FILE)
@acting
def export(file: Path, review: UUID, by: By) -> None:
    """Write the settled answers to a CSV FILE, a row per study; studies that are not settled are named."""
    from synthema.extraction.tables import as_csv, extracted
    from synthema.team.doors import access_review

    access_review(by.person, review)
    rows = extracted(review)
    answers.write_file(file, as_csv(review))
    left_out = [label for label, one in rows.items() if one is None]
    click.echo(f"{file}: {answers.many(len(rows) - len(left_out))}.")
    if left_out:
        click.echo(f"Not settled, so not in the file: {', '.join(left_out)}.")
