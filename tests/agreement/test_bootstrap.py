import numpy as np
import pytest

from synthema.agreement import Interval
from synthema.agreement.bootstrap import draw, percentiles
from synthema.refused import Refused

UNITS = np.array([[2, 0], [0, 2], [2, 0], [1, 1]], dtype=np.int64)


def test_every_draw_takes_as_many_units_as_there_are() -> None:
    patterns, taken = draw(UNITS, seed=1, replicates=50)
    assert patterns.tolist() == [[0, 2], [1, 1], [2, 0]]
    assert taken.shape == (50, 3)
    assert set(taken.sum(axis=1)) == {4}


def test_units_are_drawn_as_often_as_they_occur() -> None:
    _, taken = draw(UNITS, seed=1, replicates=4000)
    assert taken.mean(axis=0) == pytest.approx([1, 1, 2], abs=0.08)


def test_the_seed_fixes_the_draws() -> None:
    first, again, other = (draw(UNITS, seed, 20)[1].tolist() for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_the_stream_stays_the_same_in_later_versions() -> None:
    assert draw(UNITS, seed=1, replicates=3)[1].tolist() == [[1, 1, 2], [0, 1, 3], [0, 0, 4]]


def test_percentiles_are_taken_from_what_is_defined() -> None:
    replicated = np.array([*np.linspace(0, 1, 101), np.nan])
    estimate = percentiles(0.5, replicated, 10, 0.9)
    assert (estimate.low, estimate.high) == pytest.approx((0.05, 0.95))
    assert estimate.interval is Interval.BOOTSTRAP
    assert estimate.reason.startswith("1 of 102 draws")


def test_draws_that_never_vary_give_no_interval() -> None:
    assert percentiles(1.0, np.ones(10), 10, 0.95).low is None
    assert percentiles(1.0, np.full(10, np.nan), 10, 0.95).low is None


@pytest.mark.parametrize(("seed", "replicates"), [(-1, 10), (2**32, 10), (1, 1)])
def test_an_impossible_seed_or_number_of_draws_is_refused(seed: int, replicates: int) -> None:
    with pytest.raises(Refused, match="seed from 0"):
        draw(UNITS, seed, replicates)
