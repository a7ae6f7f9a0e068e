"""What goes wrong on the way, in a real browser: the connection, the server, a colleague at the same moment or gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from synthema.screening.tables import ResolutionRow, VerdictRow
from synthema.team.accounts import make_account
from synthema.team.tables import Person
from tests.browser import chromium, logged_in
from tests.cast import Cast
from tests.hostile.test_kill import move_sqlite_home
from tests.journeys.browsing import OUTBOX, PASSWORD, Served, deck
from tests.journeys.test_screening_page import allow_playwright, browsing  # noqa: F401 (a fixture)
from tests.screening.pages_stage import at
from tests.screening.stage import LARK, MARSH, prepare, vote

TITLES = tuple(f"Invented birds number {number} of the night" for number in range(6))
pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]


def test_a_verdict_given_without_connection_outlives_page_and_server_and_arrives_once(
    cast: Cast, tmp_path: Path
) -> None:
    prepare(cast, tmp_path, TITLES)
    make_account(Person.objects.get(pk=cast.ana), "ana@example.org", PASSWORD)
    move_sqlite_home()
    served = Served(Path(settings.SYNTHEMA_HOME))
    served.start()
    with chromium() as browser:
        context = logged_in(browser, served.address, None)
        page = context.new_page()
        page.goto(at(cast, "screen"))
        page.fill("input[name=login]", "ana@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        title = deck(page)
        page.wait_for_function("() => !document.getElementById('after').hidden")
        context.set_offline(True)
        page.keyboard.press("n")
        page.keyboard.type("Given on a train")
        page.keyboard.press("Escape")
        page.keyboard.press("i")
        expect(page.locator("#line")).to_contain_text("No connection")
        assert deck(page) != title
        served.end()
        page.close()
        assert VerdictRow.objects.count() == 0
        context.set_offline(False)
        served.start()
        page = context.new_page()
        page.goto(at(cast, "screen"))
        assert deck(page) != title
        page.wait_for_function(OUTBOX)
        page.reload()
        page.wait_for_function(OUTBOX)
        expect(page.locator("#decided")).to_have_text("1")
        context.close()
    served.end()
    (row,) = VerdictRow.objects.all()
    assert (row.verdict, row.note, row.person) == ("include", "Given on a train", cast.ana)


@contextmanager
def side_by_side(cast: Cast, *names: str) -> Iterator[list[Page]]:
    """A window for each of these people."""
    with browsing() as (address, browser):
        contexts = [logged_in(browser, address, getattr(cast, name)) for name in names]
        yield [context.new_page() for context in contexts]
        for context in contexts:
            context.close()


def test_who_settles_a_conflict_second_is_told_what_happened_and_keeps_the_words(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    with side_by_side(cast, "ana", "ben") as (first, second):
        for page in (first, second):
            page.goto(at(cast, "conflicts"))
            expect(page.locator("#settle")).to_be_visible()
        second.fill("#settle textarea", "We said out, did we not?")
        first.keyboard.press("i")
        expect(first.locator("#said")).to_contain_text("Settled: include")
        second.keyboard.press("Escape")
        second.keyboard.press("e")
        expect(second.locator("#said")).to_contain_text("Ana")
        expect(second.locator("#settle textarea")).to_have_value("We said out, did we not?")
        (row,) = ResolutionRow.objects.filter(review=cast.review)
        assert (row.decision, row.person) == ("include", cast.ana)


def test_two_windows_of_one_person_settle_once(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    with side_by_side(cast, "ana", "ana") as (one, other):
        for page in (one, other):
            page.goto(at(cast, "conflicts"))
        one.keyboard.press("i")
        expect(one.locator("#said")).to_contain_text("Settled: include")
        other.keyboard.press("i")
        expect(other.locator("#said")).not_to_be_empty()
        assert ResolutionRow.objects.filter(review=cast.review).count() == 1


def test_who_is_let_go_with_open_conflicts_leaves_them_to_be_settled_by_those_who_stay(
    cast: Cast, tmp_path: Path
) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    vote(cast, known[MARSH], ben="unsure")
    with side_by_side(cast, "chloe", "ben", "ana") as (lead, leaver, colleague):
        leaver.goto(at(cast, "screen"))
        deck(leaver)
        lead.goto(reverse("team:leaving", kwargs={"review": cast.review, "person": cast.ben}))
        expect(lead.locator("main")).to_contain_text("conflicts stay")
        lead.get_by_role("button", name="Let Ben leave").click()
        expect(lead.locator("#said")).to_contain_text("Ben has left the review")
        leaver.keyboard.press("e")
        expect(leaver.locator("#kept")).to_contain_text("no such review here")
        expect(leaver.locator("#line")).not_to_contain_text("saved")
        assert VerdictRow.objects.filter(review=cast.review, person=cast.ben).count() == 2
        colleague.goto(at(cast, "conflicts"))
        expect(colleague.locator(".votes")).to_contain_text("Ben")
        colleague.keyboard.press("i")
        expect(colleague.locator("#said")).to_contain_text("Settled: include")
        lead.goto(at(cast, "conflicts"))
        expect(lead.locator("main")).to_contain_text("No conflicts")
