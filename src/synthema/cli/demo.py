"""`synthema demo`: the worked review, from its search exports to its report."""

import os
import shutil
import sys
import time
from pathlib import Path
from textwrap import fill
from uuid import UUID, uuid4

import click

from synthema.cli.common import open_house
from synthema.refused import Refused
from synthema.web.examples import EXAMPLES, example_folder


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("synthema-demo"),
    show_default=True,
    help="The folder to write to; an earlier demo in it is replaced.",
)
@click.option("--example", type=click.Choice(EXAMPLES), default="peer-support", show_default=True)
def group(out: Path, example: str) -> None:
    """Run the worked review from its search exports to its report, in a home of its own."""
    begun = time.monotonic()
    folder = example_folder(example)
    _fresh(out)
    os.environ["SYNTHEMA_HOME"] = str((out / "home").resolve())
    os.environ.pop("SYNTHEMA_DATABASE", None)
    open_house()
    from synthema.protocol.formats import read_protocol
    from synthema.web.worked import work

    click.echo(f"The worked review {example}: {folder}\n")
    notice = read_protocol(folder / "protocol.toml").notice
    click.echo(f"{fill(notice, 100)}\n")
    review = work(folder, uuid4(), _say)
    _finish(review, out, begun)


def _fresh(out: Path) -> None:
    """Make the folder, replacing an earlier demo but nothing else."""
    mark = out / "home" / "demo"
    if out.exists() and any(out.iterdir()):
        if not mark.exists():
            raise Refused("{out} holds other files. Choose another folder with --out.", out=out)
        for name in ("home", "report"):
            shutil.rmtree(out / name, ignore_errors=True)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _say(stage: str, what: str) -> None:
    click.echo(f"  {stage:<11} {what}")
    sys.stdout.flush()


def _finish(review: UUID, out: Path, begun: float) -> None:
    from synthema.audit import replay
    from synthema.audit.model import By
    from synthema.reporting.brief import brief
    from synthema.reporting.package import export_review
    from synthema.reporting.writing import write_report
    from synthema.team.tables import Person, Seat

    by = By(Seat.objects.get(review=review, role="lead").person)
    _say("report", "writing …")
    done = write_report(by, review, out / "report")
    package = out / "review-package.zip"
    exported = export_review(by, review, package)
    _say("package", f"{exported.members} files, {exported.size:,} bytes")
    checked = replay.verify(review)
    looked_at = f"{checked.events} acts, {checked.contents} contents, {checked.rows} rows"
    _say("verify", f"{looked_at}: {'everything holds' if checked.sound else 'FAULTS'}")
    click.echo("\nWhat was found")
    for line in brief(done.facts):
        click.echo(f"  {line}")
    click.echo(f"\nReport   {(out / 'report' / 'report.html').resolve()}")
    click.echo(f"Word     {(out / 'report' / 'report.docx').resolve()}")
    click.echo(f"Package  {package.resolve()}")
    click.echo(f"\n{time.monotonic() - begun:.0f} seconds. Look around:")
    click.echo(
        f'synthema --home "{(out / "home").resolve()}" review show --as "{Person.objects.get(pk=by.person).name}"'
    )
    if not checked.sound:
        raise Refused("; ".join(checked.faults))
