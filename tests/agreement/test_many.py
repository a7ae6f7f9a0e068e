from collections.abc import Callable

import pytest

from synthema.agreement import (
    Counts,
    Estimate,
    Interval,
    count,
    counts_of,
    fleiss_kappa,
    free_marginal,
    gwet_ac1,
    gwet_ac1_many,
    percent_agreement_many,
    ratings_of,
    scott_pi,
    table_of,
    units_of,
)
from tests.agreement.close import printed
from tests.agreement.published import IRRCAC, PUBLISHED

MISSING = PUBLISHED["gwet_4raters_missing"]
FLEISS = PUBLISHED["fleiss_1971"]
BY_NAME: dict[str, Callable[[Counts], Estimate]] = {
    "percent_agreement": percent_agreement_many,
    "fleiss_kappa": fleiss_kappa,
    "brennan_prediger": free_marginal,
    "gwet_ac1": gwet_ac1_many,
}


def _gwet() -> Counts:
    return count(ratings_of(MISSING["raw_units_x_raters"], [1, 2, 3, 4, 5]))


def test_gwets_four_raters_with_missing_ratings_are_reproduced() -> None:
    counts = _gwet()
    ac1 = gwet_ac1_many(counts)
    assert printed(percent_agreement_many(counts).value, MISSING["pa"])
    assert printed(ac1.value, MISSING["ac1"])
    assert printed(ac1.se, MISSING["ac1_se"])
    assert printed(ac1.low, MISSING["ac1_ci"][0])
    assert ac1.high == MISSING["ac1_ci"][1]
    assert ac1.interval is Interval.T
    assert printed(fleiss_kappa(counts).value, MISSING["fleiss"])
    assert printed(free_marginal(counts).value, MISSING["brennan_prediger"])


@pytest.mark.parametrize("name", ["percent_agreement", "fleiss_kappa", "brennan_prediger"])
def test_irrcacs_standard_errors_with_missing_ratings_are_reproduced(name: str) -> None:
    se, low, high = IRRCAC["gwet_4raters_missing"][name]
    estimate = BY_NAME[name](_gwet())
    assert printed(estimate.se, se)
    assert printed(estimate.low, low, 3)
    assert estimate.high == high


@pytest.mark.parametrize("name", ["gwet_ac1", "fleiss_kappa", "brennan_prediger"])
def test_irrcacs_standard_errors_on_half_of_fleiss_are_reproduced(name: str) -> None:
    se, low, high = IRRCAC["fleiss_1971_first_15"][name]
    estimate = BY_NAME[name](counts_of(FLEISS["table"][:15]))
    assert printed(estimate.se, se)
    assert printed(estimate.low, low, 3)
    assert printed(estimate.high, high, 3)


def test_fleiss_1971_is_reproduced() -> None:
    counts = counts_of(FLEISS["table"])
    kappa = fleiss_kappa(counts)
    assert printed(kappa.value, FLEISS["kappa"], 3)
    assert printed(percent_agreement_many(counts).value, FLEISS["Pbar"])
    assert kappa.test is not None
    assert printed(kappa.test.se0, FLEISS["se0"])
    assert printed(kappa.test.z, FLEISS["z"])


def test_the_wikipedia_example_is_reproduced() -> None:
    oracle = PUBLISHED["fleiss_wikipedia"]
    counts = counts_of(oracle["table"])
    kappa = fleiss_kappa(counts)
    assert printed(kappa.value, oracle["kappa"], 3)
    assert printed(percent_agreement_many(counts).value, oracle["Pbar"])
    assert kappa.test is not None
    assert printed(kappa.test.se0, oracle["se0"])


@pytest.mark.parametrize("oracle", PUBLISHED["fleiss_randolph"])
def test_randolphs_free_marginal_kappa_is_reproduced(oracle: dict[str, float]) -> None:
    counts = counts_of(oracle["table"])  # type: ignore[arg-type]
    assert printed(percent_agreement_many(counts).value, oracle["po"])
    assert printed(fleiss_kappa(counts).value, oracle["fleiss"])
    assert printed(free_marginal(counts).value, oracle["free_marginal"])


def test_two_raters_are_the_special_case() -> None:
    table = table_of([[13, 2, 0], [3, 20, 7], [0, 4, 56]])
    units = units_of(table)
    assert fleiss_kappa(units).value == pytest.approx(scott_pi(table).value)
    assert gwet_ac1_many(units).value == pytest.approx(gwet_ac1(table).value)
    # The table's variance divides by n and the raw one by n - 1: that is their whole difference.
    wanted = gwet_ac1(table).se
    assert wanted is not None
    assert gwet_ac1_many(units).se == pytest.approx(wanted * (table.n / (table.n - 1)) ** 0.5)


def test_units_nobody_rated_change_nothing() -> None:
    some, more = counts_of([[3, 0], [2, 1], [0, 3]]), counts_of([[0, 0], [3, 0], [2, 1], [0, 3], [0, 0]])
    for statistic in BY_NAME.values():
        assert statistic(some) == statistic(more)


def test_uneven_ratings_have_no_test_of_fleiss() -> None:
    kappa = fleiss_kappa(_gwet())
    assert kappa.value is not None
    assert kappa.test is None


@pytest.mark.parametrize("statistic", BY_NAME.values())
def test_no_unit_with_two_ratings_gives_no_value(statistic: Callable[[Counts], Estimate]) -> None:
    for rows in ([[1, 0], [0, 1]], [[0, 0], [0, 0]]):
        assert statistic(counts_of(rows)).value is None
    assert statistic(Counts(("yes", "no"), ())).reason == "No unit has two ratings or more."


def test_one_category_used_leaves_fleiss_undefined_and_ac1_at_one() -> None:
    counts = counts_of([[3, 0], [3, 0]])
    assert fleiss_kappa(counts).value is None
    assert "one and the same category" in fleiss_kappa(counts).reason
    assert gwet_ac1_many(counts).value == 1


def test_one_possible_category_leaves_nothing_to_agree_on() -> None:
    for statistic in (gwet_ac1_many, free_marginal):
        assert statistic(counts_of([[3], [3]])).reason.startswith("One category")


def test_an_empty_category_moves_ac1_and_free_marginal_but_not_fleiss() -> None:
    narrow = counts_of([[3, 0], [2, 1], [0, 3], [1, 2]])
    wide = counts_of([[3, 0, 0], [2, 1, 0], [0, 3, 0], [1, 2, 0]])
    assert fleiss_kappa(wide).value == pytest.approx(fleiss_kappa(narrow).value)
    assert gwet_ac1_many(wide).value != pytest.approx(gwet_ac1_many(narrow).value)
    assert free_marginal(wide).value != pytest.approx(free_marginal(narrow).value)


def test_one_unit_gives_no_interval() -> None:
    assert gwet_ac1_many(counts_of([[2, 1]])).reason == "One unit gives no interval."


def test_percent_agreement_stays_above_zero() -> None:
    estimate = percent_agreement_many(counts_of([[1, 1], [1, 1], [2, 0]]))
    assert estimate.low == 0


def test_the_interval_holds_a_value_below_minus_one() -> None:
    # One disagreement and many single ratings: chance agreement nears 1 and the coefficient leaves -1..1.
    kappa = fleiss_kappa(counts_of([[1, 1]] + [[1, 0]] * 20))
    assert kappa.value is not None
    assert kappa.value < -1
    assert kappa.low is not None
    assert kappa.low <= kappa.value
