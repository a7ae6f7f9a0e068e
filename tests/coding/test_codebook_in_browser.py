"""Codebook, code, split, merge, queries and search in a real browser: by mouse and key, without a fault for axe."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser import SMALL, chromium, logged_in, mishaps, served
from tests.cast import Cast
from tests.coding.stage import scene
from tests.coding.test_asking_pages import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SHOTS = os.environ.get("SYNTHEMA_SHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def sound(page: Page) -> None:
    """No fault for axe, and nothing wider than the screen."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))")
    assert found == [], (page.url, found)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_the_codebook_in_a_browser(cast: Cast, tmp_path: Path) -> None:
    world = World(scene(cast, tmp_path))
    review = world.here.review
    pages = {
        "codebook": reverse("coding:codebook", args=[review]),
        "code": reverse("coding:one_code", args=[review, world.wait]),
        "split": reverse("coding:splitting", args=[review, world.home]),
        "merge": reverse("coding:merging", args=[review, world.met]) + "?into=time",
        "quotes": reverse("coding:passages_coded", args=[review]),
        "query": reverse("coding:queries", args=[review]) + "?q=branch:time and not voice:author",
        "wrong": reverse("coding:queries", args=[review]) + "?q=branch:time and (",
        "together": reverse("coding:together", args=[review]),
        "by-study": reverse("coding:by_study", args=[review]),
        "search": reverse("coding:searched", args=[review]) + "?q=water",
    }
    with served() as address, chromium() as browser:
        connections["default"].close()
        del connections["default"]
        page = logged_in(browser, address, cast.ana).new_page()
        seen = mishaps(page)
        page.goto(pages["codebook"])
        page.keyboard.press("n")
        page.keyboard.press("Tab")
        page.get_by_label("Name").fill("Calm")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The code “Calm” is made.")).to_be_visible()
        row = page.locator("tr[data-code]")
        assert [one.strip() for one in row.locator("th a").all_inner_texts()][-1] == "Calm"
        row.filter(has_text="Calm").drag_to(row.filter(has_text="Home and family"), target_position={"x": 60, "y": 6})
        expect(page.get_by_text("“Calm” is moved.")).to_be_visible()
        assert page.locator("th.depth-1 a").all_inner_texts() == ["Waiting", "Calm"]
        page.keyboard.press("z")  # undo
        expect(page.locator("h1")).to_have_text("Calm")
        page.goto(pages["codebook"])
        assert page.locator("th.depth-1 a").all_inner_texts() == ["Waiting"]
        row.filter(has_text="Calm").drag_to(row.first, target_position={"x": 60, "y": 30})
        expect(page.get_by_text("“Calm” is moved.")).to_be_visible()
        assert page.locator("th.depth-0 a").all_inner_texts()[1] == "Calm"

        page.goto(pages["query"])
        page.get_by_label("Put in a code").select_option("Met")
        expect(page.get_by_label("Where this holds")).to_have_value('branch:time and not voice:author and "Met"')
        page.get_by_role("button", name="Ask").click()
        expect(page.locator(".passage")).to_have_count(2)

        page.goto(pages["code"])
        page.keyboard.press("e")
        page.locator("#name").fill("Home and family")
        page.get_by_role("button", name="Keep the change").click()
        expect(page.locator("h1")).to_have_text("Home and family")  # another place, so the same name may stand
        page.keyboard.press("z")
        expect(page.locator("h1")).to_have_text("Waiting")
        page.keyboard.press("e")
        page.locator("#name").fill(" ")
        page.locator("#name").evaluate("(field) => { field.required = false; }")
        page.locator("#definition").fill("Kept while the name is put right")
        page.get_by_role("button", name="Keep the change").click()
        expect(page.locator("#said")).to_contain_text("A code needs a name")
        expect(page.locator("#definition")).to_have_value("Kept while the name is put right")
        page.goto(pages["split"])
        page.get_by_role("checkbox").first.check()
        page.get_by_label("They get a new code called").fill("Missing home")
        page.get_by_role("button", name="Move the chosen passages").click()
        expect(page.get_by_text("1 coding moved.")).to_be_visible()
        for name, there in pages.items():
            page.goto(there)
            sound(page)
            shot(page, f"{name}-1280")
        page.context.close()
        for scheme in ("light", "dark"):
            small = logged_in(browser, address, cast.ana, viewport=SMALL, color_scheme=scheme).new_page()
            for name in pages if scheme == "light" else ("codebook", "code", "query", "by-study"):
                small.goto(pages[name])
                sound(small)
                shot(small, f"{name}-390-{scheme}")
            small.context.close()
        dark = logged_in(browser, address, cast.dev, color_scheme="dark").new_page()
        for name in ("codebook", "code"):
            dark.goto(pages[name])
            sound(dark)
            shot(dark, f"{name}-1280-dark")
        dark.context.close()
        assert [one for one in seen if "422" not in one] == []  # the refusals asked for
