"""`synthema screening`: verdicts that were given in another tool."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table
from synthema.cli.screening import STAGE, group
from synthema.words import counted

if TYPE_CHECKING:
    from synthema.screening.carried_model import Choice, Source
    from synthema.screening.carried_offers import Look

_WHY = (("own", "have one of theirs already"), ("full", "have all verdicts that are needed"))
_LEFT = (
    *_WHY,
    ("unscreened", "were left unscreened"),
    ("elsewhere", "are not judged in this stage"),
    ("unsure", "are unsure, which is no verdict on full texts"),
    ("unexplained", "exclude without a criterion"),
)


@group.command("stated")
@click.argument("import_id", type=click.UUID)
@click.option(
    "--log", type=click.Path(dir_okay=False, path_type=Path), help="Rayyan's customizations_log.csv of this export."
)
@click.option("--json", "as_json", is_flag=True, help="A list of objects instead of a table.")
@acting
def stated(import_id: UUID, *, log: Path | None, as_json: bool, review: UUID, by: By) -> None:
    """Whose verdicts of another tool an import holds, such as of Rayyan, and whether they were carried over.

    With --log also what Rayyan's log says of its records, each reviewer by their address.
    """
    from synthema.screening.carried_offers import offers
    from synthema.screening.carried_reading import take_in_log
    from synthema.team.doors import access_review
    from synthema.team.model import Need

    access_review(by.person, review, Need.LEAD)
    if log:
        taken = take_in_log(review, import_id, log)
        unread = f", {counted(taken.unread, 'line')} not read" if taken.unread else ""
        click.echo(
            f"{log.name}: {counted(taken.records, 'record')}, {taken.unknown:,} not in this file{unread}.", err=True
        )
    found = offers(review, import_id)
    if as_json:
        told = [{**asdict(one.held.source), "verdicts": one.held.verdicts, "remarks": one.held.remarks,
                 "carried": [str(row.id) for row in one.carried]} for one in found]  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    rows: list[list[object]] = [
        [
            one.held.source.tool,
            one.held.source.reviewer or "(no name)",
            one.held.source.stage.replace("_", " "),
            one.held.verdicts,
            one.held.remarks,
            ", ".join(f"{row.at:%Y-%m-%d}" for row in one.carried) or "no",
        ]
        for one in found
    ]
    table(rows, ["tool", "reviewer", "stage", "verdicts", "labels, notes", "carried over"])
    if not rows:
        click.echo("No verdict of another tool stands in this file.")


@group.command("carry-over")
@click.argument("import_id", type=click.UUID)
@click.option("--reviewer", "reviewers", multiple=True, help="Whose verdicts, as the file names them; all by default.")
@click.option("--member", "member_name", help="The person of this review whose own verdicts these are.")
@click.option("--name", default="", help="What to call the outside reviewer, where the file tells no name.")
@click.option("--reason", "reasons", multiple=True, metavar="SAID=KEY", help="Which criterion a reason means.")
@click.option("--why", default="", help="Why they are carried over; it stands on the trail and in the report.")
@click.option("--dry-run", is_flag=True, help="Only say what would follow.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@STAGE
@acting
def carry_over_(
    *,
    import_id: UUID,
    reviewers: tuple[str, ...],
    member_name: str | None,
    name: str,
    reasons: tuple[str, ...],
    why: str,
    dry_run: bool,
    as_json: bool,
    stage: str,
    review: UUID,
    by: By,
) -> None:
    """Carry verdicts of an IMPORT over that were given in another tool, as those of named outside reviewers.

    They count like all others: two that agree settle a record, two that differ are a conflict, and nobody is shown
    one before their own. `synthema screening stated` says whose verdicts a file holds.
    """
    from synthema.cli.common import together
    from synthema.screening.carried_offers import look
    from synthema.screening.carrying import carry_over
    from synthema.team.actions import find_person
    from synthema.team.doors import access_review
    from synthema.team.model import Need

    access_review(by.person, review, Need.LEAD)
    member = find_person(member_name).id if member_name else None
    choices = _choices(review, import_id, reviewers, stage, name, member, _meanings(reasons))
    seen = look(review, by.person, choices)
    done = []
    if not dry_run:
        with together():
            done = [carry_over(by.then(repr(one.source)), review, one, why).body.carried_id for one in choices]
    if as_json:
        click.echo(json.dumps(_told(seen, done), ensure_ascii=False, indent=1))
    else:
        _say(seen, done)


def _meanings(reasons: Sequence[str]) -> tuple[tuple[str, str], ...]:
    from synthema.refused import Refused

    if wrong := [one for one in reasons if "=" not in one]:
        raise Refused("{wrong!r} has no =. Write --reason 'what the tool says=criterion'.", wrong=wrong[0])
    pairs = (one.rpartition("=") for one in reasons)
    return tuple((said.strip(), key.strip()) for said, _, key in pairs)


def _choices(
    review: UUID,
    import_id: UUID,
    reviewers: Sequence[str],
    stage: str,
    name: str,
    member: UUID | None,
    reasons: tuple[tuple[str, str], ...],
) -> "list[Choice]":
    from synthema.refused import Refused
    from synthema.screening.carried_model import Choice
    from synthema.screening.carried_offers import open_offers

    sources = [one.source for one in open_offers(review, import_id) if one.source.stage in ("", stage)]
    known = [one.reviewer for one in sources]
    if missing := [one for one in reviewers if one not in known]:
        raise Refused(
            "This file holds no verdicts of {missing!r} that are not carried over. It holds those of: {known}.",
            missing=missing[0],
            known=", ".join(one or "(no name)" for one in known) or "nobody",
        )
    chosen = [one for one in sources if not reviewers or one.reviewer in reviewers]
    if not chosen:
        raise Refused("No verdict of another tool waits in this file to be carried over.")
    if len(chosen) > 1 and (member or name):
        raise Refused("One person cannot be several reviewers. Say which one with --reviewer.")
    return [
        Choice(import_id=import_id, source=one, stage=stage, name=name, member=member, reasons=reasons)
        for one in chosen
    ]


def _told(seen: "Look", done: Sequence[UUID]) -> dict[str, object]:
    return {
        "carried": [str(one) for one in done],
        "sources": [
            {**asdict(choice.source), "verdicts": made.verdicts, **{key: getattr(made, key) for key, _ in _LEFT}}
            for choice, made in seen.plans
        ],
        "outlook": {stage: asdict(one) for stage, one in seen.outlooks.items()},
    }


def _say(seen: "Look", done: Sequence[UUID]) -> None:
    for choice, made in seen.plans:
        left = "; ".join(f"{getattr(made, key):,} {words}" for key, words in _LEFT if getattr(made, key))
        click.echo(
            f"{_who(choice.source)}: {counted(made.verdicts, 'verdict')}" + (f"; left out: {left}" if left else "")
        )
    for one in seen.outlooks.values():
        click.echo(
            f"{counted(one.units, 'record')}: {one.forward:,} forward, {one.excluded:,} excluded, "
            f"{counted(one.conflicts, 'conflict')}, {one.waiting:,} wait for another verdict"
            + (f", {one.meeting:,} complete with open verdicts" if one.meeting else "")
        )
    click.echo(f"Carried over: {', '.join(map(str, done))}" if done else "Nothing was carried over.")


def _who(source: "Source") -> str:
    return f"{source.reviewer} ({source.tool})" if source.reviewer else source.tool


@group.command("carried")
@acting
def carried_(review: UUID, by: By) -> None:
    """The verdicts that were carried over from other tools: whose, how many, by whom and why."""
    from synthema.screening.carried_tables import all_carried
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    people = names(review)
    table(
        [
            [r.id, people[r.person], r.tool, r.stage.replace("_", " "), r.verdicts, f"{r.at:%Y-%m-%d}", people[r.by],
             r.explanation]
            for r in all_carried(review)
        ],
        ["carried", "reviewer", "tool", "stage", "verdicts", "date", "by", "why"],
    )  # fmt: skip


@group.command("take-out")
@click.argument("carried", type=click.UUID)
@click.option("--reason", default="", help="Why.")
@acting
def take_out(carried: UUID, reason: str, review: UUID, by: By) -> None:
    """Take carried verdicts out again; refused once a conflict was settled or a report sought after one of them."""
    from synthema.screening.carrying import withdraw_carried

    withdraw_carried(by, review, carried, reason)
    click.echo("These verdicts do not count any more; the trail keeps them.")
