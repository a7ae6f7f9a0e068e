"""The pages of retrieval and studies."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from synthema.audit.model import By
from synthema.screening.actions import seek
from synthema.studies.tables import Report, attempts, report, reports, studies
from synthema.team.actions import add_person, register_person
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.stage import LARK, MARSH, OWL, prepare, vote


@pytest.fixture
def ahead(cast: Cast, tmp_path: Path) -> Cast:
    known = prepare(cast, tmp_path)
    for title in known:
        vote(cast, known[title], ana="include", ben="include")
    return cast


@pytest.fixture
def sought(ahead: Cast) -> dict[str, UUID]:
    seek(By(ahead.dev), ahead.review)
    return {row.title: row.id for row in reports(ahead.review)}


def at(cast: Cast, name: str, **parts: Any) -> str:
    return reverse(name if ":" in name else f"studies:{name}", kwargs={"review": cast.review, **parts})


def text(browser: Browser, url: str) -> str:
    return unescape(words(browser.get(url)))


def undo(browser: Browser, url: str) -> None:
    """Press the undo button that the page shows."""
    form = re.search(
        r'<div class="said.*?<form method="post" action="([^"]+)">(.*?)</form>', words(browser.get(url)), re.S
    )
    assert form is not None
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', unescape(form.group(2))))
    assert browser.post(form.group(1), {k: v for k, v in fields.items() if k != "act_id"}).status_code == 302


def test_what_goes_forward_is_sought_from_the_page(ahead: Cast) -> None:
    dev = Browser(ahead.dev)
    assert "Nothing is sought yet" in text(dev, at(ahead, "reports"))
    offer = unescape(words(dev.get(at(ahead, "screening:to_be_sought"), hx_request="true")))
    assert "3 records go forward" in offer
    assert "<html" not in offer
    dev.post(at(ahead, "screening:seek_reports"))
    assert "3 reports are sought now." in text(dev, at(ahead, "reports"))
    assert "Nothing waits" in text(dev, at(ahead, "screening:to_be_sought"))


def test_the_list_filters_and_finds(ahead: Cast, sought: dict[str, UUID]) -> None:
    dev = Browser(ahead.dev)
    page = text(dev, at(ahead, "reports"))
    assert all(title in page for title in sought)
    dev.post(at(ahead, "say_outcome", report=sought[OWL]), {"outcome": "not_retrieved", "note": "no reply"})
    only = text(dev, f"{at(ahead, 'reports')}?show=not_retrieved")
    assert OWL in only
    assert LARK not in only
    assert "Nothing fits this choice" in text(dev, f"{at(ahead, 'reports')}?words=penguins")
    for odd in ("show=nonsense", "page=nonsense", "page=999999999999", "page=²", "words=%00"):
        assert dev.get(f"{at(ahead, 'reports')}?{odd}").status_code == 200


def test_attempts_are_noted_and_taken_back(ahead: Cast, sought: dict[str, UUID]) -> None:
    dev, one = Browser(ahead.dev), sought[LARK]
    said = {"route": "author", "result": "pending", "on": "2026-03-02", "where": "Ida <b>", "note": "wrote"}
    dev.post(at(ahead, "log_attempt", report=one), said)
    page = words(dev.get(at(ahead, "report", report=one)))
    assert "Author contacted: Ida &lt;b&gt;" in page
    assert "Dev" in page
    assert "Author contacted: waits for an answer" in text(dev, at(ahead, "reports"))
    dev.post(at(ahead, "log_attempt", report=one), said)
    undo(dev, at(ahead, "report", report=one))
    assert len(attempts(ahead.review, one)) == 1
    refused = dev.post(at(ahead, "log_attempt", report=one), said | {"on": "soon"})
    assert (refused.status_code, "is no day" in unescape(words(refused))) == (422, True)


def test_outcomes_are_recorded_and_taken_back(ahead: Cast, sought: dict[str, UUID]) -> None:
    dev, one = Browser(ahead.dev), sought[LARK]
    there = at(ahead, "report", report=one)
    dev.post(at(ahead, "say_outcome", report=one), {"outcome": "not_retrieved", "note": "no reply"})
    assert "no reply" in text(dev, there)
    dev.post(at(ahead, "take_back_outcome", report=one), {"reason": "they replied"})
    dev.post(at(ahead, "say_outcome", report=one), {"outcome": "retrieved"})
    undo(dev, there)
    assert report(ahead.review, one).outcome == ""
    dev.post(at(ahead, "seek_no_longer", report=one))
    assert one not in {row.id for row in reports(ahead.review)}


def test_reports_are_linked_to_studies_and_unlinked(ahead: Cast, sought: dict[str, UUID]) -> None:
    dev = Browser(ahead.dev)
    for title in (LARK, MARSH):
        dev.post(at(ahead, "say_outcome", report=sought[title]), {"outcome": "retrieved"})
    assert "linked to no study yet" in text(dev, at(ahead, "studies"))
    dev.post(at(ahead, "link", report=sought[LARK]), {"label": "Invented 2020", "from": "studies"})
    (study,) = studies(ahead.review)
    dev.post(at(ahead, "link", report=sought[MARSH]), {"study": str(study.id)})
    assert {one.study_id for one in reports(ahead.review)} == {study.id, None}
    undo(dev, at(ahead, "report", report=sought[MARSH]))
    assert report(ahead.review, sought[MARSH]).study is None
    dev.post(at(ahead, "unlink", report=sought[LARK]), {"from": "studies"})
    undo(dev, at(ahead, "studies"))
    assert report(ahead.review, sought[LARK]).study == study
    nothing = dev.post(at(ahead, "link", report=sought[MARSH]), {"label": " "})
    assert (nothing.status_code, "Choose a study" in unescape(words(nothing))) == (422, True)


def test_studies_are_named_renamed_and_removed(ahead: Cast, sought: dict[str, UUID]) -> None:
    dev, there = Browser(ahead.dev), at(ahead, "studies")
    dev.post(at(ahead, "name"), {"label": "Invented 2020"})
    (study,) = studies(ahead.review)
    dev.post(at(ahead, "rename", study=study.id), {"label": "Invented (2020)"})
    undo(dev, there)
    assert [one.label for one in studies(ahead.review)] == ["Invented 2020"]
    dev.post(at(ahead, "remove", study=study.id))
    undo(dev, there)
    assert [one.label for one in studies(ahead.review)] == ["Invented 2020"]
    assert dev.post(at(ahead, "remove", study=study.id)).status_code == 422


def test_a_hint_is_followed_by_one_press(ahead: Cast, sought: dict[str, UUID]) -> None:
    dev = Browser(ahead.dev)
    alike = {"title": "Larks over lower fields", "authors": '["Invented, Ida", "Other, Olga"]'}
    Report.objects.filter(pk__in=(sought[LARK], sought[OWL])).update(**alike)
    page = text(dev, at(ahead, "studies"))
    assert "both by Invented, Other" in page
    assert "May tell of the same study" in text(dev, at(ahead, "report", report=sought[OWL]))
    dev.post(at(ahead, "link_together"), {"one": str(sought[LARK]), "other": str(sought[OWL])})
    (study,) = studies(ahead.review)
    assert {one.study_id for one in reports(ahead.review)} == {study.id, None}
    assert "both by Invented, Other" not in text(dev, at(ahead, "studies"))
    assert dev.post(at(ahead, "link_together"), {"one": "x", "other": "y"}).status_code == 422


def test_readers_look_and_change_nothing(ahead: Cast, sought: dict[str, UUID]) -> None:
    fay = register_person("Fay").id
    add_person(By(ahead.chloe), ahead.review, fay, "reader")
    reader = Browser(fay)
    for page in (at(ahead, "reports"), at(ahead, "report", report=sought[LARK]), at(ahead, "studies")):
        answer = reader.get(page)
        assert answer.status_code == 200
        main = words(answer).partition("<main")[2]
        assert '<form method="post"' not in main.partition("</main>")[0]
    assert reader.post(at(ahead, "name"), {"label": "A 2020"}).status_code == 403
    assert reader.post(at(ahead, "screening:seek_reports")).status_code == 403
    assert Browser(ahead.eve).get(at(ahead, "reports")).status_code == 404
