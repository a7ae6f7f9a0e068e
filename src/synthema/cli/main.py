"""The `synthema` command and its groups."""

import io
import os
import sys

import click

import synthema
from synthema.refused import Refused

# group name -> the module that holds it; loaded only when asked for, so that --help needs no database
GROUPS = {
    "open": ("opening", "Open Synthema in the browser, for one person on this computer."),
    "serve": ("serving", "Serve Synthema to a team."),
    "review": ("review", "Start a review, list, show, verify, rebuild, export and import it."),
    "team": ("team", "The people of a review and their roles."),
    "protocol": ("protocol", "Lay down the protocol, amend and show it."),
    "search": ("search", "The log of the searches that were run."),
    "records": ("records", "Import, convert and show records."),
    "dedup": ("dedup", "Find records of the same work; merge and part them."),
    "screening": ("screening", "Verdicts, conflicts and what awaits a decision."),
    "studies": ("studies", "Retrieve reports and link them to studies."),
    "documents": ("documents", "Full texts."),
    "appraisal": ("appraisal", "Appraise the studies with CASP, JBI, MMAT or your own checklist."),
    "extraction": ("extraction", "Extract data with your own tool."),
    "coding": ("coding", "Read and code full texts, alone or in blind rounds; codebooks and REFI-QDA."),
    "synthesis": ("synthesis", "Findings, themes, their matrix and the checks."),
    "reporting": ("reporting", "The PRISMA flow and the report."),
    "backup": ("backup", "Back up everything here to one file, while people work."),
    "restore": ("restore", "Bring a backup back."),
    "demo": ("demo", "Run the worked review from its search exports to its report."),
}


class House(click.Group):
    """Opens a room only when somebody goes in."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click calls it so)
        """The groups in the order of the work."""
        return list(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The group, loaded on demand."""
        if cmd_name not in GROUPS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"synthema.cli.{GROUPS[cmd_name][0]}").group
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the groups without loading them."""
        with formatter.section("Rooms"):
            formatter.write_dl([(name, text) for name, (_, text) in GROUPS.items()])


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(synthema.__version__, prog_name="synthema")
@click.option("--home", type=click.Path(file_okay=False), help="The folder with database and files (or SYNTHEMA_HOME).")
def cli(home: str | None) -> None:
    """From a protocol to a published synthesis of qualitative evidence.

    Every number and sentence of the report can be followed back to the quote, the page, the study, the people and
    the search. Begin with `synthema open`, or look at `synthema demo`; everything works on the command line too.
    """
    if home:
        os.environ["SYNTHEMA_HOME"] = home


def main() -> None:
    """Run the command; what a person is meant to read goes to standard error, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # letters that a terminal lacks are shown as escapes
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except Exception as error:
        said = _in_words(error)
        if not said or os.environ.get("SYNTHEMA_DEBUG"):
            raise
        click.echo(f"Not done: {said}", err=True)
        sys.exit(2)


def _in_words(error: Exception) -> str:
    """What a person can do something about: a refusal, the disk, the database; '' for a mistake of ours."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}. Mend that, or choose another place, and run the command again."
    if type(error).__module__ == "django.db.utils" and type(error).__name__ == "OperationalError":
        said = " ".join(str(error).split())
        return f"the database could not do it: {said}. Run the command again when that is mended."
    return ""


if __name__ == "__main__":
    main()
