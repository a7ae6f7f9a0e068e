"""Krippendorff's alpha-U of 1995 and 2004 against the examples printed there."""

import pytest

from synthema.agreement import Category, agree, alpha_u, table_of, two_raters
from synthema.agreement.alpha_u import distance
from synthema.agreement.model import Table
from synthema.refused import Refused
from tests.agreement.close import printed
from tests.agreement.continua import KRIPPENDORFF_1995, KRIPPENDORFF_2004, krippendorff_1995, section


def test_krippendorff_2004_is_reproduced() -> None:
    found = alpha_u([KRIPPENDORFF_2004])
    assert printed(found.disagreements["c"].observed, 0.0144)
    assert printed(found.disagreements["c"].expected, 0.0532)
    assert printed(found.disagreements["k"].expected, 0.0490)
    assert printed(found.by_value["c"].value, 0.7286)
    assert found.by_value["k"].value == 1.0


def test_the_value_over_both_codes_was_printed_from_rounded_parts() -> None:
    assert printed(1 - (0.0144 + 0.0) / (0.0532 + 0.0490), 0.8591)
    assert printed(alpha_u([KRIPPENDORFF_2004]).value.value, 0.8587)


@pytest.mark.parametrize(
    ("one", "other", "squared"),
    [((225, 295), (220, 300), 50), ((370, 400), (355, 375), 850), ((5, 11), (4, 6), 26), ((5, 11), (7, 9), 8)],
)
def test_the_distances_are_krippendorffs(one: tuple[int, int], other: tuple[int, int], squared: int) -> None:
    assert distance(one, other) == distance(other, one) == squared


def test_units_that_do_not_meet_have_no_distance() -> None:
    assert distance((0, 5), (5, 9)) == 0


def test_a_unit_in_a_gap_counts_with_its_square() -> None:
    found = alpha_u([section(300, ("i", 10, 11, "x"), ("j", 200, 220, "x"))])
    assert found.disagreements["x"].observed == pytest.approx((20**2 + 1) / 300**2)


@pytest.mark.parametrize(("pair", "observed"), [("A", 0.03125), ("B", 2.26736), ("C", 0.02778), ("D", 0.38715)])
def test_the_observed_disagreements_of_1995_are_reproduced(pair: str, observed: float) -> None:
    for length in (24, 240):
        assert printed(alpha_u([krippendorff_1995(pair, length)]).disagreements[pair].observed, observed)


@pytest.mark.parametrize(("pair", "expected", "value"), [("A", 0.06990, 0.553), ("D", 0.41445, 0.066)])
def test_1995_is_reproduced_where_the_continuum_is_cut_finely(pair: str, expected: float, value: float) -> None:
    found = alpha_u([krippendorff_1995(pair, 1_200_000)])
    assert printed(found.disagreements[pair].expected, expected)
    assert printed(found.by_value[pair].value, value)


def test_1995_is_reproduced_where_the_continuum_is_cut_coarsely() -> None:
    found = alpha_u([krippendorff_1995("C", 12)])
    assert printed(found.disagreements["C"].expected, 0.05494)
    assert printed(found.by_value["C"].value, 0.494)


@pytest.mark.parametrize(
    ("pair", "length", "value"),
    [("C", 120, 0.663), ("C", 1200, 0.677), ("C", 12_000, 0.678), ("C", 1_200_000, 0.679), ("B", 1_200_000, -0.926)],
)
def test_the_rest_of_1995_is_near_what_was_printed_and_not_it(pair: str, length: int, value: float) -> None:
    """The printed expected disagreements leave out units' own pairs here, though not in the rows above."""
    found = alpha_u([krippendorff_1995(pair, length)]).by_value[pair].value
    assert found == pytest.approx(value, abs=0.02)
    assert not printed(found, value)


def test_a_unit_against_three_inside_it_is_worse_than_chance() -> None:
    found = alpha_u([section(10, ("a", 1, 9, "A"), ("b", 2, 3, "A"), ("b", 4, 5, "A"), ("b", 6, 7, "A"))])
    assert printed(found.disagreements["A"].observed, 0.9100)
    assert found.disagreements["A"].expected == pytest.approx(0.5351, abs=1e-4)
    assert printed(found.by_value["A"].value, -0.7003)


@pytest.mark.parametrize(
    ("pair", "known"),
    [
        ("A", {"cohen_kappa": 0.385, "scott_pi": 0.314, "krippendorff_alpha": 0.329}),
        ("B", {"cohen_kappa": 0.385, "scott_pi": 0.314}),
        ("C", {"cohen_kappa": 0.314, "scott_pi": 0.314}),
    ],
)
def test_the_four_pairs_of_1995_cut_into_24_places(pair: str, known: dict[str, float]) -> None:
    found = agree(_digitised(pair), replicates=2)
    assert {key: printed(found[key].value, value) for key, value in known.items()} == dict.fromkeys(known, True)


def test_where_everything_is_marked_nothing_corrected_for_chance_is_defined() -> None:
    found = agree(_digitised("D"), replicates=2)
    assert found["cohen_kappa"].value is found["scott_pi"].value is None


def _digitised(pair: str) -> Table:
    first, second = (
        [any(start <= place < end for start, end in extents) for place in range(24)]
        for extents in KRIPPENDORFF_1995[pair]
    )
    pairs: list[tuple[Category, Category]] = list(zip(map(str, first), map(str, second), strict=True))
    return table_of(two_raters(pairs, ["True", "False"], replicates=2).table)


def test_studies_are_joined_into_one_continuum() -> None:
    whole = section(60, ("a", 5, 15, "x"), ("a", 40, 50, "x"), ("b", 5, 12, "x"), ("b", 42, 50, "x"))
    parts = [
        section(30, ("a", 105, 115, "x"), ("b", 105, 112, "x"), begin=100, study="s"),
        section(30, ("a", 10, 20, "x"), ("b", 12, 20, "x"), study="t"),
    ]
    assert alpha_u(parts) == alpha_u([whole])


def test_it_comes_without_an_interval_and_says_so() -> None:
    found = alpha_u([krippendorff_1995("A")]).value
    assert found.low is None
    assert "no interval" in found.reason


def test_nothing_marked_or_nobody_to_compare_gives_no_value() -> None:
    assert "no disagreement" in alpha_u([section(10, coders=("a", "b"))]).value.reason
    assert alpha_u([section(10, ("a", 0, 3, "x"))]).value.reason == "No section was read by two coders."


def test_other_readers_in_another_study_are_refused() -> None:
    with pytest.raises(Refused, match="read by the same coders"):
        alpha_u([section(10, coders=("a", "b")), section(10, coders=("a", "c"))])
