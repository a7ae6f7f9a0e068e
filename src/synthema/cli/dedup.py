"""`synthema dedup`: records of the same report."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, progress, table
from synthema.cli.dedup_find import find_
from synthema.words import counted


@click.group("dedup")
def group() -> None:
    """Find records of the same report; merge and part them."""


group.add_command(find_)


@group.command("run")
@acting
def run(review: UUID, by: By) -> None:
    """Put every record of the review into a group. What people decided is kept; run it again after each import."""
    from synthema.dedup.actions import find_duplicates
    from synthema.dedup.asked import asked
    from synthema.dedup.related import relations

    done = find_duplicates(by, review, progress=progress).body
    numbers = f"{counted(done.records, 'record')} are {counted(done.groups, 'report')}"
    click.echo(f"{numbers}: {counted(done.merged, 'duplicate')} removed.")
    linked = len(relations(review))  # once for each two groups, and what people said: as they are listed
    if linked:
        click.echo(f"{counted(linked, 'relation')} between reports found, none merged: synthema dedup relations")
    left = asked(review)
    if left:
        pairs = counted(sum(len(one.questions) for one in left), "pair")
        click.echo(f"{counted(len(left), 'question')} on {pairs} of groups await you: synthema dedup questions")


@group.command("questions")
@acting
def questions_(review: UUID, by: By) -> None:
    """The records that look alike but not enough, as families; the most alike first."""
    from synthema.dedup.asked import asked
    from synthema.dedup.model import Kind
    from synthema.dedup.wording import NAMES
    from synthema.records.tables import RecordRow
    from synthema.team.doors import access_review

    access_review(by.person, review)
    families = asked(review)
    rows = RecordRow.settled(review).in_bulk([one for family in families for one in family.records])
    for family in families:
        first = family.questions[0]
        more = "" if family.is_pair else f" ({counted(len(family.groups), 'record')} in this family)"
        hint = f"; perhaps {NAMES[Kind(first.relation)]}" if first.relation else ""
        click.echo(f"{first.score} % likely to be the same: {first.reason}{hint}{more}")
        for one in sorted((rows[one] for one in family.records if one in rows), key=lambda row: row.year or 0):
            click.echo(f"  {one.id}  {one.year or '    '}  {one.title}")
    ways = "Decide with `synthema dedup merge A B …`, `synthema dedup apart A B …` or `synthema dedup related A B …`."
    click.echo(ways if families else "Nothing is open.")
    _say_what_came_since(review)


def _say_what_came_since(review: UUID) -> None:
    """What happened since the last run that another run would take into account."""
    from synthema.dedup.tables import parted_since, taken_out, ungrouped

    new, gone, parted = ungrouped(review), taken_out(review), parted_since(review)
    if new:
        click.echo(f"{counted(new, 'record')} not compared since the last run: synthema dedup run")
    if gone:
        click.echo(f"{counted(gone, 'record')} taken out with an import since the last run: synthema dedup run")
    if parted:
        click.echo(f"{counted(parted, 'group')} parted since the last run: synthema dedup run")


@group.command("groups")
@acting
def groups_(review: UUID, by: By) -> None:
    """The groups of more than one record, with the evidence that joins them; duplicates per search."""
    from synthema.dedup.tables import duplicates_removed, evidence, groups
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
    _say_what_came_since(review)


@group.command("merge")
@click.argument("records", metavar="A B...", type=click.UUID, nargs=-1, required=True)
@click.option("--note", default="", help="Why.")
@acting
def merge(records: tuple[UUID, ...], note: str, review: UUID, by: By) -> None:
    """Records A, B and so on are the same report: their groups become one."""
    from synthema.dedup.actions import judge_family, merge_records

    if len(records) == 2:
        decision = merge_records(by, review, *records, note).body.decision_id
    else:
        decision = judge_family(by, review, (records,), note).body.decision_id
    click.echo(f"One group now. Decision {decision}")


@group.command("apart")
@click.argument("records", metavar="A B...", type=click.UUID, nargs=-1, required=True)
@click.option("--note", default="", help="Why.")
@acting
def apart(records: tuple[UUID, ...], note: str, review: UUID, by: By) -> None:
    """Records A, B and so on are different reports, each of them: no later run joins them."""
    from synthema.dedup.actions import judge_family, keep_apart

    if len(records) == 2:
        decision = keep_apart(by, review, *records, note).body.decision_id
    else:
        decision = judge_family(by, review, tuple((one,) for one in records), note).body.decision_id
    click.echo(f"Kept apart. Decision {decision}")


@group.command("related")
@click.argument("a", type=click.UUID)
@click.argument("b", type=click.UUID)
@click.option(
    "--kind",
    required=True,
    type=click.Choice(["version", "preprint", "notice", "abstract", "reprint", "translation"]),
    help="What A is of B: its later version, its preprint, a notice about it, ...",
)
@click.option("--note", default="", help="Why.")
@acting
def related(a: UUID, b: UUID, kind: str, note: str, review: UUID, by: By) -> None:
    """Records A and B are different reports that belong together; both are screened."""
    from synthema.dedup.actions import relate_records
    from synthema.dedup.model import Kind

    click.echo(f"Linked. Decision {relate_records(by, review, a, b, Kind(kind), note).body.decision_id}")


@group.command("relations")
@acting
def relations_(review: UUID, by: By) -> None:
    """Reports that belong together without being the same: found by rule, or said by a person."""
    from synthema.dedup.related import relations
    from synthema.records.tables import RecordRow
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    found, known = relations(review), names(review)
    rows = RecordRow.settled(review).in_bulk([one for r in found for one in (r.a, r.b)])
    for one in found:
        why = f"said by {known[one.decision.person]}, decision {one.decision.id}" if one.decision else one.reason
        click.echo(f"{one.kind}: {why}")
        for record in (rows[one.a], rows[one.b]):
            click.echo(f"  {record.id}  {record.year or '    '}  {record.title}")
    if not found:
        click.echo("No two reports are related.")


@group.command("versions")
@click.argument("rule", type=click.Choice(["same", "related"]), required=False)
@click.option("--note", default="", help="Why.")
@acting
def versions(rule: str | None, note: str, review: UUID, by: By) -> None:
    """Say whether versions of one review are the same report, so duplicates, or related; without a word, show it."""
    from synthema.dedup.actions import count_versions
    from synthema.dedup.tables import versions_are_duplicates
    from synthema.team.doors import access_review

    access_review(by.person, review)
    if rule is not None:
        count_versions(by, review, rule == "same", note)
    now = "the same report: duplicates" if versions_are_duplicates(review) else "related reports, no duplicates"
    after = ", from the next run on: synthema dedup run" if rule is not None else ""
    click.echo(f"Versions of one review are {now}{after}.")


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
    """What people decided about duplicates, when (UTC) and why."""
    from synthema.dedup.decided import in_words
    from synthema.dedup.tables import decisions
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    known = names(review)
    table(
        [[d.id, f"{d.at:%Y-%m-%d %H:%M}", known[d.person], in_words(d), d.note] for d in decisions(review)],
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
