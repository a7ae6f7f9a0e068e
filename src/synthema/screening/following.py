"""What begins by itself once somebody gave a verdict or chose an order; later rooms add theirs."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.tables import Job
from synthema.screening.hand_opening import sealed_waits
from synthema.screening.queues import upcoming

Starts = Callable[[By, UUID, str], None]
PAUSE = timedelta(minutes=1)
_starts: list[Starts] = []


def follows(start: Starts) -> Starts:
    """Register what is started with `(by, review, stage)`; it must be cheap and ask for work in the background."""
    _starts.append(start)
    return start


def start_what_follows(by: By, review: UUID, stage: str) -> None:
    """Start everything that follows from a verdict or a choice of order."""
    for start in _starts:
        start(by, review, stage)


def under_way(review: UUID, kind: str, person: UUID) -> bool:
    """Whether work of this kind waits or runs for a person."""
    return Job.objects.filter(review=review, kind=kind, person=person, state__in=LIVE).exists()


@follows
def open_sealed(by: By, review: UUID, stage: str) -> None:
    """Open what this verdict may have been the last one for; at most once a minute while there is more to judge."""
    if not sealed_waits(review) or under_way(review, "open_sealed", by.person):
        return
    lately = Job.objects.filter(review=review, kind="open_sealed", made_at__gt=now() - PAUSE).exists()
    if not lately or not upcoming(review, stage, by.person, 1):
        enqueue(by.then("open sealed"), review, "open_sealed")
