"""How far raters agree: coefficients of agreement with their intervals."""

from synthema.agreement.alpha import coincidences, krippendorff_alpha
from synthema.agreement.alpha_u import AlphaU, Disagreement, alpha_u
from synthema.agreement.balance import bias_index, prevalence_index, specific_agreement
from synthema.agreement.category import category_kappas
from synthema.agreement.chance import brennan_prediger, gwet_ac1, scott_pi
from synthema.agreement.conger import conger_kappa
from synthema.agreement.counting import collapse, count, counts_of, ratings_of, table_of, tabulate, units_of
from synthema.agreement.extents import Section, Unit, Unitised, Unitising
from synthema.agreement.kappa import cohen_kappa, percent_agreement
from synthema.agreement.many import fleiss_kappa, free_marginal, gwet_ac1_many, percent_agreement_many
from synthema.agreement.model import (
    Agreement,
    Category,
    Counts,
    Estimate,
    Interval,
    Metric,
    NullTest,
    Ratings,
    Statistic,
    Table,
)
from synthema.agreement.planning import studies_for_code, units_for_kappa
from synthema.agreement.rules import agree, agree_counts, several_raters, two_raters
from synthema.agreement.unitising import characters, unitise, unitise_by_code
from synthema.agreement.unitising_wording import describe_alpha_u, describe_extents
from synthema.agreement.weights import from_disagreement, linear, quadratic
from synthema.agreement.wording import describe, landis_koch, sentence

__all__ = [
    "Agreement",
    "AlphaU",
    "Category",
    "Counts",
    "Disagreement",
    "Estimate",
    "Interval",
    "Metric",
    "NullTest",
    "Ratings",
    "Section",
    "Statistic",
    "Table",
    "Unit",
    "Unitised",
    "Unitising",
    "agree",
    "agree_counts",
    "alpha_u",
    "bias_index",
    "brennan_prediger",
    "category_kappas",
    "characters",
    "cohen_kappa",
    "coincidences",
    "collapse",
    "conger_kappa",
    "count",
    "counts_of",
    "describe",
    "describe_alpha_u",
    "describe_extents",
    "fleiss_kappa",
    "free_marginal",
    "from_disagreement",
    "gwet_ac1",
    "gwet_ac1_many",
    "krippendorff_alpha",
    "landis_koch",
    "linear",
    "percent_agreement",
    "percent_agreement_many",
    "prevalence_index",
    "quadratic",
    "ratings_of",
    "scott_pi",
    "sentence",
    "several_raters",
    "specific_agreement",
    "studies_for_code",
    "table_of",
    "tabulate",
    "two_raters",
    "unitise",
    "unitise_by_code",
    "units_for_kappa",
    "units_of",
]
