from collections.abc import Mapping

import pytest

from synthema.forms import NOT_REPORTED, FormError, Value, check, consensus, form_from_plain, reconcile
from tests.forms.tool import tool

COMPLETE: dict[str, Value] = {"country": "Norway", "design": "qualitative"}

CHECKLIST = form_from_plain(
    {
        "id": "own",
        "version": 1,
        "title": "Own checklist",
        "not_reported": False,
        "reason_for": ["no"],
        "question": [{"key": "1", "label": "Aims", "kind": "choice", "choices": ["yes", "no"], "required": True}],
    }
)


def complaints(answers: Mapping[str, object]) -> list[str]:
    return [str(problem) for problem in check(tool(), answers)]


def test_complete_answers_have_no_problems() -> None:
    answers = {
        **COMPLETE,
        "n": "15",
        "collection": ["interviews", "observation"],
        "gathered": "2019-04",
        "roles": [{"role": "peer specialist", "n": "8"}, {"role": "service user"}],
        "key_quote": {"text": "I belong here", "place": "p. 7"},
    }
    assert complaints(answers) == []


def test_not_reported_is_an_answer_and_empty_is_none() -> None:
    assert complaints({"country": NOT_REPORTED, "design": NOT_REPORTED, "collection": NOT_REPORTED}) == []
    empty = check(tool(), {"country": " ", "collection": []})
    assert [(p.where, p.what, p.missing) for p in empty] == [
        ("Question country (Country)", "no answer", True),
        ("Question design (Design)", "no answer", True),
    ]


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("country", 3, "3 is not text"),
        ("n", "about 20", '"about 20" is not a number'),
        ("n", "4 210", '"4 210" is not a number'),
        ("n", "12,5", '"12,5" is not a number'),
        ("n", "1e3", '"1e3" is not a number'),
        ("n", 1.5, '"1.5" is not a number'),
        ("design", "quantitative", '"quantitative" is not one of the choices'),
        ("design", True, '"True" is not one of the choices'),
        ("collection", "interviews", "'interviews' is not a list of choices"),
        ("collection", ["interviews", "letters"], '"letters" is not one of the choices'),
        ("collection", ["interviews", "interviews"], "a choice is named twice"),
        ("gathered", "spring 2019", '"spring 2019" is not a date'),
        ("gathered", "2019-02-30", '"2019-02-30" is not in the calendar'),
        ("gathered", 2019, '"2019" is not a date'),
        ("roles", "eight", "'eight' is not a table"),
        ("roles", [{"role": 8}], "[{'role': 8}] is not a table"),
        ("roles", [{"age": "8"}], '"age" is not a column of this table'),
        ("key_quote", "I belong", "'I belong' is not a quote with its place"),
        ("key_quote", {"text": "I belong", "place": ""}, "a quote without its place"),
        ("key_quote", {"text": "", "place": "p. 7"}, "a place without a quoted text"),
        ("key_quote", {"text": NOT_REPORTED, "place": "p. 7"}, '"not reported" with a place'),
    ],
)
def test_an_answer_of_the_wrong_kind_is_named(key: str, value: object, what: str) -> None:
    (problem,) = check(tool(), {**COMPLETE, key: value})
    assert problem.where.startswith(f"Question {key} (")
    assert problem.what == what
    assert problem.next
    assert not problem.missing


@pytest.mark.parametrize("value", ["0", "-3", "12.50", "007"])
def test_decimal_strings_are_numbers(value: str) -> None:
    assert complaints({**COMPLETE, "n": value}) == []


@pytest.mark.parametrize("value", ["2019", "2020-02", "2020-02-29"])
def test_a_date_may_be_a_year_a_month_or_a_day(value: str) -> None:
    assert complaints({**COMPLETE, "gathered": value}) == []


def test_an_answer_to_a_question_the_form_does_not_have_is_named() -> None:
    (problem,) = complaints({**COMPLETE, "region": "north"})
    assert problem.startswith("Question region: it is not part of Extraction tool, version 2. Use one of: country, n,")


