"""Ordering a queue as background work."""

from typing import Any
from uuid import UUID

from synthema.audit.model import By
from synthema.jobs.actions import enqueue
from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.ranking import serving  # noqa: F401 (tells screening where orders come from)
from synthema.ranking.making import retrain
from synthema.ranking.waiting import is_due
from synthema.screening.following import follows, under_way
from synthema.screening.queues import order_of
from synthema.team.model import Need


@job_kind("rank", title="Order the queue", needs=Need.DECIDE)
def rank(job: Running) -> dict[str, Any]:
    """Make the order for who asked, if one is due, and put their queue into it."""
    from synthema.screening.queues import refill

    stage = str(job.arguments["stage"])
    row = retrain(job.review, stage, job.by.person, progress=job.progress)
    if row is not None:
        refill(job.review, stage, job.by.person)
    return {"judged": row.judged if row else 0}


@follows
def rank_when_due(by: By, review: UUID, stage: str) -> None:
    """Ask for a new order once enough was judged since the latest one; only for who screens in ranked order."""
    if order_of(review, stage, by.person) != "ranked" or under_way(review, "rank", by.person):
        return
    if is_due(review, stage, by.person):
        enqueue(by.then("rank"), review, "rank", {"stage": stage})
