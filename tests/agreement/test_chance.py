import pytest

from synthema.agreement import Interval, brennan_prediger, gwet_ac1, scott_pi, table_of
from tests.agreement.close import printed
from tests.agreement.published import IRRCAC, PUBLISHED

ABSTRACTORS = PUBLISHED["gwet_abstractors"]


def test_gwets_abstractors_are_reproduced() -> None:
    table = table_of(ABSTRACTORS["table"])
    ac1 = gwet_ac1(table)
    assert printed(ac1.value, ABSTRACTORS["ac1"])
    assert printed(ac1.se, ABSTRACTORS["ac1_se"])
    assert printed(ac1.low, ABSTRACTORS["ac1_ci_t"][0])
    assert printed(ac1.high, ABSTRACTORS["ac1_ci_t"][1])
    assert ac1.interval is Interval.T
    assert printed(scott_pi(table).value, ABSTRACTORS["scott_pi"])
    assert printed(brennan_prediger(table).value, ABSTRACTORS["brennan_prediger"])


def test_irrcacs_standard_errors_are_reproduced() -> None:
    table = table_of(ABSTRACTORS["table"])
    for estimate, name in ((scott_pi(table), "scott_pi"), (brennan_prediger(table), "brennan_prediger")):
        se, low, high = IRRCAC["gwet_abstractors"][name]
        assert printed(estimate.se, se)
        assert printed(estimate.low, low, 3)
        assert printed(estimate.high, high, 3)


@pytest.mark.parametrize("letter", "ABCD")
def test_feinstein_and_cicchetti_are_reproduced(letter: str) -> None:
    oracle = PUBLISHED[f"feinstein_cicchetti_{letter}"]
    a, b, c, d = oracle["a_b_c_d"]
    table = table_of([[a, b], [c, d]])
    assert printed(brennan_prediger(table).value, oracle["pabak"], 9)
    assert printed(gwet_ac1(table).value, oracle["gwet_ac1"], 4)
    assert printed(scott_pi(table).value, oracle["scott_pi"], 4)


def test_pabak_is_twice_the_agreement_less_one() -> None:
    assert brennan_prediger(table_of([[6, 1], [2, 1]])).value == pytest.approx(2 * 0.7 - 1)


def test_an_empty_category_moves_ac1_and_brennan_prediger_but_not_pi() -> None:
    narrow = table_of([[13, 3], [4, 20]])
    wide = table_of([[13, 3, 0], [4, 20, 0], [0, 0, 0]])
    assert scott_pi(wide).value == pytest.approx(scott_pi(narrow).value)
    assert scott_pi(wide).se == pytest.approx(scott_pi(narrow).se)
    assert gwet_ac1(wide).value != pytest.approx(gwet_ac1(narrow).value)
    assert brennan_prediger(wide).value != pytest.approx(brennan_prediger(narrow).value)


def test_ac1_is_defined_where_both_raters_are_constant_and_pi_is_not() -> None:
    table = table_of([[9, 0], [0, 0]])
    assert gwet_ac1(table).value == 1
    assert brennan_prediger(table).value == 1
    assert scott_pi(table).value is None


def test_one_possible_category_leaves_nothing_to_agree_on() -> None:
    table = table_of([[9]])
    for estimate in (gwet_ac1(table), brennan_prediger(table)):
        assert estimate.value is None
        assert estimate.reason.startswith("One category")


def test_nothing_rated_gives_no_value() -> None:
    table = table_of([[0, 0], [0, 0]])
    for estimate in (gwet_ac1(table), brennan_prediger(table), scott_pi(table)):
        assert estimate.value is None
        assert estimate.reason


def test_one_unit_gives_no_interval() -> None:
    ac1 = gwet_ac1(table_of([[1, 0], [0, 0]]))
    assert ac1.value == 1
    assert ac1.interval is None
    assert ac1.reason
