"""How acts on the search log change the tables."""

from dataclasses import asdict

from synthema.audit.model import Recorded
from synthema.audit.registry import projects
from synthema.search.events import SearchLogged, SearchWithdrawn
from synthema.search.tables import LoggedSearch


@projects(SearchLogged)
def search_logged(event: Recorded[SearchLogged]) -> None:
    """Enter the search."""
    LoggedSearch.objects.create(
        id=event.body.search_id, review=event.review, number=event.seq, **asdict(event.body.search)
    )


@projects(SearchWithdrawn)
def search_withdrawn(event: Recorded[SearchWithdrawn]) -> None:
    """Take the search out of the log."""
    LoggedSearch.objects.filter(review=event.review, id=event.body.search_id).delete()
