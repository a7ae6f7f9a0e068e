"""Verdicts given in the list: by buttons in its lines, with and without a script, and never more than one may know."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.records.tables import RecordRow
from synthema.screening.pilots import begin_pilot
from synthema.screening.tables import VerdictRow
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.pages_stage import JSON, at, card
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, prepare, retrieved, vote

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HX = {"HX-Request": "true"}
PLACE = "standing=todo&text=lark&page=1"


def said_in_list(cast: Cast, person: UUID, record: UUID, verdict: str, **headers: str) -> Any:
    """A verdict given by a button of a line."""
    sent = {"subject": record, "order": "chosen", "list": PLACE, "opened_by": person, "verdict": verdict}
    return Browser(person).post(at(cast, "give"), {**sent, "reason": "date"}, **headers)


def buttons(cast: Cast, person: UUID, stage: str = TA) -> int:
    """How many lines bear buttons for this person."""
    return words(Browser(person).get(at(cast, "records", stage))).count('name="verdict" value="include"')


def test_lines_that_await_ones_verdict_bear_buttons_named_by_the_title(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    vote(cast, known[OWL], ana="include", ben="include")
    assert (buttons(cast, cast.ana), buttons(cast, cast.ben), buttons(cast, cast.dev)) == (1, 2, 0)
    page = words(Browser(cast.ana).get(at(cast, "records")))
    for word in ("Include", "Unsure", "Exclude"):
        assert f'{word}<span class="sr-only">: {MARSH}</span></button>' in page
        assert f'{word}<span class="sr-only">: {LARK}</span></button>' not in page


def test_a_line_answers_with_ones_own_verdict_and_a_way_back(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    line = words(said_in_list(cast, cast.ana, known[OWL], "exclude", **HX))
    assert line.count('<tr id="unit-') == 1
    assert '<span class="tag exclude">exclude</span>' in line
    assert "Undo" in line
    assert 'name="verdict" value="include"' not in line
    row = VerdictRow.objects.get(review=cast.review)
    assert (row.person, row.verdict, row.reason, row.order) == (cast.ana, "exclude", "date", "chosen")


def test_a_line_just_judged_does_not_say_whether_the_others_agreed(cast: Cast, tmp_path: Path) -> None:
    """The list says it when it is asked for again; said at once, it would invite to undo and think again."""
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ben="include")
    line = words(said_in_list(cast, cast.ana, known[LARK], "exclude", **HX))
    assert "judged just now" in line
    assert not any(word in line for word in ("conflict", ">open<", "goes forward", ">excluded<"))
    assert ">conflict</span>" in words(Browser(cast.ana).get(at(cast, "records")))


def test_without_a_script_one_comes_back_to_the_same_line_and_undo_too(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    line = f"{at(cast, 'records')}?{PLACE}#unit-{card(cast, record)['unit']}"
    ana, sent = Browser(cast.ana), {"subject": record, "verdict": "include", "list": PLACE}
    assert ana.post(at(cast, "give"), sent)["Location"] == line
    page = words(ana.get(line))
    assert f'name="list" value="{PLACE.replace("&", "&amp;")}"' in page
    given = VerdictRow.objects.get(review=cast.review)
    back = ana.post(at(cast, "withdraw"), {"verdict": given.id, "list": PLACE})
    assert back["Location"] == line
    assert VerdictRow.objects.get(review=cast.review).withdrawn_seq is not None


def test_the_place_in_the_list_leads_nowhere_else(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    sent = {"subject": record, "verdict": "include", "list": "//evil.example/?next=http://evil.example&page=2"}
    there = Browser(cast.ana).post(at(cast, "give"), sent)["Location"]
    assert there == f"{at(cast, 'records')}?page=2#unit-{card(cast, record)['unit']}"


def test_a_verdict_refused_in_the_list_leaves_the_line_as_it_was(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    vote(cast, record, ben="include", chloe="include")
    late = said_in_list(cast, cast.ana, record, "include", **HX)
    assert late.status_code == 422
    assert "<tr" not in words(late)
    assert said_in_list(cast, cast.ana, record, "include", **JSON).status_code == 422


def test_a_line_tells_the_kind_of_work_in_words(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    RecordRow.objects.filter(review=cast.review).update(kind="JOUR")
    page = words(Browser(cast.ana).get(at(cast, "records")))
    assert "journal article" in page
    assert "JOUR" not in page


def test_full_texts_are_judged_from_their_own_page(cast: Cast, tmp_path: Path) -> None:
    (report,) = retrieved(cast, prepare(cast, tmp_path)[LARK])
    assert buttons(cast, cast.ana, FT) == 0
    assert f"{at(cast, 'screen', FT)}?unit={report.id}" in words(Browser(cast.ana).get(at(cast, "records", FT)))


def test_while_a_pilot_holds_the_rest_back_only_its_sample_is_judged_in_the_list(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    begin_pilot(By(cast.chloe), cast.review, TA, 1, hold_back=True)
    assert buttons(cast, cast.ana) == 1
