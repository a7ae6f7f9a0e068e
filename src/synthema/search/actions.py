"""Enter searches in the log."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from synthema.audit.model import By
from synthema.audit.registry import refuse_if_built_on
from synthema.refused import Refused
from synthema.search.events import SearchCorrected, SearchLogged, SearchReportStated, SearchWithdrawn
from synthema.search.model import Search
from synthema.search.prisma_s import ITEMS
from synthema.search.rules import problems
from synthema.search.tables import LoggedSearch, by_key, logged, searches, statements
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need


@action(Need.SEARCH)
def log_search(desk: Desk, search: Search) -> SearchLogged:
    """Enter one search as it was run."""
    _refuse_faults(search, LoggedSearch.objects.filter(review=desk.review))
    return SearchLogged(desk.new_id("search"), search)


def _refuse_faults(search: Search, others: QuerySet[LoggedSearch]) -> None:
    found = problems(search)
    if found:
        raise Refused(" ".join(found))
    if others.filter(key=search.key).exists():
        raise Refused("There is a search {search_key!r} already. Give this one another key.", search_key=search.key)


@action(Need.SEARCH)
def correct_search(desk: Desk, search_id: UUID, search: Search) -> SearchCorrected:
    """Correct what the log says of a search; its imports stay where they are."""
    row = logged(desk.review, search_id)
    _refuse_faults(search, LoggedSearch.objects.filter(review=desk.review).exclude(pk=search_id))
    if row.search == search:
        raise Refused("The log says this of search {search_key!r} already. Nothing was changed.", search_key=search.key)
    return SearchCorrected(search_id, search)


@action(Need.SEARCH)
def state(desk: Desk, item: int, text: str) -> SearchReportStated:
    """Say of the searches as a whole what an item of PRISMA-S asks for; empty words take it back."""
    words = text.strip()
    if item not in {one.number for one in ITEMS if one.statement}:
        raise Refused("PRISMA-S has no item {item} that a statement answers.", item=item)
    if words == statements(desk.review).get(item, ""):
        raise Refused("Item {item} says this already. Nothing was changed.", item=item)
    return SearchReportStated(item, words)


def log_searches(by: By, review: UUID, wanted: Sequence[Search]) -> list[Search]:
    """Enter several searches, all or none; those that stand in the log already are left. Returns the new ones."""
    access_review(by.person, review, Need.SEARCH)
    logged = {row.key: row.search for row in searches(review)}
    keys = [search.key for search in wanted]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    faults = [f"The key {key!r} stands twice. Give each search its own." for key in twice]
    faults += [
        f"There is a search {search.key!r} already, in other words. Give this one another key, or withdraw that one."
        for search in wanted
        if logged.get(search.key, search) != search
    ]
    faults += [problem for search in wanted for problem in problems(search)]
    if faults:
        raise Refused("{faults} Nothing of the file was taken.", faults=" ".join(faults))
    new = [search for search in wanted if search.key not in logged]
    for search in new:
        log_search(by.then(search.key), review, search)
    return new


@action(Need.SEARCH)
def withdraw_search(desk: Desk, key: str, reason: str) -> SearchWithdrawn:
    """Take a search out of the log; refused while imports rest on it."""
    search = by_key(desk.review, key)
    refuse_if_built_on(SearchLogged, desk.review, search.id)
    return SearchWithdrawn(search.id, reason)
