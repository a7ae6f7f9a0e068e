"""The face of the room: ratings in, every coefficient that fits them out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from synthema.agreement import balance, bootstrap, chance, kappa, many, weights
from synthema.agreement.alpha import krippendorff_alpha, pairable
from synthema.agreement.category import category_kappas
from synthema.agreement.conger import conger_kappa
from synthema.agreement.counting import count, counts_of, ratings_of, table_of, tabulate, units_of
from synthema.agreement.model import Agreement, Category, Counts, Estimate, Metric, Statistic, Table


def agree(
    table: Table | Iterable[Iterable[int]],
    *,
    ordered: bool = False,
    agreement_weights: weights.Weights | None = None,
    level: float = 0.95,
    seed: int = bootstrap.SEED,
    replicates: int = bootstrap.REPLICATES,
) -> Agreement:
    """All coefficients of two raters from their crossed table (first rater in rows).

    `ordered` says that the categories are in order and adds linear and quadratic weighted kappa and ordinal alpha;
    `agreement_weights` (1 on the diagonal) adds weighted kappa with these. Prevalence and bias index come with two
    categories, of which the first counts as positive. `seed` and `replicates` are for alpha's bootstrap.
    """
    crossed = table if isinstance(table, Table) else table_of(table)
    units = units_of(crossed)
    found = {
        Statistic.PERCENT: kappa.percent_agreement(crossed, level),
        Statistic.COHEN: kappa.cohen_kappa(crossed, None, level),
        **_weighted(crossed, ordered, agreement_weights, level),
        Statistic.BRENNAN_PREDIGER: chance.brennan_prediger(crossed, level),
        Statistic.SCOTT: chance.scott_pi(crossed, level),
        Statistic.AC1: chance.gwet_ac1(crossed, level),
        **_alphas(units, ordered, level, seed, replicates),
        **_balance(crossed, level),
    }
    specific = {category: balance.specific_agreement(crossed, category, level) for category in crossed.categories}
    return Agreement(
        n=crossed.n,
        left_out=0,
        categories=crossed.categories,
        table=crossed.counts,
        statistics=found,
        by_category=specific,
    )


def two_raters(
    pairs: Iterable[Iterable[Category | None]],
    categories: Sequence[Category],
    *,
    ordered: bool = False,
    agreement_weights: weights.Weights | None = None,
    level: float = 0.95,
    seed: int = bootstrap.SEED,
    replicates: int = bootstrap.REPLICATES,
) -> Agreement:
    """All coefficients of two raters from their pairs of ratings; a pair with None is left out and counted.

    `categories` are all answers that were possible, also those nobody chose. See `agree` for the rest.
    """
    ratings = ratings_of(pairs, categories)
    found = agree(
        tabulate(ratings),
        ordered=ordered,
        agreement_weights=agreement_weights,
        level=level,
        seed=seed,
        replicates=replicates,
    )
    return replace(found, left_out=len(ratings.rows) - found.n)


def several_raters(
    rows: Iterable[Iterable[Category | None]],
    categories: Sequence[Category],
    *,
    ordered: bool = False,
    level: float = 0.95,
    seed: int = bootstrap.SEED,
    replicates: int = bootstrap.REPLICATES,
) -> Agreement:
    """All coefficients of several raters from one row of ratings per unit, None where a rater gave nothing."""
    ratings = ratings_of(rows, categories)
    found = agree_counts(count(ratings), ordered=ordered, level=level, seed=seed, replicates=replicates)
    return replace(found, statistics={**found.statistics, Statistic.CONGER: conger_kappa(ratings, level)})


def agree_counts(
    counts: Counts | Iterable[Iterable[int]],
    *,
    ordered: bool = False,
    level: float = 0.95,
    seed: int = bootstrap.SEED,
    replicates: int = bootstrap.REPLICATES,
) -> Agreement:
    """The coefficients of several raters when only how many chose each category is known (units x categories)."""
    counted = counts if isinstance(counts, Counts) else counts_of(counts)
    found = {
        Statistic.PERCENT: many.percent_agreement_many(counted, level),
        Statistic.FLEISS: many.fleiss_kappa(counted, level),
        Statistic.BRENNAN_PREDIGER: many.free_marginal(counted, level),
        Statistic.AC1: many.gwet_ac1_many(counted, level),
        **_alphas(counted, ordered, level, seed, replicates),
    }
    n = len(pairable(counted))
    return Agreement(
        n=n,
        left_out=len(counted.rows) - n,
        categories=counted.categories,
        table=counted.rows,
        statistics=found,
        by_category=category_kappas(counted, level=level, seed=seed, replicates=replicates),
    )


def _weighted(table: Table, ordered: bool, own: weights.Weights | None, level: float) -> dict[Statistic, Estimate]:
    size = len(table.categories)
    chosen: dict[Statistic, weights.Weights] = {}
    if own is not None:
        chosen[Statistic.WEIGHTED] = own
    if ordered:
        chosen[Statistic.LINEAR] = weights.linear(size)
        chosen[Statistic.QUADRATIC] = weights.quadratic(size)
    return {name: kappa.cohen_kappa(table, weight, level) for name, weight in chosen.items()}


def _alphas(counts: Counts, ordered: bool, level: float, seed: int, replicates: int) -> dict[Statistic, Estimate]:
    metrics = {Statistic.ALPHA: Metric.NOMINAL}
    if ordered:
        metrics[Statistic.ALPHA_ORDINAL] = Metric.ORDINAL
    return {
        name: krippendorff_alpha(counts, metric, level=level, seed=seed, replicates=replicates)
        for name, metric in metrics.items()
    }


def _balance(table: Table, level: float) -> dict[Statistic, Estimate]:
    if len(table.categories) != 2:
        return {}
    return {
        Statistic.PREVALENCE: balance.prevalence_index(table, level),
        Statistic.BIAS: balance.bias_index(table, level),
    }
