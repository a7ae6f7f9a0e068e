"""The nouns of agreement: what was rated, and what was estimated from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import NormalDist

from synthema.refused import Refused

Category = str | int | float


class Statistic(StrEnum):
    """Every coefficient this room can give, by the key it is looked up with."""

    PERCENT = "percent_agreement"
    COHEN = "cohen_kappa"
    WEIGHTED = "weighted_kappa"
    LINEAR = "weighted_kappa_linear"
    QUADRATIC = "weighted_kappa_quadratic"
    BRENNAN_PREDIGER = "brennan_prediger"
    SCOTT = "scott_pi"
    AC1 = "gwet_ac1"
    FLEISS = "fleiss_kappa"
    CONGER = "conger_kappa"
    ALPHA = "krippendorff_alpha"
    ALPHA_ORDINAL = "krippendorff_alpha_ordinal"
    PREVALENCE = "prevalence_index"
    BIAS = "bias_index"


class Interval(StrEnum):
    """How an interval was made."""

    Z = "z"
    T = "t"
    WILSON = "wilson"
    BOOTSTRAP = "bootstrap"
    STUDIES = "bootstrap_studies"


class Metric(StrEnum):
    """How far apart two categories are, for Krippendorff's alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class NullTest:
    """The test of "no agreement beyond chance": standard error under that hypothesis, z and two-sided p."""

    se0: float
    z: float

    @property
    def p(self) -> float:
        """Two-sided p of z under the normal distribution."""
        return 2 * NormalDist().cdf(-abs(self.z))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A coefficient and its interval; where either is missing, `reason` says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    interval: Interval | None = None
    level: float = 0.95
    test: NullTest | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Two raters crossed: `counts[i][j]` units got category i from the first and j from the second rater."""

    categories: tuple[Category, ...]
    counts: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        check_categories(self.categories)
        size = len(self.categories)
        if len(self.counts) != size or any(len(row) != size for row in self.counts):
            raise Refused(
                "The table has {shape}; {size} categories need {size} rows of {size} counts.",
                shape=_shape(self.counts),
                size=size,
            )
        _check_counts(self.counts)

    @property
    def n(self) -> int:
        """How many units both raters rated."""
        return sum(map(sum, self.counts))


@dataclass(frozen=True, slots=True)
class Counts:
    """Several raters counted: `rows[i][j]` raters gave unit i the category j."""

    categories: tuple[Category, ...]
    rows: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        check_categories(self.categories)
        for place, row in enumerate(self.rows, 1):
            if len(row) != len(self.categories):
                raise Refused(
                    "Unit {place} has {row} counts; {categories} categories need as many.",
                    place=place,
                    row=len(row),
                    categories=len(self.categories),
                )
        _check_counts(self.rows)


@dataclass(frozen=True, slots=True)
class Ratings:
    """Several raters kept apart: `rows[i][g]` is what rater g gave unit i, None where nothing."""

    categories: tuple[Category, ...]
    rows: tuple[tuple[Category | None, ...], ...]

    def __post_init__(self) -> None:
        check_categories(self.categories)
        known = set(self.categories)
        for place, row in enumerate(self.rows, 1):
            if len(row) != len(self.rows[0]):
                raise Refused(
                    "Unit {place} has {row} ratings where unit 1 has {rows}. Give every unit one place per rater "
                    "and write None where a rater gave nothing.",
                    place=place,
                    row=len(row),
                    rows=len(self.rows[0]),
                )
            for rating in row:
                if rating is not None and rating not in known:
                    raise Refused(_unknown(place, rating, self.categories))

    @property
    def raters(self) -> int:
        """How many raters there are, those who rated nothing included."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What raters agreed on: the units, the table shown beside every coefficient, the coefficients.

    `n` units have two ratings or more and count; `left_out` have fewer. `table` is crossed for two raters
    (`Table.counts`) and one row per unit for several (`Counts.rows`). `by_category` holds specific agreement for two
    raters, category kappas for several. Statistics are looked up by `Statistic` or its key.
    """

    n: int
    left_out: int
    categories: tuple[Category, ...]
    table: tuple[tuple[int, ...], ...]
    statistics: Mapping[Statistic, Estimate]
    by_category: Mapping[Category, Estimate] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Estimate:
        """The estimate of one statistic, by its key."""
        return self.statistics[Statistic(key)]


def check_categories(categories: tuple[Category, ...]) -> None:
    """Refuse a list of categories that is empty or repeats itself."""
    if not categories:
        raise Refused("There are no categories. Give all answers that were possible, also those nobody chose.")
    if len(set(categories)) != len(categories):
        raise Refused("A category is listed twice: {listed}. Give each once.", listed=_listed(categories))


def _check_counts(rows: tuple[tuple[int, ...], ...]) -> None:
    for place, row in enumerate(rows, 1):
        for count in row:
            if not isinstance(count, int) or count < 0:
                raise Refused(
                    "Row {place} holds {count!r}. Counts are whole numbers from 0 up.", place=place, count=count
                )


def _shape(counts: tuple[tuple[int, ...], ...]) -> str:
    lengths = sorted({len(row) for row in counts})
    return f"{len(counts)} rows of {' or '.join(map(str, lengths)) or '0'} counts"


def _unknown(place: int, rating: Category, categories: tuple[Category, ...]) -> str:
    return (
        f"Unit {place}: {rating!r} is not one of the categories {_listed(categories)}. "
        "Correct the rating, or add the category if it was a possible answer."
    )


def _listed(categories: tuple[Category, ...]) -> str:
    return ", ".join(repr(category) for category in categories)
