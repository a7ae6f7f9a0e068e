"""`synthema screening rank`: the order of one's own queue."""

from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, progress
from synthema.cli.screening import STAGE, group
from synthema.words import counted


@group.command("rank")
@STAGE
@click.option("--anew", is_flag=True, help="Learn again although little has changed since the last time.")
@acting
def rank(stage: str, anew: bool, review: UUID, by: By) -> None:
    """Put your queue in order, the records most likely to be included first.

    Learned from your own verdicts and from what the team has settled, never from a verdict you may not see. It changes
    nothing but the order. `synthema screening queue` shows it; run this again as you go on.
    """
    from synthema.audit import trail
    from synthema.audit.model import Content
    from synthema.ranking.making import retrain
    from synthema.ranking.rules import unpack
    from synthema.refused import Refused
    from synthema.screening.queues import refill

    row = retrain(review, stage, by.person, anew=anew, progress=progress)
    if row is None:
        raise Refused("There is nothing to put in order yet. `synthema dedup run` puts the records into groups first.")
    refill(review, stage, by.person, "ranked")
    order = unpack(trail.store(review).read(Content(row.content)))
    said = f"{counted(order.includes, 'include')} and {counted(order.excludes, 'exclude')}"
    how = (
        f"learned from {said}"
        if order.includes and order.excludes
        else "by likeness to the protocol, until something is included and something excluded"
    )
    click.echo(f"In order: {counted(order.of, 'record')} awaiting your verdict, {how}.")
