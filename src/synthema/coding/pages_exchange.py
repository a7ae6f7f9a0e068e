"""Coding in and out: projects of other programs looked at, imported and taken back; the review as a project."""

import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.model import By
from synthema.coding.attaching import attach_source
from synthema.coding.export_held import export_project
from synthema.coding.import_acts import give_up, imports, look_at, sweep, withdraw_project_import
from synthema.coding.import_acts import imported as one_import
from synthema.coding.import_codes import SIGNS
from synthema.coding.import_held import file_names
from synthema.coding.import_model import Choices, Line
from synthema.coding.ledger import DROPPED, MADE, THERE
from synthema.coding.move_acts import moves
from synthema.coding.tables import CodingImportDraft, rounds
from synthema.coding.work import IMPORT, choices_of
from synthema.documents.tables import documents
from synthema.frame.pages import told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.staging import drop, most_bytes, stage, staged
from synthema.jobs.tables import Job, Staged, for_viewer
from synthema.refused import Refused
from synthema.screening.states import included_reports
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import Seat, names

RECENT = 3
ENDINGS = (".qdpx", ".qdc", ".csv", ".docx")
OUT = "-"
FATES = (MADE, THERE, DROPPED)


@page("reviews/<uuid:review>/coding/exchange/")
def exchange(visit: Visit) -> HttpResponse:
    """What came in, what can go out, and quotes that can go with a newer file."""
    may = bool(visit.roles & ROLES_FOR[Need.DECIDE])
    rows = [{"row": row, "made": json.loads(row.counts)} for row in imports(visit.review, visit.person.id)]
    jobs = [
        told(job, visit.person.id) for job in for_viewer(visit.person.id, visit.review).filter(kind=IMPORT)[:RECENT]
    ]
    live = Job.objects.filter(review=visit.review, person=visit.person.id, kind=IMPORT, state__in=LIVE).exists()
    drafts = CodingImportDraft.objects.filter(review=visit.review, person=visit.person.id)
    waiting = Staged.objects.filter(review=visit.review, person=visit.person.id).order_by("-made_at")
    return visit.render(
        "coding/exchange.html",
        rows=rows,
        jobs=jobs,
        drafts=[] if live else list(drafts),
        waiting=[one for one in waiting if may and not live and one.name.lower().endswith(ENDINGS)],
        pairs=_pairs(visit.review),
        moves=_moves(visit),
        most=most_bytes() >> 20,
        may=may,
    )


def _pairs(review: UUID) -> list[dict[str, Any]]:
    """Reports with more than one full text: quotes may go from one to another."""
    held: dict[UUID, list[Any]] = {}
    for row in documents(review):
        held.setdefault(row.report_id, []).append(row)
    return [{"title": rows[0].report.title, "rows": rows} for rows in held.values() if len(rows) > 1]


def _moves(visit: Visit) -> list[dict[str, Any]]:
    called = file_names(visit.review)
    return [
        {"row": row, "source": called.get(row.source, ""), "target": called.get(row.target, "")}
        for row in moves(visit.review)
    ]


@act("reviews/<uuid:review>/coding/exchange/bring/", needs=Need.DECIDE)
def bring(visit: Visit) -> HttpResponse:
    """Take in a file, to be looked at before anything is imported."""
    upload = visit.request.FILES.get("file")
    if upload is None:
        raise Refused(_("Choose a project (.qdpx) or a codebook (.qdc, .csv, .docx)."))
    if not (upload.name or "").lower().endswith(ENDINGS):
        raise Refused(
            "{name} is neither a REFI-QDA project (.qdpx) nor a codebook (.qdc, .csv, .docx). Export one of them from "
            "the program that holds the codes.",
            name=upload.name or "",
        )
    one = stage(visit.person.id, visit.review, upload, uuid5(visit.by().act_id, "coding file"))
    return visit.go(_look(visit, one.id))


def _look(visit: Visit, file: UUID, into: str = "") -> str:
    address = reverse("coding:look", kwargs={"review": visit.review, "file": file})
    return f"{address}?into={into}" if into else address


