"""Quantiles of the normal and t distributions, and the intervals made with them."""

import math
from statistics import NormalDist

from synthema.agreement.model import Estimate, Interval, NullTest
from synthema.refused import Refused

# Below this a standard error is rounding noise around an exact 0.
NO_SPREAD = 1e-9
FLAT = "The standard error is 0 here, so an interval would have no width."
ALONE = "One unit gives no interval."


def check_level(level: float) -> None:
    """Refuse a confidence level that is not between 0 and 1."""
    if not 0 < level < 1:
        raise Refused("The confidence level is {level}; give a number between 0 and 1, such as 0.95.", level=level)


def z_quantile(level: float) -> float:
    """How many standard errors a two-sided normal interval of this level reaches (0.95 -> 1.96)."""
    return NormalDist().inv_cdf((1 + level) / 2)


def t_quantile(level: float, df: int) -> float:
    """How many standard errors a two-sided t interval of this level reaches, by bisection on the t distribution."""
    inside, outside = 0.0, 2.0
    while t_inside(outside, df) < level:
        inside, outside = outside, outside * 2
    while outside - inside > 1e-13 * outside:
        middle = (inside + outside) / 2
        if not inside < middle < outside:
            break
        inside, outside = (middle, outside) if t_inside(middle, df) < level else (inside, middle)
    return (inside + outside) / 2


def t_inside(t: float, df: int) -> float:
    """P(|T| <= t) for Student's t with df degrees of freedom, t >= 0."""
    # The smaller of the two tails of the beta distribution is computed, so that neither end loses digits.
    near, far = t * t / (df + t * t), df / (df + t * t)
    if near < 3 / (df + 5):
        return _beta_share(0.5, df / 2, near)
    return 1 - _beta_share(df / 2, 0.5, far)


def _beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by Lentz's continued fraction (DLMF 8.17.22), x < (a+1)/(a+b+2)."""
    if x <= 0:
        return 0.0
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    value = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            c = 1 + step / c or tiny
            d = 1 / (1 + step * d or tiny)
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * value / a


def wilson(successes: float, n: int, level: float) -> tuple[float, float]:
    """The score interval of a proportion, doi:10.1080/01621459.1927.10502953; n > 0."""
    z = z_quantile(level)
    share = successes / n
    centre = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - reach) / scale
    high = 1.0 if successes == n else (centre + reach) / scale
    return low, high


def proportion(successes: int, n: int, level: float) -> Estimate:
    """A proportion with its Wilson interval; n > 0."""
    check_level(level)
    share = successes / n
    low, high = wilson(successes, n, level)
    se = math.sqrt(share * (1 - share) / n)
    return Estimate(value=share, low=low, high=high, se=se, interval=Interval.WILSON, level=level)


def spread(
    value: float, variance: float, n: int, *, level: float, interval: Interval, test: NullTest | None = None
) -> Estimate:
    """An estimate with a z or t(n - 1) interval from its variance, clipped to -1..1."""
    check_level(level)
    if n < 2:
        return Estimate(value=value, level=level, reason=ALONE)
    se = math.sqrt(max(variance, 0.0))
    if se < NO_SPREAD:
        return Estimate(value=value, se=0.0, level=level, test=test, reason=FLAT)
    reach = se * (t_quantile(level, n - 1) if interval is Interval.T else z_quantile(level))
    # With ratings missing a coefficient can itself lie below -1: the interval must still hold it.
    low, high = max(value - reach, min(-1.0, value)), min(value + reach, 1.0)
    return Estimate(value=value, low=low, high=high, se=se, interval=interval, level=level, test=test)


def undefined(reason: str, level: float) -> Estimate:
    """No value at all, and why."""
    check_level(level)
    return Estimate(value=None, level=level, reason=reason)
