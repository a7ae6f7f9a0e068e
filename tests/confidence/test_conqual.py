"""ConQual against its published rules and tables."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.confidence import Answer, Confidence, ConQualError, ResearchType, conqual, credibility, dependability
from synthema.confidence import overridden as override
from synthema.confidence.conqual import DEPENDABILITY_QUESTIONS, dependability_steps, dependable_answers
from synthema.synthesis.model import Credibility
from tests.shared_data import shared_data

LETTERS = {"Y": Answer.YES, "N": Answer.NO, "U": Answer.UNCLEAR}
U, C, NS = Credibility.UNEQUIVOCAL, Credibility.CREDIBLE, Credibility.NOT_SUPPORTED
LEVELS = {"U": U, "C": C, "NS": NS}

# Answers to JBI questions 1 to 10, and the downgrade printed for each of the 22 reports of Baldwin et al. 2018.
BALDWIN_2018: dict[str, Any] = {
    "papers": {
        name: {"answers": answers, "levels_down": down}
        for name, answers, down in (
            ("Barclay & Lupton", "YYYYYYNYNY", 0),
            ("Bozlan", "YYYYYNNYNU", -1),
            ("Dallos & Nokes", "YYYYYYYYNY", 0),
            ("Darwin", "YYYYYYYYYY", 0),
            ("Deave & Johnson", "YYYYYNNYYY", -1),
            ("De Montigny & Lacharite", "YYYYYNNYYY", -1),
            ("Dolan & Coe", "YYYYYYYYYY", 0),
            ("Finnbogadottir", "YYYYYYYYYY", 0),
            ("Henderson & Brouse", "YYYYYNNYNY", -1),
            ("Henwood & Procter", "YYYYYNNYUY", -1),
            ("Ives", "YYYYYYYYYY", 0),
            ("Iwata", "YYYYYNNYYY", -1),
            ("Jordan", "YYYYYYYYNY", 0),
            ("Kao & Long", "YYYYYYYYUY", 0),
            ("Kowlessar", "YYYYYYYYYY", 0),
            ("Machin", "UYUYYNNNYY", -1),
            ("Olsson", "YYYYYYYYYY", 0),
            ("Palsson", "YYYYYYYYYY", 0),
            ("Poh", "YYYYYYYYYY", 0),
            ("Rowe", "YYYYYYNYUY", 0),
            ("Shirani & Henwood", "YYYYYNUYNY", -1),
            ("Taniguchi", "YYYYYYYYYY", 0),
        )
    },
    "papers_unchanged": 14,
    "papers_down1": 8,
    "papers_down2": 0,
    "synthesised_finding_1": {
        "categories": [
            {"credibility": ["U", "U", "U", "C", "C", "C"]},
            {"credibility": ["C", "U", "C", "C", "U", "U", "C", "C"]},
            {"credibility": ["U", "U", "C", "C", "U", "U", "C", "C", "C"]},
        ],
        "n_findings": 23,
        "U": 10,
        "C": 13,
        "credibility_levels_down": -1,
    },
}
MUNN_2014: dict[str, Any] = {"start": "High", "dependability": -1, "credibility": -1, "result": "Low"}
RULES: dict[str, Any] = {
    "start": {"qualitative": "High", "text_opinion": "Low"},
    "dependability": {"4-5 yes": 0, "2-3 yes": -1, "0-1 yes": -2},
    "dependability_items_JBI": [2, 3, 4, 6, 7],
    "credibility": {"all U": 0, "U+C": -1, "all C": -2, "C+NS": -3, "all NS": -4},
    "floor": "Very low",
}


def oracle(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared_data("oracles.json").read_text(encoding="utf-8"))[name]
    return found


def answers(letters: str) -> dict[int, Answer]:
    return {question: LETTERS[letter] for question, letter in enumerate(letters, start=1)}


def yes_to(*questions: int) -> dict[int, Answer]:
    return {question: Answer.YES if question in questions else Answer.UNCLEAR for question in range(1, 11)}


def level(printed: str) -> Confidence:
    return Confidence(printed.lower().replace(" ", "_"))


def check_baldwin(published: Mapping[str, Any]) -> None:
    appraisals = {name: answers(row["answers"]) for name, row in published["papers"].items()}
    down = {name: dependability_steps(dependable_answers(given)) for name, given in appraisals.items()}
    assert down == {name: row["levels_down"] for name, row in published["papers"].items()}
    spread = dependability(appraisals)
    keys = ("papers_unchanged", "papers_down1", "papers_down2")
    assert spread.counted == dict(zip(("0", "-1", "-2"), (published[key] for key in keys), strict=True))
    assert spread.steps == 0
    first = published["synthesised_finding_1"]
    levels = [LEVELS[letter] for category in first["categories"] for letter in category["credibility"]]
    mix = credibility(levels)
    assert Counter(levels) == {U: first["U"], C: first["C"]}
    assert len(levels) == first["n_findings"]
    assert mix.steps == first["credibility_levels_down"]
    assert conqual("first", spread, mix).level is Confidence.MODERATE


def test_it_lowers_the_reports_of_baldwin_2018_as_printed() -> None:
    check_baldwin(BALDWIN_2018)


def test_it_lowers_the_reports_of_baldwin_2018_as_stored() -> None:
    check_baldwin(oracle("conqual_baldwin2018"))


def check_munn(published: Mapping[str, Any]) -> None:
    lowered = dependability({"one": yes_to(2, 3)})
    mixed = credibility([U, C])
    assert (lowered.steps, mixed.steps) == (published["dependability"], published["credibility"])
    score = conqual("f", lowered, mixed)
    assert score.start is level(published["start"])
    assert score.level is level(published["result"])


def test_it_scores_the_example_of_munn_2014() -> None:
    check_munn(MUNN_2014)


def test_it_scores_the_example_of_munn_2014_as_stored() -> None:
    check_munn(oracle("conqual_munn2014_example"))


def check_rules(rules: Mapping[str, Any]) -> None:
    assert list(DEPENDABILITY_QUESTIONS) == rules["dependability_items_JBI"]
    for yes, steps in rules["dependability"].items():
        low, high = yes.removesuffix(" yes").split("-")
        assert {dependability_steps(count) for count in range(int(low), int(high) + 1)} == {steps}
    for mix, steps in rules["credibility"].items():
        assert credibility([LEVELS[letter] for letter in mix.removeprefix("all ").split("+")]).steps == steps
    unchanged = (dependability({"one": yes_to(2, 3, 4, 6)}), credibility([U]))
    for research, start in rules["start"].items():
        assert conqual("f", *unchanged, ResearchType(research)).level is level(start)
    worst = (dependability({"one": yes_to()}), credibility([NS]))
    assert all(conqual("f", *worst, research).level is level(rules["floor"]) for research in ResearchType)


def test_it_follows_the_published_rules() -> None:
    check_rules(RULES)


def test_it_follows_the_published_rules_as_stored() -> None:
    check_rules(oracle("conqual_rules"))


def test_only_five_of_the_ten_questions_count() -> None:
    assert dependable_answers(yes_to(1, 5, 8, 9, 10)) == 0
    assert dependable_answers(yes_to(*DEPENDABILITY_QUESTIONS)) == 5


def test_a_missing_answer_is_named_not_taken_for_a_no() -> None:
    with pytest.raises(ConQualError, match="Mill 2019: no answer to JBI question 3, 7"):
        dependability({"Mill 2019": {2: Answer.YES, 4: Answer.YES, 6: Answer.YES}})


def test_without_a_majority_a_person_decides() -> None:
    split = dependability({"a": yes_to(2, 3, 4, 6), "b": yes_to(2, 3)})
    assert split.steps is None
    assert "1 unchanged, 1 down one, 0 down two of 2 reports: no majority" in split.explanation
    assert conqual("f", split, credibility([U])).level is None


def test_the_largest_group_is_not_yet_a_majority() -> None:
    reports = {"a": yes_to(2, 3, 4, 6), "b": yes_to(2, 3, 4, 6), "c": yes_to(2, 3), "d": yes_to()}
    assert dependability(reports).steps is None


@pytest.mark.parametrize("mix", [[U, NS], [U, C, NS]])
def test_a_mix_the_rule_is_silent_on_waits_for_a_person(mix: list[Credibility]) -> None:
    found = credibility(mix)
    assert found.steps is None
    assert "Take out what is not supported" in found.explanation


def test_it_shows_what_went_in() -> None:
    assert credibility([U, C, C]).counted == {"unequivocal": 1, "credible": 2, "not_supported": 0}
    assert credibility([U, C, C]).explanation == "1 unequivocal, 2 credible."


def test_a_person_may_change_a_downgrade_with_a_reason() -> None:
    score = conqual("f", dependability({"a": yes_to(2, 3)}), credibility([U]))
    changed = override(score, "dependability", 0, reason="Position was described in a sister report.", by="Ana")
    assert changed.level is Confidence.HIGH
    assert changed.dependability.computed == -1
    assert changed.dependability.override is not None
    assert changed.dependability.override.by == "Ana"
    lowered = override(score, "credibility", -4, reason="The quotes do not fit.", by="Ben")
    assert lowered.level is Confidence.VERY_LOW


@pytest.mark.parametrize(
    ("downgrade", "value", "reason", "told"),
    [
        ("dependability", 0, " ", "without a reason"),
        ("dependability", -3, "because", "from -2 to 0"),
        ("credibility", 1, "because", "from -4 to 0"),
        ("relevance", 0, "because", "no downgrade called relevance"),
    ],
)
def test_a_change_without_reason_or_range_is_refused(downgrade: str, value: int, reason: str, told: str) -> None:
    score = conqual("f", dependability({"a": yes_to(2, 3)}), credibility([U]))
    with pytest.raises(ConQualError, match=told):
        override(score, downgrade, value, reason=reason, by="Ana")


def test_nothing_to_count_is_refused() -> None:
    with pytest.raises(ConQualError, match="No contributing report"):
        dependability({})
    with pytest.raises(ConQualError, match="no finding with a credibility level"):
        credibility([])
    with pytest.raises(ConQualError, match="from 0 to 5"):
        dependability_steps(6)


@given(st.integers(0, 4), st.integers(0, 4), st.sampled_from(list(Confidence)))
def test_more_steps_never_raise_confidence(fewer: int, more: int, start: Confidence) -> None:
    order = list(Confidence)
    assert order.index(start.lowered(-fewer - more)) >= order.index(start.lowered(-fewer))
