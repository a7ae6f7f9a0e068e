"""Coded projects of other programs are imported as background work."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.coding.import_acts import import_project
from synthema.coding.import_model import Choices
from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.jobs.staging import drop, staged
from synthema.team.model import Need

IMPORT = "import coding"


@job_kind(IMPORT, title="Import coding", needs=Need.DECIDE)
def import_in_background(job: Running) -> dict[str, Any]:
    """Import the upload that the arguments name, with what was chosen for it."""
    asked = job.arguments
    upload = staged(job.by.person, job.review, UUID(asked["file"]))
    done = import_project(
        job.by,
        job.review,
        upload.path,
        choices_of(asked["choices"]),
        into=UUID(asked["into"]) if asked.get("into") else None,
        agreed=True,
        name=upload.name,
        progress=job.progress,
    ).body
    drop(upload)
    said = _("%(name)s was imported: %(codes)s codes, %(quotes)s quotes, %(codings)s codings, %(memos)s memos.")
    numbers = {key: f"{number:,}" for key, number in done.counts.items()}
    go = reverse("coding:imported", kwargs={"review": job.review, "imported": done.import_id})
    return {"said": said % ({"name": done.file_name} | numbers), "go": go, "open": _("What became of everything")}


def choices_of(told: dict[str, Any]) -> Choices:
    """What was chosen on the page, as the job keeps it."""
    return Choices(
        documents={guid: UUID(one) for guid, one in told["documents"].items()},
        people={guid: UUID(one) if one else None for guid, one in told["people"].items()},
        left_out=frozenset(told["left_out"]),
        nearly=bool(told["nearly"]),
        parted_by=str(told.get("parted_by", "")),
    )
