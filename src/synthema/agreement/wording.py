"""Coefficients in words: names for print, one line per estimate, Landis and Koch's labels when asked for."""

from synthema.agreement.model import Agreement, Estimate, Interval, Statistic

NAMES: dict[Statistic, str] = {
    Statistic.PERCENT: "Percent agreement",
    Statistic.COHEN: "Cohen's kappa",
    Statistic.WEIGHTED: "Weighted kappa (own weights)",
    Statistic.LINEAR: "Weighted kappa (linear)",
    Statistic.QUADRATIC: "Weighted kappa (quadratic)",
    Statistic.BRENNAN_PREDIGER: "Brennan-Prediger (PABAK, free-marginal kappa)",
    Statistic.SCOTT: "Scott's pi",
    Statistic.AC1: "Gwet's AC1",
    Statistic.FLEISS: "Fleiss' kappa",
    Statistic.CONGER: "Conger's kappa",
    Statistic.ALPHA: "Krippendorff's alpha (nominal)",
    Statistic.ALPHA_ORDINAL: "Krippendorff's alpha (ordinal)",
    Statistic.PREVALENCE: "Prevalence index",
    Statistic.BIAS: "Bias index",
}
METHODS: dict[Interval, str] = {
    Interval.Z: "normal (z)",
    Interval.T: "Student's t",
    Interval.WILSON: "Wilson",
    Interval.BOOTSTRAP: "bootstrap over units",
    Interval.STUDIES: "bootstrap over studies",
}
# The upper end of each band belongs to it.
BANDS = ((0.20, "slight"), (0.40, "fair"), (0.60, "moderate"), (0.80, "substantial"), (1.0, "almost perfect"))
# An index of balance is no degree of agreement, and percent agreement is not corrected for chance.
NOT_LABELLED = frozenset({Statistic.PERCENT, Statistic.PREVALENCE, Statistic.BIAS})


def landis_koch(value: float) -> str:
    """Landis and Koch's word for a kappa (doi:10.2307/2529310); their bands are a convention, not a finding."""
    if value < 0:
        return "poor"
    return next((word for top, word in BANDS if value <= top + 1e-12), "almost perfect")


def sentence(estimate: Estimate, digits: int = 2) -> str:
    """The value with its interval and how that was made, or why there is none: '0.49 (95% CI 0.39 to 0.59, …)'."""
    if estimate.value is None:
        return f"undefined: {estimate.reason}"
    text = f"{estimate.value:.{digits}f}"
    if estimate.low is None or estimate.high is None or estimate.interval is None:
        return f"{text}, no interval: {estimate.reason}"
    bounds = f"{estimate.low:.{digits}f} to {estimate.high:.{digits}f}"
    return f"{text} ({estimate.level * 100:g}% CI {bounds}, {METHODS[estimate.interval]})"


def describe(agreement: Agreement, *, labels: bool = False, digits: int = 2) -> list[str]:
    """One line for the units and one per coefficient; `labels` adds Landis and Koch's words."""
    lines = [_units(agreement)]
    for statistic, estimate in agreement.statistics.items():
        word = ""
        if labels and estimate.value is not None and statistic not in NOT_LABELLED:
            word = f" [{landis_koch(estimate.value)}]"
        lines.append(f"{NAMES[statistic]}: {sentence(estimate, digits)}{word}")
    return lines


def _units(agreement: Agreement) -> str:
    if not agreement.left_out:
        return f"Units rated: {agreement.n}"
    return f"Units rated: {agreement.n}; left out for want of a second rating: {agreement.left_out}"
