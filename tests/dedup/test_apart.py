"""Who is held apart: by decisions that name parts, never pair by pair."""

from synthema.dedup.apart import Apart

GROUPS = {name: name.upper() for name in "abcde"}


def test_parts_of_one_decision_are_apart_and_parts_of_two_are_not() -> None:
    apart = Apart.of([[["a"], ["b", "c"]], [["d"], ["e"]]], GROUPS)
    assert (apart.between("A", "B"), apart.between("C", "A"), apart.between("E", "D")) == (0, 0, 1)
    assert (apart.between("B", "C"), apart.between("A", "D"), apart.between("A", "nobody")) == (None, None, None)


def test_the_first_decision_is_named() -> None:
    assert Apart.of([[["a"], ["b"]], [["b"], ["a"]]], GROUPS).between("B", "A") == 0


def test_what_was_said_of_one_group_holds_for_what_it_became_part_of() -> None:
    apart = Apart.of([[["a"], ["b"]]], GROUPS)
    apart.join("C", "B")
    assert (apart.between("A", "C"), apart.between("A", "B")) == (0, None)


def test_many_records_kept_apart_cost_a_mark_each() -> None:
    many = [[str(n)] for n in range(20000)]
    apart = Apart.of([many], {str(n): n for n in range(20000)})
    assert apart.between(0, 19999) == 0
    assert sum(len(marks) for marks in apart.marks.values()) == 20000


def test_records_that_left_are_passed_over() -> None:
    assert Apart.of([[["a"], ["gone"]]], GROUPS).marks.keys() == {"A"}
