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
@click.option("--explanation", default="", help="What changed and why; needed from the first verdict on.")
@acting
def set_(file: Path, explanation: str, review: UUID, by: By) -> None:
    """Lay down the protocol in a TOML FILE, or amend it."""
    from synthema.protocol.actions import set_protocol
    from synthema.protocol.formats import read_protocol
    from synthema.team.actions import find_person

    done = set_protocol(by, review, read_protocol(file, lambda name: find_person(name).id), explanation)
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


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--version", "number", type=click.IntRange(min=1), help="Another version than the one in force.")
@acting
def export(file: Path, number: int | None, review: UUID, by: By) -> None:
    """Write the protocol with the history of its versions as a Word document: a FILE ending in .docx."""
    from synthema.files import write_bytes
    from synthema.refused import Refused
    from synthema.reporting.docx_protocol import protocol_docx
    from synthema.team.doors import access_review

    access_review(by.person, review)
    if file.suffix.lower() != ".docx":
        raise Refused("What is {file_name}? Let it end in .docx.", file_name=file.name)
    write_bytes(file, protocol_docx(review, number))
    click.echo(file)


@group.command("compare")
@click.argument("before", type=click.IntRange(min=1))
@click.argument("after", type=click.IntRange(min=1))
@acting
def compare(before: int, after: int, review: UUID, by: By) -> None:
    """What two versions of the protocol, named by their numbers, say differently."""
    from synthema.protocol.amending import affected, differences
    from synthema.protocol.model import STAGE_NAMES
    from synthema.protocol.tables import version
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    old, new = version(review, before).protocol, version(review, after).protocol
    for found in differences(old, new, names(review)):
        click.echo(
            f"{found.section}, {found.what}\n  - {found.before or '(nothing)'}\n  + {found.after or '(nothing)'}"
        )
    for stage, key, change in affected(old, new).changes:
        click.echo(f"Criterion {key!r} was {change}: decisions on {STAGE_NAMES[stage]} rest on it.")
