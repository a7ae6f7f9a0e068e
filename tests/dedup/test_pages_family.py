"""A family of uncertain records in the browser: one table, one act, one undo."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit.model import By
from synthema.dedup import family_view
from synthema.dedup.actions import keep_apart, merge_records
from synthema.dedup.asked import Asked, asked
from synthema.dedup.family_view import family_shown, mark
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
        "question": str(family.id), "mark": mark(family), "how": how, "record": [str(one) for one in ticked],
        "row": [str(one) for one in family.records], **more
    }  # fmt: skip


def sizes(cast: Cast) -> list[int]:
    return sorted(len(one) for one in groups(cast.review).values())


def test_a_family_is_one_table_with_its_keys_and_differences(cast: Cast, five: list[UUID]) -> None:
    page = words(Browser(cast.dev).get(at(cast, "duplicates")))
    assert "Which of these 5 are the same work?" in page
    assert "2 questions open" in page
    assert page.count('type="checkbox"') == 5
    for key in ("m", "r", "k", "a", "l", "h", "s", "g", "1", "5"):
        assert f'data-key="{key}"' in page
    assert page.count('<mark class="differs">190') == 4
    first = words(Browser(cast.dev).get(f"{at(cast, 'duplicates')}?first=1"))
    assert "compare with the row above" in first


def test_some_are_the_same_and_the_rest_stays_in_sight(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    answer = words(dev.post(at(cast, "judge"), form(family, "same", five[0], five[1]), **HX))
    assert "<html" not in answer
    assert "Merged 2." in answer
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
    assert "Kept 5 apart." in page
    assert "Are these two the same work?" in page
    (decision,) = decisions(cast.review)
    assert "kept 5 apart" in words(dev.get(at(cast, "decided")))
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
    assert "Chloe decided about this in the meantime: merged." in answer
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


def test_a_family_of_hundreds_is_one_page(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, asked=[(n, n + 1) for n in range(119)])
    birds(cast, tmp_path, 120)
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    assert words(dev.get(at(cast, "duplicates"))).count('type="checkbox"') == 120
    assert [row.copy.row.year for row in family_shown(cast.review, family).rows] == list(range(1900, 2020))
    dev.post(at(cast, "judge"), form(family, "all_apart"))
    assert asked(cast.review) == ()


def test_whoever_is_most_alike_by_the_questions_stands_side_by_side(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 5), (1, 4), (2, 3), (0, 1), (1, 2)])
    six = birds(cast, tmp_path, 6)
    shown = family_shown(cast.review, asked(cast.review)[0])
    assert [six.index(row.copy.row.id) for row in shown.rows] == [0, 5, 1, 4, 2, 3]


@pytest.fixture
def pages(five: list[UUID], monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The family of five on three pages."""
    monkeypatch.setattr(family_view, "A_PAGE", 2)
    return five[:5]


