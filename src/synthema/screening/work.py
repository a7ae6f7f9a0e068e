"""Opening sealed verdicts as background work, after a verdict that may have been the last one needed."""

from typing import Any

from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.screening.hand_opening import open_ready
from synthema.team.model import Need


@job_kind("open_sealed", title="Open sealed verdicts", needs=Need.DECIDE, shared=True)
def open_sealed(job: Running) -> dict[str, Any]:
    """Open what is ready; how many were opened, and how many stay sealed."""
    account = open_ready(job.by, job.review, progress=job.progress)
    return {"opened": account.opened, "still_sealed": account.still_sealed}
