from itertools import pairwise

from hypothesis import given

from synthema.coding.agreeing import Reading
from synthema.coding.differences import Difference, How, differences
from tests.coding.test_agreeing import marks, read


def told(found: list[Difference]) -> list[tuple[int, int, str]]:
    """Where the differences are, and of which kind."""
    return [(one.start, one.end, one.how.value) for one in found]


def test_the_same_codes_at_the_same_places_are_no_difference() -> None:
    assert differences([read(("Ana", 0, 10, "hope"), ("Ben", 0, 10, "hope"))]) == []


def test_only_one_coded_a_place() -> None:
    assert told(differences([read(("Ana", 0, 10, "hope"))])) == [(0, 10, How.ONE)]


def test_the_same_code_with_other_ends_differs_at_its_ends() -> None:
    found = differences([read(("Ana", 2, 10, "hope"), ("Ben", 0, 12, "hope"))])
    assert told(found) == [(0, 2, How.EXTENT), (10, 12, How.EXTENT)]


def test_other_codes_are_one_difference_as_long_as_codes_differ() -> None:
    found = differences([read(("Ana", 0, 10, "hope"), ("Ben", 4, 12, "stigma"))])
    assert told(found) == [(0, 12, How.CODE)]
    assert [(one.coder, one.code) for one in found[0].marks] == [("Ana", "hope"), ("Ben", "stigma")]


def test_a_second_code_that_one_of_them_gave_is_a_difference_in_codes() -> None:
    found = differences([read(("Ana", 0, 10, "hope"), ("Ben", 0, 10, "hope"), ("Ben", 2, 6, "stigma"))])
    assert told(found) == [(2, 6, How.CODE)]


def test_a_code_given_twice_by_one_person_counts_once() -> None:
    assert differences([read(("Ana", 0, 6, "a"), ("Ana", 4, 10, "a"), ("Ben", 0, 10, "a"))]) == []


def test_only_places_within_the_findings_count() -> None:
    reading = read(("Ana", 30, 60, "hope"), ("Ben", 50, 60, "stigma"))
    assert told(differences([reading])) == [(30, 40, How.ONE)]


@given(marks)
def test_every_letter_that_differs_lies_in_one_difference_and_no_other_does(
    given_marks: list[tuple[str, int, int, str]],
) -> None:
    reading: Reading = read(*given_marks)
    found = differences([reading])
    inside = {place for one in found for place in range(one.start, one.end)}
    differing = {place for place in range(40) if codes_at(reading, "Ana", place) != codes_at(reading, "Ben", place)}
    assert inside == differing
    assert all(one.end < other.start for one, other in pairwise(found))


def codes_at(reading: Reading, coder: str, place: int) -> set[str]:
    """The codes somebody gave a letter."""
    return {mark.code for mark in reading.marks if mark.coder == coder and mark.start <= place < mark.end}
