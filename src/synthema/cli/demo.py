"""`synthema demo`: the worked review, from its search exports to its report."""

import os
import shutil
import sys
import time
from importlib.resources import files
from pathlib import Path
from uuid import UUID, uuid4

import click

from synthema.cli.common import open_house
from synthema.refused import Refused

EXAMPLES = ("peer-support", "invented")


def example_folder(name: str) -> Path:
    """Where an example lies: in the installed package, or in the checkout it is run from."""
    for folder in (Path(str(files("synthema"))) / "examples" / name, Path(__file__).parents[3] / "examples" / name):
        if (folder / "protocol.toml").exists():
            return folder
    raise Refused(f"The example {name} is missing from this installation. Install Synthema again.")


@click.command("demo")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("synthema-demo"), show_default=True, help="The folder to write to; an earlier demo in it is replaced.")
@click.option("--example", type=click.Choice(EXAMPLES), default="peer-support", show_default=True)
def group(out: Path, example: str) -> None:
    """Run the worked review from its search exports to its report, in a home of its own."""
    begun = time.monotonic()
    folder = example_folder(example)
    _fresh(out)
    os.environ["SYNTHEMA_HOME"] = str((out / "home").resolve())
    os.environ.pop("SYNTHEMA_DATABASE", None)
    open_house()
    from synthema.cli.worked import work

    click.echo(f"The worked review {example}: {folder}\n")
    review = work(folder, uuid4(), _say)
    _finish(review, out, begun)


def _fresh(out: Path) -> None:
    """Make the folder, replacing an earlier demo but nothing else."""
    mark = out / "home" / "demo"
    if out.exists() and any(out.iterdir()):
        if not mark.exists():
            raise Refused(f"{out} holds other files. Choose another folder with --out.")
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
    from synthema.reporting.package import export_review
    from synthema.reporting.writing import write_report
    from synthema.team.tables import Seat

    by = By(Seat.objects.get(review=review, role="lead").person)
    _say("report", "writing …")
    done = write_report(by, review, out / "report")
    package = out / "review-package.zip"
    exported = export_review(by, review, package)
    _say("package", f"{exported.members} files, {exported.size:,} bytes")
    checked = replay.verify(review)
    _say("verify", f"{checked.events} acts, {checked.contents} contents, {checked.rows} rows: {'everything holds' if checked.sound else 'FAULTS'}")
    _found(done.facts)
    click.echo(f"\nReport   {(out / 'report' / 'report.html').resolve()}\nWord     {(out / 'report' / 'report.docx').resolve()}\nPackage  {package.resolve()}")
    click.echo(f"\n{time.monotonic() - begun:.0f} seconds. Look around: synthema --home {out / 'home'} review show --as {_quoted(by.person)}")
    if not checked.sound:
        raise Refused("; ".join(checked.faults))


def _quoted(person: UUID) -> str:
    from synthema.team.tables import Person

    return f'"{Person.objects.get(pk=person).name}"'


def _found(facts: object) -> None:
    """What the review found, in a few lines."""
    from synthema.reporting.model import Facts

    assert isinstance(facts, Facts)
    flow = facts.flow
    click.echo("\nWhat was found")
    click.echo(
        f"  {flow.identified_db + flow.identified_other} records - {flow.duplicates} duplicates = {flow.records_screened} screened; "
        f"{flow.records_excluded} excluded, {flow.dbr_sought_reports} reports sought, {flow.dbr_notretrieved_reports} not retrieved,\n"
        f"  {flow.dbr_assessed} assessed, {sum(n for _, n in flow.dbr_excluded)} excluded; "
        f"{flow.new_reports} reports of {flow.new_studies} studies included"
    )
    for line in facts.agreement:
        kappa = next((s for s in line.statistics if "kappa" in s.name), None)
        if kappa:
            click.echo(f"  agreement on {line.stage}: kappa {kappa.value} ({kappa.interval}), {line.n} decided by both")
    for root in facts.themes:
        click.echo(f"  {root.name}")
        for theme in root.children:
            click.echo(f"    {theme.name}: {theme.n_findings} findings of {theme.n_studies} studies, {theme.n_contradicting} against")
    outcome = {status: sum(c.status == status for c in facts.checks) for status in ("passed", "found", "not_applicable")}
    faults = [c.id for c in facts.checks if c.status == "found" and c.severity == "error"]
    click.echo(
        f"  checks: {outcome['passed']} passed, {outcome['found']} with something to look at, "
        f"{outcome['not_applicable']} do not apply; errors: {', '.join(faults) or 'none'}"
    )
    if facts.unfinished:
        click.echo(f"  unfinished: {'; '.join(facts.unfinished)}")
