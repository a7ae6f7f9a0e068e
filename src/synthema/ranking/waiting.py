"""Whether a new order is due for somebody; cheap enough to ask after every verdict."""

from uuid import UUID

from django.db.models import QuerySet

from synthema.protocol.tables import current
from synthema.ranking.model import METHOD
from synthema.ranking.rules import due
from synthema.ranking.tables import latest
from synthema.screening.tables import Ground, VerdictRow


def is_due(review: UUID, stage: str, person: UUID) -> bool:
    """Whether a person judged enough since their latest order, or other records or another protocol came."""
    row = latest(review, stage, person)
    if row is None or row.basis != basis(review, stage):
        return True
    return due(row.judged, own_verdicts(review, stage, person).count())


def own_verdicts(review: UUID, stage: str, person: UUID) -> "QuerySet[VerdictRow]":
    """The verdicts of a person that were not withdrawn."""
    return VerdictRow.objects.filter(review=review, stage=stage, person=person, withdrawn_seq=None)


def basis(review: UUID, stage: str) -> str:
    """What the vectors follow from: the latest act that changed the units of a stage, and the protocol in force."""
    ground = Ground.objects.filter(review=review, stage=stage).values_list("event", flat=True).first()
    return f"{ground or ''} {current(review).number} {METHOD}"
