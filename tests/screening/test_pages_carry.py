"""The page on which a lead looks at verdicts of another tool and carries them over."""

from pathlib import Path
from uuid import UUID

from django.urls import reverse

from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.screening.carried_tables import all_carried
from synthema.screening.states import states
from synthema.screening.tables import VerdictRow
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.carrying_stage import SAID, WHY, record_named, said_elsewhere
from tests.screening.stage import FT, TA, group_named

LARK, MARSH, OWL, _ = SAID


def at(cast: Cast, name: str, found: UUID) -> str:
    """The address of a page of an import."""
    return reverse(f"screening:{name}", kwargs={"review": cast.review, "import_id": found})


def worked(cast: Cast) -> Job:
    """The latest job, done."""
    return run_now(Job.objects.filter(review=cast.review).latest("made_at"))


def test_the_search_page_offers_what_a_file_holds(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    offered = words(Browser(cast.chloe).get(at(cast, "offered", found)))
    assert "verdicts of 2 reviewers" in offered
    assert "Nala (Rayyan) 3, Omar (Rayyan) 2" in offered
    assert Browser(cast.ana).get(at(cast, "offered", found)).status_code == 403


def test_the_page_counts_before_anything_is_done(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, more={MARSH: "RAYYAN-EXCLUSION-REASONS: wrong species"})
    page = words(Browser(cast.chloe).get(at(cast, "carry", found)))
    for line in ("<dt>Go forward</dt><dd>1</dd>", "<dt>In conflict</dt><dd>1</dd>", "another verdict</dt><dd>1</dd>"):
        assert line in page
    assert "wrong species" in page
    assert not VerdictRow.objects.filter(review=cast.review)


def test_counting_again_takes_what_is_chosen(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    chosen = {"take-0": "", "take-1": str(cast.ana), "why": "As agreed."}
    page = words(Browser(cast.chloe).post(at(cast, "carry_look", found), chosen))
    assert "another verdict</dt><dd>2</dd>" in page
    assert f'<option value="{cast.ana}" selected>' in page
    assert "As agreed.</textarea>" in page
    part = words(Browser(cast.chloe).post(at(cast, "carry_look", found), chosen, **{"HX-Request": "true"}))
    assert part.startswith('<section id="outlook"')
    nobody = words(Browser(cast.chloe).post(at(cast, "carry_look", found), {"take-0": "", "take-1": ""}))
    assert "Nothing is chosen." in nobody


def test_what_is_chosen_is_carried_over_in_the_background_and_can_be_taken_out(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, more={MARSH: "RAYYAN-EXCLUSION-REASONS: wrong species"})
    sent = {"take-0": "outside", "take-1": str(cast.ana), "said-0": "wrong species", "reason-0": "date", "why": WHY}
    browser = Browser(cast.chloe)
    assert browser.post(at(cast, "carry_over", found), sent).status_code == 302
    assert worked(cast).result["said"] == "5 verdicts were carried over."
    assert states(cast.review, TA)[group_named(cast, record_named(cast, MARSH))].conflict == "verdict"
    assert (
        VerdictRow.objects.get(review=cast.review, subject=record_named(cast, MARSH), verdict="exclude").reason
        == "date"
    )
    page = words(browser.get(at(cast, "carry", found)))
    assert "Nala (Rayyan)" in page
    assert WHY in page
    assert "What would follow" not in page
    for row in all_carried(cast.review):
        url = reverse("screening:take_out", kwargs={"review": cast.review})
        assert browser.post(url, {"carried": row.id}).status_code == 302
    assert not all_carried(cast.review)


def test_a_form_that_lacks_something_is_told_what(cast: Cast, tmp_path: Path) -> None:
    found, browser = said_elsewhere(cast, tmp_path), Browser(cast.chloe)
    url = at(cast, "carry_over", found)
    for sent, said in (
        ({"why": WHY}, "Choose at least one"),
        ({"take-0": "outside"}, "Say why"),
        ({"take-0": str(cast.ana), "take-1": str(cast.ana), "why": WHY}, "Two reviewers"),
        ({"take-0": str(cast.dev), "why": WHY}, "gives no verdicts"),
    ):
        answer = browser.post(url, sent)
        assert (answer.status_code, said in words(answer)) == (422, True), said
    browser.post(url, {"take-0": "outside", "stage-0": FT, "why": WHY})
    assert "Nothing of this" in worked(cast).message


def test_a_file_without_verdicts_says_so(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, {OWL: {}})
    assert "No verdict of another tool" in words(Browser(cast.chloe).get(at(cast, "carry", found)))
    assert words(Browser(cast.chloe).get(at(cast, "offered", found))).strip() == ""
