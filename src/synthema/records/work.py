"""Files that were brought are looked at, and then imported, as background work."""

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.jobs.staging import drop, stage, staged
from synthema.jobs.tables import Job, Staged
from synthema.records.actions import import_file, same_file
from synthema.records.batch import is_batch, nested, unpacked
from synthema.records.looking import Look, look
from synthema.records.model import Corrections, Unreadable
from synthema.records.remembered import remembered_columns
from synthema.records.tables import corrections_of
from synthema.refused import Refused
from synthema.search.tables import LoggedSearch, logged
from synthema.team.model import Need

IMPORT = "import"
LOOK = "look"


class _Gone(Exception):
    """An upload is not there: it was imported by an earlier attempt of this job, or swept."""


def _upload(job: Running, one: UUID, lines: list[str]) -> Staged:
    try:
        return staged(job.by.person, job.review, one)
    except Refused as error:
        if job.attempt == 1:
            lines.append(str(error))
        raise _Gone from None


# ---- looking


@job_kind(LOOK, title="Look at the files", needs=Need.SEARCH)
def look_in_background(job: Running) -> dict[str, Any]:
    """Look at the uploads that the arguments name, and at those in a zip; nothing is imported."""
    search = logged(job.review, UUID(job.arguments["search"]))
    lines: list[str] = []
    seen = _seen(job)
    looks: list[dict[str, Any]] = []
    batches: list[Staged] = []
    for one in job.arguments["files"]:
        with suppress(_Gone):
            upload = _upload(job, UUID(one), lines)
            if is_batch(upload.path):
                batches.append(upload)
                looks += [_looked(job, each) for each in _taken_apart(job, upload, lines)]
            else:
                looks.append(_seen_again(job, upload, seen[one]) if one in seen else _looked(job, upload))
    for batch in batches:
        drop(batch)
    _tell_twins(looks)
    if not looks:
        raise Refused("{lines}", lines=" ".join(lines) or _("Nothing was brought."))
    said = ngettext("One file was looked at.", "%(n)s files were looked at.", len(looks)) % {"n": len(looks)}
    where = {"review": job.review, "search": search.id, "job": job.by.act_id}
    go = reverse("records:looked", kwargs=where)
    return {"said": said, "lines": lines, "files": looks, "go": go, "open": _("See what they hold")}


def _tell_twins(looks: list[dict[str, Any]]) -> None:
    """Name, beside each file that was brought more than once, the first of the same bytes."""
    first: dict[str, str] = {}
    for one in looks:
        one["twin"] = first.get(one["sha256"], "")
        first.setdefault(one["sha256"], one["name"])


def _seen(job: Running) -> dict[str, dict[str, Any]]:
    """What an earlier look told of the files of which nothing was said anew."""
    seen = job.arguments.get("seen", "")
    before = Job.objects.filter(pk=UUID(seen), person=job.by.person, kind=LOOK).first() if seen else None
    asked = job.arguments.get("corrections", {})
    found = before.result.get("files", ()) if before else ()
    return {one["file"]: one for one in found if one["corrections"] == asked.get(one["file"], {})}


def _seen_again(job: Running, upload: Staged, found: dict[str, Any]) -> dict[str, Any]:
    """What an earlier look told, with what may have been imported since."""
    return {**found, "known": _known(job.review, upload)}


def _taken_apart(job: Running, batch: Staged, lines: list[str]) -> list[Staged]:
    """The files of a zip, each kept as if it had been brought by itself."""
    found = []
    try:
        for number, one in enumerate(unpacked(batch.path, batch.name)):
            job.progress(f"unpacking {batch.name}", number, 0)
            if isinstance(one, Unreadable):
                lines.append(str(one))
                continue
            try:
                upload = stage(job.by.person, job.review, one, uuid5(batch.id, str(number)))
            except Refused as error:
                lines.append(str(error))
                continue
            if is_batch(upload.path):
                lines.append(str(nested(one.name, batch.name)))
                drop(upload)
            else:
                found.append(upload)
    except Refused as error:
        lines.append(str(error))
    return found


def _looked(job: Running, upload: Staged) -> dict[str, Any]:
    """What one file seems to be, as the page shows it."""
    given = job.arguments.get("corrections", {}).get(str(upload.id))
    remembered = None
    if given is None:
        remembered = remembered_columns(job.review, upload.path)
    corrections = corrections_of(given or {})
    if remembered is not None:
        corrections = Corrections(columns=remembered.corrected.columns)
    found = look(upload.path, name=upload.name, corrections=corrections, progress=job.progress)
    return {
        **_plain(found),
        "file": str(upload.id),
        "sha256": upload.sha256,
        "corrections": given or {},
        "assigned": asdict(corrections)["columns"],
        "remembered": remembered.file_name if remembered else "",
        "instead": job.arguments.get("instead", ""),
        "known": _known(job.review, upload),
    }


def _plain(found: Look) -> dict[str, Any]:
    return {**asdict(found), "doubtful": found.doubtful}


def _known(review: UUID, upload: Staged) -> dict[str, str] | None:
    row = same_file(review, upload.path, upload.sha256)
    if row is None:
        return None
    return {"import": str(row.id), "search": str(row.search_id), "source": row.search.source, "name": row.file_name}


# ---- importing


@dataclass(slots=True)
class _Account:
    """What became of the files of one job."""

    lines: list[str] = field(default_factory=list)
    stored: int = 0


@job_kind(IMPORT, title="Import records", needs=Need.SEARCH, shared=True)
def import_in_background(job: Running) -> dict[str, Any]:
    """Import the uploads that the arguments name under one search; a refused file does not stop the others."""
    search = logged(job.review, UUID(job.arguments["search"]))
    account = _Account()
    for one in job.arguments["files"]:
        with suppress(_Gone):
            _import(job, search, _upload(job, UUID(one), account.lines), account)
    if not account.stored and account.lines:
        raise Refused("{lines}", lines=" ".join(account.lines))
    said = _("%(n)s records were imported.") % {"n": f"{account.stored:,}"}
    go = reverse("records:search", kwargs={"review": job.review, "search": search.id})
    return {"said": said, "lines": account.lines, "go": go, "open": _("Look at the search")}


def _import(job: Running, search: LoggedSearch, upload: Staged, account: _Account) -> None:
    how = job.arguments.get("how", {}).get(str(upload.id), {})
    try:
        done = import_file(
            job.by.then(upload.id),
            job.review,
            upload.path,
            search.key,
            again=bool(how.get("again")),
            instead=UUID(how["instead"]) if how.get("instead") else None,
            incomplete=bool(how.get("incomplete")),
            corrections=corrections_of(how.get("corrections", {})),
            progress=job.progress,
        ).body
    except Refused as error:  # the file stays, to be looked at again or forgotten
        account.lines.append(str(error) if upload.name in str(error) else f"{upload.name}: {error}")
    else:
        account.stored += done.stored
        said = _("%(name)s: %(found)s records found, %(stored)s imported, %(refused)s refused.")
        numbers = {"found": done.markers, "stored": done.stored, "refused": len(done.refused)}
        account.lines.append(said % {"name": upload.name, **{key: f"{n:,}" for key, n in numbers.items()}})
        drop(upload)
