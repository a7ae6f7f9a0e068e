"""Importing files as background work."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.jobs.staging import drop, staged
from synthema.jobs.tables import Staged
from synthema.records.actions import CutOff, ImportedBefore, import_file
from synthema.refused import Refused
from synthema.search.tables import LoggedSearch, logged
from synthema.team.model import Need

IMPORT = "import"


@dataclass(slots=True)
class _Account:
    """What became of the files of one job."""

    lines: list[str] = field(default_factory=list)
    stored: int = 0
    asks: list[dict[str, str]] = field(default_factory=list)  # files that are imported only if somebody insists


@job_kind(IMPORT, title="Import records", needs=Need.SEARCH, shared=True)
def import_in_background(job: Running) -> dict[str, Any]:
    """Import the uploads that the arguments name under one search; a refused file does not stop the others."""
    search = logged(job.review, UUID(job.arguments["search"]))
    account = _Account()
    for one in job.arguments["files"]:
        with suppress(_Gone):
            _import(job, search, _upload(job, UUID(one), account), account)
    if not account.stored and not account.asks and account.lines:
        raise Refused(" ".join(account.lines))
    said = _("%(n)s records were imported.") % {"n": f"{account.stored:,}"}
    go = reverse("records:search", kwargs={"review": job.review, "search": search.id})
    return {"said": said, "lines": account.lines, "asks": account.asks, "go": go, "open": _("Look at the search")}


class _Gone(Exception):
    """An upload is not there: it was imported by an earlier attempt of this job, or swept."""


def _upload(job: Running, one: UUID, account: _Account) -> Staged:
    try:
        return staged(job.by.person, job.review, one)
    except Refused as error:
        if job.attempt == 1:
            account.lines.append(str(error))
        raise _Gone from None


def _import(job: Running, search: LoggedSearch, upload: Staged, account: _Account) -> None:
    insist = job.arguments.get("insist", "")
    try:
        done = import_file(
            job.by.then(upload.id),
            job.review,
            upload.path,
            search.key,
            again=insist == "again",
            incomplete=insist == "incomplete",
            progress=job.progress,
        ).body
    except CutOff:
        said = _("%(name)s seems to be cut off in the middle of a record. Nothing of it was imported.")
        _ask(account, upload, "incomplete", said)
    except ImportedBefore:
        said = _("%(name)s was imported into this search before. Nothing was imported twice.")
        _ask(account, upload, "again", said)
    except Refused as error:
        account.lines.append(str(error) if upload.name in str(error) else f"{upload.name}: {error}")
        drop(upload)
    else:
        account.stored += done.stored
        said = _("%(name)s: %(found)s records found, %(stored)s imported, %(refused)s refused.")
        numbers = {"found": done.markers, "stored": done.stored, "refused": len(done.refused)}
        account.lines.append(said % {"name": upload.name, **{key: f"{n:,}" for key, n in numbers.items()}})
        drop(upload)


def _ask(account: _Account, upload: Staged, insist: str, said: str) -> None:
    words = said % {"name": upload.name}
    account.lines.append(words)
    account.asks.append({"file": str(upload.id), "name": upload.name, "insist": insist, "said": words})
