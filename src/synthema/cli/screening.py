"""`synthema screening`: verdicts, conflicts and what awaits a decision."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table
from synthema.words import counted

STAGE = click.option(
    "--stage",
    type=click.Choice(["title-abstract", "full-text"]),
    default="title-abstract",
    show_default=True,
    callback=lambda _context, _option, value: value.replace("-", "_"),
)

LINES = (
    ("records", "records"),
    ("duplicates", "duplicates"),
    ("left unscreened", "unscreened_stopped"),
    ("await screening", "awaiting_screening"),
    ("screened", "screened"),
    ("excluded", "excluded"),
    ("go forward, not sought yet", "awaiting_seeking"),
    ("reports sought", "sought"),
    ("await retrieval", "awaiting_retrieval"),
    ("not retrieved", "not_retrieved"),
    ("await a full-text decision", "awaiting_full_text"),
    ("assessed", "assessed"),
    ("included", "included"),
)


@click.group("screening")
def group() -> None:
    """Verdicts, conflicts and what awaits a decision.

    Until everybody needed has voted on a record, nobody sees what the others said of it.
    """


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@STAGE
@acting
def import_(file: Path, stage: str, review: UUID, by: By) -> None:
    """Give the verdicts of a CSV FILE: title,year,doi,verdict,reason,note (and record, where titles repeat).

    The whole file is checked first. Running the same file again does nothing.
    """
    from synthema.screening.from_files import verdicts_from_file

    new, stood = verdicts_from_file(by, review, stage, file)
    click.echo(f"{file.name}: {counted(new, 'verdict')} given, {stood:,} stood already.")


@group.command("queue")
@STAGE
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A CSV to fill in and import.")
@click.option("--in-order", is_flag=True, help="In the order of the review instead of one of your own.")
@click.option("--first", type=click.IntRange(min=0), default=10, show_default=True, help="How many to show.")
@acting
def queue_(*, stage: str, out: Path | None, in_order: bool, first: int, review: UUID, by: By) -> None:
    """What awaits your verdict, in an order of your own that stays the same from day to day."""
    from synthema.files import refuse_existing
    from synthema.screening.shown import COLUMNS, shown
    from synthema.screening.states import queue
    from synthema.sheets import write_sheet
    from synthema.team.doors import access_review
    from synthema.team.model import Need

    access_review(by.person, review, Need.DECIDE)
    units = queue(review, stage, by.person, shuffle=not in_order)
    if out:
        refuse_existing(out)
        write_sheet(
            out,
            (*COLUMNS, "verdict", "reason", "note"),
            [[*one.cells, "", "", ""] for one in shown(review, stage, units)],
        )
        click.echo(
            f"{out}: {len(units):,} to judge. Fill in verdict, reason and note; then `synthema screening import {out}`."
        )
        return
    for one in shown(review, stage, units[:first]):
        click.echo(f"{one.subject}\n  {one.title}\n  {one.authors}. {one.year or 'no year'}. {one.journal}")
    click.echo(f"Awaiting your verdict: {len(units):,}")


@group.command("give")
@click.argument("record", type=click.UUID)
@click.argument("verdict", type=click.Choice(["include", "exclude", "unsure"]))
@STAGE
@click.option("--reason", default="", help="The key of the first criterion that failed.")
@click.option("--note", default="", help="A few words, for yourself and for the talk about a conflict.")
@acting
def give(record: UUID, verdict: str, *, stage: str, reason: str, note: str, review: UUID, by: By) -> None:
    """Give your VERDICT on a RECORD, or with --stage full-text on a report."""
    from synthema.screening.queues import judge

    judge(by, review, stage, record, verdict, reason=reason, note=note, order="chosen")
    click.echo(f"Your verdict is {verdict}.")


@group.command("mine")
@STAGE
@acting
def mine(stage: str, review: UUID, by: By) -> None:
    """The verdicts you gave."""
    from synthema.screening.shown import shown
    from synthema.screening.states import votes
    from synthema.team.doors import access_review

    access_review(by.person, review)
    given = [
        (u, v) for u, all_votes in votes(review, stage, by.person).items() for v in all_votes if v.person == by.person
    ]
    titles = {one.unit: one.title for one in shown(review, stage, [u for u, _ in given])}
    table([[v.id, v.verdict, v.reason, titles[u]] for u, v in given], ["verdict", "", "reason", "title"])
    click.echo(f"{counted(len(given), 'verdict')}.")


@group.command("withdraw")
@click.argument("verdict", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def withdraw(verdict: UUID, reason: str, review: UUID, by: By) -> None:
    """Take your own VERDICT back; refused once a conflict was settled with it or a report was sought after it."""
    from synthema.screening.queues import take_back

    take_back(by, review, verdict, reason)
    click.echo("The verdict is withdrawn; the trail keeps it.")


@group.command("conflicts")
@STAGE
@acting
def conflicts_(stage: str, review: UUID, by: By) -> None:
    """The conflicts that are not settled, with what each person said."""
    from synthema.screening.shown import shown
    from synthema.screening.states import conflicts, votes
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    open_ones, people = conflicts(review, stage), names(review)
    seen = votes(review, stage, by.person)
    for one in shown(review, stage, list(open_ones)):
        click.echo(f"{one.subject}  {one.title} ({one.year or 'no year'})")
        for vote in seen.get(one.unit, []):
            reason = f" ({vote.reason})" if vote.reason else ""
            note = f": {vote.note}" if vote.note else ""
            click.echo(f"  {people[vote.person]}: {vote.verdict}{reason}{note}")
    click.echo(f"Conflicts awaiting a decision: {len(open_ones):,}")


@group.command("resolve")
@click.argument("file", type=click.Path(path_type=Path))
@STAGE
@click.option("--arbiter", "arbiter_name", help="Who decided the rows whose how is arbiter.")
@acting
def resolve(file: Path, stage: str, arbiter_name: str | None, review: UUID, by: By) -> None:
    """Settle the conflicts of a CSV FILE: title,year,doi,how,decision,reason,note.

    A consensus is recorded by you, who voted or lead; nobody arbitrates their own conflict.
    """
    from synthema.screening.from_files import resolutions_from_file
    from synthema.screening.states import conflicts
    from synthema.team.actions import find_person

    arbiter = find_person(arbiter_name).id if arbiter_name else None
    new, stood = resolutions_from_file(by, review, stage, file, arbiter)
    click.echo(
        f"{file.name}: {new:,} settled, {stood:,} stood already. "
        f"Left: {counted(len(conflicts(review, stage)), 'conflict')}."
    )


@group.command("settle")
@click.argument("record", type=click.UUID)
@click.argument("decision", type=click.Choice(["include", "exclude"]))
@STAGE
@click.option("--how", type=click.Choice(["consensus", "arbiter"]), required=True)
@click.option("--reason", default="", help="The key of the first criterion that failed.")
@click.option("--note", default="", help="What settled it.")
@acting
def settle(record: UUID, decision: str, *, stage: str, how: str, reason: str, note: str, review: UUID, by: By) -> None:
    """Settle the conflict on one RECORD, or with --stage full-text on one report."""
    from synthema.screening.actions import resolve_conflict

    done = resolve_conflict(by, review, stage, record, how=how, decision=decision, reason=reason, note=note)
    click.echo(f"Settled. Resolution {done.body.resolution_id}")


@group.command("resolutions")
@STAGE
@acting
def resolutions_(stage: str, review: UUID, by: By) -> None:
    """How conflicts were settled."""
    from synthema.screening.tables import resolutions
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    people = names(review)
    rows = resolutions(review, stage).filter(withdrawn_seq=None)
    table(
        [[r.id, f"{r.at:%Y-%m-%d}", people[r.person], r.how, r.decision, r.reason, r.note] for r in rows],
        ["resolution", "date", "by", "how", "decision", "reason", "note"],
    )


@group.command("unsettle")
@click.argument("resolution", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def unsettle(resolution: UUID, reason: str, review: UUID, by: By) -> None:
    """Open a settled conflict again; refused once a report was sought after it."""
    from synthema.screening.actions import withdraw_resolution

    withdraw_resolution(by, review, resolution, reason)
    click.echo("The conflict is open again.")


@group.command("status")
@acting
def status(review: UUID, by: By) -> None:
    """The numbers of screening and retrieval, and what awaits you."""
    from synthema.screening.counts import tally
    from synthema.screening.states import conflicts, queue
    from synthema.screening.tables import all_stops
    from synthema.team.doors import access_review

    access_review(by.person, review)
    tallied = tally(review)
    columns = [("databases", tallied.databases), ("other methods", tallied.other)]
    shown = [(name, column) for name, column in columns if column.records or name == "databases"]
    table(
        [[label, *(getattr(column, key) for _, column in shown)] for label, key in LINES],
        ["", *(name for name, _ in shown)],
    )
    for name, column in shown:
        reasons = ", ".join(f"{reason} {number}" for reason, number in column.excluded_reports)
        click.echo(f"excluded on full text ({name}): {reasons or 'none'}")
    included = f"{counted(tallied.reports, 'included report')} of {counted(tallied.studies, 'study', 'studies')}"
    click.echo(f"{included}; awaiting their study: {tallied.awaiting_study:,}")
    for stage, label in (("title_abstract", "titles and abstracts"), ("full_text", "full texts")):
        awaiting = len(queue(review, stage, by.person))
        click.echo(
            f"{label}: {counted(len(conflicts(review, stage)), 'conflict')}; awaiting your verdict: {awaiting:,}"
        )
    for stop in all_stops(review):
        taken_back = " (taken back)" if stop.withdrawn_seq else ""
        click.echo(f"stopped on {stop.at:%Y-%m-%d} with {stop.unscreened:,} left: {stop.rule}{taken_back}")
    for number, what, words in (
        (tallied.ungrouped, "record", "not compared for duplicates yet: synthema dedup run"),
        (
            tallied.out_of_step,
            "report",
            "sought though the record does not go forward: settle that, or withdraw it",
        ),
    ):
        if number:
            click.echo(f"{counted(number, what)} {words}")


@group.command("stop")
@click.option("--rule", required=True, help="By which rule, such as 'no inclusion in the last 200 records'.")
@click.option("--note", default="", help="What else should be known.")
@acting
def stop(rule: str, note: str, review: UUID, by: By) -> None:
    """Leave unscreened what nobody has looked at yet, and put the decision on record."""
    from synthema.screening.actions import stop_screening

    click.echo(f"Left unscreened: {counted(stop_screening(by, review, rule, note).body.unscreened, 'record')}.")


@group.command("resume")
@click.option("--reason", default="", help="Why.")
@acting
def resume(reason: str, review: UUID, by: By) -> None:
    """Take the stopping decision back."""
    from synthema.screening.actions import resume_screening

    resume_screening(by, review, reason)
    click.echo("Screening goes on.")


from synthema.cli import carrying, handing, ranking, remarking  # noqa: E402, F401 (they add their commands to the group)