def test_what_is_marked_and_typed_goes_along_when_one_turns_the_page(cast: Cast, pages: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    here = {"row": [str(one) for one in pages[:2]], "seen": ["1"]}
    sent = lettered(family, "turn:2", (pages[0],), note="by <volume>", relation="version:back") | here
    sent["record"] = [str(pages[1])]
    for headers in (HX, dict[str, str]()):
        page = words(dev.post(at(cast, "judge"), sent, **headers))
        assert ("<html" in page) == (not headers)
        assert "Page 2 of 3" in page
        assert page.count('type="checkbox"') == 2
        assert f'<input type="hidden" class="letter" name="letter-{pages[0]}" value="A">' in page
        assert f'<input type="hidden" name="record" value="{pages[1]}">' in page
        assert 'value="by &lt;volume&gt;"' in page
        assert '<option value="version:back" selected>' in page
        assert ("row 1: A" in page, "row 2: ticked" in page) == (True, True)
    back = words(dev.post(at(cast, "judge"), {**sent, "how": "turn:1:first"}, **HX))
    assert (back.count(" checked"), back.count("<option selected>A</option>")) == (1, 1)
    assert "marked: what differs from the first row" in back
    assert decisions(cast.review) == []


def test_equals_on_two_pages_are_merged_with_one_another(cast: Cast, pages: list[UUID]) -> None:
    sent = lettered(asked(cast.review)[0], "same", (pages[0], pages[4]))
    Browser(cast.dev).post(at(cast, "judge"), sent | {"seen": ["1", "3"]})
    assert sizes(cast) == [1, 1, 1, 1, 1, 2]


@pytest.mark.parametrize(("how", "ticked"), [("all_apart", 0), ("all_same", 0), ("rest_apart", 2)])
def test_rows_that_were_not_seen_are_not_judged(cast: Cast, pages: list[UUID], how: str, ticked: int) -> None:
    dev, sent = Browser(cast.dev), form(asked(cast.review)[0], how, *pages[:ticked])
    answer = dev.post(at(cast, "judge"), sent | {"seen": ["1", "3"]}, **HX)
    assert (answer.status_code, "not seen yet: 2" in words(answer)) == (422, True)
    assert decisions(cast.review) == []
    assert dev.post(at(cast, "judge"), sent | {"seen": ["1", "2", "3"]}, **HX).status_code == 200
    assert len(decisions(cast.review)) == 1


def test_the_first_row_of_a_page_is_compared_with_the_last_of_the_page_before(cast: Cast, pages: list[UUID]) -> None:
    family = asked(cast.review)[0]
    for first, rows in ((False, [True, True]), (True, [True, True])):
        shown = family_shown(cast.review, family, 2, first=first)
        assert [row.cells[0].differs for row in shown.rows] == rows
    assert [row.number for row in shown.rows] == [3, 4]


def test_a_page_that_no_button_names_is_answered_all_the_same(cast: Cast, pages: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    for how in ("turn", "turn:", "turn:99", "turn:x:first", "turn:-1"):
        assert "of 3" in words(dev.post(at(cast, "judge"), form(family, how), **HX))


def test_each_row_leads_to_its_group(cast: Cast, five: list[UUID]) -> None:
    page = words(Browser(cast.dev).get(at(cast, "duplicates")))
    for group in asked(cast.review)[0].groups:
        assert f'<a href="{at(cast, "group", group=group)}">' in page


@pytest.mark.parametrize("how", ["all_apart", "all_same"])
def test_what_is_said_of_all_does_not_pass_over_marks(cast: Cast, five: list[UUID], how: str) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    for sent in (form(family, how, *five[:2]), lettered(family, how, (five[0], five[1]), (five[2], five[3]))):
        answer = dev.post(at(cast, "judge"), sent, **HX)
        assert (answer.status_code, "pass over the marks" in words(answer)) == (422, True)
    assert decisions(cast.review) == []


def test_one_mark_on_every_row_says_that_all_are_one_work(cast: Cast, five: list[UUID]) -> None:
    Browser(cast.dev).post(at(cast, "judge"), form(asked(cast.review)[0], "all_same", *five[:5]))
    assert sizes(cast) == [1, 1, 5]


def test_who_only_reads_sees_the_table_and_no_button(cast: Cast, five: list[UUID]) -> None:
    from synthema.team.actions import add_person, register_person

    fay = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, fay, "reader")
    page = words(Browser(fay).get(at(cast, "duplicates")))
    assert "Which of these 5" in page
    assert 'type="checkbox"' not in page
    assert 'data-key="k"' not in page


def lettered(family: Asked, how: str, *sets: tuple[UUID, ...], **more: str) -> dict[str, object]:
    letters = {f"letter-{one}": "ABC"[n] for n, part in enumerate(sets) for one in part}
    return form(family, how) | letters | more


def test_several_sets_of_equals_are_one_act_and_one_undo(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    two, other = (five[0], five[1]), (five[2], five[4])
    said = words(dev.post(at(cast, "judge"), lettered(family, "rest_apart", two, other), **HX))
    assert "Merged 4 into 2, kept one other apart." in said
    (decision,) = decisions(cast.review)
    assert {frozenset(part) for part in decision.sides} == {frozenset(two), frozenset(other), frozenset(five[3:4])}
    assert sizes(cast) == [1, 1, 1, 2, 2]
    dev.post(at(cast, "withdraw"), {"decision": str(decision.id), "question": str(family.id)})
    assert [len(one.groups) for one in asked(cast.review)] == [5, 2]


def test_ticked_rows_are_one_more_set_beside_the_letters_and_the_others_stay_open(cast: Cast, five: list[UUID]) -> None:
    sent = lettered(asked(cast.review)[0], "same", (five[0], five[1])) | {"record": [str(five[2]), str(five[3])]}
    Browser(cast.dev).post(at(cast, "judge"), sent)
    (decision,) = decisions(cast.review)
    assert [set(part) for part in decision.sides] == [{five[0], five[1]}, {five[2], five[3]}]
    assert len(asked(cast.review)) == 2


@pytest.mark.parametrize(
    ("sets", "ticked", "says"),
    [
        ([(0, 1), (2,)], (), "Only one row bears the letter B"),
        ([(0, 1)], (1, 2), "ticked and bears a letter"),
        ([(0, 1)], (2,), "two at least"),
    ],
)
def test_letters_that_say_too_little_are_refused_in_words(
    cast: Cast, five: list[UUID], sets: list[tuple[int, ...]], ticked: tuple[int, ...], says: str
) -> None:
    marked = [tuple(five[n] for n in part) for part in sets]
    sent = lettered(asked(cast.review)[0], "rest_apart", *marked) | {"record": [str(five[n]) for n in ticked]}
    answer = Browser(cast.dev).post(at(cast, "judge"), sent)
    assert (answer.status_code, says in words(answer)) == (422, True)
    assert decisions(cast.review) == []


def test_what_is_related_by_rule_is_told_in_the_rows_and_not_merged_in_silence(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 1), (1, 2), (2, 3)], related=[(0, 3, Kind.VERSION)])
    four, dev = birds(cast, tmp_path, 4), Browser(cast.dev)
    page = words(dev.get(at(cast, "duplicates")))
    assert "is a later version of row 4" in page
    assert "row 1 is a later version of this" in page
    assert f"{at(cast, 'group', group=asked(cast.review)[0].groups[0])}#related" in page
    (family,) = asked(cast.review)
    for sent in (form(family, "all_same"), form(family, "same", four[0], four[3]), form(family, "rest_apart", *four)):
        answer = dev.post(at(cast, "judge"), sent)
        assert (answer.status_code, "”, is a later version of row " in words(answer)) == (422, True)
    assert decisions(cast.review) == []
    dev.post(at(cast, "judge"), form(family, "rest_apart", *four[:3]))
    assert sizes(cast) == [1, 3]


