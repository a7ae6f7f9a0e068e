"""The worked reviews as test material: worked from the example files, through the same acts as the commands."""

from pathlib import Path
from uuid import UUID, uuid5

from synthema.web.worked import work

EXAMPLES = Path(__file__).parents[1] / "examples"
SEED = UUID(int=20240801)


def worked(example: str) -> UUID:
    """One example worked from its files; the same example gives the same identifiers."""
    return work(EXAMPLES / example, uuid5(SEED, example), lambda _stage, _what: None)


def lead_of(review: UUID) -> UUID:
    """Who leads a review."""
    from synthema.team.tables import Seat

    return Seat.objects.filter(review=review, role="lead").values_list("person", flat=True)[0]
