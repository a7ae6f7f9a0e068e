"""`synthema search`: the log of searches."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table


@click.group("search")
def group() -> None:
    """The log of the searches that were run."""


@group.command("log")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def log(file: Path, review: UUID, by: By) -> None:
    """Enter the searches of a TOML FILE ([[search]] with key, source, platform, date_run, strategy, limits, hits)."""
    from synthema.search.actions import log_searches
    from synthema.search.formats import read_searches

    wanted = [search for search, _ in read_searches(file)]
    new = log_searches(by, review, wanted)
    for search in wanted:
        hits = f"{search.hits if search.hits is not None else 'unknown'} hits"
        click.echo(f"{search.key}: {search.source}, {hits}{'' if search in new else ' (in the log already)'}")


@group.command("withdraw")
@click.argument("key")
@click.option("--reason", required=True, help="Why it is taken out.")
@acting
def withdraw(key: str, reason: str, review: UUID, by: By) -> None:
    """Take a search out of the log; refused while imports rest on it."""
    from synthema.search.actions import withdraw_search

    withdraw_search(by, review, key, reason)
    click.echo(f"Search {key} is out of the log.")


@group.command("list")
@acting
def list_searches(review: UUID, by: By) -> None:
    """The searches, with what PRISMA-S still misses."""
    from synthema.audit.clock import now
    from synthema.records.tables import imports
    from synthema.search.rules import gaps
    from synthema.search.tables import searches
    from synthema.team.doors import access_review

    access_review(by.person, review)
    stored: dict[UUID, int] = {}
    for row in imports(review):
        stored[row.search_id] = stored.get(row.search_id, 0) + row.stored
    found = searches(review)
    table(
        [[s.key, s.source, s.platform, s.date_run, s.hits, stored.get(s.id, 0)] for s in found],
        ["key", "source", "platform", "run", "hits", "imported"],
    )
    for s in found:
        missing = gaps(s.search, stored.get(s.id, 0), now().date())
        if missing:
            click.echo(f"{s.key} still misses {'; '.join(missing)}.")
