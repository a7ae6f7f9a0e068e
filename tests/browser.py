"""A real browser against a real server: Debian's Chromium through Playwright, waitress in a thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import waitress.server
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, ViewportSize, sync_playwright
from tools.need import browser

from synthema.web.wsgi import application
from tests import pages

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, SMALL = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    place = browser()
    if place is None:
        raise RuntimeError("Chromium is missing; `make test` installs it (Debian package chromium).")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
        connections["default"].close()  # Playwright's loop keeps the connection of an earlier test's database
        del connections["default"]
        running = playwright.chromium.launch(executable_path=place, args=FLAGS)
        yield running
        running.close()
        connections["default"].close()


@contextmanager
def served() -> Iterator[str]:
    """Synthema's pages on a port of this machine, on the database now in use; yields the address."""
    server: Any = waitress.server.create_server(application, host="127.0.0.1", port=0, threads=6)

    def run() -> None:
        server.run()
        connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(5)


def logged_in(running: Browser, address: str, person: UUID | None, **options: Any) -> BrowserContext:
    """A window of one person; what breaks the Content-Security-Policy or throws is collected in `mishaps`."""
    context = running.new_context(base_url=address, **{"viewport": WIDE, **options})
    context.set_default_timeout(10_000)
    if person is not None:
        session = pages.Browser(person).client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context


def mishaps(page: Page) -> list[str]:
    """Collects from now on what a page reports: refused scripts and styles, exceptions, errors on the console."""
    seen: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.append(message.text)

    def asked(dialog: Dialog) -> None:
        seen.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    page.on("console", heard)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("dialog", asked)
    return seen
