"""`synthema studies`: reports and the studies they tell of."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table
from synthema.words import counted


@click.group("studies")
def group() -> None:
    """Seek and retrieve reports, and link them to studies."""


@group.command("seek")
@acting
def seek_(review: UUID, by: By) -> None:
    """Seek every record that goes forward on title and abstract as a report."""
    from synthema.screening.actions import seek
    from synthema.studies.tables import reports

    new = seek(by, review)
    click.echo(f"{counted(new, 'new report')} sought; {len(reports(review)):,} in all.")


@group.command("retrieval")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def retrieval(file: Path, review: UUID, by: By) -> None:
    """Record what became of the reports in a CSV FILE: title,year,doi,outcome,note (retrieved or not_retrieved)."""
    from synthema.studies.from_files import retrieval_from_file
    from synthema.studies.tables import reports

    new, stood = retrieval_from_file(by, review, file)
    await_it = sum(not one.outcome for one in reports(review))
    click.echo(
        f"{file.name}: {new:,} recorded, {stood:,} stood already. {counted(await_it, 'report')} left to retrieve."
    )


@group.command("link")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def link(file: Path, review: UUID, by: By) -> None:
    """Link reports to studies after a CSV FILE: study,title,year,doi. A label that is new names a new study."""
    from synthema.studies.from_files import links_from_file
    from synthema.studies.tables import studies

    links, named = links_from_file(by, review, file)
    made = f"{counted(links, 'report')} linked, {counted(named, 'study', 'studies')} named"
    click.echo(f"{file.name}: {made}; {len(studies(review)):,} in all.")


@group.command("list")
@click.option("--reports", "all_reports", is_flag=True, help="Every report that is sought, whatever became of it.")
@acting
def list_(all_reports: bool, review: UUID, by: By) -> None:
    """The studies with their reports."""
    from synthema.studies.tables import reports
    from synthema.team.doors import access_review

    access_review(by.person, review)
    rows = [one for one in reports(review) if all_reports or one.study is not None]
    rows.sort(key=lambda one: (one.study is None, one.study.label if one.study else "", one.number, one.place))
    table(
        [
            [one.study.label if one.study else "", one.outcome.replace("_", " "), one.id, one.year, one.title]
            for one in rows
        ],
        ["study", "retrieval", "report", "year", "title"],
    )
    if not rows:
        click.echo("Nothing is linked to a study yet; --reports lists what is sought.")


@group.command("rename")
@click.argument("label")
@click.argument("new_label")
@acting
def rename(label: str, new_label: str, review: UUID, by: By) -> None:
    """Give the study LABEL another label."""
    from synthema.studies.actions import rename_study
    from synthema.studies.tables import study_by_label

    done = rename_study(by, review, study_by_label(review, label).id, new_label)
    click.echo(f"It is {done.body.label} now.")


@group.command("remove")
@click.argument("label")
@click.option("--reason", default="", help="Why.")
@acting
def remove(label: str, reason: str, review: UUID, by: By) -> None:
    """Take the study LABEL out; refused while a report or anything else rests on it."""
    from synthema.studies.actions import remove_study
    from synthema.studies.tables import study_by_label

    remove_study(by, review, study_by_label(review, label).id, reason)
    click.echo(f"{label} is no study of this review any more.")


@group.command("unlink")
@click.argument("report", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def unlink(report: UUID, reason: str, review: UUID, by: By) -> None:
    """Take a REPORT from its study."""
    from synthema.studies.actions import unlink_report

    unlink_report(by, review, report, reason)
    click.echo("The report is linked to no study now.")


@group.command("undo-retrieval")
@click.argument("report", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def undo_retrieval(report: UUID, reason: str, review: UUID, by: By) -> None:
    """Take back what was recorded of the retrieval of a REPORT."""
    from synthema.studies.actions import withdraw_retrieval

    withdraw_retrieval(by, review, report, reason)
    click.echo("The report awaits retrieval again.")


@group.command("withdraw")
@click.argument("report", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def withdraw(report: UUID, reason: str, review: UUID, by: By) -> None:
    """Seek a REPORT no longer; refused while anything was recorded of it."""
    from synthema.studies.actions import withdraw_sought

    withdraw_sought(by, review, report, reason)
    click.echo("The report is no longer sought.")