def test_a_checklist_can_refuse_not_reported_and_ask_for_reasons() -> None:
    assert check(CHECKLIST, {"1": "yes"}) == ()
    assert check(CHECKLIST, {"1": "no"}, {"1": "the aim is never stated"}) == ()
    (without,) = check(CHECKLIST, {"1": "no"}, {"1": " "})
    assert (without.what, without.missing) == ('"no" without a reason', True)
    (refused,) = check(CHECKLIST, {"1": NOT_REPORTED})
    assert str(refused) == 'Question 1 (Aims): "not reported" is not an answer on this form. Use one of: yes, no.'


ANA: dict[str, Value] = {
    "country": "Norway",
    "n": "12",
    "collection": ["interviews", "observation"],
    "gathered": "2019",
}
BEN: dict[str, Value] = {
    "country": "Norge",
    "n": "12.0",
    "collection": ["observation", "interviews"],
    "design": "qualitative",
}


def test_reconciling_lists_agreed_differing_and_unanswered_questions() -> None:
    result = reconcile(tool(), ANA, BEN)
    assert result.agreed == {"n": "12", "collection": ["interviews", "observation"]}
    assert [(d.key, d.first, d.second) for d in result.differing] == [
        ("country", "Norway", "Norge"),
        ("design", None, "qualitative"),
        ("gathered", "2019", None),
    ]
    assert result.unanswered == ("roles", "key_quote")


def test_not_reported_differs_from_empty_and_from_every_other_answer() -> None:
    result = reconcile(tool(), {"n": NOT_REPORTED, "country": NOT_REPORTED}, {"n": "3", "country": ""})
    assert [d.key for d in result.differing] == ["country", "n"]
    both = reconcile(tool(), {"n": NOT_REPORTED}, {"n": NOT_REPORTED})
    assert both.agreed == {"n": NOT_REPORTED}


def test_a_consensus_settles_every_difference_and_keeps_the_originals() -> None:
    both = reconcile(tool(), ANA, BEN)
    resolved: dict[str, Value] = {"country": "Norway", "design": "qualitative", "gathered": NOT_REPORTED}
    settled = consensus(tool(), both, resolved, {"gathered": "the year is that of publication"})
    assert settled.answers == {
        "country": "Norway",
        "n": "12",
        "design": "qualitative",
        "collection": ["interviews", "observation"],
        "gathered": NOT_REPORTED,
    }
    last = settled.resolutions[-1]
    assert (last.first, last.second, last.value) == ("2019", None, NOT_REPORTED)
    assert last.reason == "the year is that of publication"
    assert (settled.reconciliation.first, settled.reconciliation.second) == (ANA, BEN)


def refusal(resolved: Mapping[str, Value]) -> list[str]:
    with pytest.raises(FormError) as caught:
        consensus(tool(), reconcile(tool(), ANA, BEN), resolved)
    return [f"{problem.where}: {problem.what}" for problem in caught.value.problems]


def test_a_consensus_that_leaves_a_difference_open_is_refused() -> None:
    assert refusal({"country": "Norway", "design": ""}) == [
        "Question design: the two answers differ and the consensus does not answer it",
        "Question gathered: the two answers differ and the consensus does not answer it",
    ]


def test_a_consensus_cannot_overrule_what_both_answered_alike_or_neither_answered() -> None:
    settled: dict[str, Value] = {"country": "Norway", "design": "qualitative", "gathered": "2019"}
    quote: Value = {"text": "new", "place": "p. 1"}
    assert refusal({**settled, "n": "13", "key_quote": quote}) == [
        "Question n: both people answered it alike, so there is no difference to settle",
        "Question key_quote: neither person answered it, so there is no difference to settle",
    ]
    restated = consensus(tool(), reconcile(tool(), ANA, BEN), {**settled, "n": "12.00"})
    assert restated.answers["n"] == "12"


def test_a_consensus_answer_must_fit_its_question() -> None:
    resolved: dict[str, Value] = {"country": "Norway", "design": "both", "gathered": "2019"}
    assert refusal(resolved) == ['Question design (Design): "both" is not one of the choices']
