"""How acts on the search log change the tables."""

from dataclasses import asdict

from synthema.audit.model import Recorded
from synthema.audit.registry import projects
from synthema.search.events import SearchCorrected, SearchLogged, SearchReportStated, SearchWithdrawn
from synthema.search.tables import LoggedSearch, SearchStatement


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


@projects(SearchCorrected)
def search_corrected(event: Recorded[SearchCorrected]) -> None:
    """Change what the log says of the search."""
    LoggedSearch.objects.filter(review=event.review, id=event.body.search_id).update(**asdict(event.body.search))


@projects(SearchReportStated)
def search_report_stated(event: Recorded[SearchReportStated]) -> None:
    """Keep the statement in the place of an earlier one."""
    SearchStatement.objects.filter(review=event.review, item=event.body.item).delete()
    if event.body.text:
        SearchStatement.objects.create(id=event.id, review=event.review, item=event.body.item, text=event.body.text)
