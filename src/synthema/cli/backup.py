"""`synthema backup`: everything in one file."""

from pathlib import Path

import click

from synthema.cli.common import open_house, progress


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def group(file: Path) -> None:
    """Back up everything here, all reviews, people and files, to one zip FILE. People may go on working.

    The file holds also what only one reviewer may know yet: it is for whoever runs Synthema, who can read the
    database anyway.
    """
    open_house()
    from synthema.keeping.making import make_backup
    from synthema.words import counted

    done = make_backup(file, progress)
    click.echo(f"{file}: {counted(done.reviews, 'review')}, verified. Bring it back with `synthema restore {file}`.")
    for fault in done.faults:
        click.echo(f"Wrong here, and so in the backup: {fault}", err=True)
    if done.faults:
        raise SystemExit(1)
