"""Enter searches in the log."""

from synthema.audit.registry import refuse_if_built_on
from synthema.refused import Refused
from synthema.search.events import SearchLogged, SearchWithdrawn
from synthema.search.model import Search
from synthema.search.rules import problems
from synthema.search.tables import LoggedSearch, by_key
from synthema.team.doors import Desk, action
from synthema.team.model import Need


@action(Need.SEARCH)
def log_search(desk: Desk, search: Search) -> SearchLogged:
    """Enter one search as it was run."""
    found = problems(search)
    if found:
        raise Refused(" ".join(found))
    if LoggedSearch.objects.filter(review=desk.review, key=search.key).exists():
        raise Refused(f"There is a search {search.key!r} already. Give this one another key.")
    return SearchLogged(desk.new_id("search"), search)


@action(Need.SEARCH)
def withdraw_search(desk: Desk, key: str, reason: str) -> SearchWithdrawn:
    """Take a search out of the log; refused while imports rest on it."""
    search = by_key(desk.review, key)
    refuse_if_built_on(SearchLogged, desk.review, search.id)
    return SearchWithdrawn(search.id, reason)
