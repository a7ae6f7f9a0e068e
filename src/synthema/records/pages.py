"""A search with its files, imported in the background, each with its account; and the page of a record."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from synthema.audit import trail
from synthema.audit.clock import now
from synthema.audit.model import Content
from synthema.frame.pages import told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.staging import most_bytes, stage, staged
from synthema.jobs.tables import Job, Staged, for_viewer
from synthema.records.actions import drop_draft, sweep, withdraw_import
from synthema.records.parsed import unpack
from synthema.records.tables import Import, ImportDraft, RecordRow, import_of
from synthema.records.tables import record as record_of
from synthema.records.tables import records as all_records
from synthema.records.work import IMPORT
from synthema.refused import Refused
from synthema.search.intake import Taken, supplies
from synthema.search.model import KIND_NAMES
from synthema.search.rules import gaps
from synthema.search.tables import logged
from synthema.team.model import ROLES_FOR, Need

A_PAGE = 50
RECENT = 5  # imports whose end is shown on the page of their search
SHOWN_REFUSALS = 200
FIELDS = {
    "authors": gettext_lazy("Authors"),
    "year": gettext_lazy("Year"),
    "journal": gettext_lazy("Journal"),
    "volume": gettext_lazy("Volume"),
    "issue": gettext_lazy("Issue"),
    "pages": gettext_lazy("Pages"),
    "doi": gettext_lazy("DOI"),
    "pmid": gettext_lazy("PubMed number"),
    "isbn": gettext_lazy("ISBN"),
    "issn": gettext_lazy("ISSN"),
    "keywords": gettext_lazy("Keywords"),
    "language": gettext_lazy("Language"),
    "kind": gettext_lazy("Kind"),
    "url": gettext_lazy("Address"),
    "accession": gettext_lazy("Accession number"),
    "database": gettext_lazy("Database"),
    "notes": gettext_lazy("Notes"),
}


@supplies
def taken_in(review: UUID) -> Mapping[UUID, Taken]:
    """What was imported of each search."""
    sums = Import.objects.filter(review=review).values("search_id")
    rows = sums.annotate(files=Count("pk"), kept=Sum("stored"), found=Sum("markers")).order_by()
    return {row["search_id"]: Taken(row["files"], row["kept"], row["found"] - row["kept"]) for row in rows}


@page("reviews/<uuid:review>/searches/<uuid:search>/")
def search(visit: Visit, search: UUID) -> HttpResponse:
    """One search: what the log says, its files, and where to drop more."""
    row = logged(visit.review, search)
    files = list(Import.objects.filter(review=visit.review, search=search).order_by("number"))
    stored = sum(one.stored for one in files)
    jobs = _jobs(visit, search)
    return visit.render(
        "records/search.html",
        row=row,
        kind=KIND_NAMES.get(row.kind, row.kind),
        gaps=gaps(row.search, stored, now().date()),
        files=[(one, one.refusals[:SHOWN_REFUSALS], json.loads(one.repairs)) for one in files],
        stored=stored,
        more=row.hits is not None and stored > row.hits,
        preamble=next((one.preamble for one in files if one.preamble.strip()), "") if not row.strategy.strip() else "",
        jobs=jobs,
        asks=_asks(visit, jobs),
        drafts=_drafts(visit, search),
        most=most_bytes() >> 20,
        may=bool(visit.roles & ROLES_FOR[Need.SEARCH]),
    )


def _jobs(visit: Visit, search: UUID) -> list[dict[str, Any]]:
    """The imports into this search that are under way, and the latest that have ended."""
    rows = for_viewer(visit.person.id, visit.review).filter(kind=IMPORT, arguments__search=str(search))
    recent = list(rows[:RECENT])
    return [told(job, visit.person.id) for job in recent]


def _asks(visit: Visit, jobs: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The uploads of this person that wait for their word: import it all the same, or not."""
    asked = {ask["file"]: ask for job in jobs if job["state"] == "done" for ask in job["result"].get("asks", ())}
    known = Staged.objects.filter(person=visit.person.id, review=visit.review, pk__in=[UUID(one) for one in asked])
    there = {str(one.id) for one in known if one.path.is_file()}
    busy = {one for job in jobs if job["live"] for one in Job.objects.get(pk=job["id"]).arguments.get("files", ())}
    return [ask for one, ask in asked.items() if one in there - busy]


def _drafts(visit: Visit, search: UUID) -> list[ImportDraft]:
    """Imports that were begun and that nothing works on now."""
    if Job.objects.filter(review=visit.review, kind=IMPORT, state__in=LIVE).exists():
        return []
    return list(ImportDraft.objects.filter(review=visit.review, search=search))


@act("reviews/<uuid:review>/searches/<uuid:search>/files/", needs=Need.SEARCH)
def bring(visit: Visit, search: UUID) -> HttpResponse:
    """Take in the files that were dropped on a search, and import them in the background."""
    logged(visit.review, search)
    by, uploads = visit.by(), visit.request.FILES.getlist("files")
    if not uploads:
        raise Refused(_("Choose one or more files that were exported from this search."))
    files = [
        str(stage(visit.person.id, visit.review, upload, uuid5(by.act_id, f"file {number}")).id)
        for number, upload in enumerate(uploads)
    ]
    enqueue(by, visit.review, IMPORT, {"search": str(search), "files": files})
    said = ngettext("One file is being imported.", "%(n)s files are being imported.", len(files)) % {"n": len(files)}
    return visit.go(_page_of(visit, search), said)


