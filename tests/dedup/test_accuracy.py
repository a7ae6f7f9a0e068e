from synthema.dedup.accuracy import Accuracy, accuracy
from synthema.dedup.model import Duplicates, Group


def test_it_counts_works_lost_and_duplicates_missed() -> None:
    # Works: A = a1 a2 a3, B = b1 b2, C = c1. a3 was not found; c1 was swallowed by b1's group.
    answer = Duplicates((Group(("a1", "a2")), Group(("a3",)), Group(("b1", "b2", "c1"))), ())
    truth = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "c1": "C"}
    counted = accuracy(answer, truth)
    assert counted == Accuracy(records=6, works=3, lost=1, found=2, missed=1)
    assert round(counted.sensitivity, 3) == 0.667


def test_nothing_to_find_is_everything_found() -> None:
    assert accuracy(Duplicates((Group(("a",)),), ()), {"a": "A"}).sensitivity == 1.0
