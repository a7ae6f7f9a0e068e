import pytest

from synthema.agreement import cohen_kappa, from_disagreement, linear, quadratic, table_of
from synthema.refused import Refused


def test_linear_and_quadratic_weights_fall_with_distance() -> None:
    assert linear(3) == ((1, 0.5, 0), (0.5, 1, 0.5), (0, 0.5, 1))
    assert quadratic(3) == ((1, 0.75, 0), (0.75, 1, 0.75), (0, 0.75, 1))
    assert linear(1) == ((1,),)


def test_disagreement_is_turned_round() -> None:
    assert from_disagreement([[0, 1, 3], [1, 0, 6], [3, 6, 0]])[0] == pytest.approx((1, 5 / 6, 0.5))


@pytest.mark.parametrize("wrong", [[], [[0]], [[0, 0], [0, 0]], [[1, 1], [1, 0]], [[0, -1], [1, 0]]])
def test_disagreement_that_is_none_is_refused(wrong: list[list[float]]) -> None:
    with pytest.raises(Refused, match="0 on the diagonal"):
        from_disagreement(wrong)


@pytest.mark.parametrize("wrong", [[[0, 1], [1, 0]], [[1, 2], [0, 1]], [[1, -1], [0, 1]]])
def test_weights_that_are_no_agreement_are_refused(wrong: list[list[float]]) -> None:
    with pytest.raises(Refused, match="from_disagreement"):
        cohen_kappa(table_of([[3, 1], [1, 3]]), wrong)


@pytest.mark.parametrize("wrong", [[[1]], [[1, 0], [0]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]])
def test_weights_of_another_size_are_refused(wrong: list[list[float]]) -> None:
    with pytest.raises(Refused, match="2 rows of 2 weights"):
        cohen_kappa(table_of([[3, 1], [1, 3]]), wrong)
    with pytest.raises(Refused, match="3 rows"):
        from_disagreement([[0, 1], [1, 0], [1, 1]])


def test_two_categories_make_every_weighting_plain_kappa() -> None:
    table = table_of([[9, 3], [1, 7]])
    assert cohen_kappa(table, linear(2)) == cohen_kappa(table)
    assert cohen_kappa(table, quadratic(2)) == cohen_kappa(table)
