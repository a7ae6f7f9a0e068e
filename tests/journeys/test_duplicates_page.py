"""Uncertain records decided about in a browser, by keyboard, a family at once; read by axe, wide and small."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from synthema.audit.model import By
from synthema.dedup.actions import merge_records
from synthema.dedup.model import Kind
from synthema.dedup.related import relations
from synthema.dedup.tables import decisions, group_of, groups
from tests.browser import WIDE, logged_in, mishaps
from tests.cast import Cast
from tests.dedup.told import birds, told
from tests.journeys.test_axe import looked_at
from tests.journeys.test_screening_page import allow_playwright, browsing  # noqa: F401 (a fixture)

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]


def sizes(cast: Cast) -> list[int]:
    return sorted(len(one) for one in groups(cast.review).values())


def test_a_family_is_decided_by_keys_and_each_key_is_undone(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 1), (1, 2), (2, 3)], doubt=[(4, 5, Kind.PREPRINT)], related=[(6, 0, Kind.NOTICE)])
    known = birds(cast, tmp_path, 8)
    merge_records(By(cast.dev), cast.review, known[6], known[7])
    with browsing() as (address, browser):
        context = logged_in(browser, address, cast.dev, viewport=WIDE, bypass_csp=True, reduced_motion="reduce")
        page = context.new_page()
        seen = mishaps(page)
        room = f"/reviews/{cast.review}/duplicates/"
        page.goto(room)
        expect(page.locator("#pair-title")).to_have_text("Which of these 4 are the same work?")
        some_are_the_same(page, cast)
        all_differ(page, cast)
        a_suggestion_is_taken(page, cast)
        wrong = [
            *looked_at(page, room),
            *looked_at(page, f"{room}related/"),
            *looked_at(page, f"{room}decisions/"),
            *looked_at(page, f"{room}groups/{group_of(cast.review, known[6])}/?text=Editorial"),
        ]
        assert wrong == []
        page.set_viewport_size(WIDE)
        page.goto(f"{room}decisions/")
        page.locator("tr", has_text="decided about 4 at once").locator("button").click()
        expect(page.locator("#said")).to_contain_text("Taken back")
        assert looked_at(page, room) == []
        assert seen == []
        context.close()


def some_are_the_same(page: Page, cast: Cast) -> None:
    """Tick two by their numbers, merge them, take it back."""
    for key in ("1", "3"):
        page.keyboard.press(key)
        page.keyboard.press("Space")
    page.keyboard.press("m")
    expect(page.locator("#pair-title")).to_have_text("Which of these 3 are the same work?")
    assert sizes(cast) == [1, 1, 1, 1, 2, 2]
    page.keyboard.press("z")
    expect(page.locator("#pair-title")).to_have_text("Which of these 4 are the same work?")
    assert sizes(cast) == [1, 1, 1, 1, 1, 1, 2]


def all_differ(page: Page, cast: Cast) -> None:
    """Keep all apart; the next question comes by itself."""
    page.keyboard.press("k")
    expect(page.locator("#pair-title")).to_have_text("Are these two the same work?")
    expect(page.locator("#figures")).to_contain_text("on 1 pair")
    assert [one.kind for one in decisions(cast.review)] == ["same", "family"]


def a_suggestion_is_taken(page: Page, cast: Cast) -> None:
    """The relation that is suggested stands there already; one key links the two."""
    expect(page.locator("#how")).to_have_value("preprint:ahead")
    page.keyboard.press("r")
    expect(page.locator("#pair-title")).to_have_text("No uncertain pair is open")
    assert [one.kind for one in relations(cast.review)] == [Kind.PREPRINT, Kind.NOTICE]
