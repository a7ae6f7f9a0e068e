"""Full texts are read, and many of them attached, in the background."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.audit.model import By
from synthema.documents.images import page_image
from synthema.documents.intake import Pair, attach, intake
from synthema.documents.measured import page_boxes
from synthema.documents.tables import Document, FileState
from synthema.jobs.actions import enqueue
from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.refused import Refused
from synthema.team.model import Need

READ, ATTACH, PREPARE = "full texts", "attach full texts", "prepare pages"
PREPARED = 600  # pages at most at a time: the others are drawn when somebody reads them
WIDTH = 1200  # pixels, as the reader asks first


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
        prepare(job.by, job.review, done.documents)
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
    prepare(job.by, job.review, done.documents)
    go = reverse("studies:reports", kwargs={"review": job.review})
    return {"said": _attached(len(done.documents)), "lines": lines, "go": go, "open": _("To the reports")}


def prepare(by: By, review: UUID, documents: Sequence[UUID]) -> None:
    """Have the pages of new full texts drawn and measured, so that who reads them first does not wait."""
    drawn = Document.objects.filter(review=review, pk__in=documents).exclude(layout="")
    if found := [str(row.id) for row in drawn.order_by("number")]:
        enqueue(by.then("prepare"), review, PREPARE, {"documents": found})


@job_kind(PREPARE, title="Draw and measure pages", shared=True)
def prepare_pages(job: Running) -> dict[str, Any]:
    """Draw and measure the pages of the documents that the arguments name; what is there already costs nothing."""
    rows = Document.objects.filter(review=job.review, pk__in=job.arguments["documents"]).order_by("number")
    pages = [(row, page) for row in rows for page in range(1, row.pages + 1)][:PREPARED]
    for done, (row, page) in enumerate(pages):
        job.progress(row.file_name, done, len(pages))
        with suppress(Refused):  # a page that cannot be drawn or measured says so when it is read
            page_image(row, page, WIDTH, "webp")
        with suppress(Refused):
            page_boxes(row, page)
    n = len(pages)
    return {"said": ngettext("One page is ready.", "%(n)s pages are ready.", n) % {"n": f"{n:,}"}}


def _attached(n: int) -> str:
    return ngettext("One full text is attached.", "%(n)s full texts are attached.", n) % {"n": f"{n:,}"}


def _uploads(job: Running) -> str:
    return reverse("documents:uploads", kwargs={"review": job.review})