def test_what_the_second_person_typed_and_marked_stays(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    merge_records(By(cast.chloe), cast.review, five[0], five[1])
    sent = lettered(family, "rest_apart", (five[2], five[3]), note="by <volume>") | {"record": [str(five[4])]}
    answer = words(dev.post(at(cast, "judge"), sent, **HX))
    assert 'class="said not"' in answer
    assert 'value="by &lt;volume&gt;"' in answer
    assert answer.count("<option selected>A</option>") == 2
    assert answer.count(" checked") == 1
    keep_apart(By(cast.chloe), cast.review, five[5], five[6])
    gone = {
        **form(family, "all_same", note="by volume"),
        "question": str(uuid4()),
        "row": [str(one) for one in five[5:]],
    }
    assert "You had written: “by volume”" in words(dev.post(at(cast, "judge"), gone, **HX))


def test_only_what_was_decided_since_the_page_was_made_is_told(cast: Cast, five: list[UUID]) -> None:
    dev, family = Browser(cast.dev), asked(cast.review)[0]
    merge_records(By(cast.chloe), cast.review, five[0], five[1])
    since = words(dev.get(at(cast, "duplicates"))).split('name="since" value="')[1].split('"')[0]
    answer = words(dev.post(at(cast, "judge"), form(family, "all_apart", since=since), **HX))
    assert "Something was decided or taken back in the meantime" in answer
