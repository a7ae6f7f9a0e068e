"""How far the search log reports what PRISMA-S asks for (Rethlefsen 2021, doi:10.1186/s13643-020-01542-z).

The labels are our own; the official wording is in the article.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from synthema.search.model import DATABASES, Search, SourceKind


class Told(StrEnum):
    """How far an item is reported."""

    RECORDED = "recorded"  # the log holds it
    STATED = "stated"  # the team says so
    PARTLY = "partly"  # the log holds it for some searches
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its number, what it is about in our words, and what a statement should say where one answers it."""

    number: int
    label: str
    statement: str = ""


ITEMS = (
    Item(1, "Databases and their platforms"),
    Item(2, "Databases searched together", "Which databases were searched at once on one platform, or that none were."),
    Item(3, "Study registers", "Which registers were searched, or that none were."),
    Item(4, "Websites and printed sources browsed", "What was browsed and how, or that nothing was."),
    Item(5, "Citation searching", "From which reports, in which direction and with what, or that none was done."),
    Item(6, "Contacts", "Who was asked for further studies, or that nobody was."),
    Item(7, "Other ways of searching", "Which, or that there were none."),
    Item(8, "Full strategies as run"),
    Item(9, "Limits and why"),
    Item(10, "Search filters and their source", "Which published filters were used and whether changed, or none."),
    Item(11, "Strategies taken from earlier work", "From which review strategies were taken over, or that none were."),
    Item(12, "Updates of the searches", "How the searches were brought up to date, or that they were not."),
    Item(13, "Date of each search"),
    Item(14, "Peer review of the strategies", "Who checked the strategies and how, or that nobody did."),
    Item(15, "Records found in each source"),
    Item(16, "Removal of duplicates", "How duplicates were removed and with what."),
)
STALE = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the log or the team says to one item, and the searches that say nothing to it."""

    item: Item
    told: Told
    words: str = ""
    lacking: tuple[str, ...] = ()  # sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Everything the answers are made from."""

    searches: Sequence[Search]
    imported: Mapping[str, int]  # by key of the search
    statements: Mapping[int, str]
    duplicates: str = ""  # how duplicates were removed, where they were
    on: date

    def of(self, *kinds: SourceKind) -> list[Search]:
        """The searches of some kinds."""
        return [search for search in self.searches if search.kind in kinds]


def answers(log: Log) -> list[Answer]:
    """The answer to each of the sixteen items: from the log, else from what the team states."""
    found = []
    for item in ITEMS:
        answer = FROM_LOG[item.number](log, item)
        said = log.statements.get(item.number, "")
        if said and answer.told in (Told.MISSING, Told.PARTLY):
            answer = Answer(item=item, told=Told.STATED, words=said)
        elif said:
            answer = Answer(item=item, told=answer.told, words=f"{answer.words} {said}".strip())
        found.append(answer)
    return found


def reported(found: Sequence[Answer]) -> int:
    """How many items are reported in full."""
    return sum(answer.told in (Told.RECORDED, Told.STATED) for answer in found)


Answering = Callable[[Log, Item], Answer]


def _each(holds: Callable[[Search], bool], words: Callable[[Sequence[Search]], str]) -> Answering:
    """An answer that every search must give."""

    def answer(log: Log, item: Item) -> Answer:
        lacking = tuple(search.source for search in log.searches if not holds(search))
        if not log.searches or len(lacking) == len(log.searches):
            return Answer(item=item, told=Told.MISSING, lacking=lacking)
        told = Told.PARTLY if lacking else Told.RECORDED
        return Answer(item=item, told=told, words=words(log.searches), lacking=lacking)

    return answer


def _any_of(*kinds: SourceKind) -> Answering:
    """An answer that one search of some kinds gives."""

    def answer(log: Log, item: Item) -> Answer:
        there = log.of(*kinds)
        told = Told.RECORDED if there else Told.MISSING
        return Answer(item=item, told=told, words=", ".join(search.source for search in there))

    return answer


def _only_stated(_: Log, item: Item) -> Answer:
    return Answer(item=item, told=Told.MISSING)


def _databases(log: Log, item: Item) -> Answer:
    there = log.of(*DATABASES)
    lacking = tuple(search.source for search in there if not search.platform.strip())
    words = ", ".join(f"{s.source} ({s.platform})" if s.platform else s.source for s in there)
    told = Told.MISSING if not there else Told.PARTLY if lacking else Told.RECORDED
    return Answer(item=item, told=told, words=words, lacking=lacking)


def _updates(log: Log, item: Item) -> Answer:
    days: dict[str, set[str]] = {}
    for search in log.searches:
        if search.date_run:
            days.setdefault(search.source, set()).add(search.date_run)
    again = [f"{source} on {', '.join(sorted(run))}" for source, run in days.items() if len(run) > 1]
    if again:
        return Answer(item=item, told=Told.RECORDED, words="Run again: " + "; ".join(again) + ".")
    last = max((day for run in days.values() for day in run), default="")
    old = bool(last) and log.on - date.fromisoformat(last) > STALE
    words = "The last search is more than twelve months old." if old else ""
    return Answer(item=item, told=Told.MISSING, words=words)


def _records(log: Log, item: Item) -> Answer:
    basic = _each(lambda s: s.hits is not None, lambda all_: f"{sum(s.hits or 0 for s in all_):,} in all.")(log, item)
    apart = [
        f"{s.source}: {s.hits:,} hits, {log.imported.get(s.key, 0):,} imported"
        for s in log.searches
        if s.hits is not None and s.hits != log.imported.get(s.key, 0) + s.removed
    ]
    if basic.told is Told.RECORDED and apart:
        return Answer(item=item, told=Told.PARTLY, words="; ".join(apart) + ".", lacking=basic.lacking)
    return basic


def _duplicates(log: Log, item: Item) -> Answer:
    return Answer(item=item, told=Told.RECORDED if log.duplicates else Told.MISSING, words=log.duplicates)


def _nothing_more(_: Sequence[Search]) -> str:
    return ""


def _days(all_: Sequence[Search]) -> str:
    run = sorted(search.date_run for search in all_ if search.date_run)
    return run[0] if run[0] == run[-1] else f"{run[0]} to {run[-1]}"


FROM_LOG: dict[int, Answering] = {
    1: _databases,
    2: _only_stated,
    3: _any_of("register"),
    4: _any_of("website", "organisation"),
    5: _any_of("citation"),
    6: _only_stated,
    7: _any_of("other"),
    8: _each(lambda s: bool(s.strategy.strip()), _nothing_more),
    9: _each(lambda s: bool(s.limits.strip()), _nothing_more),
    10: _each(lambda s: bool(s.filters.strip()), _nothing_more),
    11: _only_stated,
    12: _updates,
    13: _each(lambda s: bool(s.date_run), _days),
    14: _each(lambda s: bool(s.peer_review.strip()), _nothing_more),
    15: _records,
    16: _duplicates,
}
