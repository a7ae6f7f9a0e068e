"""The protocol in the browser: read, drafted section by section, put in force, compared."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from synthema.audit.model import By
from synthema.protocol.actions import amend, set_protocol
from synthema.protocol.drafting import draft_of, save_draft
from synthema.protocol.model import Criterion
from synthema.protocol.tables import current, versions
from synthema.screening.actions import give_verdict
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.stage import LARK, TA, prepare, protocol

SECTIONS = ("title", "question", "screening", "sources", "method", "statements", "previous")
EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


def at(cast: Cast, rest: str = "") -> str:
    return f"/reviews/{cast.review}/protocol/{rest}"


@pytest.fixture
def lead(cast: Cast) -> Browser:
    return Browser(cast.chloe)


def test_without_a_protocol_the_lead_is_led_to_writing_one_and_others_are_told(cast: Cast, lead: Browser) -> None:
    assert "Write the protocol" in words(lead.get(at(cast)))
    page = words(Browser(cast.ana).get(at(cast)))
    assert "There is no protocol yet" in page
    assert at(cast, "edit/") not in page


def test_an_unknown_section_is_refused_in_words(lead: Browser, cast: Cast) -> None:
    answer = lead.get(at(cast, "edit/nothing/"))
    assert (answer.status_code, "no such section" in words(answer)) == (422, True)


def test_a_protocol_is_written_section_by_section_and_put_in_force(cast: Cast, lead: Browser) -> None:
    slots = {"slot_population": "keepers", "slot_phenomenon": "listening", "slot_context": "fields"}
    lead.post(at(cast, "edit/title/"), {"title": "Birds"})
    lead.post(at(cast, "edit/question/"), {"text": "What do keepers hear?", "framework": "PICo", **slots})
    assert "There are no criteria" in words(lead.get(at(cast, "edit/")))
    fields = {"label": "Design", "include": "Interviews", "words_for": "interview*\nfocus group", "stage": "both"}
    lead.post(at(cast, "criterion/"), {**fields, "slot": "population", "another": "1"})
    lead.post(at(cast, "criterion/"), {"label": "Design", "stage": "full_text"})
    lead.post(at(cast, "edit/screening/"), {"reviewers": "2", "blind": "on", "arbiters": [str(cast.chloe)]})
    lead.post(at(cast, "edit/sources/"), {"source_0": "PubMed", "source_0_kind": "database", "year_from": "2014"})
    lead.post(at(cast, "edit/method/"), {"profile": "thematic"})
    lead.post(at(cast, "edit/statements/"), {"registration_number": "CRD42", "registered_on": "2026-01-02"})
    lead.post(at(cast, "edit/previous/"), {"studies": "3", "reports": "4"})
    assert lead.post(at(cast, "put-in-force/")).status_code == 302
    made = current(cast.review).protocol
    assert [(c.key, c.words_for, c.stage) for c in made.criteria] == [
        ("design", ("interview*", "focus group"), "both"),
        ("design_2", (), "full_text"),
    ]
    assert made.screening.arbiters == (cast.chloe,)
    assert (made.limits.year_from, made.sources[0].name, made.previous.reports) == (2014, "PubMed", 4)
    page = words(Browser(cast.ana).get(at(cast)))
    for expected in ("What do keepers hear?", "interview*", "CRD42", "PubMed", "Chloe", "thematic"):
        assert expected in page


@pytest.mark.parametrize("section", SECTIONS)
def test_saving_a_section_as_it_is_shown_changes_nothing(cast: Cast, lead: Browser, section: str) -> None:
    before = replace(protocol(), short_title="Birds")
    set_protocol(By(cast.chloe), cast.review, before)
    page = lead.get(at(cast, f"edit/{section}/"))
    assert page.status_code == 200
    fields = _fields(words(page))
    assert lead.post(at(cast, f"edit/{section}/"), fields).status_code == 302
    assert not draft_of(cast.review).changed


def _fields(page: str) -> dict[str, object]:
    """The fields of the form of a page with what stands in them, as a browser would send them."""
    tree: Any = html.document_fromstring(page)
    form = tree.get_element_by_id("section-form")
    found = {name: value for name, value in form.form_values() if name not in ("csrfmiddlewaretoken", "act_id")}
    return {name: value.removeprefix("\n") for name, value in found.items()}


def test_choosing_another_framework_shows_its_slots_and_keeps_what_was_typed(cast: Cast, lead: Browser) -> None:
    asked = "?framework=SPIDER&text=Why%3F&slot_phenomenon=listening"
    page = words(lead.get(at(cast, f"edit/question/{asked}")))
    assert 'name="slot_sample"' in page
    assert ">listening</textarea>" in page
    assert ">Why?</textarea>" in page
    assert 'name="slot_context"' not in page
    assert 'name="part_0"' not in page
    own = words(lead.get(at(cast, "edit/question/?framework=free")))
    assert 'name="part_0"' in own


def test_criteria_are_moved_by_their_buttons_and_taken_out(cast: Cast, lead: Browser) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    answer = lead.post(at(cast, "criteria/"), {"key": "design", "do": "up"}, **{"HX-Request": "true"})
    assert "is now number 1" in words(answer)
    assert 'id="up-design"' in words(answer)  # htmx gives the focus back to what has the same identifier
    assert [c.key for c in draft_of(cast.review).protocol.criteria] == ["design", "date", "depth"]
    lead.post(at(cast, "criteria/"), {"key": "date", "do": "remove"})
    assert [c.key for c in draft_of(cast.review).protocol.criteria] == ["design", "depth"]
    assert [c.key for c in current(cast.review).protocol.criteria] == ["date", "design", "depth"]
    assert lead.post(at(cast, "criteria/"), {"key": "date", "do": "up"}).status_code == 422
    assert lead.post(at(cast, "criteria/"), {"key": "depth", "do": "jump"}).status_code == 422


def test_an_amendment_shows_what_it_changes_and_asks_why_once_there_are_verdicts(
    cast: Cast, lead: Browser, tmp_path: Path
) -> None:
    known = prepare(cast, tmp_path)
    page = words(lead.get(at(cast, "criterion/?key=design")))
    assert 'value="Design"' in page
    lead.post(at(cast, "criterion/"), {"key": "design", "label": "Design", "exclude": "Surveys", "stage": "both"})
    page = words(lead.get(at(cast, "edit/")))
    assert "<ins>Surveys</ins>" in page
    assert "Design: reworded" in page
    give_verdict(By(cast.ana), cast.review, TA, known[LARK], "include")
    refused = lead.post(at(cast, "put-in-force/"))
    assert (refused.status_code, "needs an explanation" in words(refused)) == (422, True)
    lead.post(at(cast, "put-in-force/"), {"explanation": "Surveys say too little."})
    assert current(cast.review).explanation == "Surveys say too little."
    compared = words(lead.get(at(cast, "compare/?before=1&after=2")))
    assert "<ins>Surveys</ins>" in compared


def test_an_earlier_version_is_shown_and_put_in_force_again(cast: Cast, lead: Browser) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    assert lead.get(at(cast, "compare/")).status_code == 422
    amend(By(cast.chloe), cast.review, title="Keepers")
    page = words(Browser(cast.ben).get(at(cast, "versions/1/")))
    assert "This is an earlier version." in page
    assert Browser(cast.ben).get(at(cast, "versions/9/")).status_code == 422
    lead.post(at(cast, "restore/"), {"number": "1"})
    assert current(cast.review).protocol == protocol()
    assert len(versions(cast.review)) == 3


def test_a_section_that_somebody_else_saved_meanwhile_is_not_overwritten(cast: Cast, lead: Browser) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    fields = _fields(words(lead.get(at(cast, "edit/title/"))))
    save_draft(By(cast.chloe), cast.review, {}, title="Theirs")
    answer = lead.post(at(cast, "edit/title/"), {**fields, "title": "Mine"})
    assert (answer.status_code, "Somebody else changed" in words(answer)) == (422, True)
    assert draft_of(cast.review).protocol.title == "Theirs"
    lead.post(at(cast, "discard/"))
    assert not draft_of(cast.review).changed


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("question", {"framework": "PICU"}),
        ("sources", {"year_from": "soon"}),
        ("screening", {"reviewers": "many"}),
        ("screening", {"arbiters": ["me"]}),
        ("previous", {"studies": "-1"}),
        ("nothing", {}),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast: Cast, lead: Browser, section: str, fields: dict[str, object]) -> None:
    assert lead.post(at(cast, f"edit/{section}/"), fields).status_code == 422
    assert lead.post(at(cast, "criterion/"), {"label": " "}).status_code == 422
    assert lead.post(at(cast, "criterion/"), {"label": "x", "key": "gone"}).status_code == 422
    assert not draft_of(cast.review).changed


def test_what_people_write_is_never_markup(cast: Cast, lead: Browser) -> None:
    evil = Criterion(key=EVIL[:90], label=EVIL, include=EVIL, words_for=(EVIL,))
    whole = replace(protocol(), title=EVIL, notice=EVIL, criteria=(evil,))
    set_protocol(By(cast.chloe), cast.review, whole, EVIL)
    save_draft(By(cast.chloe), cast.review, {}, short_title=EVIL)
    pages = [
        at(cast),
        *(at(cast, f"edit/{section}/") for section in SECTIONS),
        at(cast, "criteria/"),
        at(cast, "edit/"),
    ]
    for page in pages:
        answer = lead.get(page)
        assert answer.status_code == 200
        assert "<script>alert" not in words(answer)
        assert "<img src=x" not in words(answer)


def test_only_the_lead_drafts(cast: Cast) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    for person in (cast.ana, cast.dev):
        for page in ("edit/", "edit/title/", "criteria/", "criterion/"):
            assert Browser(person).get(at(cast, page)).status_code == 403
    assert Browser(cast.eve).get(at(cast)).status_code == 404
