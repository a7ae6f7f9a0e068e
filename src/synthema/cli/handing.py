"""`synthema screening hand-out` and what follows: two people screen without a server."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, open_house, progress, table
from synthema.cli.screening import STAGE, group
from synthema.words import counted

OUT = click.option(
    "--out", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)


@group.command("hand-out")
@click.option("--to", "name", required=True, help="Whose queue.")
@STAGE
@OUT
@acting
def hand_out_(name: str, stage: str, out: Path, review: UUID, by: By) -> None:
    """Write a colleague's queue to a file, for them to screen in their own Synthema; needs the lead."""
    from synthema.screening.hand_out import hand_out
    from synthema.team.actions import find_person
    from synthema.team.doors import access_review
    from synthema.team.model import Need

    access_review(by.person, review, Need.LEAD)
    to = find_person(name)
    done = hand_out(by, review, stage, to.id, out)
    click.echo(
        f"{out}: {counted(done.records, 'record')} for {to.name}. Send them this file and nothing else; what comes "
        "back is read with `synthema screening collect FILE`, on this computer."
    )


@group.command("take-on")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "person_name", envvar="SYNTHEMA_AS", help="Your name, where it is not the one in the file.")
def take_on_(file: Path, person_name: str | None) -> None:
    """Take on a queue that somebody handed out to you in a FILE; it becomes a review of your own."""
    open_house()
    from synthema.screening.hand_on import take_on

    done = take_on(file, person_name or "", progress=progress)
    new = f"{counted(done.new, 'record')} to screen" if done.new else "nothing that is not here already"
    click.echo(
        f"{done.review}  {done.title}: {new}.\n"
        f"Next: synthema open, or synthema screening queue --as {done.name!r}. "
        "At the end: synthema screening hand-in --out FILE."
    )


@group.command("hand-in")
@OUT
@acting
def hand_in_(out: Path, review: UUID, by: By) -> None:
    """Seal your verdicts on a queue that you took on, and write them to a file to be sent back."""
    from synthema.screening.hand_in import hand_in

    done = hand_in(by, review, out)
    click.echo(
        f"{out}: {counted(done.verdicts, 'verdict')} on {counted(done.records, 'record')}, sealed. Send it back to who "
        "handed them out; you may hand in again as you go on."
    )


@group.command("collect")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@acting
def collect_(file: Path | None, review: UUID, by: By) -> None:
    """Take in the sealed verdicts of a FILE, and open those for which all that are needed are in.

    Without a FILE it opens what later verdicts have made ready.
    """
    from synthema.screening.hand_collecting import collect
    from synthema.screening.hand_opening import open_ready
    from synthema.team.tables import names

    people = names(review)
    if file is None:
        account = open_ready(by, review, progress=progress)
    else:
        cover, new, account = collect(by, review, file, progress=progress)
        if new:
            click.echo(f"{file.name}: {counted(cover.verdicts, 'verdict')} of {people[cover.person]} collected.")
        else:
            click.echo(f"{file.name}: collected already, or older than what was.")
    click.echo(f"Opened now: {account.opened:,}. Still sealed until the others have decided: {account.still_sealed:,}.")
    for person in account.without_role:
        click.echo(f"{people[person]} gives no verdicts here any more. Make them a reviewer again to open theirs.")
    for person in account.without_key:
        click.echo(f"What {people[person]} sealed can only be opened on the computer that handed it out.")


@group.command("handed")
@acting
def handed_(review: UUID, by: By) -> None:
    """What was handed out to whom, and how much came back."""
    from synthema.screening.hand_tables import hand_ins, hand_outs
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    people, back = names(review), {row.hand_out: row for row in hand_ins(review)}
    rows: list[list[object]] = []
    for one in hand_outs(review):
        came = back.get(one.id)
        numbers = [came.verdicts, came.opened, came.still_sealed] if came else ["", "", ""]
        rows.append([f"{one.at:%Y-%m-%d}", people[one.person], one.records, *numbers])
    table(rows, ["handed out", "to", "records", "verdicts back", "opened", "sealed"])
    click.echo(f"{counted(len(rows), 'hand-out')}.")
