import subprocess
import sys

import pytest

from synthema.agreement import (
    Category,
    Interval,
    Statistic,
    agree,
    agree_counts,
    cohen_kappa,
    count,
    quadratic,
    ratings_of,
    several_raters,
    table_of,
    two_raters,
)
from synthema.refused import Refused
from tests.agreement.close import printed
from tests.agreement.published import PUBLISHED

PAIRS: list[tuple[Category | None, Category | None]] = [
    *[("include", "include")] * 9,
    *[("include", "exclude")] * 2,
    ("exclude", "include"),
    *[("exclude", "exclude")] * 20,
    ("include", None),
]


def test_two_raters_get_every_coefficient_of_two() -> None:
    found = two_raters(PAIRS, ["include", "exclude"], replicates=100)
    assert (found.n, found.left_out) == (32, 1)
    assert found.table == ((9, 2), (1, 20))
    assert set(found.statistics) == {
        Statistic.PERCENT, Statistic.COHEN, Statistic.BRENNAN_PREDIGER, Statistic.SCOTT, Statistic.AC1,
        Statistic.ALPHA, Statistic.PREVALENCE, Statistic.BIAS,
    }  # fmt: skip
    assert set(found.by_category) == {"include", "exclude"}
    assert found["cohen_kappa"] == cohen_kappa(table_of(found.table))
    assert found.by_category["include"].value == pytest.approx(18 / 21)


def test_every_interval_says_how_it_was_made() -> None:
    found = two_raters(PAIRS, ["include", "exclude"], replicates=100)
    made = {statistic: estimate.interval for statistic, estimate in found.statistics.items()}
    assert made == {
        Statistic.PERCENT: Interval.WILSON,
        Statistic.COHEN: Interval.Z,
        Statistic.BRENNAN_PREDIGER: Interval.T,
        Statistic.SCOTT: Interval.T,
        Statistic.AC1: Interval.T,
        Statistic.ALPHA: Interval.BOOTSTRAP,
        Statistic.PREVALENCE: Interval.Z,
        Statistic.BIAS: Interval.Z,
    }


def test_weighted_kappas_come_only_when_asked_for() -> None:
    table = PUBLISHED["sas_3x3"]["table"]
    plain = agree(table, replicates=50)
    asked = agree(table, ordered=True, agreement_weights=quadratic(3), replicates=50)
    assert Statistic.LINEAR not in plain.statistics
    assert Statistic.PREVALENCE not in plain.statistics
    assert printed(asked["weighted_kappa_linear"].value, PUBLISHED["sas_3x3"]["linear"]["kappa"])
    assert asked["weighted_kappa"] == asked["weighted_kappa_quadratic"]
    assert asked["krippendorff_alpha_ordinal"].value != asked["krippendorff_alpha"].value


def test_several_raters_get_every_coefficient_of_several() -> None:
    oracle = PUBLISHED["gwet_4raters_missing"]
    found = several_raters(oracle["raw_units_x_raters"], [1, 2, 3, 4, 5], ordered=True, replicates=100)
    assert (found.n, found.left_out) == (11, 1)
    keys = {"percent_agreement": "pa", "gwet_ac1": "ac1", "fleiss_kappa": "fleiss", "conger_kappa": "conger",
            "brennan_prediger": "brennan_prediger", "krippendorff_alpha": "krippendorff"}  # fmt: skip
    for key, name in keys.items():
        assert printed(found[key].value, oracle[name], 5)
    assert Statistic.ALPHA_ORDINAL in found.statistics


def test_counts_alone_give_all_but_conger() -> None:
    oracle = PUBLISHED["gwet_4raters_missing"]
    rows = oracle["raw_units_x_raters"]
    counted = agree_counts(count(ratings_of(rows, [1, 2, 3, 4, 5])), replicates=100)
    apart = several_raters(rows, [1, 2, 3, 4, 5], replicates=100)
    assert set(apart.statistics) - set(counted.statistics) == {Statistic.CONGER}
    assert {**apart.statistics, **counted.statistics} == apart.statistics


def test_the_categories_are_fixed_by_the_answer_set_not_by_what_was_seen() -> None:
    narrow = two_raters(PAIRS, ["include", "exclude"], replicates=50)
    wide = two_raters(PAIRS, ["include", "exclude", "unsure"], replicates=50)
    assert wide["cohen_kappa"].value == pytest.approx(narrow["cohen_kappa"].value)
    assert wide["cohen_kappa"].se == pytest.approx(narrow["cohen_kappa"].se)
    assert wide["krippendorff_alpha"].value == pytest.approx(narrow["krippendorff_alpha"].value)
    for key in ("gwet_ac1", "brennan_prediger"):
        assert wide[key].value != pytest.approx(narrow[key].value)


@pytest.mark.parametrize("pairs", [[], [(None, None)], [("include", None), (None, "exclude")]])
def test_all_missing_gives_reasons_and_no_values(pairs: list[tuple[Category | None, Category | None]]) -> None:
    two = two_raters(pairs, ["include", "exclude"])
    several = several_raters(pairs, ["include", "exclude"])
    for found in (two, several):
        assert (found.n, found.left_out) == (0, len(pairs))
        for estimate in (*found.statistics.values(), *found.by_category.values()):
            assert estimate.value is None
            assert estimate.reason


@pytest.mark.parametrize("pair", [("include", "include"), ("include", "exclude")])
def test_one_unit_gives_values_and_only_score_intervals(pair: tuple[str, str]) -> None:
    for found in (two_raters([pair], ["include", "exclude"]), several_raters([pair], ["include", "exclude"])):
        assert found.n == 1
        for estimate in found.statistics.values():
            assert estimate.interval in (None, Interval.WILSON)
            assert estimate.interval or estimate.reason


def test_one_possible_category_gives_percent_agreement_and_reasons() -> None:
    found = two_raters([("include", "include")] * 4, ["include"])
    assert found["percent_agreement"].value == 1
    for statistic in (Statistic.COHEN, Statistic.SCOTT, Statistic.AC1, Statistic.BRENNAN_PREDIGER, Statistic.ALPHA):
        assert found[statistic].value is None
        assert found[statistic].reason


def test_a_misspelt_answer_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match="Unit 2: 'inclued'"):
        two_raters([("include", "include"), ("inclued", "include")], ["include", "exclude"])


def test_the_room_needs_no_django() -> None:
    code = "import sys, synthema.agreement; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
