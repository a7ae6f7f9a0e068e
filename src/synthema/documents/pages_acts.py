"""What people do with files on pages: bring, attach, take out, forget."""

import re
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.documents.intake import MOST, Attached, Pair, attach, detach, incoming, matches
from synthema.documents.tables import FileState, IncomingFile
from synthema.documents.work import ATTACH, READ, line_of, prepare
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.staging import drop, stage, staged
from synthema.refused import Refused
from synthema.studies.tables import Report, report, reports
from synthema.studies.wording import address
from synthema.team.model import Need

AT_ONCE = 20  # more are attached in the background
_NUMBER = re.compile(r"\s*#(\d{1,9})\b")


@act("reviews/<uuid:review>/reports/files/add/", needs=Need.SEARCH)
def add_files(visit: Visit) -> HttpResponse:
    """Take files in; a script sends them one by one and asks for the reading afterwards, a form asks for it at once."""
    files = visit.request.FILES.getlist("files")
    if not files:
        raise Refused(_("No file came with this form. Choose one or more files, then add them."))
    by, kept, refused = visit.by(), [], []
    for place, one in enumerate(files[:MOST]):
        try:
            kept.append(stage(visit.person.id, visit.review, one, by.then(place).act_id))
        except Refused as refusal:
            refused.append(str(refusal))
    if visit.scripted:
        if refused:
            raise Refused(refused[0])
        return JsonResponse({"files": [str(one.id) for one in kept]})
    if kept:
        enqueue(by, visit.review, READ, {"files": [str(one.id) for one in kept]})
    return visit.go(_uploads(visit), " ".join(refused))


@act("reviews/<uuid:review>/reports/files/read/", needs=Need.SEARCH)
def read_files(visit: Visit) -> HttpResponse:
    """Have files read that were taken in."""
    files = [_uuid(one) for one in visit.request.POST.getlist("file")]
    for one in files:
        staged(visit.person.id, visit.review, one)
    if files:
        enqueue(visit.by(), visit.review, READ, {"files": [str(one) for one in files]})
    return JsonResponse({"go": _uploads(visit)}) if visit.scripted else visit.go(_uploads(visit))


@act("reviews/<uuid:review>/reports/<uuid:report>/add/", needs=Need.SEARCH)
def add_to_report(visit: Visit, report: UUID) -> HttpResponse:
    """Take one file in as the full text of a report that was named."""
    _report(visit, report)
    given = visit.request.FILES.get("file")
    if given is None:
        raise Refused(_("No file came with this form. Choose the full text of the report, then add it."))
    by = visit.by()
    file = stage(visit.person.id, visit.review, given, by.then("file").act_id)
    enqueue(by, visit.review, READ, {"files": [str(file.id)], "report": str(report)})
    return visit.go(address(visit, report))


@act("reviews/<uuid:review>/reports/files/attach/", needs=Need.SEARCH)
def attach_files(visit: Visit) -> HttpResponse:
    """Make the chosen files the full texts of the chosen reports."""
    pairs = _pairs(visit)
    if not pairs:
        raise Refused(_("No file was given to a report. Choose a report for one or more of them."))
    if len(pairs) > AT_ONCE:
        told = [{"file": str(one.file), "report": str(one.report), "matched": one.matched} for one in pairs]
        enqueue(visit.by(), visit.review, ATTACH, {"pairs": told})
        return visit.go(_uploads(visit))
    by = visit.by()
    done = attach(by, visit.review, pairs)
    prepare(by, visit.review, done.documents)
    undo = reverse("documents:take_out", kwargs={"review": visit.review})
    fields = {"documents": ",".join(map(str, done.documents)), "retrieval": "1"}
    return visit.go(_uploads(visit), _said(done), (undo, fields) if done.documents else None)


def _said(done: Attached) -> str:
    n = len(done.documents)
    said = ngettext("One full text is attached.", "%(n)s full texts are attached.", n) % {"n": f"{n:,}"} if n else ""
    return " ".join((said, *(line_of(one) for one in done.refused))).strip()


def _pairs(visit: Visit) -> list[Pair]:
    """The file and report of each row that was filled in; what told so is kept where the choice was ours."""
    rows = {row.id: row for row in incoming(visit.review, visit.person.id) if row.state == FileState.READ}
    known, found = numbered(visit.review), matches(visit.review, list(rows.values()))
    pairs = []
    for name in visit.request.POST:
        kind, _dash, text = name.partition("-")
        if (
            kind not in ("report", "other")
            or not visit.field(name)
            or (kind == "report" and visit.field(f"other-{text}"))
        ):
            continue
        file = _uuid(text)
        if file not in rows:
            continue  # attached meanwhile, in another tab
        chosen = _chosen(visit.field(name), known, rows[file].name)
        match = found[file]
        told = f"{match.verdict}: {match.why}" if chosen == match.report else ""
        pairs.append(Pair(file=file, report=chosen, matched=told))
    return pairs


def _chosen(text: str, known: dict[int, Report], file: str) -> UUID:
    number = _NUMBER.match(text)
    if number is None or int(number.group(1)) not in known:
        raise Refused(
            _("“%(text)s” names no report for %(file)s. Choose one from the list; each begins with # and its number.")
            % {"text": text[:80], "file": file}
        )
    return known[int(number.group(1))].id


def numbered(review: UUID) -> dict[int, Report]:
    """The reports under the numbers by which forms name them: the order in which they are sought."""
    return dict(enumerate(reports(review), start=1))


@act("reviews/<uuid:review>/reports/files/take-out/", needs=Need.SEARCH)
def take_out(visit: Visit) -> HttpResponse:
    """Take full texts out of the review again."""
    chosen = [_uuid(one) for one in visit.field("documents").split(",") if one]
    n = detach(visit.by(), visit.review, chosen, visit.field("reason"), retrieval=bool(visit.field("retrieval")))
    said = ngettext("The full text was taken out.", "%(n)s full texts were taken out.", n) % {"n": f"{n:,}"}
    there = address(visit, _uuid(visit.field("report"))) if visit.field("report") else _uploads(visit)
    return visit.go(there, said)


@act("reviews/<uuid:review>/reports/files/forget/", needs=Need.SEARCH)
def forget_files(visit: Visit) -> HttpResponse:
    """Forget files that were brought and not attached."""
    chosen = {_uuid(one) for one in visit.request.POST.getlist("file")}
    rows = [one for one in incoming(visit.review, visit.person.id) if one.id in chosen]
    for row in rows:
        drop(staged(visit.person.id, visit.review, row.id))
    IncomingFile.objects.filter(pk__in=[row.id for row in rows]).exclude(state=FileState.ATTACHED).delete()
    return visit.go(_uploads(visit))


def _uploads(visit: Visit) -> str:
    return reverse("documents:uploads", kwargs={"review": visit.review})


def _report(visit: Visit, report_id: UUID) -> Report:
    return report(visit.review, report_id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("This form is damaged. Load the page again.")) from None
