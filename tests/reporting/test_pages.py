"""The live flow and what lies in its boxes, PRISMA-S as a whole, and what is to be looked at again."""

from dataclasses import replace
from pathlib import Path

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates, merge_records
from synthema.protocol.actions import amend
from synthema.protocol.drafting import save_draft
from synthema.protocol.model import Criterion
from synthema.reporting.box_page import A_PAGE, counting, entries_on, words_of
from synthema.reporting.flow_contents import contents, counted
from synthema.reporting.flow_files import current_flow
from synthema.screening.actions import resolve_conflict, seek, stop_screening
from synthema.screening.counts import tally
from synthema.search.tables import statements
from synthema.studies.actions import link_report, name_study, record_retrieval
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.stage import LARK, MARSH, OWL, TA, bring, by_title, judge, prepare, protocol, vote

MORE = tuple(f"Birds of {place}" for place in ("Ash", "Birch", "Cedar", "Dale", "Elm", "Fir", "Gorse", "Hazel"))


@pytest.fixture
def full(cast: Cast, tmp_path: Path) -> Cast:
    """A review with something in nearly every box of the flow, by databases and by other methods."""
    prepare(cast, tmp_path, (LARK, MARSH, OWL, *MORE))
    bring(cast, tmp_path, (LARK, "Nests", "Feathers", "Eggs"), key="web", kind="website")
    bring(cast, tmp_path, ("Nightjars", OWL), key="register", kind="register")
    find_duplicates(By(cast.dev), cast.review)
    known = by_title(cast)
    merge_records(By(cast.dev), cast.review, known["Birds of Ash"], known["Birds of Birch"])
    for title in (LARK, MARSH, OWL, "Nests", "Birds of Cedar"):
        vote(cast, known[title], ana="include", ben="include")
    vote(cast, known["Birds of Dale"], ana="exclude", ben="exclude")
    vote(cast, known["Eggs"], ana="exclude", ben="exclude")
    vote(cast, known["Birds of Elm"], ana="include", ben="exclude")
    vote(cast, known["Birds of Fir"], ana="include", ben="exclude")
    vote(cast, known["Birds of Gorse"], ana="unsure")
    resolve_conflict(By(cast.chloe), cast.review, TA, known["Birds of Elm"], how="arbiter", decision="include")
    seek(By(cast.dev), cast.review)
    vote(cast, known["Feathers"], ana="include", ben="include")
    vote(cast, known["Nightjars"], ana="include", ben="include")
    named = {one.title: one for one in reports(cast.review)}
    for title in (LARK, MARSH, OWL, "Nests"):
        record_retrieval(By(cast.dev), cast.review, named[title].id, "retrieved")
    record_retrieval(By(cast.dev), cast.review, named["Birds of Cedar"].id, "not_retrieved")
    judge(cast, named[LARK].id, ana="include", ben="include")
    judge(cast, named[MARSH].id, ana="exclude depth", ben="exclude depth")
    judge(cast, named["Nests"].id, ana="include", ben="include")
    judge(cast, named[OWL].id, ana="include")
    study = name_study(By(cast.dev), cast.review, "Lark 2020").body.study_id
    link_report(By(cast.dev), cast.review, named[LARK].id, study)
    stop_screening(By(cast.chloe), cast.review, "enough")
    bring(cast, tmp_path, ("A late wren",), key="db")
    return cast


def test_every_box_holds_as_many_as_it_counts(full: Cast) -> None:
    flow, held = current_flow(full.review), contents(full.review)
    boxes = counting(flow)
    assert boxes >= {"unscreened_stopped", "other_not_sought", "awaiting_study", "dbr_excluded-1", "duplicates"}
    for key in boxes - {"removed"}:
        number = "".join(digit for digit in words_of(flow, key).rpartition("=")[2] if digit.isdigit())
        listed = entries_on(full.review, held[key], 1)
        if key not in ("identified", "identified_other", "included"):
            assert listed.total == int(number), key
        assert len(listed.entries) == min(listed.total, A_PAGE), key
    assert {key for key, parts in held.items() if any(part.number for part in parts)} >= boxes


def test_counting_by_questions_gives_what_reckoning_record_by_record_gives(full: Cast) -> None:
    assert counted(full.review) == tally(full.review)


def test_the_flow_leads_from_every_number_to_what_it_counts(full: Cast) -> None:
    browser, here = Browser(full.ana), f"/reviews/{full.review}/flow/"
    page = words(browser.get(here))
    for key in counting(current_flow(full.review)):
        assert f'href="{here}{key}/"' in page or key in ("included", "total")  # all their words are lines of their own
    screened = words(browser.get(f"{here}dbr_excluded/"))
    assert MARSH in screened
    assert "Depth" in screened
    assert f'href="{here}other_assessed-9/"' not in page
    assert browser.get(f"{here}no_such_box/").status_code == 404
    assert "A draft:" in page


