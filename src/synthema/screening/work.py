"""Background work of screening: opening sealed verdicts, and carrying over verdicts of another tool."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.screening.carried_model import Choice, Source
from synthema.screening.carrying import carry_over
from synthema.screening.hand_opening import open_ready
from synthema.team.model import Need

CARRY = "carry_over"


@job_kind("open_sealed", title="Open sealed verdicts", needs=Need.DECIDE, shared=True)
def open_sealed(job: Running) -> dict[str, Any]:
    """Open what is ready; how many were opened, and how many stay sealed."""
    account = open_ready(job.by, job.review, progress=job.progress)
    return {"opened": account.opened, "still_sealed": account.still_sealed}


def asked_for(import_id: UUID, choices: Sequence[Choice], why: str) -> dict[str, Any]:
    """What is carried over, as the arguments of a job."""
    told = [{**asdict(one), "import_id": str(one.import_id), "member": str(one.member or "")} for one in choices]
    return {"import": str(import_id), "choices": told, "why": why}


def _choice(told: dict[str, Any]) -> Choice:
    return Choice(
        import_id=UUID(told["import_id"]),
        source=Source(**told["source"]),
        stage=told["stage"],
        name=told["name"],
        member=UUID(told["member"]) if told["member"] else None,
        reasons=tuple((said, key) for said, key in told["reasons"]),
    )


@job_kind(CARRY, title="Carry verdicts over", needs=Need.LEAD)
def carry_over_in_background(job: Running) -> dict[str, Any]:
    """Carry the verdicts of each chosen reviewer over, one act each."""
    choices, number, left_out = [_choice(told) for told in job.arguments["choices"]], 0, 0
    for place, choice in enumerate(choices):
        job.progress(_("carrying verdicts over"), place, len(choices))
        done = carry_over(job.by.then(f"carry {place}"), job.review, choice, job.arguments["why"]).body
        number, left_out = number + done.number, left_out + done.left_out
    said = ngettext("One verdict was carried over.", "%(n)s verdicts were carried over.", number) % {"n": f"{number:,}"}
    if left_out:
        left = ngettext("One was left out.", "%(n)s were left out.", left_out) % {"n": f"{left_out:,}"}
        said = f"{said} {left}"
    go = reverse("screening:progress", kwargs={"review": job.review, "stage": choices[0].stage})
    return {"said": said, "go": go, "open": _("Look how far the team is")}
