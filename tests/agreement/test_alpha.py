import numpy as np
import pytest

from synthema.agreement import (
    Counts,
    Interval,
    Metric,
    coincidences,
    count,
    counts_of,
    krippendorff_alpha,
    ratings_of,
    scott_pi,
    table_of,
    units_of,
)
from synthema.refused import Refused
from tests.agreement.close import printed
from tests.agreement.published import PUBLISHED

ORACLE = PUBLISHED["krippendorff_2011"]
UNITS = list(zip(*ORACLE["observers_x_units"], strict=True))


def _krippendorff() -> Counts:
    return count(ratings_of(UNITS, [1, 2, 3, 4, 5]))


@pytest.mark.parametrize("metric", list(Metric))
def test_krippendorff_2011_is_reproduced(metric: Metric) -> None:
    alpha = krippendorff_alpha(_krippendorff(), metric, replicates=200)
    assert printed(alpha.value, ORACLE[metric])
    assert alpha.interval is Interval.BOOTSTRAP


def test_the_coincidence_matrix_is_krippendorffs() -> None:
    found = coincidences(_krippendorff())
    assert found == pytest.approx(np.array(ORACLE["coincidence"]))
    assert found.sum() == pytest.approx(ORACLE["n_pairable"])
    assert found.sum(axis=0) == pytest.approx(list(ORACLE["value_totals"].values()))


def test_gwets_data_sets_are_reproduced() -> None:
    abstractors, missing = PUBLISHED["gwet_abstractors"], PUBLISHED["gwet_4raters_missing"]
    two = krippendorff_alpha(units_of(table_of(abstractors["table"])), replicates=50)
    four = krippendorff_alpha(count(ratings_of(missing["raw_units_x_raters"], [1, 2, 3, 4, 5])), replicates=50)
    assert printed(two.value, abstractors["krippendorff"])
    assert printed(four.value, missing["krippendorff"])


def test_two_raters_differ_from_scotts_pi_by_the_small_sample_term() -> None:
    table = table_of([[8, 3], [1, 6]])
    pi = scott_pi(table).value
    assert pi is not None
    assert krippendorff_alpha(units_of(table), replicates=50).value == pytest.approx(1 - (1 - pi) * (1 - 1 / 36))


def test_the_bootstrap_agrees_with_gwets_standard_error() -> None:
    alpha = krippendorff_alpha(units_of(table_of(PUBLISHED["gwet_abstractors"]["table"])))
    assert alpha.se == pytest.approx(0.05905473, rel=0.1)  # irrCAC's, by linearisation


def test_the_same_seed_gives_the_same_interval_in_any_order_of_units() -> None:
    turned = count(ratings_of(UNITS[::-1], [1, 2, 3, 4, 5]))
    assert krippendorff_alpha(turned, seed=7) == krippendorff_alpha(_krippendorff(), seed=7)
    assert krippendorff_alpha(turned, seed=8) != krippendorff_alpha(_krippendorff(), seed=7)


def test_units_with_one_rating_are_dropped() -> None:
    some, more = counts_of([[3, 0], [2, 1], [0, 3]]), counts_of([[3, 0], [1, 0], [2, 1], [0, 0], [0, 3]])
    assert krippendorff_alpha(more) == krippendorff_alpha(some)


@pytest.mark.parametrize("metric", list(Metric))
def test_an_empty_category_changes_nothing(metric: Metric) -> None:
    narrow = Counts((1, 2, 4), ((2, 0, 0), (1, 1, 0), (0, 1, 1), (0, 0, 2)))
    wide = Counts((1, 2, 3, 4), ((2, 0, 0, 0), (1, 1, 0, 0), (0, 1, 0, 1), (0, 0, 0, 2)))
    one, other = krippendorff_alpha(narrow, metric, replicates=50), krippendorff_alpha(wide, metric, replicates=50)
    assert one.value == pytest.approx(other.value)


def test_one_category_used_leaves_it_undefined() -> None:
    alpha = krippendorff_alpha(counts_of([[2, 0], [2, 0]]))
    assert alpha.value is None
    assert "one and the same category" in alpha.reason


def test_nothing_to_compare_gives_no_value() -> None:
    for rows in ([[0, 0]], [[1, 0], [0, 1]]):
        assert krippendorff_alpha(counts_of(rows)).reason == "No unit has two ratings or more."


def test_one_unit_gives_no_interval() -> None:
    alpha = krippendorff_alpha(counts_of([[1, 1]]))
    assert alpha.value == 0
    assert alpha.reason == "One unit gives no interval."


def test_draws_without_variety_are_counted() -> None:
    alpha = krippendorff_alpha(counts_of([[2, 0], [2, 0], [1, 1]]), replicates=100)
    assert alpha.interval is Interval.BOOTSTRAP
    assert "of 100 draws" in alpha.reason


def test_a_ratio_scale_may_hold_zero_and_not_less() -> None:
    assert krippendorff_alpha(Counts((0, 1), ((2, 0), (1, 1), (0, 2))), "ratio", replicates=50).value is not None
    with pytest.raises(Refused, match="lies below"):
        krippendorff_alpha(Counts((-1, 1), ((2, 0), (0, 2))), "ratio")


def test_words_have_no_interval_scale() -> None:
    with pytest.raises(Refused, match="'yes' is none"):
        krippendorff_alpha(Counts(("yes", "no"), ((2, 0), (0, 2))), "interval")
