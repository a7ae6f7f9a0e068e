"""The chance that too little was found, against a worked-out draw, a brute-force count of all draws, and hard cases."""

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as some

from synthema.ranking.stopping import p_value


def every_draw(found: list[bool], total: int, recall: float) -> float:
    """The same number from every tail of the order, with binomial coefficients instead of scipy."""
    least, relevant, screened = 1.0, sum(found), len(found)
    for drawn in range(1, screened + 1):
        lately, population = sum(found[-drawn:]), total - (screened - drawn)
        missed = int(relevant / recall + 1 - (relevant - lately))
        if missed > population:
            return 0.0
        ways = sum(
            comb(missed, k) * comb(population - missed, drawn - k) for k in range(min(lately, missed, drawn) + 1)
        )
        least = min(least, ways / comb(population, drawn))
    return least


def test_one_draw_worked_out_by_hand() -> None:
    """Nothing in 2 of 4 works: had 1 been relevant, two draws would miss it with the chance 3/4 * 2/3 = 1/2."""
    assert p_value([False, False], 4) == pytest.approx(0.5)


def test_nothing_screened_says_nothing() -> None:
    assert p_value([], 100) == 1.0


def test_everything_screened_leaves_no_doubt() -> None:
    assert p_value([True, False, False], 3) == 0.0
    assert p_value([False] * 999, 1000) < 0.01


def test_more_screened_than_there_are_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="more than"):
        p_value([True, True], 1)


def test_a_long_run_without_anything_makes_it_small() -> None:
    found = [True] * 30 + [False] * 300
    values = [p_value(found[:n], 1000) for n in (30, 130, 330)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.65 < values[0]


@given(some.lists(some.booleans(), min_size=1, max_size=25), some.integers(0, 30), some.sampled_from([0.8, 0.9, 0.95]))
def test_few_draws_suffice_for_the_least(found: list[bool], left: int, recall: float) -> None:
    assert p_value(found, len(found) + left, recall) == pytest.approx(every_draw(found, len(found) + left, recall))


def test_in_random_order_it_promises_too_much_seldom() -> None:
    """Screened in random order until p < 0.05, fewer than 95 % were found in at most about 5 of 100 runs."""
    dice, failures = random.Random(11), 0
    for _ in range(100):
        works = [True] * 20 + [False] * 80
        dice.shuffle(works)
        stop = next(n for n in range(60, 101, 4) if p_value(works[:n], 100) < 0.05 or n == 100)
        failures += sum(works[:stop]) < 0.95 * 20
    assert failures <= 10
