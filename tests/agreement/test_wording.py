import pytest

from synthema.agreement import Estimate, Interval, Statistic, agree, describe, landis_koch, sentence, two_raters
from synthema.agreement.wording import METHODS, NAMES


def test_a_sentence_says_how_the_interval_was_made() -> None:
    estimate = Estimate(value=0.4915, low=0.3916, high=0.5915, se=0.051, interval=Interval.Z)
    assert sentence(estimate) == "0.49 (95% CI 0.39 to 0.59, normal (z))"
    assert sentence(estimate, digits=3).startswith("0.491 ") or sentence(estimate, digits=3).startswith("0.492 ")


def test_what_is_missing_is_explained() -> None:
    assert sentence(Estimate(value=None, reason="Nothing rated.")) == "undefined: Nothing rated."
    assert sentence(Estimate(value=1.0, reason="One unit.")) == "1.00, no interval: One unit."


def test_labels_come_only_when_asked_for_and_only_on_coefficients() -> None:
    agreement = agree([[88, 14, 18], [10, 40, 10], [2, 6, 12]], replicates=50)
    assert not any("moderate" in line for line in describe(agreement))
    labelled = describe(agreement, labels=True)
    assert "[moderate]" in next(line for line in labelled if line.startswith("Cohen"))
    assert "[" not in next(line for line in labelled if line.startswith("Percent"))


def test_the_first_line_counts_the_units() -> None:
    assert describe(agree([[3, 1], [1, 3]], replicates=50))[0] == "Units rated: 8"
    some = two_raters([("yes", "yes"), ("no", None)], ["yes", "no"], replicates=50)
    assert describe(some)[0] == "Units rated: 1; left out for want of a second rating: 1"


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (-0.01, "poor"),
        (0, "slight"),
        (0.2, "slight"),
        (0.21, "fair"),
        (0.41, "moderate"),
        (0.6, "moderate"),
        (0.61, "substantial"),
        (0.81, "almost perfect"),
        (1, "almost perfect"),
    ],
)
def test_landis_and_kochs_bands(value: float, word: str) -> None:
    assert landis_koch(value) == word


def test_every_statistic_and_interval_has_a_name() -> None:
    assert set(NAMES) == set(Statistic)
    assert set(METHODS) == set(Interval)
