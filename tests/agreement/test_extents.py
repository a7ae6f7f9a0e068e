import pytest

from synthema.agreement import Unit, Unitising
from synthema.agreement.extents import Run, lanes, only, readable, values_of
from synthema.refused import Refused
from tests.agreement.continua import section


def test_marks_are_counted_from_the_start_of_their_section_and_cut_at_its_ends() -> None:
    found = lanes(section(10, ("ana", 90, 103, "x"), ("ana", 108, 140, "y"), ("ben", 0, 100, "x"), begin=100))
    assert found == {"ana": [Run(0, 3, "x"), Run(8, 10, "y")], "ben": []}


def test_overlapping_marks_with_one_code_are_one_and_touching_ones_two() -> None:
    found = lanes(section(30, ("ana", 5, 12, "x"), ("ana", 0, 6, "x"), ("ana", 12, 14, "x"), ("ben", 0, 1, "x")))
    assert found["ana"] == [Run(0, 12, "x"), Run(12, 14, "x")]


def test_a_mark_inside_another_does_not_shorten_it() -> None:
    assert lanes(section(30, ("ana", 0, 20, "x"), ("ana", 3, 6, "x")))["ana"] == [Run(0, 20, "x")]


def test_one_coders_overlapping_marks_of_two_codes_are_refused_by_place() -> None:
    with pytest.raises(Refused, match=r"ana marked one place of one \(at 104\) both 'x' and 'y'"):
        lanes(section(30, ("ana", 100, 106, "x"), ("ana", 104, 110, "y"), begin=100))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5)])
def test_a_mark_or_section_without_length_is_refused(start: int, end: int) -> None:
    with pytest.raises(Refused, match="end behind its start"):
        Unit("ana", start, end, "x")
    with pytest.raises(Refused, match="end behind its start"):
        section(end - start, begin=start)


def test_a_mark_by_somebody_who_did_not_read_is_refused() -> None:
    with pytest.raises(Refused, match="eve marked something in one"):
        section(10, ("eve", 0, 3, "x"), coders=("ana", "ben"))


def test_one_code_can_be_taken_by_itself() -> None:
    whole = [section(10, ("ana", 0, 3, "x"), ("ana", 2, 5, "y"), ("ben", 0, 3, "x"))]
    assert values_of(whole) == ("x", "y")
    assert [unit.value for unit in only(whole, "x")[0].units] == ["x", "x"]
    assert only(whole, "y")[0].coders == ("ana", "ben")


def test_a_section_counts_when_two_people_read_it() -> None:
    alone, both = section(10, coders=("ana",)), section(10, coders=("ana", "ben"))
    assert readable([alone, both, section(10, coders=("ana", "ana"))]) == [both]


def test_the_keys_of_the_coefficients_are_stable() -> None:
    assert list(Unitising) == ["u_alpha", "u_alpha_binary", "cu_alpha"]
