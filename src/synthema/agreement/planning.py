"""How many units to rate twice, and how many studies to code, before anybody starts."""

import math

from synthema.agreement import intervals
from synthema.refused import Refused


def units_for_kappa(expected: float, lowest: float, *, prevalence: float, raters: int = 2, level: float = 0.95) -> int:
    """How many units all raters must rate (yes or no, yes with `prevalence`) so that the one-sided lower limit of a
    kappa of `expected` is at least `lowest`; Donner & Rotondi 2010, doi:10.2202/1557-4679.1275."""
    intervals.check_level(level)
    if not 0 < lowest < expected < 1 or not 0 < prevalence < 1 or raters < 2:
        raise Refused(
            "Give a lowest kappa above 0, an expected one between it and 1, a prevalence between 0 and 1, and at least "
            "2 raters."
        )
    # A one-sided limit of 95 % is the lower end of a two-sided interval of 90 %.
    return math.ceil(intervals.z_quantile(2 * level - 1) ** 2 / _gap(expected, lowest, prevalence, raters))


def studies_for_code(prevalence: float, instances: int = 1, power: float = 0.8) -> int:
    """How many studies to code so that a code found in `prevalence` of all turns up in at least `instances` of them;
    Fugard & Potts 2015, doi:10.1080/13645579.2015.1005453."""
    if not 0 < prevalence < 1 or instances < 1 or not 0 < power < 1:
        raise Refused("Give a prevalence and a power between 0 and 1, and at least 1 instance.")
    n = instances
    while _at_least(instances, n, prevalence) < power:
        n += 1
    return n


def _gap(expected: float, lowest: float, prevalence: float, raters: int) -> float:
    """The goodness-of-fit statistic per unit of the pattern under `expected`, judged by that under `lowest`."""
    pairs = zip(_pattern(expected, prevalence, raters), _pattern(lowest, prevalence, raters), strict=True)
    return sum((one - other) ** 2 / other for one, other in pairs)


def _pattern(kappa: float, prevalence: float, raters: int) -> list[float]:
    """How likely 0, 1, … of the raters say yes: all as one with probability kappa, otherwise each by himself."""
    apart = [_chance(yes, raters, prevalence) * (1 - kappa) for yes in range(raters + 1)]
    apart[0] += kappa * (1 - prevalence)
    apart[-1] += kappa * prevalence
    return apart


def _at_least(instances: int, n: int, prevalence: float) -> float:
    return 1 - sum(_chance(k, n, prevalence) for k in range(instances))


def _chance(k: int, n: int, share: float) -> float:
    return math.exp(
        math.lgamma(n + 1)
        - math.lgamma(k + 1)
        - math.lgamma(n - k + 1)
        + k * math.log(share)
        + (n - k) * math.log1p(-share)
    )
