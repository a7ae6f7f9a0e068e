"""Full texts are read, and many of them attached, in the background."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.documents.intake import Pair, attach, intake
from synthema.documents.tables import FileState
from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.team.model import Need

READ, ATTACH = "full texts", "attach full texts"


def line_of(refused: tuple[str, str]) -> str:
    """A file that was not attached, and why."""
    name, why = refused
    return why if name in why else f"{name}: {why}"


@job_kind(READ, title="Read full texts", needs=Need.SEARCH, shared=True)
def read_full_texts(job: Running) -> dict[str, Any]:
    """Read the uploads that the arguments name; with a report named, make them its full texts."""
    files = [UUID(one) for one in job.arguments["files"]]
    rows = intake(job.by.person, job.review, files, job.progress)
    read = [row for row in rows if row.state == FileState.READ]
    lines = [line_of((row.name, row.message)) for row in rows if row.message]
    if report := job.arguments.get("report"):
        there = [row for row in rows if row.state in (FileState.READ, FileState.ATTACHED)]  # attached: begun before
        done = attach(job.by, job.review, [Pair(file=row.id, report=UUID(report)) for row in there], job.progress)
        lines += [line_of(one) for one in done.refused]
        return {"said": _attached(len(done.documents)), "lines": lines}
    said = ngettext("One file was read.", "%(n)s files were read.", len(read)) % {"n": f"{len(read):,}"}
    return {"said": said, "lines": lines, "go": _uploads(job), "open": _("Look which reports they are")}


@job_kind(ATTACH, title="Attach full texts", needs=Need.SEARCH, shared=True)
def attach_full_texts(job: Running) -> dict[str, Any]:
    """Attach the pairs that the arguments name."""
    pairs = [
        Pair(file=UUID(one["file"]), report=UUID(one["report"]), matched=one["matched"])
        for one in job.arguments["pairs"]
    ]
    done = attach(job.by, job.review, pairs, job.progress)
    lines = [line_of(one) for one in done.refused]
    go = reverse("studies:reports", kwargs={"review": job.review})
    return {"said": _attached(len(done.documents)), "lines": lines, "go": go, "open": _("To the reports")}


def _attached(n: int) -> str:
    return ngettext("One full text is attached.", "%(n)s full texts are attached.", n) % {"n": f"{n:,}"}


def _uploads(job: Running) -> str:
    return reverse("documents:uploads", kwargs={"review": job.review})
