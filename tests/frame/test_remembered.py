"""Totals are remembered while nothing happens, and never a moment longer."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Review
from synthema.frame import remembered as memory
from synthema.frame.remembered import forget, remembered
from synthema.team.actions import add_person
from synthema.team.tables import Seat
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget()
    yield
    forget()


class Counter:
    """Counts seats, and how often it was asked."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.asked = cast, 0

    def __call__(self) -> int:
        self.asked += 1
        return Seat.objects.filter(review=self.cast.review).count()


def test_a_total_is_counted_once_while_nothing_happens(cast: Cast) -> None:
    seats = Counter(cast)
    assert [remembered(cast.review, cast.ana, "seats", seats) for _ in range(3)] == [5, 5, 5]
    assert seats.asked == 1


def test_any_act_makes_it_be_counted_again(cast: Cast) -> None:
    seats = Counter(cast)
    remembered(cast.review, cast.ana, "seats", seats)
    add_person(By(cast.chloe), cast.review, cast.ana, "librarian")
    assert remembered(cast.review, cast.ana, "seats", seats) == 6


def test_what_one_person_is_told_is_not_told_another(cast: Cast) -> None:
    assert remembered(cast.review, cast.ana, "x", lambda: "Ana's") == "Ana's"
    assert remembered(cast.review, cast.ben, "x", lambda: "Ben's") == "Ben's"
    assert remembered(cast.other_review, cast.ana, "x", lambda: "elsewhere") == "elsewhere"
    assert remembered(cast.review, cast.ana, ("x", 2), lambda: "another total") == "another total"


def test_an_act_that_was_undone_with_its_transaction_leaves_nothing_behind(cast: Cast) -> None:
    seats = Counter(cast)
    with transaction.atomic():
        add_person(By(cast.chloe), cast.review, cast.ana, "librarian")
        assert remembered(cast.review, cast.ana, "seats", seats) == 6
        transaction.set_rollback(True)
    assert remembered(cast.review, cast.ana, "seats", seats) == 5
    add_person(By(cast.chloe), cast.review, cast.ben, "librarian")  # the same place on the trail as the one undone
    assert remembered(cast.review, cast.ana, "seats", seats) == 6
    assert seats.asked == 3


def test_a_total_that_an_act_came_between_is_not_kept(cast: Cast) -> None:
    def count() -> int:
        before = Seat.objects.filter(review=cast.review).count()
        add_person(By(cast.chloe), cast.review, cast.ana, "librarian")
        return before

    assert remembered(cast.review, cast.ana, "seats", count) == 5
    assert remembered(cast.review, cast.ana, "seats", Counter(cast)) == 6


def test_nothing_is_kept_while_the_tables_are_made_anew(cast: Cast) -> None:
    seats = Counter(cast)
    Review.objects.filter(pk=cast.review).update(offline="its tables are being rebuilt")
    Seat.objects.filter(review=cast.review).delete()
    assert remembered(cast.review, cast.ana, "seats", seats) == 0
    replay.rebuild(cast.review)
    assert remembered(cast.review, cast.ana, "seats", seats) == 5


def test_a_look_back_neither_uses_nor_spoils_what_is_known_of_now(cast: Cast) -> None:
    seats = Counter(cast)
    assert remembered(cast.review, cast.ana, "seats", seats) == 5
    with replay.replayed(cast.review, until=2):
        assert remembered(cast.review, cast.ana, "seats", seats) == 2
    assert remembered(cast.review, cast.ana, "seats", seats) == 5
    assert seats.asked == 2


def test_the_memory_stays_small(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    for number in range(10):
        remembered(cast.review, cast.ana, number, lambda number=number: number)  # type: ignore[misc]
    assert len(memory._kept) == 3
