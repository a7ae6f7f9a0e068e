"""Screening in a real browser: keys, the connection lost, two windows, a refusal; nothing lost and nothing doubled."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from synthema.audit.model import By
from synthema.screening.actions import give_verdict
from synthema.screening.tables import TagRow, VerdictRow
from tests.browser import SMALL, chromium, logged_in, mishaps, served
from tests.cast import Cast
from tests.screening.pages_stage import at
from tests.screening.stage import FT, TA, prepare, retrieved

TITLES = tuple(f"Invented birds number {number} of the night" for number in range(12))
SCRATCH = "() => Object.keys(localStorage).filter((key) => key.startsWith('synthema:out:')).length"
pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]


@pytest.fixture
def allow_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright runs a loop in this thread, which Django takes for asynchronous code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@contextmanager
def browsing() -> Iterator[tuple[str, Browser]]:
    """A server and a browser; Playwright's loop has database connections of its own, which outlive a test."""
    with served() as address, chromium() as browser:
        connections["default"].close()
        del connections["default"]
        yield address, browser
        connections["default"].close()


@contextmanager
def screening(cast: Cast, stage: str = TA, **options: object) -> Iterator[tuple[Page, list[str]]]:
    """Ana's page, ready for keys."""
    with browsing() as (address, browser):
        page = logged_in(browser, address, cast.ana, **options).new_page()
        seen = mishaps(page)
        opened(page, cast, stage)
        yield page, seen
        page.context.close()


def opened(page: Page, cast: Cast, stage: str = TA) -> None:
    """Open the page and wait until its script has what comes next."""
    page.goto(at(cast, "screen", stage))
    page.wait_for_selector("#screening[data-ready]")


def title(page: Page) -> str:
    """The title on screen."""
    return page.inner_text("#record-title")


def judged(page: Page, *keys: str) -> list[str]:
    """Press verdict keys; the titles that were on screen."""
    titles = []
    for key in keys:
        titles.append(title(page))
        page.keyboard.press(key)
        expect(page.locator("#record-title")).not_to_have_text(titles[-1])
    return titles


def all_sent(page: Page) -> None:
    """Wait until nothing waits to be sent."""
    page.wait_for_function(f"() => ({SCRATCH})() === 0")


def on_record(cast: Cast) -> dict[str, str]:
    """Ana's verdicts that stand, by title."""
    from synthema.screening.shown import shown

    rows = list(VerdictRow.objects.filter(review=cast.review, person=cast.ana, withdrawn_seq=None))
    titles = {one.unit: one.title for one in shown(cast.review, TA, [row.unit for row in rows if row.unit])}
    assert len(titles) == len(rows)
    return {titles[row.unit]: row.verdict for row in rows if row.unit}


def test_keys_decide_and_the_next_record_is_there(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, seen):
        one, two, three = judged(page, "i", "e", "u")
        expect(page.locator("#announce")).to_contain_text("Unsure. Next: Invented birds")
        page.keyboard.press("n")
        page.keyboard.type("e is for elsewhere")
        page.keyboard.press("Escape")
        page.keyboard.press("2")
        (four,) = judged(page, "e")
        expect(page.locator("#note")).to_have_value("")
        all_sent(page)
        assert on_record(cast) == {one: "include", two: "exclude", three: "unsure", four: "exclude"}
        row = VerdictRow.objects.get(review=cast.review, reason="design")
        assert (row.note, row.order, row.position) == ("e is for elsewhere", "random", 4)
        expect(page.locator("#decided")).to_have_text("4")
        assert seen == []