@act("reviews/<uuid:review>/searches/<uuid:search>/insist/", needs=Need.SEARCH)
def insist(visit: Visit, search: UUID) -> HttpResponse:
    """Import a file all the same that seems cut off, or that was imported before."""
    logged(visit.review, search)
    how = visit.field("insist")
    if how not in ("incomplete", "again"):
        raise Refused(_("Say whether the file is whole, or is to be imported once more."))
    try:
        upload = staged(visit.person.id, visit.review, UUID(visit.field("file")))
    except ValueError:
        raise Refused(_("This upload is no longer here. Upload the file again.")) from None
    enqueue(visit.by(), visit.review, IMPORT, {"search": str(search), "files": [str(upload.id)], "insist": how})
    return visit.go(_page_of(visit, search), _("%(name)s is being imported.") % {"name": upload.name})


@act("reviews/<uuid:review>/imports/<uuid:import_id>/withdraw/", needs=Need.SEARCH)
def withdraw(visit: Visit, import_id: UUID) -> HttpResponse:
    """Take an import out of the review; refused while decisions rest on its records."""
    row = import_of(visit.review, import_id)
    withdraw_import(visit.by(), visit.review, import_id, visit.field("reason") or _("imported by mistake"))
    if not Job.objects.filter(review=visit.review, kind=IMPORT, state__in=LIVE).exists():
        sweep(visit.review)
    said = _("%(name)s is out of the review; the audit trail keeps it. Importing the file again brings it back.")
    return visit.go(_page_of(visit, row.search_id), said % {"name": row.file_name})


@act("reviews/<uuid:review>/imports/<uuid:import_id>/give-up/", needs=Need.SEARCH)
def give_up(visit: Visit, import_id: UUID) -> HttpResponse:
    """Give an import up that was begun and never closed."""
    if Job.objects.filter(review=visit.review, kind=IMPORT, state__in=LIVE).exists():
        raise Refused(_("An import is under way just now. Wait for its end, or cancel it first."))
    found = ImportDraft.objects.filter(review=visit.review, pk=import_id).first()
    drop_draft(visit.by(), visit.review, import_id)
    where = _page_of(visit, found.search) if found else reverse("search:searches", kwargs={"review": visit.review})
    return visit.go(where, _("The unfinished import is gone; nothing of it ever showed."))


@page("reviews/<uuid:review>/imports/<uuid:import_id>/file/")
def file(visit: Visit, import_id: UUID) -> HttpResponse:
    """The file as it was given, to be saved and never shown."""
    row = import_of(visit.review, import_id)
    data = trail.store(visit.review).read(Content(row.file))
    answer = HttpResponse(data, content_type="application/octet-stream", headers={"X-Content-Type-Options": "nosniff"})
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''" + _quoted(row.file_name)
    return answer


def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "replace"), safe="")


@page("reviews/<uuid:review>/records/")
def records(visit: Visit) -> HttpResponse:
    """All records, filtered by words of their title or by their import."""
    words, given = visit.request.GET.get("words", "").strip(), visit.request.GET.get("import", "")
    rows = all_records(visit.review)
    rows = rows.filter(title__icontains=words) if words else rows
    shown_import = import_of(visit.review, UUID(given)) if _is_id(given) else None
    rows = rows.filter(import_id=shown_import.id) if shown_import else rows
    shown = Paginator(rows, A_PAGE).get_page(visit.request.GET.get("page"))
    kept = visit.request.GET.copy()
    kept.pop("page", None)
    return visit.render(
        "records/records.html",
        shown=shown,
        words=words,
        shown_import=shown_import,
        kept=f"{kept.urlencode()}&" if kept else "",
        rows=[(row, row.record) for row in shown],
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@page("reviews/<uuid:review>/records/<uuid:record>/")
def record(visit: Visit, record: UUID) -> HttpResponse:
    """One record with every field as its source wrote it, and where it came from."""
    row = record_of(visit.review, record)
    source = import_of(visit.review, row.import_id)
    return visit.render(
        "records/record.html", row=row, source=source, facts=_facts(row), raw=_raw(visit.review, source, row)
    )


def _facts(row: RecordRow) -> list[tuple[str, str]]:
    values = asdict(row.record)
    words = {name: "; ".join(v) if isinstance(v := values[name], tuple) else str(v or "") for name in FIELDS}
    return [(str(FIELDS[name]), text) for name, text in words.items() if text]


def _raw(review: UUID, source: Import, row: RecordRow) -> tuple[tuple[str, str], ...]:
    """Every tag as written; empty where the stored file was withdrawn."""
    shelf, content = trail.store(review), Content(source.parsed)
    if not shelf.has(content):
        return ()
    found = (one for number, one in enumerate(unpack(shelf.read(content)), start=1) if number == row.number)
    return next((one.raw for one in found), ())


def _page_of(visit: Visit, search: UUID) -> str:
    return reverse("records:search", kwargs={"review": visit.review, "search": search})
