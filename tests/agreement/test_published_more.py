"""More worked examples from print, beyond those of the reference file; the numbers are the articles'."""

import pytest

from synthema.agreement import (
    Agreement,
    Category,
    Counts,
    agree,
    count,
    fleiss_kappa,
    free_marginal,
    krippendorff_alpha,
    ratings_of,
    two_raters,
)
from tests.agreement.close import printed

# Hayes & Krippendorff 2007, doi:10.1080/19312450709336664, p. 84: 40 units, 5 observers, "." where nothing was given.
HAYES_KRIPPENDORFF = """
112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. 1101. 000.0
0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1
"""


def _values(found: Agreement, known: dict[str, float]) -> dict[str, bool]:
    return {key: printed(found[key].value, value) for key, value in known.items()}


def test_hayes_and_krippendorff_2007_is_reproduced() -> None:
    rows: list[list[Category | None]] = [
        [None if given == "." else int(given) for given in unit] for unit in HAYES_KRIPPENDORFF.split()
    ]
    assert len(rows) == 40
    counts = count(ratings_of(rows, [0, 1, 2, 3]))
    assert printed(krippendorff_alpha(counts, "ordinal", replicates=2).value, 0.7598)


# Artstein & Poesio 2008, doi:10.1162/coli.07-034-R2, pp. 558 and 568.
@pytest.mark.parametrize(
    ("table", "known"),
    [
        (
            [[20, 20], [10, 50]],
            {"percent_agreement": 0.70, "brennan_prediger": 0.4, "scott_pi": 0.341, "cohen_kappa": 0.348},
        ),
        (
            [[46, 6, 0], [0, 32, 0], [0, 6, 10]],
            {"percent_agreement": 0.88, "brennan_prediger": 0.82, "scott_pi": 0.7995, "cohen_kappa": 0.8013},
        ),
    ],
)
def test_artstein_and_poesio_2008_are_reproduced(table: list[list[int]], known: dict[str, float]) -> None:
    found = agree(table, replicates=2)
    assert _values(found, known) == dict.fromkeys(known, True)


def test_artstein_and_poesios_specific_agreement_is_reproduced() -> None:
    found = agree([[20, 20], [10, 50]], replicates=2)
    assert printed(found.by_category[1].value, 0.571)
    assert printed(found.by_category[2].value, 0.769)


def test_artstein_and_poesios_weights_are_reproduced() -> None:
    half = [[1, 0, 0.5], [0, 1, 0.5], [0.5, 0.5, 1]]
    found = agree([[46, 6, 0], [0, 32, 0], [0, 6, 10]], agreement_weights=half, replicates=2)
    assert printed(found["weighted_kappa"].value, 0.8163)
    assert printed(found["krippendorff_alpha"].value, 0.800)


# Brennan & Prediger 1981, doi:10.1177/001316448104100307, pp. 689 and 691; proportions times 100.
@pytest.mark.parametrize(
    ("table", "kappa"),
    [([[50, 0, 0], [10, 10, 10], [20, 0, 0]], 0.27), ([[50, 0, 10], [0, 10, 10], [10, 10, 0]], 0.29)],
)
def test_brennan_and_prediger_1981_are_reproduced(table: list[list[int]], kappa: float) -> None:
    found = agree(table, replicates=2)
    assert printed(found["cohen_kappa"].value, kappa)
    assert printed(found["brennan_prediger"].value, 0.40, digits=2)


# Randolph 2005 (ERIC ED490661), p. 17: three raters, four cases.
@pytest.mark.parametrize(
    ("rows", "fixed"),
    [(((3, 0), (2, 1), (1, 2), (0, 3)), 0.33), (((3, 0), (2, 1), (2, 1), (3, 0)), -0.2)],
)
def test_randolph_2005_is_reproduced(rows: tuple[tuple[int, int], ...], fixed: float) -> None:
    counts = Counts(("yes", "no"), rows)
    assert printed(free_marginal(counts).value, 0.33)
    assert printed(fleiss_kappa(counts).value, fixed)


def test_cohen_1960s_example_without_agreement_is_reproduced() -> None:
    found = agree([[25, 12, 3], [13, 2, 15], [12, 16, 2]], replicates=2)
    assert printed(found["percent_agreement"].value, 0.29)
    assert printed(found["gwet_ac1"].value, -0.0480)
    kappa = found["cohen_kappa"].value
    assert kappa is not None
    assert printed(1 - (1 - 0.29) / (1 - kappa), 0.35)


def test_ac1_of_cohens_200_cases() -> None:
    assert printed(agree([[88, 14, 18], [10, 40, 10], [2, 6, 12]], replicates=2)["gwet_ac1"].value, 0.5760)


def test_the_paradox_of_kappa_shows_beside_what_is_free_of_it() -> None:
    known = {
        "percent_agreement": 0.944,
        "cohen_kappa": -0.0234,
        "scott_pi": -0.0288,
        "krippendorff_alpha": -0.0247,
        "brennan_prediger": 0.888,
        "gwet_ac1": 0.9408,
    }
    assert _values(agree([[118, 5], [2, 0]], replicates=2), known) == dict.fromkeys(known, True)


def test_a_table_small_enough_for_the_hand() -> None:
    known = {"gwet_ac1": 0.8658, "scott_pi": 0.6078}
    assert _values(agree([[8, 1], [0, 1]], replicates=2), known) == dict.fromkeys(known, True)


# Krippendorff 2011, repository.upenn.edu/asc_papers/43, sections A and B.
@pytest.mark.parametrize(
    ("first", "second", "known"),
    [
        ("0100000010", "1110010000", {"krippendorff_alpha": 0.095}),
        (
            "aabbdcccedda",
            "babbbccceddd",
            {"krippendorff_alpha": 0.692, "cohen_kappa": 0.6842, "scott_pi": 0.6786, "brennan_prediger": 0.6875},
        ),
    ],
)
def test_krippendorff_2011s_two_observers_are_reproduced(first: str, second: str, known: dict[str, float]) -> None:
    found = two_raters(zip(first, second, strict=True), sorted(set(first + second)), replicates=2)
    assert _values(found, known) == dict.fromkeys(known, True)
