import random

import pytest

from synthema.agreement import cohen_kappa, conger_kappa, ratings_of, tabulate
from tests.agreement.close import printed
from tests.agreement.published import IRRCAC, PUBLISHED

MISSING = PUBLISHED["gwet_4raters_missing"]
PAIRS = [("yes", "yes")] * 8 + [("yes", "no")] * 3 + [("no", "yes")] + [("no", "no")] * 6


def test_gwets_four_raters_with_missing_ratings_are_reproduced() -> None:
    conger = conger_kappa(ratings_of(MISSING["raw_units_x_raters"], [1, 2, 3, 4, 5]))
    se, low, high = IRRCAC["gwet_4raters_missing"]["conger_kappa"]
    assert printed(conger.value, MISSING["conger"])
    assert printed(conger.se, se)
    assert printed(conger.low, low, 3)
    assert conger.high == high


def test_two_raters_without_missing_ratings_are_cohens_kappa() -> None:
    ratings = ratings_of(PAIRS, ["yes", "no"])
    cohen, conger = cohen_kappa(tabulate(ratings)), conger_kappa(ratings)
    assert conger.value == pytest.approx(cohen.value)
    assert cohen.se is not None
    assert conger.se == pytest.approx(cohen.se * (18 / 17) ** 0.5)


def test_a_rater_who_rated_nothing_changes_nothing() -> None:
    ratings = ratings_of(PAIRS, ["yes", "no"])
    with_idle = ratings_of([(*pair, None) for pair in PAIRS], ["yes", "no"])
    assert conger_kappa(with_idle) == conger_kappa(ratings)


def test_the_order_of_the_raters_does_not_matter() -> None:
    rows = [row[::-1] for row in MISSING["raw_units_x_raters"]]
    turned = conger_kappa(ratings_of(rows, [1, 2, 3, 4, 5]))
    straight = conger_kappa(ratings_of(MISSING["raw_units_x_raters"], [1, 2, 3, 4, 5]))
    assert turned.value == pytest.approx(straight.value)
    assert turned.se == pytest.approx(straight.se)


def test_the_standard_error_is_that_of_leaving_units_out_one_by_one() -> None:
    # Linearised and jackknifed errors of a smooth coefficient differ by terms of order 1/n only.
    chance = random.Random(20)
    rows = [[truth if chance.random() < sure else 1 - truth for sure in (0.95, 0.9, 0.7)] for truth in [0, 0, 1] * 80]
    values = [conger_kappa(ratings_of(rows[:unit] + rows[unit + 1 :], [0, 1])).value or 0 for unit in range(240)]
    mean = sum(values) / 240
    jackknifed = (sum((value - mean) ** 2 for value in values) * 239 / 240) ** 0.5
    assert conger_kappa(ratings_of(rows, [0, 1])).se == pytest.approx(jackknifed, rel=0.01)


def test_constant_raters_leave_it_undefined() -> None:
    conger = conger_kappa(ratings_of([["yes", "yes"], ["yes", "yes"]], ["yes", "no"]))
    assert conger.value is None
    assert conger.reason


def test_nothing_to_compare_gives_no_value() -> None:
    for rows in ([], [["yes", None]], [[None, None]]):
        assert conger_kappa(ratings_of(rows, ["yes", "no"])).reason == "No unit has two ratings or more."
