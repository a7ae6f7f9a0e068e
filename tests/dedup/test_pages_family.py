"""A family of uncertain records in the browser: one table, one act, one undo."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import keep_apart, merge_records
from synthema.dedup.asked import Asked, asked
from synthema.dedup.family_view import A_PAGE, family_shown, mark
from synthema.dedup.model import Kind
from synthema.dedup.related import relations
from synthema.dedup.tables import decisions, groups
from tests.cast import Cast
from tests.dedup.test_pages import HX, at
from tests.dedup.told import birds, told
from tests.pages import Browser, words

CHAIN = [(0, 1), (1, 2), (2, 3), (3, 4)]


@pytest.fixture
def five(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Five records that are one question, and two that are another."""
    told(monkeypatch, asked=[*CHAIN, (5, 6)])
    return birds(cast, tmp_path, 7)


def form(family: Asked, how: str, *ticked: UUID, **more: str) -> dict[str, object]:
    return {
        "question": str(family.id), "mark": mark(family), "how": how, "record": [str(one) for one in ticked], **more
    }  # fmt: skip


def sizes(cast: Cast) -> list[int]:
    return sorted(len(one) for one in groups(cast.review).values())


def test_a_family_is_one_table_with_its_keys_and_differences(cast: Cast, five: list[UUID]) -> None:
    page = words(Browser(cast.dev).get(at(cast, "duplicates")))
    assert "Which of these 5 are the same work?" in page
    assert "2 questions open" in page
    assert page.count('type="checkbox"') == 5
    for key in ("m", "r", "k", "a", "l", "h", "s", "1", "5"):
        assert f'data-key="{key}"' in page
    assert page.count('<mark class="differs">190') == 4
    first = words(Browser(cast.dev).get(f"{at(cast, 'duplicates')}?first=1"))
    assert "compare with the row above" in first