def test_undo_brings_record_note_and_reason_back(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        page.fill("#note", "Perhaps")
        page.keyboard.press("Escape")
        page.keyboard.press("1")
        (one,) = judged(page, "e")
        page.keyboard.press("z")
        expect(page.locator("#record-title")).to_have_text(one)
        expect(page.locator("#note")).to_have_value("Perhaps")
        expect(page.locator("input[name=reason][value=date]")).to_be_checked()
        judged(page, "i")
        all_sent(page)
        assert on_record(cast) == {one: "include"}
        assert VerdictRow.objects.filter(review=cast.review).count() == 2
        page.reload()
        page.wait_for_selector("#screening[data-ready]")
        page.keyboard.press("z")
        expect(page.locator("#said")).to_contain_text("withdrawn")
        assert title(page) == one
        assert on_record(cast) == {}


def test_what_was_decided_without_a_connection_is_sent_later_by_another_window(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        page.wait_for_function("() => !document.getElementById('after').hidden")
        page.context.route("**/judge/", lambda route: route.abort())
        titles = judged(page, "i", "e", "e")
        expect(page.locator("#line")).to_contain_text("No connection")
        expect(page.locator("#line")).to_contain_text("(3)")
        assert on_record(cast) == {}
        later = page.context.new_page()
        page.close()
        opened(later, cast)
        expect(later.locator("#record-title")).to_contain_text("Invented birds")
        assert title(later) not in titles
        later.context.unroute("**/judge/")
        later.evaluate("() => dispatchEvent(new Event('online'))")
        all_sent(later)
        assert on_record(cast) == dict(zip(titles, ("include", "exclude", "exclude"), strict=True))
        expect(later.locator("#line")).not_to_contain_text("No connection")


def test_an_answer_that_was_lost_doubles_nothing(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        lost: list[str] = []

        def lose(route: object) -> None:
            lost.append("answer")
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]

        page.route("**/judge/", lose, times=1)
        (one,) = judged(page, "i")
        all_sent(page)
        assert lost == ["answer"]
        assert on_record(cast) == {one: "include"}
        assert VerdictRow.objects.filter(review=cast.review).count() == 1


def test_after_logging_out_the_verdicts_wait_for_the_login(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        cookies = page.context.cookies()
        page.context.clear_cookies()
        (one,) = judged(page, "i")
        expect(page.locator("#line")).to_contain_text("Log in")
        assert on_record(cast) == {}
        page.context.add_cookies([cookie for cookie in cookies if "csrf" not in cookie["name"]])  # type: ignore[misc]
        page.evaluate("() => dispatchEvent(new Event('online'))")
        all_sent(page)  # with a token fetched anew
        assert on_record(cast) == {one: "include"}


def test_a_verdict_that_is_not_taken_is_kept_with_its_words(cast: Cast, tmp_path: Path) -> None:
    records = prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        one = title(page)
        for person in (cast.ben, cast.chloe):
            give_verdict(By(person), cast.review, TA, records[one], "include")
        page.fill("#note", "My long thought")
        page.keyboard.press("Escape")
        judged(page, "e")
        kept = page.locator("#kept")
        expect(kept).to_contain_text(one)
        expect(kept).to_contain_text("no further one is needed")
        expect(kept).to_contain_text("My long thought")
        opened(page, cast)
        expect(page.locator("#kept")).to_contain_text("My long thought")
        page.click("text=I have seen it")
        expect(page.locator("#kept")).to_be_hidden()
        assert on_record(cast) == {}


def test_two_windows_share_one_queue(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        other = page.context.new_page()
        opened(other, cast)
        expect(other.locator("#record-title")).to_have_text(title(page))
        (one,) = judged(page, "i")
        expect(other.locator("#record-title")).not_to_have_text(one)
        (two,) = judged(other, "e")
        expect(page.locator("#record-title")).not_to_have_text(two)
        all_sent(page)
        assert on_record(cast) == {one: "include", two: "exclude"}


def test_leafing_putting_off_and_tags(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        page.wait_for_function("() => !document.getElementById('after').hidden")
        first = title(page)
        page.fill("#note", "Half a thought")
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowRight")
        second = title(page)
        assert second != first
        page.keyboard.press("ArrowLeft")
        assert (title(page), page.input_value("#note")) == (first, "Half a thought")
        page.keyboard.press("t")
        page.keyboard.type("mixed")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        expect(page.locator("#tags button")).to_be_enabled()
        assert [row.text for row in TagRow.objects.filter(review=cast.review)] == ["mixed"]
        page.keyboard.press("s")
        expect(page.locator("#record-title")).to_have_text(second)
        all_sent(page)
        rest = judged(page, *"eeeeeeeeeee")
        assert set(rest) == {*TITLES} - {first}
        expect(page.locator("#record-title")).to_have_text(first)


def test_when_all_are_judged_the_page_says_for_whom_the_rest_waits(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES[:3])
    with screening(cast) as (page, _seen):
        judged(page, "e", "e")
        page.keyboard.press("e")
        expect(page.locator(".done")).to_contain_text("You have judged all that await you")
        expect(page.locator(".done")).to_contain_text("Ben 3")
        assert len(on_record(cast)) == 3


def test_a_key_held_down_decides_once(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        one = title(page)
        for _ in range(5):
            page.keyboard.down("e")  # from the second on these are repeats
        page.keyboard.up("e")
        all_sent(page)
        assert on_record(cast) == {one: "exclude"}


def test_enter_in_a_field_decides_nothing(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast) as (page, _seen):
        one = title(page)
        page.focus("input[name=reason]")
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        assert title(page) == one
        expect(page.locator("input[name=reason][value=date]")).to_be_checked()
        assert page.evaluate(SCRATCH) == 0


def test_a_full_text_asks_for_its_reason_first(cast: Cast, tmp_path: Path) -> None:
    record = next(iter(prepare(cast, tmp_path, TITLES[:1]).values()))
    retrieved(cast, record)
    with screening(cast, FT) as (page, seen):
        page.keyboard.press("e")
        expect(page.locator("#said")).to_contain_text("needs the first criterion that failed")
        page.keyboard.press("3")
        page.keyboard.press("e")
        expect(page.locator(".done")).to_be_visible()
        row = VerdictRow.objects.get(review=cast.review, stage=FT)
        assert (row.verdict, row.reason) == ("exclude", "depth")
        assert seen == []


def test_on_a_small_screen_the_verdict_stays_in_reach(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with screening(cast, viewport=SMALL) as (page, _seen):
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        expect(page.locator("#criteria")).not_to_have_attribute("open", "")
        one = title(page)
        page.locator(".verdict.include").click()
        expect(page.locator("#record-title")).not_to_have_text(one)
        all_sent(page)
        assert on_record(cast) == {one: "include"}


def test_without_a_script_the_forms_do_the_same(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with browsing() as (address, browser):
        page = logged_in(browser, address, cast.ana, java_script_enabled=False).new_page()
        page.goto(at(cast, "screen"))
        one = title(page)
        page.fill("#note", "By hand")
        page.click("button.include")
        assert title(page) != one
        assert on_record(cast) == {one: "include"}
        page.click("#undo button")
        assert title(page) == one
        assert on_record(cast) == {}
        page.context.close()
