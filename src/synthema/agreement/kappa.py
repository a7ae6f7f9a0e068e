"""Percent agreement and Cohen's kappa, plain and weighted, for two raters."""

import math

import numpy as np

from synthema.agreement import intervals
from synthema.agreement.counting import Floats, proportions
from synthema.agreement.model import Estimate, Interval, NullTest, Table
from synthema.agreement.weights import Weights, checked

NOBODY = "No unit was rated by both raters."
CONSTANT = "Both raters gave one and the same category throughout, so agreement by chance is already complete."


def percent_agreement(table: Table, level: float = 0.95) -> Estimate:
    """The share of units on which both raters agree, with its Wilson interval."""
    if not table.n:
        return intervals.undefined(NOBODY, level)
    return intervals.proportion(sum(row[i] for i, row in enumerate(table.counts)), table.n, level)


def cohen_kappa(table: Table, weights: Weights | None = None, level: float = 0.95) -> Estimate:
    """Cohen's kappa (doi:10.1177/001316446002000104), weighted (doi:10.1037/h0026256) if agreement weights are given.

    The z interval takes the standard error of Fleiss, Cohen & Everitt (doi:10.1037/h0028106); `test` takes theirs
    under no agreement beyond chance. Undefined where chance agreement is complete.
    """
    if not table.n:
        return intervals.undefined(NOBODY, level)
    size = len(table.categories)
    shares = proportions(table)
    weight = np.eye(size) if weights is None else checked(weights, size)
    observed = float((weight * shares).sum())
    independent = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    expected = float((weight * independent).sum())
    if math.isclose(expected, 1, abs_tol=1e-12):
        return intervals.undefined(CONSTANT, level)
    kappa = (observed - expected) / (1 - expected)
    mean_weights = _mean_weights(weight, shares)
    scale = table.n * (1 - expected) ** 2
    variance = _excess(shares, weight - mean_weights * (1 - kappa), kappa - expected * (1 - kappa)) / scale
    variance0 = _excess(independent, weight - mean_weights, expected) / scale
    return intervals.spread(kappa, variance, table.n, level=level, interval=Interval.Z, test=_test(kappa, variance0))


def _mean_weights(weight: Floats, shares: Floats) -> Floats:
    """For each cell, the first rater's and the second rater's mean weight added."""
    first = weight @ shares.sum(axis=0)
    second = shares.sum(axis=1) @ weight
    both: Floats = first[:, None] + second[None, :]
    return both


def _excess(shares: Floats, terms: Floats, mean: float) -> float:
    """Mean square minus squared mean; what is only rounding is 0."""
    excess = float((shares * terms**2).sum()) - mean**2
    return excess if excess > 1e-14 else 0.0


def _test(kappa: float, variance0: float) -> NullTest | None:
    se0 = math.sqrt(variance0)
    return NullTest(se0, kappa / se0) if se0 > intervals.NO_SPREAD else None
