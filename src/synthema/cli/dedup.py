"""`synthema dedup`: records of the same report."""

import json
from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, progress, table
from synthema.words import counted


@click.group("dedup")
def group() -> None:
    """Find records of the same report; merge and part them."""


@group.command("find")
@click.argument("files", metavar="RECORDS...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where ID,group is written."
)
@click.option(
    "--review-out", type=click.Path(dir_okay=False, path_type=Path), help="Where ID_1,ID_2,score,reason is written."
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def find_(files: tuple[Path, ...], out: Path, review_out: Path | None, as_json: bool) -> None:
    """Group the RECORDS of export files, or of a CSV with ID,title,..., without a review.

    Records without an ID are called by file and number, such as pubmed.nbib:12. Pairs that look alike but not
    enough are left to you: --review-out lists them.
    """
    from synthema.dedup import find
    from synthema.dedup.files import read_files, write_groups, write_pairs
    from synthema.files import refuse_input

    refuse_input(out, files)
    if review_out:
        refuse_input(review_out, [*files, out])
    records = read_files(files)
    found = find(records)
    write_groups(out, found)
    if review_out:
        write_pairs(review_out, found)
    counts = {
        "records": len(records),
        "groups": len(found.groups),
        "duplicates": len(records) - len(found.groups),
        "questions": len(found.review),
    }
    if as_json:
        click.echo(json.dumps(counts))
        return
    numbers = f"{counted(len(records), 'record')} are {counted(len(found.groups), 'report')}"
    left = f"{counted(counts['duplicates'], 'duplicate')}, {counted(len(found.review), 'pair')} left to you"
    click.echo(f"{numbers}: {left}. Written: {out}{f', {review_out}' if review_out else ''}")


@group.command("run")
@acting
def run(review: UUID, by: By) -> None:
    """Put every record of the review into a group. What people decided is kept; run it again after each import."""
    from synthema.dedup.actions import find_duplicates
    from synthema.dedup.tables import questions

    done = find_duplicates(by, review, progress=progress).body
    numbers = f"{counted(done.records, 'record')} are {counted(done.groups, 'report')}"
    click.echo(f"{numbers}: {counted(done.merged, 'duplicate')} removed.")
    asked = len(questions(review))
    if asked:
        click.echo(f"{counted(asked, 'pair')} of groups look alike and await you: synthema dedup questions")


@group.command("questions")
@acting
def questions_(review: UUID, by: By) -> None:
    """The pairs that look alike but not enough, the most alike first."""
    from synthema.dedup.tables import questions
    from synthema.records.tables import RecordRow
    from synthema.team.doors import access_review

    access_review(by.person, review)
    asked = questions(review)
    rows = RecordRow.settled(review).in_bulk([one for q in asked for one in (q.a, q.b)])
    for question in asked:
        click.echo(f"{question.score} %: {question.reason}")
        for one in (rows[question.a], rows[question.b]):
            click.echo(f"  {one.id}  {one.year or '    '}  {one.title}")
    click.echo("Decide with `synthema dedup merge A B` or `synthema dedup apart A B`." if asked else "Nothing is open.")


@group.command("groups")
@acting
def groups_(review: UUID, by: By) -> None:
    """The groups of more than one record, with the evidence that joins them; duplicates per search."""
    from synthema.dedup.tables import duplicates_removed, evidence, groups, ungrouped
    from synthema.records.tables import RecordRow
    from synthema.search.tables import searches
    from synthema.team.doors import access_review

    access_review(by.person, review)
    for key, held in groups(review).items():
        if len(held) < 2:
            continue
        rows = RecordRow.settled(review).in_bulk(held)
        click.echo(f"group {key}")
        for one in held:
            click.echo(f"  {one}  {rows[one].year or '    '}  {rows[one].title}")
        for match in evidence(review, key):
            click.echo(f"    {match.score} %: {match.reason}")
    removed = duplicates_removed(review)
    shown = [[s.key, removed[s.id].records, removed[s.id].duplicates] for s in searches(review) if s.id in removed]
    table(shown, ["search", "records", "duplicates"])
    new = ungrouped(review)
    if new:
        click.echo(f"{counted(new, 'record')} not compared since the last run: synthema dedup run")


@group.command("merge")
@click.argument("a", type=click.UUID)
@click.argument("b", type=click.UUID)
@click.option("--note", default="", help="Why.")
@acting
def merge(a: UUID, b: UUID, note: str, review: UUID, by: By) -> None:
    """Records A and B are the same report: their groups become one."""
    from synthema.dedup.actions import merge_records

    click.echo(f"One group now. Decision {merge_records(by, review, a, b, note).body.decision_id}")


@group.command("apart")
@click.argument("a", type=click.UUID)
@click.argument("b", type=click.UUID)
@click.option("--note", default="", help="Why.")
@acting
def apart(a: UUID, b: UUID, note: str, review: UUID, by: By) -> None:
    """Records A and B are different reports: no later run joins them."""
    from synthema.dedup.actions import keep_apart

    click.echo(f"Kept apart. Decision {keep_apart(by, review, a, b, note).body.decision_id}")


@group.command("part")
@click.argument("records", type=click.UUID, nargs=-1, required=True)
@click.option("--note", default="", help="Why.")
@acting
def part(records: tuple[UUID, ...], note: str, review: UUID, by: By) -> None:
    """Take RECORDS of one group out into a group of their own."""
    from synthema.dedup.actions import part_group

    click.echo(f"Parted. Decision {part_group(by, review, records, note).body.decision_id}")


@group.command("decide")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def decide(file: Path, review: UUID, by: By) -> None:
    """Act on a CSV FILE: source,title,same_as_source,same_as_title,decision,note (decision: same or apart).

    The sources are keys of searches. The whole file is checked before anything is done.
    """
    from synthema.dedup.by_hand import decide_from_file
    from synthema.dedup.tables import groups

    new, stood = decide_from_file(by, review, file)
    click.echo(
        f"{file.name}: {counted(new, 'decision')} taken, {stood} stood already. "
        f"{counted(len(groups(review)), 'group')} now."
    )


@group.command("decisions")
@acting
def decisions_(review: UUID, by: By) -> None:
    """What people decided about duplicates."""
    from synthema.dedup.tables import decisions
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    known = names(review)
    table(
        [[d.id, f"{d.at:%Y-%m-%d}", known[d.person], d.kind, d.note] for d in decisions(review)],
        ["decision", "date", "by", "what", "note"],
    )


@group.command("undo")
@click.argument("decision", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def undo(decision: UUID, reason: str, review: UUID, by: By) -> None:
    """Take a DECISION back; the records go where they belong without it."""
    from synthema.dedup.actions import withdraw_decision

    moved = len(withdraw_decision(by, review, decision, reason).body.moves)
    click.echo(f"Taken back; {counted(moved, 'record')} changed group.")
