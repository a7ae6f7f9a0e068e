"""A house with one report and its full texts, served, and a browser at the reader's desk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser import FLAGS
from tests.cast import Cast, seat_everybody
from tests.pages import Browser as Visitor
from tests.screening.stage import LARK, prepare, vote
from tools.need import browser

from synthema.audit.model import By
from synthema.documents.actions import Upload, add_document
from synthema.documents.reading import read_file
from synthema.documents.tables import Document, documents
from synthema.screening.actions import seek
from synthema.studies.tables import reports
from synthema.web.wsgi import application

DESK = """async () => { const at = [...document.scripts].find((one) => one.src.includes('/reader_desk.js?')).src;
  window.desk = await (await import(at)).ready; }"""


def furnished(folder: Path, files: list[Path]) -> tuple[Cast, UUID, list[Document]]:
    """People, one report, and these files as its full texts."""
    cast = seat_everybody()
    folder.mkdir(exist_ok=True)
    known = prepare(cast, folder)
    vote(cast, known[LARK], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    report = reports(cast.review)[0].id
    for file in files:
        add_document(
            By(cast.dev), cast.review, report, Upload(file.name, file.read_bytes(), read_file(file, file.name))
        )
    return cast, report, documents(cast.review)


@contextmanager
def served(port: int) -> Iterator[str]:
    """The pages on a port of this machine."""
    server: Any = create_server(application, host="127.0.0.1", port=port, threads=6)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(5)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser(), args=list(FLAGS))
        yield running
        running.close()
        connections.close_all()


def window(running: Browser, address: str, person: UUID, **options: Any) -> Page:
    """A window of one person, who is logged in."""
    context = running.new_context(base_url=address, viewport={"width": 1280, "height": 900}, **options)
    session = Visitor(person).client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context.new_page()


def at_desk(page: Page, cast: Cast, report: UUID, row: Document) -> None:
    """Open a full text and wait until it can be used; `desk` is then known to scripts."""
    address = reverse("documents:reader", kwargs={"review": cast.review, "report": report})
    page.goto(f"{address}?document={row.id}")
    page.wait_for_selector("#desk[data-ready]")
    page.evaluate(DESK)