@page("reviews/<uuid:review>/coding/exchange/<uuid:file>/", needs=Need.DECIDE)
def look(visit: Visit, file: UUID) -> HttpResponse:
    """What would become of everything in a file, and what it takes each source and person for."""
    upload = staged(visit.person.id, visit.review, file)
    asked = visit.request.GET.get("into", "")
    part = visit.request.GET.get("part", "")
    return _shown(visit, upload, Choices(parted_by=part if part in SIGNS else ""), asked)


@act("reviews/<uuid:review>/coding/exchange/<uuid:file>/look/", needs=Need.DECIDE)
def relook(visit: Visit, file: UUID) -> HttpResponse:
    """The same with what was chosen on the page; nothing is imported."""
    upload = staged(visit.person.id, visit.review, file)
    return _shown(visit, upload, choices_of(_chosen(visit)), visit.field("into"))


def _shown(visit: Visit, upload: Staged, choices: Choices, asked: str) -> HttpResponse:
    into = _into(visit, asked)
    plan = look_at(_asking(visit, upload.id), visit.review, upload.path, choices, into=into, name=upload.name)
    lines = {fate: [line for line in plan.account if line.fate == fate] for fate in FATES}
    people = names(visit.review)
    known = set(Seat.objects.filter(review=visit.review).values_list("person", flat=True))
    known |= {one.person for one in plan.users if one.person}  # who was named from this program before
    return visit.render(
        "coding/look.html",
        upload=upload,
        plan=plan,
        made=lines[MADE],
        there=lines[THERE],
        dropped=lines[DROPPED],
        sources=plan.sources,
        users=[one for one in plan.users if not one.left_out] if into else plan.users,
        people=sorted(((one, people[one]) for one in known), key=lambda pair: pair[1]),
        loose=[one for one in plan.sources if one.document is None],
        texts=documents(visit.review),
        reports=included_reports(visit.review) if visit.roles & ROLES_FOR[Need.SEARCH] else [],
        rounds=[one for one in rounds(visit.review) if one.running and visit.person.id in one.coder_ids],
        into=asked if into else "",
        part=choices.parted_by,
        nearly=choices.nearly,
        leading=bool(visit.roles & ROLES_FOR[Need.LEAD]),
    )


def _asking(visit: Visit, file: UUID) -> By:
    return By(visit.person.id, uuid5(file, "look"))


def _into(visit: Visit, said: str) -> UUID | None:
    own = {str(one.id): one.id for one in rounds(visit.review) if one.running and visit.person.id in one.coder_ids}
    if said and said not in own:
        raise Refused("You are not coding in this round now. Import into the team's work, or ask who leads the review.")
    return own.get(said)


@act("reviews/<uuid:review>/coding/exchange/<uuid:file>/import/", needs=Need.DECIDE)
def take(visit: Visit, file: UUID) -> HttpResponse:
    """Import a file that was looked at, in the background."""
    upload, sent = staged(visit.person.id, visit.review, file), visit.request.POST
    into = _into(visit, visit.field("into"))
    if visit.field("doubtful") and not visit.field("agreed"):
        raise Refused(
            "Look at the sample quotes and say that they are cut out right: it is not sure how the file counts."
        )
    if "" in sent.getlist("person"):
        raise Refused("Say of each user of the file who they are, or leave their work out.")
    told_choices = _chosen(visit)
    asked = {"file": str(upload.id), "choices": told_choices, "into": str(into) if into else ""}
    enqueue(visit.by(), visit.review, IMPORT, asked)
    return visit.go(reverse("coding:exchange", kwargs={"review": visit.review}))


