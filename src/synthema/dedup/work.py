"""Looking for duplicates as background work."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.dedup.asked import asked
from synthema.dedup.running import find_duplicates
from synthema.jobs.kinds import job_kind
from synthema.jobs.model import LIVE
from synthema.jobs.running import Running
from synthema.jobs.tables import Job
from synthema.team.model import Need

FIND = "find_duplicates"


@job_kind(FIND, title="Look for duplicates", needs=Need.SEARCH, shared=True)
def find_in_background(job: Running) -> dict[str, Any]:
    """Put every record of the review into a group."""
    done = find_duplicates(job.by, job.review, progress=job.progress).body
    left = len(asked(job.review))
    said = _("%(records)s records are %(groups)s different ones: %(merged)s duplicates were set aside.") % {
        "records": f"{done.records:,}",
        "groups": f"{done.groups:,}",
        "merged": f"{done.merged:,}",
    }
    if left:
        said += " " + ngettext("One question awaits you.", "%(n)s questions await you.", left) % {"n": f"{left:,}"}
    go = reverse("dedup:duplicates", kwargs={"review": job.review})
    return {"said": said, "go": go, "open": _("Look at the duplicates")}


def running(review: UUID) -> Job | None:
    """The run that waits or works just now, whoever asked for it."""
    return Job.objects.filter(review=review, kind=FIND, state__in=LIVE).order_by("made_at").first()
