"""Files come in: dropped on a search, looked at, corrected where need be, and only then imported."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.audit.registry import refuse_if_built_on
from synthema.frame.pages import told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.staging import drop, stage
from synthema.jobs.tables import Job, NoSuchJob, Staged
from synthema.records.events import RecordsImported
from synthema.records.field_names import FIELDS
from synthema.records.formats.columns import normal_header
from synthema.records.formats.registry import FORMATS
from synthema.records.tables import Import, import_of
from synthema.records.withholding import refuse_withheld
from synthema.records.work import IMPORT, LOOK
from synthema.refused import Refused
from synthema.search.tables import logged
from synthema.team.model import Need

RECENT = 20  # looks that may still wait for a word
MANY = 40  # files; of more, those without doubt are shown in brief
ENCODINGS = (
    ("utf-8", gettext_lazy("Unicode")),
    ("utf-16", gettext_lazy("Unicode, as Windows writes it")),
    ("windows-1252", gettext_lazy("Western Europe")),
    ("windows-1250", gettext_lazy("Central Europe")),
    ("gb18030", gettext_lazy("Chinese, simplified")),
    ("big5", gettext_lazy("Chinese, traditional")),
    ("shift_jis", gettext_lazy("Japanese")),
    ("euc_kr", gettext_lazy("Korean")),
    ("windows-1251", gettext_lazy("Cyrillic")),
    ("koi8-r", gettext_lazy("Cyrillic, older")),
    ("windows-1256", gettext_lazy("Arabic")),
)


def page_of(visit: Visit, search: UUID) -> str:
    """The address of the page of a search."""
    return reverse("records:search", kwargs={"review": visit.review, "search": search})


def _look_of(visit: Visit, search: UUID, job: UUID) -> str:
    return reverse("records:looked", kwargs={"review": visit.review, "search": search, "job": job})


@act("reviews/<uuid:review>/searches/<uuid:search>/files/", needs=Need.SEARCH)
def bring(visit: Visit, search: UUID) -> HttpResponse:
    """Take in the files that were dropped on a search, and look at them in the background."""
    logged(visit.review, search)
    by, uploads = visit.by(), visit.request.FILES.getlist("files")
    if not uploads:
        raise Refused(_("Choose one or more files that were exported from this search."))
    files, refused = [], []
    for number, upload in enumerate(uploads):
        try:
            files.append(str(stage(visit.person.id, visit.review, upload, uuid5(by.act_id, f"file {number}")).id))
        except Refused as error:
            refused.append(str(error))
    if not files:
        raise Refused("{refused}", refused=" ".join(refused))
    job = enqueue(by, visit.review, LOOK, {"search": str(search), "files": files})
    return visit.go(_look_of(visit, search, job.id), " ".join(refused))


@act("reviews/<uuid:review>/imports/<uuid:import_id>/again/", needs=Need.SEARCH)
def read_again(visit: Visit, import_id: UUID) -> HttpResponse:
    """Look once more at the file of an import, to read it differently in its place."""
    row, by = import_of(visit.review, import_id), visit.by()
    refuse_withheld(visit.review, row)
    shelf, content = trail.store(visit.review), Content(row.file)
    if not shelf.has(content):
        raise Refused("The file of {name} was withdrawn. Bring it again.", name=row.file_name)
    with shelf.open(content) as file:
        upload = stage(visit.person.id, visit.review, _Stored(row.file_name, file), uuid5(by.act_id, "file"))
    asked = {"search": str(row.search_id), "files": [str(upload.id)], "instead": str(import_id)}
    job = enqueue(by, visit.review, LOOK, asked)
    return visit.go(_look_of(visit, row.search_id, job.id))


class _Stored:
    """A stored file as it is uploaded once more."""

    def __init__(self, name: str, file: Any) -> None:
        self.name: str | None = name
        self._file = file

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        return iter(lambda: self._file.read(1 << 20), b"")


# ---- what was found


@page("reviews/<uuid:review>/searches/<uuid:search>/files/<uuid:job>/", needs=Need.SEARCH)
def looked(visit: Visit, search: UUID, job: UUID) -> HttpResponse:
    """What each file was taken for and what would become of it, to be corrected and imported."""
    row, found = logged(visit.review, search), _job(visit, search, job)
    files = _open_files(visit, found)
    here = list(Import.objects.filter(review=visit.review, search=search).order_by("number").only("id", "file_name"))
    for one in files:
        _complete(one, here)
        _tell_bound(visit, one)
        one["brief"] = len(files) > MANY and not (one["doubtful"] or one["corrections"] or one["remembered"])
    files.sort(key=lambda one: not (one["doubtful"] or one["known"] or one["twin"]))
    return visit.render(
        "records/looked.html",
        row=row,
        job=told(found, visit.person.id),
        lines=found.result.get("lines", []),
        files=files,
        ready=sum(one["do"] != "leave" for one in files),
        choices=[{"name": one.name, "title": one.title} for one in FORMATS],
        encodings=ENCODINGS,
        fields=FIELDS.items(),
    )


def _job(visit: Visit, search: UUID, job: UUID) -> Job:
    found = Job.objects.filter(
        pk=job, person=visit.person.id, review=visit.review, kind=LOOK, arguments__search=str(search)
    ).first()
    if found is None:
        raise NoSuchJob(_("There is no such look at files of yours, or not any more. Drop the files again."))
    return found


def _open_files(visit: Visit, job: Job) -> list[dict[str, Any]]:
    """What a look told of the files that are still here and that no import works on."""
    told_of = {one["file"]: dict(one) for one in job.result.get("files", ())}
    staged = Staged.objects.filter(person=visit.person.id, review=visit.review, pk__in=list(told_of))
    there = {str(one.id) for one in staged if one.path.is_file()} - _busy(visit)
    return [one for key, one in told_of.items() if key in there]


def _busy(visit: Visit) -> set[str]:
    live = Job.objects.filter(review=visit.review, person=visit.person.id, kind__in=(IMPORT, LOOK), state__in=LIVE)
    return {one for job in live for one in job.arguments.get("files", ())}


def _complete(one: dict[str, Any], here: list[Import]) -> None:
    """What the form asks of a file: what to do with it, and how it is read."""
    one["same"] = one["known"]["import"] if one["known"] else ""
    known = one["known"] if one["same"] != one["instead"] else None
    one["known"] = known
    places = {str(row.id): row.file_name for row in here}
    one["ready"] = not one["fault"] and one["stored"] > 0
    one["itself"] = bool(one["instead"] in places and one["same"] == one["instead"])
    one["places"] = [(one["instead"], places[one["instead"]])] if one["itself"] else list(places.items())
    wanted = f"instead:{one['instead']}" if one["instead"] in places else "import"
    one["do"] = wanted if one["ready"] and not (known or one["cut_off"] or one["twin"]) else "leave"
    one["signs"] = signs(one["why"])
    one["untitled"] = bool(one["columns"]) and not any(column["field"] == "title" for column in one["columns"])
    one["guessed"] = [repair for repair in one["repairs"] if "guess" in repair or "Windows-1252" in repair]
    assigned = dict(one["assigned"])
    for column in one["columns"]:
        column["field"] = assigned.get(normal_header(column["header"]), column["field"])


def _tell_bound(visit: Visit, one: dict[str, Any]) -> None:
    """Say of a file that is to take the place of an import whether what was decided since forbids it."""
    one["bound"] = ""
    if one["do"].startswith("instead:"):
        try:
            refuse_if_built_on(RecordsImported, visit.review, UUID(one["instead"]))
        except Refused as error:
            one["bound"], one["do"] = str(error), "leave"


def signs(why: str) -> list[tuple[bool, str]]:
    """What a format was recognised by, in pieces: whether each stands in the file like that, and its text."""
    return [(bool(number % 2), piece) for number, piece in enumerate(why.split("`")) if piece]


def waiting(visit: Visit, search: UUID) -> list[dict[str, Any]]:
    """The looks of this person at files of a search: those under way, and those whose files wait for a word."""
    rows = Job.objects.filter(
        person=visit.person.id, review=visit.review, kind=LOOK, arguments__search=str(search)
    ).order_by("-made_at")[:RECENT]
    found, seen = [], set[str]()
    for job in rows:
        files = [one for one in _open_files(visit, job) if one["file"] not in seen]
        seen |= {one["file"] for one in files}
        if files or job.state in LIVE:
            found.append({"url": _look_of(visit, search, job.id), "live": job.state in LIVE, "count": len(files)})
    return found


# ---- what a person says of it


@act("reviews/<uuid:review>/searches/<uuid:search>/files/<uuid:job>/look/", needs=Need.SEARCH)
def look_again(visit: Visit, search: UUID, job: UUID) -> HttpResponse:
    """Look at the files anew, as they were corrected; those of which nothing was said are not read again."""
    found = _job(visit, search, job)
    files = _open_files(visit, found)
    said = {one["file"]: _corrections(visit, one) for one in files}
    asked = {
        "search": str(search),
        "files": [one["file"] for one in files],
        "corrections": {one: given for one, given in said.items() if given},
        "seen": str(job),
        "instead": found.arguments.get("instead", ""),
    }
    if not files:
        raise Refused(_("None of these files is here any more. Drop them again."))
    again = enqueue(visit.by(), visit.review, LOOK, asked)
    return visit.go(_look_of(visit, search, again.id))


@act("reviews/<uuid:review>/searches/<uuid:search>/files/<uuid:job>/import/", needs=Need.SEARCH)
def take(visit: Visit, search: UUID, job: UUID) -> HttpResponse:
    """Import the files, each as its form says."""
    found = _job(visit, search, job)
    how = {one["file"]: given for one in _open_files(visit, found) if (given := _how(visit, one)) is not None}
    if not how:
        raise Refused(_("No file is to be imported. Say of at least one what to do with it."))
    enqueue(visit.by(), visit.review, IMPORT, {"search": str(search), "files": list(how), "how": how})
    said = ngettext("One file is being imported.", "%(n)s files are being imported.", len(how)) % {"n": len(how)}
    return visit.go(page_of(visit, search), said)


@act("reviews/<uuid:review>/searches/<uuid:search>/files/<uuid:job>/forget/", needs=Need.SEARCH)
def forget(visit: Visit, search: UUID, job: UUID) -> HttpResponse:
    """Forget the files of a look; nothing of them was imported."""
    for one in _open_files(visit, _job(visit, search, job)):
        for upload in Staged.objects.filter(pk=one["file"], person=visit.person.id):
            drop(upload)
    return visit.go(page_of(visit, search), _("The files are forgotten; nothing of them was imported."))


def _how(visit: Visit, one: dict[str, Any]) -> dict[str, Any] | None:
    """How a file is to be imported, or None where it is left out."""
    do, instead = visit.field(f"do-{one['file']}", "leave"), ""
    if do.startswith("instead:"):
        instead = do.removeprefix("instead:")
    elif do != "import":
        return None
    given: dict[str, Any] = {
        "again": bool(one["known"] or one["twin"]),
        "incomplete": bool(one["cut_off"]),
        "instead": _id(instead),
    }
    return {**{name: value for name, value in given.items() if value}, "corrections": _corrections(visit, one)}


def _id(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        raise Refused(_("There is no such import in this review, or not any more.")) from None


def _corrections(visit: Visit, one: dict[str, Any]) -> dict[str, Any]:
    """What the form says of a file beyond what was found; nothing where it agrees."""
    given = {
        "format": visit.field(f"format-{one['file']}"),
        "encoding": visit.field(f"encoding-{one['file']}"),
        "columns": _columns(visit, one),
    }
    return {name: value for name, value in given.items() if value}


def _columns(visit: Visit, one: dict[str, Any]) -> list[list[str]]:
    """The columns of which the form says, or somebody said before, that they hold something else than it seems."""
    said = dict(one["assigned"])
    for number, column in enumerate(one["columns"]):
        field = visit.field(f"column-{one['file']}-{number}", column["field"])
        if field != column["field"] and (field in FIELDS or not field):
            said[normal_header(column["header"])] = field
    return [[header, field] for header, field in said.items()]