def test_long_boxes_come_in_pages(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, tuple(f"Bird no. {n}" for n in range(A_PAGE + 3)))
    browser, here = Browser(cast.ana), f"/reviews/{cast.review}/flow/database_results/"
    assert words(browser.get(here)).count("<li><a href=") >= A_PAGE
    assert "Bird no. 52" in words(browser.get(f"{here}?page=2"))
    assert "Bird no. 52" in words(browser.get(f"{here}?page=99"))
    assert "Bird no. 0" in words(browser.get(f"{here}?page=x"))
    waiting = contents(cast.review)["awaiting_screening"]
    assert [entries_on(cast.review, waiting, n).total for n in (1, 2)] == [A_PAGE + 3, A_PAGE + 3]


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_flow_is_downloaded(cast: Cast, tmp_path: Path, kind: str, begins: bytes) -> None:
    prepare(cast, tmp_path)
    answer = Browser(cast.ana).get(f"/reviews/{cast.review}/flow/files/{kind}/")
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Browser(cast.ana).get(f"/reviews/{cast.review}/flow/files/exe/").status_code == 404


def test_without_a_protocol_the_flow_says_where_to_begin(cast: Cast) -> None:
    assert "To the protocol" in words(Browser(cast.ana).get(f"/reviews/{cast.review}/flow/"))


def test_prisma_s_is_told_item_by_item_and_the_team_states_the_rest(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    browser, here = Browser(cast.dev), f"/reviews/{cast.review}/searches/prisma-s/"
    assert "of 16 items are told" in words(browser.get(here))
    browser.post(here, {"item": "6", "text": "Nobody was asked."})
    assert statements(cast.review) == {6: "Nobody was asked."}
    assert 'value="Nobody was asked."' in words(browser.get(here))
    assert "undo" not in browser.client.session  # it was shown once
    for item in ("x", "8", ""):
        assert browser.post(here, {"item": item, "text": "words"}).status_code == 422


def test_who_decided_on_what_was_amended_is_asked_again_and_upholds_it(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    vote(cast, known[OWL], ana="include")
    stricter = (*protocol().criteria, Criterion(key="voice", label="Voice"))
    save_draft(By(cast.chloe), cast.review, {}, criteria=stricter)
    impact = words(Browser(cast.chloe).get(f"/reviews/{cast.review}/protocol/again/impact/"))
    assert "Titles and abstracts: 1" in impact
    amend(By(cast.chloe), cast.review, "why", criteria=stricter)
    here = f"/reviews/{cast.review}/protocol/again/"
    assert "2 decisions rest" in words(Browser(cast.ana).get(f"{here}note/"))
    assert "One decision rests" in words(Browser(cast.ben).get(f"{here}note/"))
    page = words(Browser(cast.ben).get(here))
    assert (LARK in page, OWL in page) == (True, False)
    assert "Voice" in page
    mine = [line.split('"')[0] for line in page.split('name="verdicts" value="')[1:]]
    assert len(mine) == 1
    assert Browser(cast.ben).post(here, {"stage": TA, "verdicts": mine}).status_code == 302
    assert "Nothing of yours" in words(Browser(cast.ben).get(here))
    assert Browser(cast.ben).post(here, {"stage": TA, "verdicts": ["x"]}).status_code == 422
    assert Browser(cast.ben).post(here, {"stage": "x", "verdicts": mine}).status_code == 422
    assert Browser(cast.dev).post(here, {"stage": TA, "verdicts": mine}).status_code == 403


@pytest.mark.parametrize("hidden", ["include", "exclude", "unsure"])
def test_what_colleagues_see_is_the_same_whatever_an_open_verdict_says(cast: Cast, tmp_path: Path, hidden: str) -> None:
    """The pages of a colleague and of the lead beside an open verdict of each kind: one fixed text."""
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana=hidden)
    amend(By(cast.chloe), cast.review, "why", criteria=(*protocol().criteria, Criterion(key="voice", label="Voice")))
    for person in (cast.ben, cast.chloe, cast.dev):
        browser = Browser(person)
        assert "rest" not in words(browser.get(f"/reviews/{cast.review}/protocol/again/note/"))
        assert LARK not in words(browser.get(f"/reviews/{cast.review}/protocol/again/?whose=all"))
        flow = words(browser.get(f"/reviews/{cast.review}/flow/"))
        assert "Records awaiting screening (n\u00a0=\u00a03)" in flow
        assert LARK in words(browser.get(f"/reviews/{cast.review}/flow/awaiting_screening/"))


def test_the_protocol_is_downloaded_as_a_word_file(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    amend(By(cast.chloe), cast.review, title="Keepers")
    answer = Browser(cast.ana).get(f"/reviews/{cast.review}/protocol/files/1/")
    assert answer.content.startswith(b"PK")
    assert 'filename="protocol-1.docx"' in answer["Content-Disposition"]
    assert Browser(cast.ana).get(f"/reviews/{cast.review}/protocol/files/7/").status_code == 422


def test_hostile_titles_are_never_markup(cast: Cast, tmp_path: Path) -> None:
    evil = "<script>alert('x')</script>"
    prepare(cast, tmp_path, (evil, "Larks"))
    amend(By(cast.chloe), cast.review, criteria=(replace(protocol().criteria[0], label=evil),))
    for page in ("flow/", "flow/database_results/", "flow/awaiting_screening/", "searches/prisma-s/", "protocol/"):
        assert "<script>alert" not in words(Browser(cast.ana).get(f"/reviews/{cast.review}/{page}"))
