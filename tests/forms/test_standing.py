from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from synthema.forms.model import Form, Question, Value
from synthema.forms.standing import Agreed, Given, blind_pair, differences, outdated, settle, visible

ANA, BEN, CHLOE = UUID(int=1), UUID(int=2), UUID(int=3)
STUDY = UUID(int=9)
FORM = Form(
    id="f",
    version=1,
    title="Form",
    questions=(
        Question(key="a", label="A", kind="text", required=True),
        Question(key="b", label="B", kind="number"),
        Question(key="c", label="C", kind="text"),
    ),
)


def sheet(person: UUID, given: int, *, withdrawn: int | None = None, rating: str = "", **answers: Value) -> Given:
    return Given(
        id=uuid4(),
        study=STUDY,
        person=person,
        answers=answers,
        reasons=dict.fromkeys(answers, f"{person.int} says"),
        rating=rating,
        given=given,
        withdrawn=withdrawn,
    )


def agreed(**answers: Value) -> Agreed:
    reasons = dict.fromkeys(answers, "settled")
    return Agreed(id=uuid4(), study=STUDY, person=ANA, how="consensus", answers=answers, reasons=reasons)


def test_before_all_are_in_a_person_sees_only_their_own() -> None:
    ana = sheet(ANA, 1, a="x")
    assert visible([ana], ANA, 2) == [ana]
    assert visible([ana], BEN, 2) == []
    assert visible([ana], BEN, 1) == [ana]
    ben = sheet(BEN, 2, a="y")
    assert visible([ana, ben], CHLOE, 2) == [ana, ben]


def test_one_sheet_settles_a_study_only_where_one_is_enough() -> None:
    ana = sheet(ANA, 1, a="x")
    assert settle(FORM, [ana], None, 2) is None
    done = settle(FORM, [ana], None, 1)
    assert done is not None
    assert (done.how, done.answers, done.people) == ("single", {"a": "x"}, (ANA,))
    assert settle(FORM, [], None, 1) is None


def test_two_sheets_alike_settle_a_study_and_keep_both_reasons() -> None:
    done = settle(FORM, [sheet(ANA, 1, a="x", b="12"), sheet(BEN, 2, a="x", b="12.0")], None, 2)
    assert done is not None
    assert (done.how, done.answers) == ("agreed", {"a": "x", "b": "12"})
    assert done.reasons["a"] == ("1 says", "2 says")


def test_two_sheets_that_differ_wait_for_a_consensus_that_replaces_only_what_differed() -> None:
    pair = [sheet(ANA, 1, c="z", a="x", b="1"), sheet(BEN, 2, a="x", b="2", c="z")]
    assert [one.key for one in differences(FORM, *pair)] == ["b"]
    assert settle(FORM, pair, None, 2) is None
    done = settle(FORM, pair, agreed(b="3"), 2)
    assert done is not None
    assert list(done.answers.items()) == [("a", "x"), ("b", "3"), ("c", "z")]
    assert done.reasons == {"a": ("1 says", "2 says"), "b": ("settled",), "c": ("1 says", "2 says")}
    assert done.how == "consensus"


def test_a_consensus_without_a_reason_leaves_none_of_the_overruled_reasons() -> None:
    pair = [sheet(ANA, 1, a="x"), sheet(BEN, 2, a="y")]
    done = settle(FORM, pair, replace(agreed(a="y"), reasons={}), 2)
    assert done is not None
    assert done.reasons == {}


def test_ratings_that_differ_wait_for_a_consensus_too() -> None:
    pair = [sheet(ANA, 1, a="x", rating="high"), sheet(BEN, 2, a="x", rating="low")]
    assert settle(FORM, pair, None, 2) is None
    done = settle(FORM, pair, replace(agreed(), rating="moderate", rating_reason="between"), 2)
    assert done is not None
    assert (done.rating, done.rating_reason) == ("moderate", "between")


def test_ratings_that_agree_stand_whatever_the_consensus_says_of_answers() -> None:
    pair = [sheet(ANA, 1, a="x", rating="high"), sheet(BEN, 2, a="y", rating="high")]
    done = settle(FORM, pair, agreed(a="x"), 2)
    assert done is not None
    assert done.rating == "high"


def test_a_sheet_is_outdated_when_a_question_was_added_that_it_must_answer_but_not_when_one_was_removed() -> None:
    ana = sheet(ANA, 1, a="x", c="z")
    assert not outdated(replace(FORM, version=2, questions=FORM.questions[:2]), ana)
    added = Question(key="d", label="D", kind="text", required=True)
    assert outdated(replace(FORM, version=2, questions=(*FORM.questions, added)), ana)


def test_agreement_looks_at_the_pair_standing_when_the_second_person_first_answered() -> None:
    first, ben = sheet(ANA, 1, a="x"), sheet(BEN, 2, a="y", withdrawn=5)
    assert blind_pair([first], []) is None
    assert blind_pair([replace(first, withdrawn=4), ben, sheet(ANA, 4, a="y"), sheet(BEN, 6, a="x")], []) == (
        replace(first, withdrawn=4),
        ben,
    )


def test_a_sheet_withdrawn_before_the_other_person_answered_is_not_in_the_pair() -> None:
    second = sheet(ANA, 3, a="z")
    ben = sheet(BEN, 4, a="y")
    assert blind_pair([sheet(ANA, 1, a="x", withdrawn=2), second, ben], []) == (second, ben)
    assert blind_pair([sheet(ANA, 1, a="x", withdrawn=2), ben], []) is None


def test_the_persons_of_a_pair_keep_their_order() -> None:
    ben, ana = sheet(BEN, 1, a="y"), sheet(ANA, 2, a="x")
    assert blind_pair([ben, ana], []) == (ana, ben)


@pytest.mark.parametrize(
    ("open_time", "blind"),
    [((1, 2), True), ((2, 4), False), ((4, 6), False), ((4, 20), False), ((7, 20), True), ((1, 20), False)],
)
def test_a_pair_made_while_one_assessor_was_enough_is_not_blind(open_time: tuple[int, int], blind: bool) -> None:
    pair = (sheet(ANA, 3, a="x"), sheet(BEN, 6, a="y"))
    assert (blind_pair(pair, [open_time]) == pair) is blind
