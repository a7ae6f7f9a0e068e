import pytest

from synthema.agreement import Interval, category_kappas, counts_of, fleiss_kappa
from tests.agreement.close import printed
from tests.agreement.published import PUBLISHED

FLEISS = PUBLISHED["fleiss_1971"]


def test_fleiss_1971_is_reproduced() -> None:
    found = category_kappas(counts_of(FLEISS["table"]), replicates=200)
    assert len(found) == 5
    for estimate, expected in zip(found.values(), FLEISS["kappa_j"], strict=True):
        assert printed(estimate.value, expected)
        assert estimate.interval is Interval.BOOTSTRAP
        assert estimate.test is not None
        assert estimate.test.se0 == pytest.approx((2 / (30 * 6 * 5)) ** 0.5)


def test_two_categories_have_the_kappa_of_the_whole() -> None:
    counts = counts_of([[3, 0], [2, 1], [0, 3], [1, 2]])
    for estimate in category_kappas(counts, replicates=50).values():
        assert estimate.value == pytest.approx(fleiss_kappa(counts).value)


def test_the_whole_is_the_mean_of_the_categories_by_their_variance() -> None:
    counts = counts_of(FLEISS["table"])
    found = category_kappas(counts, replicates=50)
    shares = [sum(row[j] for row in counts.rows) / 180 for j in range(5)]
    weights = [share * (1 - share) for share in shares]
    total = sum((e.value or 0) * w for e, w in zip(found.values(), weights, strict=True)) / sum(weights)
    assert total == pytest.approx(fleiss_kappa(counts).value)


def test_a_category_never_or_always_chosen_is_skipped_with_the_reason() -> None:
    found = category_kappas(counts_of([[3, 0, 0], [2, 1, 0], [0, 3, 0]]))
    assert found[3].value is None
    assert "always or never" in found[3].reason
    assert category_kappas(counts_of([[3], [3]]))[1].value is None


def test_uneven_ratings_have_no_category_kappas() -> None:
    found = category_kappas(counts_of([[3, 0], [1, 1]]))
    assert {estimate.value for estimate in found.values()} == {None}
    assert "same number of ratings" in found[1].reason


@pytest.mark.parametrize("rows", [[[0, 0]], [[1, 0], [0, 1]]])
def test_nothing_to_compare_gives_no_value(rows: list[list[int]]) -> None:
    assert {estimate.value for estimate in category_kappas(counts_of(rows)).values()} == {None}
