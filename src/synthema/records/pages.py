"""A search with its files, each with its account; how a file comes in is in `pages_look`, lists in `pages_list`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import Count, Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit import trail
from synthema.audit.clock import now
from synthema.audit.model import Content
from synthema.frame.pages import told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.model import LIVE
from synthema.jobs.staging import most_bytes
from synthema.jobs.tables import Job, for_viewer
from synthema.records import pages_list, pages_look
from synthema.records.actions import drop_draft, sweep, withdraw_import
from synthema.records.field_names import FIELDS
from synthema.records.formats.registry import BY_NAME
from synthema.records.listing import cautions
from synthema.records.model import Corrections, Refusal, TagUse
from synthema.records.pages_look import page_of
from synthema.records.tables import Import, ImportDraft, import_of
from synthema.records.withholding import refuse_withheld
from synthema.records.work import IMPORT
from synthema.refused import Refused
from synthema.search.actions import correct_search
from synthema.search.intake import Taken, supplies
from synthema.search.model import KIND_NAMES
from synthema.search.rules import gaps
from synthema.search.tables import LoggedSearch, logged
from synthema.team.model import ROLES_FOR, Need

__all__ = ["pages_list", "pages_look"]
RECENT = 5  # imports whose end is shown on the page of their search
SHOWN_REFUSALS = 200
SHOWN_TAGS = 300
NO_STRATEGY = ("bibtex",)  # what stands at the head of such a file is of the program that wrote it


@supplies
def taken_in(review: UUID) -> Mapping[UUID, Taken]:
    """What was imported of each search."""
    sums = Import.objects.filter(review=review).values("search_id")
    rows = sums.annotate(files=Count("pk"), kept=Sum("stored"), found=Sum("markers")).order_by()
    return {row["search_id"]: Taken(row["files"], row["kept"], row["found"] - row["kept"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Filed:
    """An imported file with its account, as shown."""

    row: Import
    title: str
    refusals: list[Refusal]
    refused: int
    unshown: int  # of the refusals
    repairs: list[str]
    tags: list[tuple[TagUse, str]]  # with the words for the fields it was read into
    corrected: Corrections | None
    cautions: int
    signs: list[tuple[bool, str]]


def _filed(row: Import, cautioned: int) -> Filed:
    known = BY_NAME.get(row.format)
    corrected = row.corrected
    return Filed(
        row=row,
        title=known.title if known else row.format,
        refusals=row.refusals[:SHOWN_REFUSALS],
        refused=row.markers - row.stored,
        unshown=max(0, row.markers - row.stored - SHOWN_REFUSALS),
        repairs=json.loads(row.repairs),
        tags=[(use, _read_into(use)) for use in row.tag_uses[:SHOWN_TAGS]],
        corrected=corrected if corrected != Corrections() else None,
        cautions=cautioned,
        signs=pages_look.signs(row.why),
    )


def _read_into(use: TagUse) -> str:
    return ", ".join(str(FIELDS.get(name, name)) for name in use.fields)


@page("reviews/<uuid:review>/searches/<uuid:search>/")
def search(visit: Visit, search: UUID) -> HttpResponse:
    """One search: what the log says, its files, and where to drop more."""
    row = logged(visit.review, search)
    files = list(Import.objects.filter(review=visit.review, search=search).order_by("number"))
    stored = sum(one.stored for one in files)
    cautioned = cautions(visit.review) if files else {}
    may = bool(visit.roles & ROLES_FOR[Need.SEARCH])
    return visit.render(
        "records/search.html",
        row=row,
        kind=KIND_NAMES.get(row.kind, row.kind),
        gaps=gaps(row.search, stored, now().date()),
        files=[_filed(one, cautioned.get(one.id, 0)) for one in files],
        stored=stored,
        more=row.hits is not None and stored > row.hits,
        found=_strategy_of(row, files),
        jobs=_jobs(visit, search),
        waiting=pages_look.waiting(visit, search) if may else [],
        drafts=_drafts(visit, search),
        most=most_bytes() >> 20,
        may=may,
    )


def _strategy_of(row: LoggedSearch, files: list[Import]) -> Import | None:
    """The first file at whose head stands what the log does not say of the strategy."""
    found = (one for one in files if one.preamble.strip() and one.format not in NO_STRATEGY)
    return next((one for one in found if one.preamble.strip() not in row.strategy), None)


def _jobs(visit: Visit, search: UUID) -> list[dict[str, Any]]:
    """The imports into this search that are under way, and the latest that have ended."""
    rows = for_viewer(visit.person.id, visit.review).filter(kind=IMPORT, arguments__search=str(search))
    return [{**told(job, visit.person.id), "go": ""} for job in rows[:RECENT]]


def _drafts(visit: Visit, search: UUID) -> list[ImportDraft]:
    """Imports that were begun and that nothing works on now."""
    if Job.objects.filter(review=visit.review, kind=IMPORT, state__in=LIVE).exists():
        return []
    return list(ImportDraft.objects.filter(review=visit.review, search=search))


@act("reviews/<uuid:review>/searches/<uuid:search>/strategy/", needs=Need.SEARCH)
def take_strategy(visit: Visit, search: UUID) -> HttpResponse:
    """Put what stands at the head of an imported file into the log as the strategy."""
    row = logged(visit.review, search)
    source = import_of(visit.review, _uuid(visit.field("import")))
    if source.search_id != search or not source.preamble.strip():
        raise Refused(_("This file says nothing of the strategy of this search."))
    before = row.search
    values = {name: getattr(before, name) for name in type(before).__dataclass_fields__}
    changed = type(before)(**{**values, "strategy": source.preamble.strip()})
    correct_search(visit.by(), visit.review, search, changed)
    undo = (
        reverse("search:correct", kwargs={"review": visit.review, "search": search}),
        {name: "" if value is None else value for name, value in values.items()},
    )
    return visit.go(page_of(visit, search), _("The strategy is in the log."), undo)


@act("reviews/<uuid:review>/imports/<uuid:import_id>/withdraw/", needs=Need.SEARCH)
def withdraw(visit: Visit, import_id: UUID) -> HttpResponse:
    """Take an import out of the review; refused while decisions rest on its records."""
    row = import_of(visit.review, import_id)
    withdraw_import(visit.by(), visit.review, import_id, visit.field("reason") or _("imported by mistake"))
    if not Job.objects.filter(review=visit.review, kind=IMPORT, state__in=LIVE).exists():
        sweep(visit.review)
    said = _("%(name)s is out of the review; the audit trail keeps it. Importing the file again brings it back.")
    return visit.go(page_of(visit, row.search_id), said % {"name": row.file_name})


@act("reviews/<uuid:review>/imports/<uuid:import_id>/give-up/", needs=Need.SEARCH)
def give_up(visit: Visit, import_id: UUID) -> HttpResponse:
    """Give an import up that was begun and never closed."""
    if Job.objects.filter(review=visit.review, kind=IMPORT, state__in=LIVE).exists():
        raise Refused(_("An import is under way just now. Wait for its end, or cancel it first."))
    found = ImportDraft.objects.filter(review=visit.review, pk=import_id).first()
    drop_draft(visit.by(), visit.review, import_id)
    where = page_of(visit, found.search) if found else reverse("search:searches", kwargs={"review": visit.review})
    return visit.go(where, _("The unfinished import is gone; nothing of it ever showed."))


@page("reviews/<uuid:review>/imports/<uuid:import_id>/file/")
def file(visit: Visit, import_id: UUID) -> HttpResponse:
    """The file as it was given, to be saved and never shown."""
    row = import_of(visit.review, import_id)
    refuse_withheld(visit.review, row)
    data = trail.store(visit.review).read(Content(row.file))
    answer = HttpResponse(data, content_type="application/octet-stream", headers={"X-Content-Type-Options": "nosniff"})
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''" + _quoted(row.file_name)
    return answer


def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "replace"), safe="")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("There is no such import in this review, or not any more.")) from None
