import json
from decimal import Decimal

import pytest

from synthema.appraisal import Band, instrument, preset, presets, rate, score, with_bands
from synthema.forms import FormError
from tests.appraisal.published import (
    BUTLER,
    COUNT_YES,
    JBI_PERCENT,
    JBI_TWO_ONE_ZERO,
    TWO_ONE_ZERO,
    VIKEN,
    answers,
)
from tests.shared_data import shared_data

CASP = instrument("casp_2018")
JBI = instrument("jbi_qualitative_2015")


@pytest.mark.parametrize(("letters", "value", "band"), BUTLER.values(), ids=BUTLER)
def test_butler_gives_the_published_scores_and_bands(letters: str, value: str, band: str) -> None:
    result = score(preset("butler2016"), CASP, answers(letters))
    assert (result.value, result.maximum, result.band) == (Decimal(value), Decimal(10), band)
    assert "hides which domain failed" in result.warning


@pytest.mark.parametrize(("letters", "value", "band"), TWO_ONE_ZERO.values(), ids=TWO_ONE_ZERO)
def test_two_one_zero_gives_the_published_scores_and_bands(letters: str, value: str, band: str) -> None:
    result = score(preset("two_one_zero"), CASP, answers(letters))
    assert (result.value, result.maximum, result.band) == (Decimal(value), Decimal(20), band.lower())


@pytest.mark.parametrize(("letters", "band"), COUNT_YES.values(), ids=COUNT_YES)
def test_counting_yes_on_nine_questions_gives_the_published_bands(letters: str, band: str) -> None:
    result = score(preset("count_yes_q1_9"), CASP, answers(letters))
    assert (result.value, result.band) == (Decimal(letters.count("Y")), band.lower())


@pytest.mark.parametrize(("letters", "value"), JBI_TWO_ONE_ZERO.values(), ids=JBI_TWO_ONE_ZERO)
def test_jbi_two_one_zero_gives_the_published_scores(letters: str, value: str) -> None:
    result = score(preset("jbi_two_one_zero"), JBI, answers(letters, "unclear"))
    assert (result.value, result.maximum, result.band) == (Decimal(value), Decimal(20), "")


@pytest.mark.parametrize(("letters", "percent"), JBI_PERCENT.values(), ids=JBI_PERCENT)
def test_jbi_percent_yes_gives_the_published_percentages(letters: str, percent: str) -> None:
    assert score(preset("jbi_percent_yes"), JBI, answers(letters, "unclear")).value == Decimal(percent)


@pytest.mark.parametrize(
    ("letters", "band"),
    [("YYYYYYYNNN", "low"), ("YYYYYYNNNN", "low"), ("YYYYYCNNNN", "exclude"), ("YYYYYYYCNN", "moderate")],
)
def test_the_edges_of_the_lower_butler_bands(letters: str, band: str) -> None:
    assert score(preset("butler2016"), CASP, answers(letters)).band == band


def test_a_score_the_source_gives_no_name_to_has_no_band() -> None:
    assert score(preset("two_one_zero"), CASP, answers("YYYYYYYCNN")).band == ""


def test_not_applicable_leaves_the_count_and_the_maximum() -> None:
    given = answers("YYYYYYYNAU", "unclear")
    assert score(preset("jbi_two_one_zero"), JBI, given).value == 15
    assert score(preset("jbi_two_one_zero"), JBI, given).maximum == 18
    assert score(preset("jbi_percent_yes"), JBI, given).value == Decimal("77.8")
    nothing = score(preset("jbi_percent_yes"), JBI, answers("A" * 10))
    assert (nothing.value, nothing.unanswered) == (None, ())


@pytest.mark.parametrize("name", ["butler2016", "two_one_zero", "count_yes_q1_9"])
def test_a_blank_row_or_a_missing_answer_has_no_score_and_is_flagged(name: str) -> None:
    blank = score(preset(name), CASP, answers(VIKEN["Smith 2011"][0]))
    assert (blank.value, blank.band, len(blank.unanswered)) == (None, "", 9 if name == "count_yes_q1_9" else 10)
    partial = {**answers("YYYYYYYYYY"), "3": ""}
    assert score(preset(name), CASP, partial).unanswered == ("3",)
    assert score(preset(name), CASP, partial).value is None


