"""What PRISMA-S asks of each search, and what a search log still lacks."""

from datetime import date, timedelta

from synthema.search.model import Search

STALE = timedelta(days=365)


def problems(search: Search) -> list[str]:
    """What must be mended before a search can be logged."""
    found = []
    if not search.key.strip() or not search.source.strip():
        found.append("A search needs a key and the name of its source.")
    if search.date_run:
        try:
            date.fromisoformat(search.date_run)
        except ValueError:
            found.append(f"The date {search.date_run!r} of search {search.key!r} is not a date like 2026-03-31.")
    if search.hits is not None and search.hits < 0:
        found.append(f"Search {search.key!r} has {search.hits} hits; write a number from 0.")
    return found


def gaps(search: Search, imported: int, on: date) -> list[str]:
    """What PRISMA-S still misses in one search, in words."""
    found = []
    if not search.date_run:
        found.append("the date it was run (item 13)")
    elif on - date.fromisoformat(search.date_run) > STALE:
        found.append("an update: it was run more than twelve months ago (item 12)")
    if not search.strategy.strip():
        found.append("the strategy as run (item 8)")
    if not search.limits.strip():
        found.append("the limits, or the word none (item 9)")
    if not search.peer_review.strip():
        found.append("whether the strategy was peer reviewed (item 14)")
    if search.hits is None:
        found.append("the number of hits (item 15)")
    elif search.hits != imported:
        found.append(f"agreement of numbers: {search.hits} hits reported, {imported} records imported (item 15)")
    return found
