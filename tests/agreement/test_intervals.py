import math

import pytest

from synthema.agreement import Interval
from synthema.agreement.intervals import check_level, spread, t_inside, t_quantile, undefined, wilson, z_quantile
from synthema.refused import Refused


@pytest.mark.parametrize(
    ("df", "level", "printed"),
    [
        (1, 0.95, 12.706),
        (1, 0.999, 636.619),
        (2, 0.95, 4.303),
        (4, 0.95, 2.776),
        (10, 0.90, 1.812),
        (10, 0.99, 3.169),
        (30, 0.95, 2.042),
        (60, 0.99, 2.660),
        (120, 0.95, 1.980),
    ],
)
def test_t_quantiles_are_those_of_the_printed_tables(df: int, level: float, printed: float) -> None:
    assert t_quantile(level, df) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize("level", [0.01, 0.5, 0.9, 0.95, 0.999, 0.999999])
def test_t_quantiles_with_a_closed_form_are_exact(level: float) -> None:
    assert t_quantile(level, 1) == pytest.approx(math.tan(math.pi * level / 2), rel=1e-9)
    assert t_quantile(level, 2) == pytest.approx(level * math.sqrt(2 / (1 - level**2)), rel=1e-9)


@pytest.mark.parametrize("df", [1, 3, 11, 99, 5000])
@pytest.mark.parametrize("level", [0.1, 0.8, 0.95, 0.9999])
def test_the_t_quantile_inverts_the_distribution(df: int, level: float) -> None:
    assert t_inside(t_quantile(level, df), df) == pytest.approx(level, abs=1e-10)


def test_t_nears_the_normal_distribution() -> None:
    assert t_quantile(0.95, 10_000_000) == pytest.approx(z_quantile(0.95), abs=1e-6)
    assert t_inside(0, 5) == 0


def test_wilson_gives_the_published_example() -> None:
    # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I: 81 of 263, 0 of 20.
    assert wilson(81, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20, 0.95) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson(20, 20, 0.95)[1] == 1


def test_an_interval_is_clipped_and_says_its_level() -> None:
    estimate = spread(0.9, 0.04, 10, level=0.9, interval=Interval.T)
    assert estimate.high == 1
    assert estimate.level == 0.9
    assert estimate.low == pytest.approx(0.9 - 0.2 * 1.833113, abs=1e-6)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_outside_0_and_1_is_refused(level: float) -> None:
    with pytest.raises(Refused, match=r"such as 0\.95"):
        check_level(level)
    with pytest.raises(Refused):
        undefined("no units", level)
