"""Files to import in a real browser: dropped, looked at, columns named, looked at again, imported by Enter."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, expect

from synthema.audit.model import By
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.records.tables import records
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import by_key
from tests.browser import chromium, logged_in, mishaps, served
from tests.cast import Cast

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]
RIS = b"TY  - JOUR\nTI  - Larks\nPY  - 2020\nER  - \n"
TABLE = b"Titel;Jahr\nLerchen;2020\nEulen;2021\n"


@pytest.fixture
def allow_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright runs a loop in this thread, which Django takes for asynchronous code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@contextmanager
def page_of_search(cast: Cast) -> Iterator[tuple[Page, list[str]]]:
    """Dev's page of a search."""
    log_search(By(cast.dev), cast.review, Search(key="db", source="Bird Index"))
    search = by_key(cast.review, "db").id
    with served() as address, chromium() as browser:
        connections["default"].close()
        del connections["default"]
        page = logged_in(browser, address, cast.dev).new_page()
        seen = mishaps(page)
        page.goto(reverse("records:search", kwargs={"review": cast.review, "search": search}))
        yield page, seen
        page.context.close()
        connections["default"].close()


def chosen(**files: bytes) -> Any:
    names = {"larks": "larks.ris", "vogel": "vogel.csv"}
    return [{"name": names[name], "mimeType": "text/plain", "buffer": data} for name, data in files.items()]


def work() -> None:
    for job in Job.objects.filter(state="waiting"):
        run_now(job)


def test_a_table_is_told_how_it_is_read_and_all_is_imported_by_enter(cast: Cast) -> None:
    with page_of_search(cast) as (page, seen):
        page.set_input_files("#files", chosen(larks=RIS, vogel=TABLE))
        expect(page.get_by_role("heading", name="Look at the files")).to_be_visible()
        work()
        take = page.locator("#take")
        expect(take).to_have_text("Import one file")
        first = page.url
        table = page.locator("section.look").filter(has_text="vogel.csv")
        for name, field in (("Titel", "title"), ("Jahr", "year")):
            table.get_by_label(f"What {name} holds").select_option(field)
        table.get_by_role("button", name="Look again").click()
        page.wait_for_url(lambda url: url != first)
        work()
        expect(take).to_have_text("Import 2 files")
        expect(table).to_contain_text("Lerchen")
        table.get_by_label("What to do with it").select_option("leave")
        expect(take).to_have_text("Import one file")
        table.get_by_label("What to do with it").select_option("import")
        take.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Import records")).to_be_visible()
        work()
        expect(page.locator("table tbody th[scope=row]").filter(has_text="vogel.csv")).to_be_visible()
        assert sorted(row.title for row in records(cast.review)) == ["Eulen", "Larks", "Lerchen"]
        assert seen == []


def test_what_is_typed_into_a_correction_is_looked_at_by_enter_and_the_first_button_has_the_focus(cast: Cast) -> None:
    with page_of_search(cast) as (page, seen):
        page.set_input_files("#files", chosen(larks="TY  - JOUR\nTI  - Słowik\nER  - \n".encode("cp1250")))
        expect(page.get_by_role("heading", name="Look at the files")).to_be_visible()
        work()
        expect(page.locator("#take")).to_be_focused()
        first = page.url
        page.get_by_text("Read it differently").click()
        page.get_by_label("Letters (encoding)").fill("windows-1250")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != first)
        work()
        expect(page.locator(".glimpses")).to_contain_text("Słowik")
        assert seen == []
