"""Backups of the whole house, for whoever runs it: make one, take one away, and how to restore."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.clock import now
from synthema.frame.pages import told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.tables import for_viewer
from synthema.keeping.access import why_no_backup
from synthema.keeping.making import backups_folder
from synthema.refused import Refused
from synthema.team.doors import NotAllowed
from synthema.web.work import BACK_UP

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that lies in the home."""

    name: str
    size: int
    at: datetime
    automatic: bool


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
    )


@act("backups/make/", needs="operator")
def make(visit: Visit) -> HttpResponse:
    """Make a backup in the background; it stays on this machine, so that one can be made at any time."""
    enqueue(visit.by(), None, BACK_UP, {"at": now().isoformat()})
    return visit.go(reverse("web:backups"))


@page("backups/<str:name>/", needs="operator")
def download(visit: Visit, name: str) -> FileResponse:
    """Take a backup away; not while it could hold what a colleague alone may know."""
    if reason := why_no_backup(visit.person.id):
        raise NotAllowed(reason)
    path = backups_folder() / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Refused(_("There is no such backup any more. Load the page again."))
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def made() -> list[Backup]:
    """The backups in the home, the latest first."""
    found = [path for path in backups_folder().glob("*.zip") if _NAME.fullmatch(path.name)]
    rows = [(path, path.stat()) for path in found]
    return sorted(
        (
            Backup(
                name=path.name,
                size=stat.st_size,
                at=datetime.fromtimestamp(stat.st_mtime, UTC),
                automatic=path.name.startswith("before-"),
            )
            for path, stat in rows
        ),
        key=lambda one: one.at,
        reverse=True,
    )
