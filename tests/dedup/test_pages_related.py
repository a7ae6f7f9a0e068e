"""Related reports in the browser: listed, linked, changed, taken back; whether versions count as duplicates."""

from pathlib import Path
from uuid import UUID

import pytest

from synthema.dedup.model import Kind
from synthema.dedup.related import relations
from synthema.dedup.tables import decisions, group_of, questions, versions_are_duplicates
from synthema.records.tables import records
from tests.cast import Cast
from tests.dedup.test_actions import SAME, SPARSE, bring
from tests.dedup.test_pages import HX, at
from tests.dedup.told import birds, look, told
from tests.pages import Browser, words


@pytest.fixture
def four(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The second a notice about the first; the last two perhaps a preprint."""
    told(monkeypatch, related=[(1, 0, Kind.NOTICE)], doubt=[(2, 3, Kind.PREPRINT)])
    return birds(cast, tmp_path, 4)


def test_a_suggested_relation_is_preselected_and_linked_with_one_click(cast: Cast, four: list[UUID]) -> None:
    dev = Browser(cast.dev)
    page = words(dev.get(at(cast, "duplicates")))
    assert '<option value="preprint:ahead" selected>The first is the preprint of the second</option>' in page
    (question,) = questions(cast.review)
    sent = {"question": str(question.id), "a": str(question.a), "b": str(question.b), "relation": "preprint:back"}
    answer = words(dev.post(at(cast, "relate"), sent, **HX))
    assert "Linked as related reports" in answer
    assert "No question is open" in answer
    assert (four[3], four[2]) in [(one.a, one.b) for one in relations(cast.review)]
    dev.post(at(cast, "withdraw"), {"decision": str(decisions(cast.review)[0].id), "question": str(question.id)})
    assert questions(cast.review) == [question]


def test_no_kind_is_no_relation(cast: Cast, four: list[UUID]) -> None:
    for relation in ("", "bird", "bird:ahead"):
        sent = {"a": str(four[2]), "b": str(four[3]), "relation": relation}
        answer = Browser(cast.dev).post(at(cast, "relate"), sent)
        assert (answer.status_code, "Choose how" in words(answer)) == (422, True)
    assert decisions(cast.review) == []


def test_the_list_tells_how_and_why_and_filters_by_kind(cast: Cast, four: list[UUID]) -> None:
    ana = Browser(cast.ana)
    page = words(ana.get(at(cast, "related")))
    assert "is a notice about" in page
    assert "told it is" in page
    assert "Related reports (1)" in page
    empty = words(ana.get(f"{at(cast, 'related')}?kind=preprint"))
    assert "None of this kind" in empty
    assert "Show the one related report there is" in empty
    assert "is a notice about" in words(ana.get(f"{at(cast, 'related')}?kind=bird&page=99"))


def test_from_the_list_it_is_rejected_merged_turned_round_and_each_is_taken_back(cast: Cast, four: list[UUID]) -> None:
    dev, here = Browser(cast.dev), {"a": str(four[1]), "b": str(four[0]), "back": "related"}
    turned = {"a": str(four[0]), "b": str(four[1]), "back": "related", "relation": "notice:ahead"}
    for act, sent in (("apart", here), ("merge", here), ("relate", turned)):
        answer = dev.post(at(cast, act), dict(sent))
        assert answer["Location"] == at(cast, "related")
        assert "Undo" in words(dev.get(answer["Location"]))
        (decision,) = decisions(cast.review)
        back = dev.post(at(cast, "withdraw"), {"decision": str(decision.id), "back": "related"})
        assert back["Location"] == at(cast, "related")
        assert [(one.a, one.b, one.decision) for one in relations(cast.review)] == [(four[1], four[0], None)]


def test_the_pages_of_both_groups_tell_of_each_other(cast: Cast, four: list[UUID]) -> None:
    ben = Browser(cast.ben)
    pages = [words(ben.get(at(cast, "group", group=group_of(cast.review, one)))) for one in four[:2]]
    assert "A notice about this is in the review" in pages[0]
    assert "This is a notice about" in pages[1]


def test_the_merged_record_tells_where_each_value_came_from(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)])
    bring(cast, tmp_path, "one", SAME)
    bring(cast, tmp_path, "two", SPARSE)
    look(cast)
    page = words(Browser(cast.ana).get(at(cast, "group", group=group_of(cast.review, records(cast.review)[0].id))))
    table = page.split('id="merged"')[1].split("</table>")[0]
    assert '10.5555/lark</td><td data-label="From"><span class="tag">one</span>' in table
    assert '3</td><td data-label="From"><span class="tag">two</span>' in table


def test_whether_versions_count_is_said_once_offered_a_run_and_taken_back(cast: Cast, four: list[UUID]) -> None:
    dev = Browser(cast.dev)
    assert "No: an updated review" in words(dev.get(at(cast, "related")))
    answer = dev.post(at(cast, "versions"), {"as_duplicates": "yes"})
    page = words(dev.get(answer["Location"]))
    assert "Yes: an updated review" in page
    assert "in force when duplicates have been looked for again" in page
    assert 'name="as_duplicates" value="no"' in page.split('id="said"')[1].split("</form>")[0]
    look(cast)
    assert "not in force" not in words(dev.get(at(cast, "related")))
    dev.post(at(cast, "versions"), {"as_duplicates": "no"})
    assert not versions_are_duplicates(cast.review)


def test_an_act_leads_back_to_the_kind_and_page_it_was_done_on(cast: Cast, four: list[UUID]) -> None:
    dev, room = Browser(cast.dev), f"{at(cast, 'related')}?kind=notice"
    assert '<input type="hidden" name="kind" value="notice">' in words(dev.get(room))
    sent = {"a": str(four[1]), "b": str(four[0]), "back": "related", "kind": "notice", "page": "2"}
    answer = dev.post(at(cast, "apart"), dict(sent))
    assert answer["Location"] == f"{room}&page=2"
    page = words(dev.get(answer["Location"]))
    assert "different works and not related" in page
    undo = page.split('id="said"')[1].split("</form>")[0]
    assert 'name="kind" value="notice"' in undo
    (decision,) = decisions(cast.review)
    back = dev.post(at(cast, "withdraw"), {"decision": str(decision.id), "back": "related", "kind": "notice"})
    assert back["Location"] == room
