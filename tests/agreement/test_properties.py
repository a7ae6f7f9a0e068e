"""What holds for every table: bounds, symmetry, and that order and names do not matter."""

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.agreement import (
    Category,
    Estimate,
    Table,
    agree_counts,
    brennan_prediger,
    cohen_kappa,
    gwet_ac1,
    percent_agreement,
    scott_pi,
    several_raters,
    table_of,
    units_of,
)

quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)
TWO: list[Callable[[Table], Estimate]] = [percent_agreement, cohen_kappa, scott_pi, gwet_ac1, brennan_prediger]
CATEGORIES = ("include", "exclude", "unsure")


@st.composite
def square(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(2, 4))
    cell = st.integers(0, 12)
    return draw(st.lists(st.lists(cell, min_size=size, max_size=size), min_size=size, max_size=size))


rated_rows = st.lists(
    st.lists(st.sampled_from((*CATEGORIES, None)), min_size=3, max_size=3), min_size=1, max_size=15
)  # fmt: skip


def same(one: Estimate, other: Estimate) -> bool:
    numbers = zip((one.value, one.low, one.high, one.se), (other.value, other.low, other.high, other.se), strict=True)
    return all(a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-7, abs_tol=1e-7) for a, b in numbers)


@pytest.mark.parametrize("statistic", TWO)
@given(counts=square())
@quick
def test_coefficients_and_their_intervals_stay_within_bounds(
    statistic: Callable[[Table], Estimate], counts: list[list[int]]
) -> None:
    estimate = statistic(table_of(counts))
    if estimate.value is None:
        assert estimate.reason
        return
    assert -1 - 1e-12 <= estimate.value <= 1 + 1e-12
    if estimate.low is None or estimate.high is None:
        assert estimate.reason
        return
    assert -1 <= estimate.low <= estimate.value + 1e-12
    assert estimate.value - 1e-12 <= estimate.high <= 1


@pytest.mark.parametrize("statistic", TWO)
@given(counts=square())
@quick
def test_swapping_the_raters_changes_nothing(statistic: Callable[[Table], Estimate], counts: list[list[int]]) -> None:
    swapped = [list(column) for column in zip(*counts, strict=True)]
    assert same(statistic(table_of(counts)), statistic(table_of(swapped)))


@pytest.mark.parametrize("statistic", TWO)
@given(counts=square(), shuffle=st.randoms(use_true_random=False))
@quick
def test_the_order_of_the_categories_changes_nothing(
    statistic: Callable[[Table], Estimate], counts: list[list[int]], shuffle: random.Random
) -> None:
    order = list(range(len(counts)))
    shuffle.shuffle(order)
    assert same(statistic(table_of(counts)), statistic(table_of([[counts[i][j] for j in order] for i in order])))


@given(counts=square())
@quick
def test_an_empty_category_leaves_kappa_alone(counts: list[list[int]]) -> None:
    wide = [*([*row, 0] for row in counts), [0] * (len(counts) + 1)]
    assert same(cohen_kappa(table_of(counts)), cohen_kappa(table_of(wide)))
    assert same(scott_pi(table_of(counts)), scott_pi(table_of(wide)))


@given(counts=square())
@quick
def test_complete_agreement_is_one_wherever_it_is_defined(counts: list[list[int]]) -> None:
    kept = [[value if i == j else 0 for j, value in enumerate(row)] for i, row in enumerate(counts)]
    for statistic in TWO:
        assert statistic(table_of(kept)).value in (None, pytest.approx(1))


@given(counts=square())
@quick
def test_kappa_never_lies_below_scotts_pi(counts: list[list[int]]) -> None:
    # By the means of squares, chance agreement from pooled use is at least that from each rater's own.
    kappa, pi = cohen_kappa(table_of(counts)).value, scott_pi(table_of(counts)).value
    if kappa is not None and pi is not None:
        assert kappa >= pi - 1e-12


@given(rows=rated_rows, shuffle=st.randoms(use_true_random=False))
@quick
def test_the_order_of_units_and_raters_changes_nothing(
    rows: list[list[Category | None]], shuffle: random.Random
) -> None:
    columns = [0, 1, 2]
    shuffle.shuffle(columns)
    turned = [[row[g] for g in columns] for row in rows]
    shuffle.shuffle(turned)
    one = several_raters(rows, CATEGORIES, replicates=20)
    other = several_raters(turned, CATEGORIES, replicates=20)
    assert one.n == other.n
    for key, estimate in one.statistics.items():
        assert same(estimate, other.statistics[key])
    for category, estimate in one.by_category.items():
        assert same(estimate, other.by_category[category])


@given(rows=rated_rows)
@quick
def test_every_missing_number_has_its_reason(rows: list[list[Category | None]]) -> None:
    found = several_raters(rows, CATEGORIES, replicates=20)
    for estimate in (*found.statistics.values(), *found.by_category.values()):
        if estimate.value is None or estimate.low is None:
            assert estimate.reason
        else:
            assert estimate.interval is not None
            assert estimate.se is not None
            assert estimate.value <= 1 + 1e-12


@given(counts=square())
@quick
def test_units_and_table_tell_the_same(counts: list[list[int]]) -> None:
    table = table_of(counts)
    found = agree_counts(units_of(table), replicates=20)
    wanted = {"fleiss_kappa": scott_pi, "gwet_ac1": gwet_ac1, "brennan_prediger": brennan_prediger}
    for key, statistic in wanted.items():
        assert found[key].value == pytest.approx(statistic(table).value)
