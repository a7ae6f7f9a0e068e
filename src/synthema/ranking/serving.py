"""Hand the latest order to screening's queues."""

from uuid import UUID

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.ranking.rules import unpack
from synthema.ranking.tables import latest
from synthema.screening.orders import Ranking, ranks


@ranks
def ranking(review: UUID, stage: str, person: UUID) -> Ranking | None:
    """The latest order made for a person, as scores; None where none was made yet, or its bytes are gone."""
    row = latest(review, stage, person)
    if row is None:
        return None
    content, shelf = Content(row.content), trail.store(review)
    if not shelf.has(content):
        return None
    units = unpack(shelf.read(content)).units
    return Ranking(name=row.name, scores={unit: float(len(units) - place) for place, unit in enumerate(units)})
