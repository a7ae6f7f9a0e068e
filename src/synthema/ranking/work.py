"""Ordering a queue as background work."""

from typing import Any

from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.ranking import serving  # noqa: F401 (tells screening where orders come from)
from synthema.ranking.making import retrain
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
