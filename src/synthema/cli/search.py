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
    """The searches, with what PRISMA-S still misses in each."""
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


@group.command("report")
@acting
def report(review: UUID, by: By) -> None:
    """How far the log as a whole reports the sixteen items of PRISMA-S."""
    from synthema.reporting.prisma_s import completeness
    from synthema.search.prisma_s import reported
    from synthema.team.doors import access_review

    access_review(by.person, review)
    found = completeness(review)
    rows: list[list[object]] = [
        [a.item.number, a.item.label, str(a.told), "; ".join((a.words, *a.lacking)) if a.lacking else a.words]
        for a in found
    ]
    table(rows, ["item", "what", "told", "words, and the sources that say nothing"])
    click.echo(f"{reported(found)} of {len(found)} items are reported.")


@group.command("state")
@click.argument("item", type=click.IntRange(min=1))
@click.argument("words")
@acting
def state_(item: int, words: str, review: UUID, by: By) -> None:
    """Say WORDS of the searches as a whole on an ITEM of PRISMA-S, such as that nobody was asked; "" takes it back."""
    from synthema.search.actions import state

    state(by, review, item, words)
    click.echo(f"Item {item} is stated." if words.strip() else f"The statement on item {item} is taken back.")


@group.command("correct")
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def correct(key: str, file: Path, review: UUID, by: By) -> None:
    """Correct what the log says of search KEY: the TOML FILE holds the entry as it should be."""
    from synthema.refused import Refused
    from synthema.search.actions import correct_search
    from synthema.search.formats import read_searches
    from synthema.search.tables import by_key
    from synthema.team.doors import access_review
    from synthema.team.model import Need

    access_review(by.person, review, Need.SEARCH)
    entries = [search for search, _ in read_searches(file)]
    if len(entries) != 1:
        raise Refused(
            "{file_name} holds {entries} searches; one is to be corrected. Leave one in the file.",
            file_name=file.name,
            entries=len(entries),
        )
    correct_search(by, review, by_key(review, key).id, entries[0])
    click.echo(f"The log says of {key} what the file says.")
