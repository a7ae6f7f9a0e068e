import pytest

from synthema.agreement import Interval, bias_index, prevalence_index, specific_agreement, table_of
from synthema.agreement.intervals import wilson
from synthema.refused import Refused
from tests.agreement.close import printed
from tests.agreement.published import PUBLISHED


@pytest.mark.parametrize("letter", "ABCD")
def test_feinstein_and_cicchetti_are_reproduced(letter: str) -> None:
    oracle = PUBLISHED[f"feinstein_cicchetti_{letter}"]
    a, b, c, d = oracle["a_b_c_d"]
    table = table_of([[a, b], [c, d]], ["yes", "no"])
    assert printed(prevalence_index(table).value, oracle["PI"])
    assert printed(bias_index(table).value, oracle["BI"])
    assert printed(specific_agreement(table, "yes").value, oracle["p_pos"], 4)
    assert printed(specific_agreement(table, "no").value, oracle["p_neg"], 4)


def test_the_intervals_hold_the_values_and_say_how_they_were_made() -> None:
    table = table_of([[80, 10], [5, 5]], ["yes", "no"])
    for estimate, method in (
        (prevalence_index(table), Interval.Z),
        (bias_index(table), Interval.Z),
        (specific_agreement(table, "no"), Interval.WILSON),
    ):
        assert estimate.interval is method
        assert estimate.value is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < estimate.value < estimate.high


def test_the_standard_error_of_specific_agreement_is_the_slope_times_that_of_the_share() -> None:
    # P = 2x / (1 + x) with x the share agreed among the 20 units on which either rater said no.
    share, units = 5 / 20, 20
    slope = 2 / (1 + share) ** 2
    expected = slope * (share * (1 - share) / units) ** 0.5
    assert specific_agreement(table_of([[80, 10], [5, 5]], ["yes", "no"]), "no").se == pytest.approx(expected)


def test_specific_agreement_carries_the_wilson_interval() -> None:
    estimate = specific_agreement(table_of([[80, 10], [5, 5]], ["yes", "no"]), "no")
    low, high = wilson(5, 20, 0.95)
    assert (estimate.low, estimate.high) == pytest.approx((2 * low / (1 + low), 2 * high / (1 + high)))


def test_specific_agreement_of_three_categories() -> None:
    table = table_of([[13, 0, 0], [0, 20, 7], [0, 4, 56]], ["ectopic", "abnormal", "normal"])
    assert specific_agreement(table, "abnormal").value == pytest.approx(2 * 20 / (27 + 24))
    assert specific_agreement(table, "ectopic").high == 1


def test_a_category_nobody_chose_has_no_specific_agreement() -> None:
    estimate = specific_agreement(table_of([[9, 0], [0, 0]], ["yes", "no"]), "no")
    assert estimate.value is None
    assert estimate.reason == "Neither rater chose this category."


def test_swapping_the_raters_turns_the_bias_round() -> None:
    one, other = bias_index(table_of([[80, 10], [5, 5]])), bias_index(table_of([[80, 5], [10, 5]]))
    assert one.value == 0.05
    assert other.value == -0.05


def test_three_categories_are_refused_with_the_way_out() -> None:
    table = table_of([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    with pytest.raises(Refused, match="collapse"):
        prevalence_index(table)
    with pytest.raises(Refused, match="has 3"):
        bias_index(table)


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(Refused, match="'maybe'"):
        specific_agreement(table_of([[1, 0], [0, 1]], ["yes", "no"]), "maybe")


def test_nothing_rated_gives_no_value() -> None:
    assert prevalence_index(table_of([[0, 0], [0, 0]])).value is None
