import pytest

from synthema.agreement import Agreement, Counts, Estimate, NullTest, Ratings, Statistic, Table, table_of
from synthema.refused import Refused


def test_a_rating_outside_the_categories_is_refused_with_its_unit() -> None:
    with pytest.raises(Refused, match=r"Unit 2: 'mabye' is not one of the categories 'include', 'exclude'"):
        Ratings(("include", "exclude"), (("include", "include"), ("mabye", None)))


def test_a_unit_with_a_place_too_many_is_refused() -> None:
    with pytest.raises(Refused, match="Unit 2 has 3 ratings where unit 1 has 2"):
        Ratings(("include", "exclude"), (("include", "include"), ("include", None, "include")))


@pytest.mark.parametrize("counts", [((1, 2),), ((1,), (2,)), ((1, 2), (3, 4), (5, 6)), ()])
def test_a_table_that_is_not_square_is_refused(counts: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(Refused, match="2 categories need 2 rows of 2 counts"):
        Table(("include", "exclude"), counts)


@pytest.mark.parametrize("wrong", [-1, 0.5, "3", None, float("nan"), float("inf")])
def test_a_count_that_is_none_is_refused(wrong: int) -> None:
    with pytest.raises(Refused, match="whole numbers from 0 up"):
        table_of([[1, wrong], [0, 1]])


def test_counts_of_another_width_are_refused() -> None:
    with pytest.raises(Refused, match="Unit 2 has 1 counts"):
        Counts(("include", "exclude"), ((1, 2), (3,)))


def test_no_categories_or_one_twice_is_refused() -> None:
    with pytest.raises(Refused, match="no categories"):
        Counts((), ())
    with pytest.raises(Refused, match="listed twice"):
        Ratings(("include", "include"), ())


def test_the_p_of_a_z_is_two_sided() -> None:
    assert NullTest(0.1, 1.959964).p == pytest.approx(0.05, abs=1e-6)
    assert NullTest(0.1, -1.959964).p == NullTest(0.1, 1.959964).p


def test_a_statistic_is_found_by_its_key() -> None:
    kappa = Estimate(value=0.5)
    found = Agreement(n=1, left_out=0, categories=(1,), table=((1,),), statistics={Statistic.COHEN: kappa})
    assert found["cohen_kappa"] is kappa
    assert found[Statistic.COHEN] is kappa
