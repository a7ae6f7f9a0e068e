"""Whoever is alike stands side by side."""

from synthema.dedup.neighbours import agreeing, neighbours


def test_the_most_alike_two_come_first_and_copies_stand_side_by_side() -> None:
    strangers = [(a, b, 10) for a in range(6) for b in range(a + 1, 6)]
    copies = [(0, 3, 60), (1, 4, 90), (2, 5, 70)]
    assert neighbours(6, [*strangers, *copies]) == [1, 4, 0, 3, 2, 5]


def test_a_chain_stays_a_chain_and_what_is_tied_to_none_stands_last() -> None:
    assert neighbours(5, [(3, 1, 50), (1, 4, 50), (4, 0, 50)]) == [0, 4, 1, 3, 2]
    assert neighbours(3, []) == [0, 1, 2]
    assert neighbours(0, []) == []


def test_whoever_is_tied_to_the_latest_comes_before_whoever_is_tied_to_the_first() -> None:
    assert neighbours(4, [(0, 2, 90), (0, 1, 40), (2, 3, 40)]) == [0, 2, 3, 1]


def test_empty_fields_say_nothing() -> None:
    assert agreeing(("2011", "", "50"), ("2011", "2", "")) == 1
    assert agreeing(("2011", "50"), ("2012", "51")) == -2
