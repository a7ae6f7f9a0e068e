"""Backups of the whole house, for whoever runs it: make one, take one away, and how to restore."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import FileResponse, HttpResponse, JsonResponse
from django.urls import reverse

from synthema.audit.clock import now
from synthema.frame.pages import told
from synthema.frame.refusals import in_page_words
from synthema.frame.routes import act, open_page, page
from synthema.frame.visit import Guest, Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.tables import Job, for_viewer
from synthema.keeping import asked
from synthema.keeping.access import why_no_backup
from synthema.keeping.making import backups_folder
from synthema.refused import Refused
from synthema.team.doors import NotAllowed
from synthema.web import again
from synthema.web.work import BACK_UP

_MADE_BY = {"before-": "upgrade", "replaced-": "restore"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that lies in the home."""

    name: str
    size: int
    at: datetime
    why: str  # what made it by itself: '', 'upgrade' or 'restore'


@page("backups/", needs="operator")
def backups(visit: Visit) -> HttpResponse:
    """The backups there are, and how to make and restore one."""
    live = for_viewer(visit.person.id).filter(kind=BACK_UP, state__in=LIVE).first()
    return visit.render(
        "web/backups.html",
        made=made(),
        job=told(live, visit.person.id) if live else None,
        why_not=why_no_backup(visit.person.id),
        folder=backups_folder(),
        asked=asked.asked(),
        told=_told(),
    )


@act("backups/make/", needs="operator")
def make(visit: Visit) -> HttpResponse:
    """Make a backup in the background; it stays on this machine, so that one can be made at any time."""
    enqueue(visit.by(), None, BACK_UP, {"at": now().isoformat()})
    return visit.go(reverse("web:backups"))


@act("backups/restore/", needs="operator")
def restore(visit: Visit) -> HttpResponse:
    """Put a backup in the place of what is here: Synthema ends, restores it before it serves again, and starts."""
    if Job.objects.filter(kind=BACK_UP, state__in=LIVE).exists():
        raise Refused("A backup is being made just now. Wait until it has ended, then restore.")
    name = visit.field("name")
    key = asked.ask(name)
    if not again.can_end():
        return visit.render("web/restoring.html", name=name, then="")
    again.end_soon()
    local = reverse("team:open_with", kwargs={"key": key})
    return visit.render(
        "web/restoring.html", name=name, then=local if settings.SYNTHEMA_LOCAL else reverse("web:backups")
    )


@act("backups/restore/forget/", needs="operator")
def forget_restore(visit: Visit) -> HttpResponse:
    """Show no more what came of a restore; where one was asked for, it is not done."""
    asked.forget()
    return visit.go(reverse("web:backups"))


@open_page("restoring/")
def restoring(_guest: Guest) -> JsonResponse:
    """Whether a restore that was asked for is still to come; sessions end with it, so nobody need be known."""
    return JsonResponse({"ready": not asked.asked()})


@page("backups/<str:name>/", needs="operator")
def download(visit: Visit, name: str) -> FileResponse:
    """Take a backup away; not while it could hold what a colleague alone may know."""
    if reason := why_no_backup(visit.person.id):
        raise NotAllowed(reason)
    path = asked.named(name)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _told() -> dict[str, str]:
    found = asked.told()
    return {**found, "why": in_page_words(found["not"])} if "not" in found else found


def made() -> list[Backup]:
    """The backups in the home, the latest first."""
    found = [path for path in backups_folder().glob("*.zip") if asked.NAME.fullmatch(path.name)]
    rows = [(path, path.stat()) for path in found]
    return sorted(
        (
            Backup(
                name=path.name,
                size=stat.st_size,
                at=datetime.fromtimestamp(stat.st_mtime, UTC),
                why=next((why for begins, why in _MADE_BY.items() if path.name.startswith(begins)), ""),
            )
            for path, stat in rows
        ),
        key=lambda one: one.at,
        reverse=True,
    )
