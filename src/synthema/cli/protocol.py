"""`synthema protocol`: the plan of the review."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table


@click.group("protocol")
def group() -> None:
    """Lay down the protocol, amend and show it."""


@group.command("set")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--explanation", default="", help="What changed and why; needed from the second version on.")
@acting
def set_(file: Path, explanation: str, review: UUID, by: By) -> None:
    """Lay down the protocol in a TOML FILE, or amend it."""
    from synthema.protocol.actions import set_protocol
    from synthema.protocol.formats import read_protocol

    done = set_protocol(by, review, read_protocol(file), explanation)
    click.echo(f"Protocol version {done.body.number} is in force.")


@group.command("show")
@acting
def show(review: UUID, by: By) -> None:
    """The question, the criteria and the versions."""
    from synthema.protocol.rules import ordered_slots
    from synthema.protocol.tables import current, versions
    from synthema.team.doors import access_review

    access_review(by.person, review)
    protocol = current(review).protocol
    click.echo(f"{protocol.title}\n\n{protocol.question.text} ({protocol.question.framework})")
    for name, text in ordered_slots(protocol.question):
        click.echo(f"  {name}: {text}")
    click.echo("\nCriteria, in the order in which they are checked:")
    table([[c.key, c.label, c.include] for c in protocol.criteria], ["key", "criterion", "include"])
    click.echo("\nVersions:")
    table(
        [[v.number, f"{v.at:%Y-%m-%d}", v.explanation or "first version"] for v in versions(review)],
        ["no.", "date", "why"],
    )
