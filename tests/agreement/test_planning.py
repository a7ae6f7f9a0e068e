import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.agreement import studies_for_code, units_for_kappa
from synthema.agreement.planning import _gap, _pattern
from synthema.refused import Refused

quick = settings(max_examples=50, deadline=None)
# Donner & Rotondi 2010, table 2: kappa 0.5, its lower limit at least 0.4, one in ten says yes; 2 to 5 raters.
DONNER_ROTONDI = {2: 559, 3: 373, 4: 301, 5: 255}


@pytest.mark.parametrize(("raters", "printed"), DONNER_ROTONDI.items())
def test_donner_and_rotondi_2010_come_out_with_their_rounded_critical_value(raters: int, printed: int) -> None:
    assert math.ceil(2.71 / _gap(0.5, 0.4, 0.1, raters)) == printed
    assert printed - 1 <= units_for_kappa(0.5, 0.4, prevalence=0.1, raters=raters) <= printed


# Fugard & Potts 2015: two instances of a theme that one in ten, or one in four, has, with 80 % power; and a plan
# that cites it: 200 for five instances of what six in a hundred have, with 99 %.
@pytest.mark.parametrize(("prevalence", "instances", "power", "n"), [(0.1, 2, 0.8, 29), (0.25, 2, 0.8, 11)])
def test_fugard_and_potts_2015_is_reproduced(prevalence: float, instances: int, power: float, n: int) -> None:
    assert studies_for_code(prevalence, instances, power) == n


def test_two_hundred_are_enough_for_five_of_six_in_a_hundred() -> None:
    assert studies_for_code(0.06, 5, 0.99) <= 200


def test_a_code_that_nearly_all_have_needs_few_studies() -> None:
    assert studies_for_code(0.9) == 1
    assert studies_for_code(0.5, 1, 0.95) == 5


@given(st.floats(0.01, 0.98), st.floats(0.01, 0.99), st.integers(2, 6))
@quick
def test_a_pattern_has_the_prevalence_and_the_kappa_it_was_made_with(kappa: float, share: float, raters: int) -> None:
    pattern = _pattern(kappa, share, raters)
    assert sum(pattern) == pytest.approx(1)
    assert sum(yes * each for yes, each in enumerate(pattern)) / raters == pytest.approx(share)
    pairs = raters * (raters - 1)
    unlike = sum(2 * yes * (raters - yes) / pairs * each for yes, each in enumerate(pattern))
    assert 1 - unlike / (2 * share * (1 - share)) == pytest.approx(kappa)


@given(st.floats(0.2, 0.9), st.floats(0.05, 0.5))
@quick
def test_more_raters_and_a_wider_interval_need_fewer_units(kappa: float, share: float) -> None:
    two = units_for_kappa(kappa, kappa - 0.1, prevalence=share)
    assert units_for_kappa(kappa, kappa - 0.1, prevalence=share, raters=3) <= two
    assert units_for_kappa(kappa, kappa - 0.15, prevalence=share) <= two


def test_what_cannot_be_planned_is_refused() -> None:
    with pytest.raises(Refused, match="lowest kappa above 0"):
        units_for_kappa(0.4, 0.5, prevalence=0.1)
    with pytest.raises(Refused, match="between 0 and 1"):
        studies_for_code(0)
    with pytest.raises(Refused, match="confidence level"):
        units_for_kappa(0.5, 0.4, prevalence=0.1, level=95)