def test_some_are_the_same_and_the_rest_stays_in_sight(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    answer = words(dev.post(at(cast, "judge"), form(family, "same", five[0], five[1]), **HX))
    assert "<html" not in answer
    assert "Merged into one." in answer
    assert "Which of these 4 are the same work?" in answer
    assert 'data-key="z"' in answer
    assert sizes(cast) == [1, 1, 1, 1, 1, 2]
    page = words(dev.get(at(cast, "duplicates")))
    assert "with 1 more" in page


def test_all_are_kept_apart_at_once_and_the_next_question_comes(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    answer = dev.post(at(cast, "judge"), form(family, "all_apart"))
    assert (answer.status_code, answer["Location"]) == (302, f"{at(cast, 'duplicates')}?place=0")
    page = words(dev.get(answer["Location"]))
    assert "Kept apart." in page
    assert "Are these two the same work?" in page
    (decision,) = decisions(cast.review)
    assert "decided about 5 at once" in words(dev.get(at(cast, "decided")))
    back = dev.post(at(cast, "withdraw"), {"decision": str(decision.id), "question": str(family.id)})
    assert "Which of these 5 are the same work?" in words(dev.get(back["Location"]))


def test_ticked_are_one_and_all_others_differ(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    dev.post(at(cast, "judge"), form(family, "rest_apart", five[0], five[4], note="volumes"))
    assert sizes(cast) == [1, 1, 1, 1, 1, 2]
    assert [len(one.groups) for one in asked(cast.review)] == [2]
    assert [one.note for one in decisions(cast.review)] == ["volumes"]


def test_all_are_one_work(cast: Cast, five: list[UUID]) -> None:
    Browser(cast.dev).post(at(cast, "judge"), form(asked(cast.review)[0], "all_same"))
    assert sizes(cast) == [1, 1, 5]


def test_two_of_them_are_related(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    nothing = dev.post(at(cast, "judge"), form(family, "related", five[0], five[1]))
    assert (nothing.status_code, "choose how" in words(nothing)) == (422, True)
    three = dev.post(at(cast, "judge"), form(family, "related", *five[:3], relation="version:back"))
    assert (three.status_code, decisions(cast.review)) == (422, [])
    dev.post(at(cast, "judge"), form(family, "related", five[0], five[1], relation="version:back"))
    assert [(one.a, one.b, one.kind) for one in relations(cast.review)] == [(five[1], five[0], Kind.VERSION)]


@pytest.mark.parametrize(
    ("how", "ticked", "says"), [("same", 1, "two at least"), ("same", 0, "two at least"), ("", 2, "says nothing")]
)
def test_a_form_that_says_too_little_is_refused_in_words(
    cast: Cast, five: list[UUID], how: str, ticked: int, says: str
) -> None:
    answer = Browser(cast.dev).post(at(cast, "judge"), form(asked(cast.review)[0], how, *five[:ticked]), **HX)
    assert (answer.status_code, says in words(answer)) == (422, True)
    assert decisions(cast.review) == []


def test_a_record_of_another_question_is_not_ticked_with_them(cast: Cast, five: list[UUID]) -> None:
    answer = Browser(cast.dev).post(at(cast, "judge"), form(asked(cast.review)[0], "same", five[0], five[6]))
    assert (answer.status_code, "open no more" in words(answer)) == (422, True)


def test_who_comes_second_is_told_and_nothing_is_done_twice(cast: Cast, five: list[UUID]) -> None:
    family = asked(cast.review)[0]
    merge_records(By(cast.chloe), cast.review, five[1], five[2])
    answer = words(Browser(cast.dev).post(at(cast, "judge"), form(family, "all_apart"), **HX))
    assert "Somebody decided about some of these in the meantime" in answer
    assert len(decisions(cast.review)) == 1
    keep_apart(By(cast.chloe), cast.review, five[5], five[6])
    gone = words(Browser(cast.dev).post(at(cast, "judge"), form(family, "all_same", place="1"), **HX))
    assert "in the meantime" in gone
    assert len(decisions(cast.review)) == 2


def test_the_same_click_twice_is_one_decision(cast: Cast, five: list[UUID]) -> None:
    dev, sent = Browser(cast.dev), {**form(asked(cast.review)[0], "all_apart"), "act_id": str(uuid4())}
    assert [dev.post(at(cast, "judge"), sent).status_code for _ in range(2)] == [302, 302]
    assert len(decisions(cast.review)) == 1


def test_a_pair_of_a_family_is_looked_at_side_by_side_and_leads_back(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    pair = family.questions[1]
    page = words(dev.get(f"{at(cast, 'duplicates')}?pair={pair.id}&alone=1"))
    assert "back to all 5 of this family" in page
    sent = {"question": str(pair.id), "a": str(pair.a), "b": str(pair.b), "alone": "1"}
    assert "Which of these 4" in words(dev.post(at(cast, "merge"), sent, **HX))


def test_a_family_of_hundreds_comes_in_pages(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, asked=[(n, n + 1) for n in range(119)])
    birds(cast, tmp_path, 120)
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    page = words(dev.get(at(cast, "duplicates")))
    assert page.count('type="checkbox"') == A_PAGE
    assert "Page 1 of 3" in page
    last = words(dev.get(f"{at(cast, 'duplicates')}?pair={family.id}&page=3"))
    assert last.count('type="checkbox"') == 120 - 2 * A_PAGE
    shown = [row.copy.row.year for n in (1, 2, 3) for row in family_shown(cast.review, family, n).rows]
    assert shown == list(range(1900, 2020))
    dev.post(at(cast, "judge"), form(family, "all_apart"))
    assert asked(cast.review) == ()


def test_who_only_reads_sees_the_table_and_no_button(cast: Cast, five: list[UUID]) -> None:
    from synthema.team.actions import add_person, register_person

    fay = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, fay, "reader")
    page = words(Browser(fay).get(at(cast, "duplicates")))
    assert "Which of these 5" in page
    assert 'type="checkbox"' not in page
    assert 'data-key="k"' not in page
