"""`synthema restore`: a backup put in the place of what stands here."""

from pathlib import Path

import click

from synthema.cli.common import open_registry, progress


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what is here, which is backed up first.")
def group(file: Path, replace: bool) -> None:
    """Bring back what a backup FILE holds: everything or, where it is damaged, nothing. Stop Synthema before."""
    open_registry()
    from synthema.keeping.restoring import restore_backup
    from synthema.words import counted

    done = restore_backup(file, replace=replace, tell=progress)
    click.echo(f"{counted(done.reviews, 'review')} restored, as of {done.made_at} ({done.made_with}).")
    if done.kept:
        click.echo(f"What was here before: {done.kept}")
    if done.withdrawn_again:
        click.echo(f"{counted(done.withdrawn_again, 'text')} withdrawn since the backup stay withdrawn.")
    for fault in done.faults:
        click.echo(f"Not in the backup: {fault}", err=True)
    click.echo("Everybody has to log in again. `synthema review verify` checks a review.")
