import pytest

from synthema.agreement import Interval, cohen_kappa, from_disagreement, linear, percent_agreement, quadratic, table_of
from tests.agreement.close import printed
from tests.agreement.published import PUBLISHED

COHEN = PUBLISHED["cohen1960"]
FCE = PUBLISHED["fce1969"]
SAS = PUBLISHED["sas_3x3"]


def test_cohen_1960_is_reproduced() -> None:
    table = table_of(COHEN["table"])
    kappa = cohen_kappa(table)
    assert table.n == COHEN["n"]
    assert printed(percent_agreement(table).value, COHEN["po"])
    assert printed(kappa.value, COHEN["kappa"])
    assert printed(kappa.se, COHEN["se_fce1969"], 3)
    assert printed(kappa.low, COHEN["ci95_fce"][0])
    assert printed(kappa.high, COHEN["ci95_fce"][1])
    assert kappa.interval is Interval.Z
    assert kappa.test is not None
    assert printed(kappa.test.z, COHEN["z_H0"])


def test_the_standard_error_of_1960_is_not_used() -> None:
    se = cohen_kappa(table_of(COHEN["table"])).se
    assert se is not None
    assert not printed(se, COHEN["se_cohen1960"])


def test_cohen_1968_disagreement_weights_are_reproduced() -> None:
    oracle = PUBLISHED["cohen1968_weighted"]
    weights = from_disagreement(oracle["disagreement_weights"])
    assert printed(cohen_kappa(table_of(oracle["table"]), weights).value, oracle["kappa_w"])


def test_fleiss_cohen_everitt_1969_is_reproduced() -> None:
    table = table_of(FCE["table"])
    plain = cohen_kappa(table)
    weighted = cohen_kappa(table, FCE["agreement_weights"])
    assert printed(plain.value, FCE["kappa"])
    assert printed(plain.se, FCE["se"])
    assert plain.test is not None
    assert printed(plain.test.se0, FCE["se0"])
    assert printed(weighted.value, FCE["kappa_w"], 3)
    assert printed(weighted.se, FCE["se_w"], 3)


def test_sas_is_reproduced() -> None:
    kappa = cohen_kappa(table_of(SAS["table"]))
    assert printed(kappa.value, SAS["kappa"])
    assert printed(kappa.se, SAS["ase"], 4)
    assert printed(kappa.low, SAS["ci95"][0])
    assert printed(kappa.high, SAS["ci95"][1])
    assert kappa.test is not None
    assert printed(kappa.test.se0, SAS["ase0"])
    assert printed(kappa.test.z, SAS["z"])
    assert printed(kappa.test.p, SAS["p2"])


def test_sas_linear_weights_are_reproduced() -> None:
    oracle = SAS["linear"]
    kappa = cohen_kappa(table_of(SAS["table"]), linear(3))
    assert printed(kappa.value, oracle["kappa"])
    assert printed(kappa.se, oracle["ase"])
    assert printed(kappa.low, oracle["ci95"][0])
    assert printed(kappa.high, oracle["ci95"][1])
    assert kappa.test is not None
    assert printed(kappa.test.se0, oracle["ase0"])
    assert printed(kappa.test.z, oracle["z"])


def test_sas_quadratic_weights_are_reproduced() -> None:
    kappa = cohen_kappa(table_of(SAS["table"]), quadratic(3))
    assert printed(kappa.value, SAS["quadratic"]["kappa"])
    assert printed(kappa.se, SAS["quadratic"]["ase"])


@pytest.mark.parametrize("letter", "ABCD")
def test_feinstein_and_cicchetti_are_reproduced(letter: str) -> None:
    oracle = PUBLISHED[f"feinstein_cicchetti_{letter}"]
    a, b, c, d = oracle["a_b_c_d"]
    table = table_of([[a, b], [c, d]])
    assert printed(percent_agreement(table).value, oracle["po"], 9)
    kappa = cohen_kappa(table)
    assert printed(kappa.value, oracle["kappa"])
    assert printed(kappa.value, oracle["published"], 2)
    assert printed(kappa.se, oracle["se"])


def test_gwets_abstractors_are_reproduced() -> None:
    oracle = PUBLISHED["gwet_abstractors"]
    kappa = cohen_kappa(table_of(oracle["table"]))
    assert printed(kappa.value, oracle["kappa"])
    assert printed(kappa.se, oracle["kappa_se"])
    assert printed(kappa.low, 0.681)
    assert printed(kappa.high, 0.912)


def test_percent_agreement_has_a_wilson_interval() -> None:
    estimate = percent_agreement(table_of([[81, 0], [0, 0]], ["include", "exclude"]))
    assert estimate.interval is Interval.WILSON
    assert estimate.high == 1
    assert printed(estimate.low, 81 / (81 + 1.959964**2), 6)  # the closed form when all agree


def test_kappa_is_undefined_when_both_raters_are_constant() -> None:
    table = table_of([[9, 0], [0, 0]])
    kappa = cohen_kappa(table)
    assert kappa.value is None
    assert "one and the same category" in kappa.reason
    assert percent_agreement(table).value == 1


def test_kappa_is_zero_when_one_rater_is_constant() -> None:
    assert cohen_kappa(table_of([[5, 4], [0, 0]])).value == pytest.approx(0)


def test_nothing_rated_gives_no_value() -> None:
    table = table_of([[0, 0], [0, 0]])
    for estimate in (percent_agreement(table), cohen_kappa(table)):
        assert estimate.value is None
        assert estimate.reason == "No unit was rated by both raters."


def test_one_unit_gives_no_interval() -> None:
    kappa = cohen_kappa(table_of([[0, 1], [0, 0]]))
    assert kappa.value == 0
    assert kappa.low is None
    assert kappa.reason == "One unit gives no interval."


def test_complete_agreement_gives_no_interval_without_width() -> None:
    kappa = cohen_kappa(table_of([[5, 0], [0, 7]]))
    assert kappa.value == 1
    assert kappa.se == 0
    assert kappa.low is None
    assert "no width" in kappa.reason
    assert kappa.test is not None
    assert kappa.test.p < 0.01


def test_the_level_widens_the_interval() -> None:
    table = table_of(COHEN["table"])
    usual, wide = cohen_kappa(table), cohen_kappa(table, level=0.99)
    assert usual.low is not None
    assert wide.low is not None
    assert wide.low < usual.low
    assert wide.level == 0.99
