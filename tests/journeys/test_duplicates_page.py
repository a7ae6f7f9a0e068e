"""Uncertain records decided about in a browser, by keyboard, a family at once; read by axe, wide and small."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

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
        two_works_are_two_letters(page, cast)
        two_are_related_by_keys(page, cast)
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
        page.locator("tr", has_text="kept 4 apart").locator("button").click()
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


def two_works_are_two_letters(page: Page, cast: Cast) -> None:
    """Each work gets a letter, by arrows and one key; both are merged in one act, and the tables follow."""
    page.keyboard.press("1")
    for key in ("Space", "ArrowDown", "Space", "g", "Space", "ArrowDown", "Space", "g"):
        page.keyboard.press(key)
    assert [one.input_value() for one in page.locator(".marks select").all()] == ["A", "A", "B", "B"]
    page.keyboard.press("r")
    expect(page.locator("#said")).to_contain_text("Merged 4 into 2.")
    expect(page.locator("#pair-title")).to_be_focused()
    expect(page.locator("nav.tabs")).to_contain_text("Uncertain (1)")
    expect(page.locator("#by-search")).to_contain_text("one83")  # the source, its 8 records, 3 of them duplicates
    assert sizes(cast) == [1, 1, 2, 2, 2]
    page.keyboard.press("z")
    expect(page.locator("#pair-title")).to_have_text("Which of these 4 are the same work?")


def two_are_related_by_keys(page: Page, cast: Cast) -> None:
    """The keys work one after the other, the choice of the relation included; the list of keys is that of the page."""
    for key in ("1", "Space", "4", "Space", "h", "ArrowDown", "l"):
        page.keyboard.press(key)
    expect(page.locator("#said")).to_contain_text("Linked as related")
    page.keyboard.press("?")
    expect(page.locator("#key-list")).to_contain_text("z Undo")
    page.keyboard.press("Escape")
    assert [one.kind for one in relations(cast.review)] == [Kind.VERSION, Kind.NOTICE]
    page.keyboard.press("z")
    expect(page.locator("#said")).to_contain_text("Taken back")


def all_differ(page: Page, cast: Cast) -> None:
    """Keep all apart; the next question comes by itself."""
    page.keyboard.press("k")
    expect(page.locator("#pair-title")).to_have_text("Are these two the same work?")
    expect(page.locator("#figures")).to_contain_text("1 question open")
    assert [one.kind for one in decisions(cast.review)] == ["same", "family"]


def a_suggestion_is_taken(page: Page, cast: Cast) -> None:
    """The relation that is suggested stands there already; one key links the two."""
    expect(page.locator("#how")).to_have_value("preprint:ahead")
    page.keyboard.press("r")
    expect(page.locator("#pair-title")).to_have_text("No question is open")
    assert [one.kind for one in relations(cast.review)] == [Kind.PREPRINT, Kind.NOTICE]


def test_while_a_decision_is_under_way_the_one_before_it_is_not_undone(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 1), (2, 3)])
    birds(cast, tmp_path, 4)
    with browsing() as (address, browser):
        context = logged_in(browser, address, cast.dev, viewport=WIDE)
        page = context.new_page()
        page.goto(f"/reviews/{cast.review}/duplicates/")
        page.keyboard.press("k")
        expect(page.locator("#said")).to_contain_text("Kept apart.")
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/duplicates/merge/", hold)
        page.keyboard.press("m")
        expect(page.locator("#said [data-key=z]")).to_have_count(0)
        page.keyboard.press("z")
        held[0].continue_()
        expect(page.locator("#said")).to_contain_text("Merged into one.")
        assert [one.kind for one in decisions(cast.review)] == ["apart", "same"]
        context.close()
