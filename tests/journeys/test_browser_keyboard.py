"""A day at the workbench with the keyboard alone, from the address bar on, and the focus always in sight."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.dedup.tables import decisions, questions
from synthema.protocol.actions import set_protocol
from synthema.records.actions import import_file
from synthema.screening.actions import give_verdict
from synthema.screening.tables import ResolutionRow, TagRow, VerdictRow
from synthema.team.accounts import make_account
from synthema.team.tables import Person
from tests.browser import WIDE, mishaps
from tests.cast import Cast
from tests.journeys.browsing import OUTBOX, PASSWORD, deck
from tests.journeys.test_screening_page import allow_playwright, browsing  # noqa: F401 (a fixture)
from tests.screening.stage import TA, bring, by_title, protocol

TITLES = tuple(f"Invented birds number {number} of the night" for number in range(14))
HERON = "Herons that wait for the night bus"
FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== "none";
  const shown = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
  return { nowhere: at === document.body, seen: drawn && shown, what: at.outerHTML.slice(0, 160) };
}"""
pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]


def tab_to(page: Page, wanted: str, most: int = 120) -> None:
    """Press Tab until the focus is on what is wanted; wherever it rests on the way, it can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["nowhere"] or focus["seen"], focus["what"]
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached by Tab on {page.url}")


def follow(page: Page, wanted: str, heading: str) -> None:
    """Reach a link by Tab, and follow it by Enter."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(heading)


def to_room(page: Page, path: str, heading: str) -> None:
    """Go to another room of the review by its link at the side."""
    follow(page, f"nav a[href$='{path}']", heading)


@pytest.fixture
def ready(cast: Cast, tmp_path: Path) -> Cast:
    """Records to screen, one uncertain pair, Ana's verdicts on all; Ben has an account."""
    set_protocol(By(cast.chloe), cast.review, protocol())
    bring(cast, tmp_path, (*TITLES, HERON))
    other = tmp_path / "other.ris"
    other.write_text(f"TY  - JOUR\nTI  - {HERON}\nAU  - Invented, Ida\nPY  - 2018\nT2  - Waders\nVL  - 9\nER  - \n")
    import_file(By(cast.dev), cast.review, other, "db")
    find_duplicates(By(cast.dev), cast.review)
    for record in by_title(cast).values():
        give_verdict(By(cast.ana), cast.review, TA, record, "include")
    make_account(Person.objects.get(pk=cast.ben), "ben@example.org", PASSWORD)
    return cast


def test_screening_settling_merging_and_reading_the_flow_without_a_mouse(ready: Cast) -> None:
    assert len(questions(ready.review)) == 1
    with browsing() as (address, browser):
        context = browser.new_context(base_url=address, viewport=WIDE)
        context.set_default_timeout(10_000)
        page = context.new_page()
        seen = mishaps(page)
        page.goto("/")
        log_in(page)
        follow(page, "main h2 a", "Peer support, a test review")
        merge_a_pair(page)
        assert [one.kind for one in decisions(ready.review)] == ["same"]
        screen_ten(page)
        row = VerdictRow.objects.get(review=ready.review, person=ready.ben, reason="date", withdrawn_seq=None)
        assert row.note == "Of 1999, not 2009"
        given = VerdictRow.objects.filter(review=ready.review, person=ready.ben)
        assert (given.filter(withdrawn_seq=None).count(), given.count()) == (10, 11)
        assert [one.text for one in TagRow.objects.filter(review=ready.review)] == ["ask the authors"]
        settle_one(page)
        assert [one.decision for one in ResolutionRow.objects.filter(review=ready.review)] == ["exclude"]
        read_the_flow(page)
        assert seen == []
        context.close()


def log_in(page: Page) -> None:
    """E-mail, password, Enter."""
    expect(page.locator("h1")).to_have_text("Log in")
    tab_to(page, "input[name=login]")
    page.keyboard.type("ben@example.org")
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("My reviews")


def merge_a_pair(page: Page) -> None:
    """Merge, undo, merge again."""
    to_room(page, "/duplicates/", "Duplicates")
    expect(page.locator("table.compared")).to_contain_text(HERON)
    page.keyboard.press("m")
    expect(page.locator("#pair")).to_contain_text("No question is open")
    page.keyboard.press("z")
    expect(page.locator("table.compared")).to_contain_text(HERON)
    page.keyboard.press("m")
    expect(page.locator("#said")).to_contain_text("Merged into one")


def screen_ten(page: Page) -> None:
    """Ten records: all three verdicts, a reason, a note, a tag, one put off, one taken back."""
    to_room(page, "/screening/title_abstract/", "Screen")
    first = deck(page)
    page.wait_for_function("() => !document.getElementById('after').hidden")
    page.keyboard.press("s")
    assert deck(page) != first
    for key in "iue":
        pressed(page, key)
    page.keyboard.press("n")
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.type("Of 1999, not 2009")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("t")
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.type("ask the authors")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#tags button")).to_be_enabled()
    pressed(page, "e")
    for key in "iiuui":
        pressed(page, key)
    taken_back = pressed(page, "e")
    page.keyboard.press("z")
    assert deck(page) == taken_back
    pressed(page, "i")
    page.wait_for_function(OUTBOX)


def pressed(page: Page, key: str) -> str:
    """Give a verdict by its key; the title it was about."""
    title = deck(page)
    page.keyboard.press(key)
    expect(page.locator("#record-title")).not_to_have_text(title)
    return title


def settle_one(page: Page) -> None:
    """A conflict with a note, a reason and a decision."""
    to_room(page, "/title_abstract/conflicts/", "Conflicts")
    expect(page.locator(".votes .vote")).to_have_count(2)
    page.keyboard.press("n")
    page.keyboard.type("Ana agrees")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.keyboard.press("e")
    expect(page.locator("#said")).to_contain_text("Settled: exclude")


def read_the_flow(page: Page) -> None:
    """The flow, and what lies in one of its boxes."""
    to_room(page, "/flow/", "PRISMA flow")
    expect(page.locator("#flow-records_screened")).to_contain_text("n = ")
    follow(page, "a[href$='/flow/duplicates/']", "Duplicate records (n = 1)")
    expect(page.locator("ol.records > li")).to_have_count(1)
    tab_to(page, "ol.records a")
