"""Uploading in a real browser: progress for each file, a lost connection, attaching and its undo, the reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from synthema.audit.model import By
from synthema.documents.tables import documents
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job, Staged
from synthema.screening.actions import seek
from synthema.studies.tables import reports
from tests.browser import chromium, logged_in, mishaps, served
from tests.cast import Cast
from tests.documents import pdfs
from tests.screening.stage import LARK, prepare, vote

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]


@pytest.fixture
def allow_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright runs a loop in this thread, which Django takes for asynchronous code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def lark(cast: Cast, tmp_path: Path) -> UUID:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return reports(cast.review)[0].id


@contextmanager
def uploads(cast: Cast) -> Iterator[tuple[Page, list[str]]]:
    """Dev's page of uploads."""
    with served() as address, chromium() as browser:
        connections["default"].close()
        del connections["default"]
        page = logged_in(browser, address, cast.dev).new_page()
        seen = mishaps(page)
        page.goto(reverse("documents:uploads", kwargs={"review": cast.review}))
        yield page, seen
        page.context.close()
        connections["default"].close()


def chosen(**files: bytes) -> Any:
    return [
        {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": data} for name, data in sorted(files.items())
    ]


def read_all() -> None:
    for job in Job.objects.filter(state="waiting"):
        run_now(job)


def test_files_are_sent_read_attached_undone_and_read_on_screen(cast: Cast, lark: UUID) -> None:
    with uploads(cast) as (page, seen):
        page.set_input_files("#files", chosen(lark=pdfs.article(LARK, "Ida Invented"), locked=pdfs.locked()))
        page.wait_for_selector(".card.job")
        read_all()
        expect(page.get_by_text("locked.pdf is locked with a password")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Attach lark.pdf")).to_be_checked()
        page.locator("h1").click()
        page.keyboard.press("a")
        expect(page.locator("#said")).to_contain_text("One full text is attached.")
        assert [row.file_name for row in documents(cast.review)] == ["lark.pdf"]
        page.keyboard.press("z")
        expect(page.locator("#said")).to_contain_text("The full text was taken out.")
        assert documents(cast.review) == []
        page.get_by_role("button", name="Attach the chosen files").click()
        expect(page.locator("#said")).to_contain_text("One full text is attached.")
        page.goto(reverse("documents:reader", kwargs={"review": cast.review, "report": lark}) + "?plain=1")
        picture = page.get_by_role("img", name="Picture of page 1 of 2")
        picture.scroll_into_view_if_needed()
        page.wait_for_function("() => document.querySelector('img.picture').naturalWidth > 0")
        page.get_by_role("radio", name="Text").check()
        expect(picture).to_be_hidden()
        expect(page.get_by_text("We asked those who were there").first).to_be_visible()
        assert seen == []


def test_a_file_whose_connection_was_lost_is_sent_again_and_kept_once(cast: Cast, lark: UUID) -> None:
    with uploads(cast) as (page, _):
        tries: list[str] = []

        def lose_the_first_answer(route: Route) -> None:
            tries.append(route.request.method)
            if len(tries) == 1:
                route.fetch()  # it arrives, and nobody is told
                route.abort()
            else:
                route.continue_()

        page.route("**/files/add/", lose_the_first_answer)
        page.set_input_files("#files", chosen(lark=pdfs.article(LARK, "Ida Invented")))
        expect(page.get_by_text("The connection was lost")).to_be_visible()
        page.get_by_role("button", name="Send again").click()
        page.wait_for_selector(".card.job")
        assert len(tries) == 2
        assert Staged.objects.count() == 1


def test_a_file_that_is_too_large_does_not_hold_up_the_others(
    cast: Cast, lark: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNTHEMA_PDF_MB", "1")
    with uploads(cast) as (page, _):
        page.set_input_files("#files", chosen(big=bytes(2 << 20), lark=pdfs.article(LARK, "Ida Invented")))
        expect(page.locator("#sending li.not")).to_contain_text("too large")
        page.locator("#uploads a.on").click()
        page.wait_for_selector(".card.job")
        read_all()
        expect(page.get_by_role("checkbox", name="Attach lark.pdf")).to_be_checked()
