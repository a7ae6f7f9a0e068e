"""Every page read by axe, wide and light, small and dark: no serious violation, and no scrolling sideways."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize

from synthema.frame.routes import ROUTES, Route
from synthema.team.tables import Account
from tests import databases
from tests.browser import SMALL, WIDE, chromium, logged_in, mishaps, served
from tests.cast import seat_everybody
from tests.hostile import world_of_pages as p
from tests.hostile.every_address import ADDRESSES, Address
from tests.hostile.exchange_addresses import book_imported
from tests.hostile.twin_worlds import World, found
from tests.pages import account_of

BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
NO_PAGES = {  # files, pictures, what answers scripts, and parts that pages fetch and are looked at in
    "coding:by_study_table", "coding:codebook_file", "coding:consensus_log", "coding:export", "coding:losses",
    "coding:memos_of", "coding:paper_of", "coding:query_table", "coding:quotes_table", "coding:together_table",
    "dedup:figures", "dedup:sources", "frame:job_state",
    "reporting:again_note", "reporting:impact",
    "documents:boxes", "documents:file", "documents:find", "documents:picture", "documents:webp", "documents:words",
    "records:export", "records:file", "reporting:flow_download",
    "reporting:protocol_file",
    "screening:cards_ahead", "screening:offered", "web:download", "web:restoring", "web:trail_csv",
}  # fmt: skip
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = ((WIDE, "light"), (SMALL, "dark"))
ROOMS = sorted({name.split(":")[0] for name in ADDRESSES})
BAD = ("serious", "critical")
ACCOUNT = ("/accounts/login/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/")
SIDEWAYS = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? '' :
  [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ') || 'wider than the window'"""


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One review in which every stage has begun, with what its pages show."""
    folder = tmp_path_factory.mktemp("axe")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
        with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
            (folder / "files").mkdir()
            w = p.furnish(found(seat_everybody(), folder / "files"))
            p.dev_uploaded_and_read(w)
            p.ben_looked_back(w)
            p.queues_filled(w)
            p.dev_dropped(w)
            p.late_began_with_words(w)
            p.carried_outside(w)
            book_imported(w)
            lead = account_of(w.cast.chloe)
            Account.objects.filter(pk=lead.pk).update(is_operator=True)
            yield w


@pytest.fixture(scope="module")
def browser(world: World) -> Iterator[tuple[str, Browser]]:
    """A server and a browser."""
    with served() as address, chromium() as running:
        connections["default"].close()
        del connections["default"]
        yield address, running
        connections["default"].close()


def pages(world: World, room: str, who: str) -> Iterator[str]:
    """The addresses of a room's pages that somebody may see."""
    for name, asked in ADDRESSES.items():
        route = BY_NAME[name]
        may = who in asked.may and who not in asked.told
        if route.method == "GET" and name not in NO_PAGES and name.startswith(f"{room}:") and may:
            yield from _addresses(world, route, asked)


def _addresses(world: World, route: Route, asked: Address) -> Iterator[str]:
    given = {"review": world.cast.review} if route.of_review else {}
    for parts in (asked.parts, *asked.several):
        yield reverse(f"{route.room}:{route.name}", kwargs={**given, **parts(world)})


def looked_at(page: Page, url: str) -> list[str]:
    """What is wrong with a page, wide and light, then small and dark."""
    wrong = []
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        return [f"{url} answers {answer and answer.status}"]
    page.evaluate(AXE_SCRIPT)
    for size, colours in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colours)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # settled
        for one in violations(page):
            if one["impact"] in BAD:
                wrong.append(f"{url} {colours}: {one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}")
        if beyond := page.evaluate(SIDEWAYS):
            wrong.append(f"{url} {size['width']}: {beyond}")
    return wrong


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe, which the page has been given, finds wrong with it as it looks now."""
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return found


def walk(browser: tuple[str, Browser], person: UUID | None, urls: list[str]) -> list[str]:
    """What is wrong with these pages for one person."""
    address, running = browser
    context = logged_in(running, address, person, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    seen, wrong = mishaps(page), []
    for url in urls:
        wrong += looked_at(page, url)
    context.close()
    return wrong + seen


@pytest.mark.parametrize("room", ROOMS)
def test_axe_finds_nothing_serious_for_the_lead(world: World, browser: tuple[str, Browser], room: str) -> None:
    urls = list(pages(world, room, "lead"))
    if room == "team":
        urls += [*pages(world, room, "operator"), *ACCOUNT[1:]]
    if room == "web":
        urls += list(pages(world, room, "operator"))
    assert walk(browser, world.cast.chloe, list(dict.fromkeys(urls))) == []


def test_axe_finds_nothing_serious_for_who_screens(world: World, browser: tuple[str, Browser]) -> None:
    assert walk(browser, world.cast.ben, list(pages(world, "screening", "reviewer"))) == []
    assert walk(browser, world.cast.ben, [f"/reviews/{world.cast.review}/trail/as-of/{UUID(int=970)}/"]) == []


def test_axe_finds_nothing_serious_for_who_brings_files(world: World, browser: tuple[str, Browser]) -> None:
    assert walk(browser, world.cast.dev, list(pages(world, "records", "librarian"))) == []


def test_axe_finds_nothing_serious_for_who_only_reads_or_is_not_known(
    world: World, browser: tuple[str, Browser]
) -> None:
    parts = [reverse("screening:screen", kwargs={"review": world.cast.review, "stage": "title_abstract"})]
    assert walk(browser, world.reader, [*parts, "/"]) == []
    assert walk(browser, world.cast.eve, ["/"]) == []
    assert walk(browser, None, [ACCOUNT[0]]) == []


def test_axe_finds_what_is_wrong(browser: tuple[str, Browser]) -> None:
    address, running = browser
    page = logged_in(running, address, None, bypass_csp=True).new_page()
    page.goto(f"{address}/accounts/login/")
    page.evaluate(
        "document.body.innerHTML = '<input><p style=\"color: #ddd; background: #fff; min-width: 3000px\">pale</p>'"
    )
    page.evaluate(AXE_SCRIPT)
    assert {one["id"] for one in violations(page)} >= {"label", "color-contrast"}
    assert page.evaluate(SIDEWAYS)
    page.context.close()