def test_identical_answers_may_carry_different_ratings() -> None:
    (one, high), (two, moderate) = VIKEN["Almutairi 2015"], VIKEN["Estacio & Saidy-Khan 2014"]
    assert (one, high, moderate) == (two, "High", "Moderate")
    none = preset("none")
    given = score(none, CASP, answers(one))
    assert (given.value, given.band, given.warning) == (None, "", "")
    ratings = [rate(level, "as the reviewers judged it", given).level for level in (high, moderate)]
    assert ratings == ["High", "Moderate"]


def test_a_rating_without_a_score_needs_its_reason() -> None:
    with pytest.raises(FormError, match="High without a reason"):
        rate("High", " ")
    with pytest.raises(FormError, match="no level"):
        rate("", "because")
    assert not rate("High", "rich accounts").overridden


def test_departing_from_the_band_needs_a_reason_and_shows() -> None:
    high = score(preset("butler2016"), CASP, answers("YYYYYYYYYY"))
    assert not rate("high", "", high).overridden
    with pytest.raises(FormError, match="moderate instead of high without a reason"):
        rate("moderate", "", high)
    departed = rate("moderate", "two quotes carry the whole analysis", high)
    assert (departed.overridden, departed.band) == (True, "high")


def test_the_first_preset_of_every_instrument_is_no_score() -> None:
    assert [p.id for p in presets(CASP)] == ["none", "butler2016", "two_one_zero", "count_yes_q1_9"]
    assert [p.id for p in presets(JBI)] == ["none", "jbi_percent_yes", "jbi_two_one_zero"]
    assert [p.id for p in presets(instrument("mmat_2018"))] == ["none"]


def test_bands_can_be_edited_and_the_score_says_so() -> None:
    edited = with_bands(preset("butler2016"), (Band("strong", Decimal(8)), Band("weak", Decimal(0))))
    result = score(edited, CASP, answers("YYYYYYYYNN"))
    assert (result.band, result.bands_edited) == ("strong", True)
    assert not score(preset("butler2016"), CASP, answers("YYYYYYYYNN")).bands_edited


@pytest.mark.parametrize(
    ("lows", "what"),
    [
        (("5", "8", "0"), "lower than the one before"),
        (("5", "5", "0"), "lower"),
        (("5", "1"), "no name"),
        ((), "no name"),
    ],
)
def test_bands_must_descend_to_nothing(lows: tuple[str, ...], what: str) -> None:
    with pytest.raises(FormError, match=what):
        with_bands(preset("butler2016"), tuple(Band(f"band {low}", Decimal(low)) for low in lows))


def test_a_preset_is_refused_for_the_wrong_instrument_or_a_wrong_answer() -> None:
    with pytest.raises(FormError, match=r"not made for JBI .* Use one of: none, jbi_percent_yes, jbi_two_one_zero"):
        score(preset("butler2016"), JBI, answers("Y" * 10))
    with pytest.raises(FormError, match=r'Question 3 \(Design justified\): "unclear" is not one of the choices'):
        score(preset("butler2016"), CASP, {**answers("Y" * 10), "3": "unclear"})
    with pytest.raises(FormError, match="Use one of: none, butler2016"):
        preset("weighted_578")


def test_the_numbers_used_here_are_those_of_the_reference_file() -> None:
    file = json.loads(shared_data("oracles.json").read_text("utf-8"))

    def rows(group: str, *names: str) -> dict[str, tuple[str, ...]]:
        return {study: tuple(str(row[name]) for name in names) for study, row in file[group]["studies"].items()}

    assert rows("casp_butler_1_half_0", "answers", "score", "band") == BUTLER
    assert rows("casp_2_1_0", "answers", "score", "band") == TWO_ONE_ZERO
    assert rows("casp_count_yes_9", "answers", "band") == COUNT_YES
    assert {s: tuple(row.split("|")) for s, row in file["casp_viken2018"]["studies"].items()} == VIKEN
    assert rows("jbi_2_1_0", "answers", "score") == JBI_TWO_ONE_ZERO
    assert {s: (a, str(p)) for s, (a, p) in file["jbi_percent_yes"]["studies"].items()} == JBI_PERCENT
    assert {g for g in file if g.startswith(("casp", "jbi"))} == {
        "casp_butler_1_half_0",
        "casp_2_1_0",
        "casp_count_yes_9",
        "casp_viken2018",
        "jbi_2_1_0",
        "jbi_percent_yes",
    }