def _chosen(visit: Visit) -> dict[str, Any]:
    """What was chosen for sources, people and names, as a job keeps it."""
    sent = visit.request.POST
    wanted = dict(zip(sent.getlist("source"), sent.getlist("document"), strict=False))
    persons = dict(zip(sent.getlist("user"), sent.getlist("person"), strict=False))
    return {
        "documents": {guid: one for guid, one in wanted.items() if _is_id(one)},
        "people": {guid: one if _is_id(one) else None for guid, one in persons.items() if one not in (OUT, "")},
        "left_out": sorted({guid for guid, one in (*wanted.items(), *persons.items()) if one == OUT}),
        "nearly": bool(visit.field("nearly")),
        "parted_by": visit.field("part") if visit.field("part") in SIGNS else "",
    }


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@act("reviews/<uuid:review>/coding/exchange/<uuid:file>/forget/", needs=Need.DECIDE)
def forget(visit: Visit, file: UUID) -> HttpResponse:
    """Forget a file that was brought; nothing of it was imported."""
    drop(staged(visit.person.id, visit.review, file))
    return visit.go(reverse("coding:exchange", kwargs={"review": visit.review}), _("The file was forgotten."))


@act("reviews/<uuid:review>/coding/exchange/<uuid:file>/attach/", needs=Need.SEARCH)
def attach(visit: Visit, file: UUID) -> HttpResponse:
    """Make a source of the file the full text of a report."""
    upload = staged(visit.person.id, visit.review, file)
    report = visit.field("report")
    if not _is_id(report):
        raise Refused(_("Choose the report that this source is the full text of."))
    done = attach_source(visit.by(), visit.review, upload.path, visit.field("source"), UUID(report)).body
    return visit.go(_look(visit, file), _("%(name)s is a full text now.") % {"name": done.file_name})


@act("reviews/<uuid:review>/coding/exchange/give-up/", needs=Need.DECIDE)
def stop(visit: Visit) -> HttpResponse:
    """Give up one's own imports that were begun and not finished."""
    give_up(visit.by(), visit.review)
    return visit.go(
        reverse("coding:exchange", kwargs={"review": visit.review}), _("The unfinished import was given up.")
    )


# ---- what came in


@page("reviews/<uuid:review>/coding/imports/<uuid:imported>/")
def imported(visit: Visit, imported: UUID) -> HttpResponse:
    """What became of everything in an import."""
    row = one_import(visit.review, visit.person.id, imported)
    account = [Line(**line | {"examples": tuple(line["examples"])}) for line in json.loads(row.account)]
    return visit.render(
        "coding/imported.html",
        row=row,
        made=[line for line in account if line.fate == MADE],
        there=[line for line in account if line.fate == THERE],
        dropped=[line for line in account if line.fate == DROPPED],
        by=names(visit.review)[row.person],
        may=bool(visit.roles & ROLES_FOR[Need.DECIDE]),
    )


@act("reviews/<uuid:review>/coding/imports/<uuid:imported>/withdraw/", needs=Need.DECIDE)
def withdraw_imported(visit: Visit, imported: UUID) -> HttpResponse:
    """Take an import back with everything that came by it."""
    withdraw_project_import(visit.by(), visit.review, imported, visit.field("reason"))
    sweep(visit.review)
    said = _("The import was taken back with everything that came by it.")
    return visit.go(reverse("coding:exchange", kwargs={"review": visit.review}), said)


# ---- what goes out


@page("reviews/<uuid:review>/coding/export.qdpx")
def export(visit: Visit) -> HttpResponse:
    """The coded review as a REFI-QDA project."""
    return _exported(visit, "application/zip", losses=False)


@page("reviews/<uuid:review>/coding/export-losses.txt")
def losses(visit: Visit) -> HttpResponse:
    """What a REFI-QDA project of this review does not hold."""
    return _exported(visit, "text/plain; charset=utf-8", losses=True)


def _exported(visit: Visit, kind: str, *, losses: bool) -> HttpResponse:
    with tempfile.TemporaryDirectory(prefix="synthema-export-") as folder:
        path = Path(folder) / "coding.qdpx"
        beside = export_project(visit.person.id, visit.review, path)
        answer = HttpResponse((beside if losses else path).read_bytes(), content_type=kind)
    ending = " - what it does not hold.txt" if losses else ".qdpx"
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''" + quote(f"{visit.title[:80]}{ending}", safe="")
    return answer
