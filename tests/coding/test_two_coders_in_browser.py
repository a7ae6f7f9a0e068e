"""Two coders and a lead in their browsers: a round begun, handed in, brought together, taken back, settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from synthema.coding.tables import DifferenceRow, MergeRow, RoundRow
from tests.browser import chromium, logged_in, mishaps, served
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.coding.test_pages_rounds import coded

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def made(cast: Cast, tmp_path: Path) -> Scene:
    """Two documents with marked findings."""
    return scene(cast, tmp_path)


@pytest.fixture
def windows(made: Scene) -> Iterator[dict[str, Page]]:
    """A window of each person; whatever a page complains of fails the test."""
    with served() as address, chromium() as running:
        found, complaints = {}, []
        for name in ("ana", "ben", "chloe"):
            page = logged_in(running, address, getattr(made.cast, name)).new_page()
            complaints.append(mishaps(page))
            page.goto(f"/reviews/{made.review}/coding/rounds/")
            found[name] = page
        yield found
        assert [one for heard in complaints for one in heard if "422" not in one] == []


def test_a_round_in_three_windows(made: Scene, windows: dict[str, Page]) -> None:
    ana, ben, chloe = windows["ana"], windows["ben"], windows["chloe"]
    for name in ("Ana", "Ben"):
        chloe.get_by_label(name, exact=True).check()
    for name in ("Heron 2020", "Ibis 2020"):
        chloe.get_by_label(name).check()
    chloe.get_by_role("button", name="Begin the round").click()
    expect(chloe.get_by_text("The round has begun.")).to_be_visible()
    row = RoundRow.objects.get(review=made.review)
    coded(made, row)
    for page in (ana, ben, chloe):
        page.goto(f"/reviews/{made.review}/coding/rounds/{row.id}/")
    assert ben.get_by_text("patience").count() == chloe.get_by_text("patience").count() == 0
    ana.get_by_role("button", name="Hand in").click()
    expect(ana.get_by_text("You handed in.").first).to_be_visible()
    ana.get_by_role("button", name="Undo").click()
    expect(ana.get_by_text("You code on.")).to_be_visible()
    for page in (ana, ben):
        page.get_by_role("button", name="Hand in").click()
    expect(ben.get_by_text("The round is open: everybody sees now what each coder did.")).to_be_visible()

    ben.get_by_role("link", name="Bring the codes together", exact=True).first.click()
    expect(ben.get_by_text("0 of 5 codes decided")).to_be_visible()
    first = ben.locator("#row-1")
    first.get_by_label("left out: what was coded with it does not count").check()
    first.get_by_role("button", name="Decide").click()
    expect(ben.get_by_text("Say why these codes are left out")).to_be_visible()
    first.get_by_label("the same: one new code of the team, called").check()
    first.get_by_label("Name of the new code").fill("Patience")  # nothing else that was typed is lost
    first.get_by_role("button", name="Decide").click()
    expect(ben.get_by_text("The team has the code “Patience” now.")).to_be_visible()
    ben.keyboard.press("z")
    expect(ben.get_by_text("These codes are undecided again.")).to_be_visible()
    assert MergeRow.objects.get(review=made.review).withdrawn_seq

    ben.goto(f"/reviews/{made.review}/coding/rounds/{row.id}/alignment/")
    for number in range(1, 4):
        here = ben.locator("section.card").first
        if number < 3:
            here.get_by_label("the same: one new code of the team, called").check()
            here.get_by_label("Name of the new code").fill(f"Code {number}")
        else:
            here.get_by_label("left out: what was coded with it does not count").check()
            here.get_by_label("Why").fill("It is about birds.")
        here.get_by_role("button", name="Decide").click()
        said = f"The team has the code “Code {number}” now." if number < 3 else "Left out: what was coded with it"
        expect(ben.get_by_text(said)).to_be_visible()
    expect(ben.get_by_text("All of it is decided")).to_be_visible()
    ben.get_by_role("link", name="Agreement", exact=True).last.click()
    expect(ben.get_by_text("u-alpha: same places, same codes")).to_be_visible()

    chloe.goto(f"/reviews/{made.review}/coding/rounds/{row.id}/differences/")
    chloe.get_by_label("Ben: Code 2").uncheck()
    chloe.get_by_label("I decide as an arbiter").check()
    chloe.get_by_label("What was said").fill("It is about the family.")
    chloe.get_by_role("button", name="Settle").click()
    expect(chloe.get_by_text("1 of 1 differences settled")).to_be_visible()
    expect(chloe.get_by_text("set aside", exact=True)).to_be_visible()
    assert len(DifferenceRow.objects.get(review=made.review).aside_ids) == 1
