"""What PRISMA-S asks of each search, and what a search log still lacks."""

from datetime import date, timedelta

from synthema.search.model import Search

STALE = timedelta(days=365)
MOST_HITS = 2_000_000_000


def problems(search: Search) -> list[str]:
    """What must be mended before a search can be logged."""
    found = []
    if not search.key.strip() or not search.source.strip():
        found.append("A search needs a key and the name of its source.")
    limits = (("key", search.key, 100), ("source", search.source, 200), ("platform", search.platform, 200))
    for what, text, most in limits:
        if len(text) > most:
            found.append(f"The {what} {text[:20]!r}… of a search has {len(text):,} characters; write at most {most}.")
    if search.date_run and not _is_day(search.date_run):
        found.append(f"The date {search.date_run!r} of search {search.key!r} is not a date like 2026-03-31.")
    if search.hits is not None and not 0 <= search.hits <= MOST_HITS:
        found.append(f"Search {search.key!r} has {search.hits} hits; write a number from 0 to {MOST_HITS:,}.")
    if not (0 <= search.removed_by_automation <= MOST_HITS and 0 <= search.removed_otherwise <= MOST_HITS):
        found.append(f"The numbers of hits removed from search {search.key!r} run from 0 to {MOST_HITS:,}.")
    elif search.removed and search.hits is not None and search.removed > search.hits:
        found.append(f"Search {search.key!r} has {search.hits:,} hits; {search.removed:,} cannot be removed of them.")
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


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
    elif search.hits != imported + search.removed:
        less = f", {search.removed} removed before" if search.removed else ""
        found.append(f"agreement of numbers: {search.hits} hits reported, {imported} records imported{less} (item 15)")
    return found
