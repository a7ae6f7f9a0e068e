"""`synthema screening`: tags, the talk about a record, pilots, and who has judged how much."""

from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table
from synthema.cli.screening import STAGE, group
from synthema.words import counted


@group.command("tag")
@click.argument("record", type=click.UUID)
@click.argument("text")
@STAGE
@acting
def tag_(record: UUID, text: str, *, stage: str, review: UUID, by: By) -> None:
    """Put a word of your own on a RECORD, or with --stage full-text on a report.

    Nobody else sees it until all needed verdicts are in.
    """
    from synthema.screening.remarks import tag

    click.echo(f"Tagged {text!r}. Tag {tag(by, review, stage, record, text).body.tag_id}")


@group.command("untag")
@click.argument("tag", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def untag_(tag: UUID, reason: str, review: UUID, by: By) -> None:
    """Take your own TAG off."""
    from synthema.screening.remarks import untag

    untag(by, review, tag, reason)
    click.echo("The tag is off; the trail keeps it.")


@group.command("tags")
@STAGE
@acting
def tags_(stage: str, review: UUID, by: By) -> None:
    """Your tags, and those of others on what is settled."""
    from synthema.screening.remarks import seen_tags
    from synthema.screening.shown import shown
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    rows, people = list(seen_tags(review, stage, by.person).order_by("given_seq")), names(review)
    titles = {one.unit: one.title for one in shown(review, stage, sorted({row.unit for row in rows if row.unit}))}
    table(
        [[row.id, row.text, people[row.person], titles.get(row.unit or row.id, "")] for row in rows],
        ["tag", "", "by", "title"],
    )
    click.echo(f"{counted(len(rows), 'tag')}.")


@group.command("comment")
@click.argument("record", type=click.UUID)
@click.argument("text")
@STAGE
@acting
def comment_(record: UUID, text: str, *, stage: str, review: UUID, by: By) -> None:
    """Say something about a RECORD, or with --stage full-text about a report; possible when all verdicts are in."""
    from synthema.screening.remarks import comment

    click.echo(f"Said. Comment {comment(by, review, stage, record, text).body.comment_id}")


@group.command("uncomment")
@click.argument("comment", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def uncomment(comment: UUID, reason: str, review: UUID, by: By) -> None:
    """Take back what you said in a COMMENT."""
    from synthema.screening.remarks import withdraw_comment

    withdraw_comment(by, review, comment, reason)
    click.echo("Taken back; the trail keeps it.")


@group.command("comments")
@click.argument("record", type=click.UUID)
@STAGE
@acting
def comments_(record: UUID, stage: str, review: UUID, by: By) -> None:
    """What was said about a RECORD, or with --stage full-text about a report."""
    from synthema.screening.remarks import comments_on
    from synthema.screening.states import unit_of
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    unit, _ = unit_of(review, stage, record)
    rows, people = comments_on(review, stage, unit, by.person), names(review)
    table(
        [[row.id, f"{row.at:%Y-%m-%d %H:%M}", people[row.person], row.text] for row in rows],
        ["comment", "at", "by", ""],
    )
    click.echo(f"{counted(len(rows), 'comment')}.")


@group.command("pilot")
@click.argument("size", type=int)
@STAGE
@click.option("--go-on", is_flag=True, help="Let people go on with the rest after the sample, without waiting.")
@click.option("--note", default="", help="What else should be known.")
@acting
def pilot(size: int, *, stage: str, go_on: bool, note: str, review: UUID, by: By) -> None:
    """Draw a random sample of SIZE that everybody screens first."""
    from synthema.screening.pilots import begin_pilot

    drawn = begin_pilot(by, review, stage, size, hold_back=not go_on, note=note).body
    click.echo(f"{len(drawn.units):,} drawn. They come first in everybody's queue.")


@group.command("pilot-end")
@STAGE
@click.option("--note", default="", help="What came of it.")
@acting
def pilot_end(stage: str, note: str, review: UUID, by: By) -> None:
    """End the pilot; screening goes on with the rest."""
    from synthema.screening.pilots import end_pilot

    end_pilot(by, review, stage, note)
    click.echo("The pilot is over; its verdicts stay.")


@group.command("pilots")
@STAGE
@acting
def pilots_(stage: str, review: UUID, by: By) -> None:
    """The pilots, how far they are, and how often both first verdicts were the same."""
    from synthema.screening.pilots import pilot_counts, pilot_pairs, pilots
    from synthema.team.doors import access_review

    access_review(by.person, review)
    rows = []
    for one in pilots(review, stage):
        now, pairs = pilot_counts(review, one), pilot_pairs(review, one)
        alike = sum(a.verdict == b.verdict for _, a, b in pairs)
        ended = "ended" if one.ended_seq else "under way"
        rows.append([f"{one.at:%Y-%m-%d}", now.units, now.settled, now.conflicts, f"{alike} of {len(pairs)}", ended])
    table(list(rows), ["begun", "drawn", "settled", "in conflict", "same verdict", ""])
    click.echo(f"{counted(len(rows), 'pilot')}.")


@group.command("workload")
@STAGE
@acting
def workload_(stage: str, review: UUID, by: By) -> None:
    """Who has judged how much, and what waits for somebody."""
    from synthema.screening.workload import workload
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    now, people = workload(review, stage, by.person), names(review)
    table(
        [[people[one.person], one.given, one.left if one.seated else "left the review"] for one in now.people],
        ["", "judged", "may still judge"],
    )
    click.echo(f"To be judged: {now.units:,}. Waiting for a further verdict: {now.waiting:,}")
