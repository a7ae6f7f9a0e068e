"""What is read, what is learned from, when it is time, and what is kept."""

from uuid import UUID, uuid4

import pytest

from synthema.protocol.model import Criterion, Protocol, Question
from synthema.ranking.model import Order
from synthema.ranking.rules import KEPT, due, kept, labels, pack, text_of, text_of_protocol, unpack
from synthema.screening.model import Standing, Vote

ONE, TWO = uuid4(), uuid4()


def vote(verdict: str, *, seq: int = 1, withdrawn: int | None = None, overrules: tuple[UUID, ...] = ()) -> Vote:
    return Vote(
        id=uuid4(),
        subject=ONE,
        person=TWO,
        verdict=verdict,
        given_seq=seq,
        withdrawn_seq=withdrawn,
        overrules=overrules,
    )


def test_a_title_is_read_three_times() -> None:
    assert text_of("Owls", "They call.") == "Owls Owls Owls They call."


def test_a_protocol_is_read_for_what_it_wants() -> None:
    criteria = (
        Criterion(key="d", label="Design", include="interviews", exclude="surveys"),
        Criterion(key="x", label="Depth", include="thick description", stage="full_text"),
    )
    question = Question(text="What is heard?", framework="PICo", slots={"population": "keepers", "context": ""})
    protocol = Protocol(title="Birds", question=question, criteria=criteria)
    assert text_of_protocol(protocol, "title_abstract") == "Birds What is heard? keepers Design interviews"
    assert "thick description" in text_of_protocol(protocol, "full_text")


def test_what_a_person_said_teaches_unless_the_team_settled_it() -> None:
    assert labels({ONE: [vote("include")], TWO: [vote("exclude")]}, {}) == {ONE: True, TWO: False}
    settled = {ONE: Standing.EXCLUDED, TWO: Standing.FORWARD}
    assert labels({ONE: [vote("include")]}, settled) == {ONE: False, TWO: True}


def test_doubt_contradiction_and_what_was_withdrawn_teach_nothing() -> None:
    assert labels({ONE: [vote("unsure")]}, {}) == {}
    assert labels({ONE: [vote("include"), vote("exclude", seq=2)]}, {}) == {}
    assert labels({ONE: [vote("include", withdrawn=2)]}, {}) == {}
    first = vote("include")
    assert labels({ONE: [first, vote("exclude", seq=2, overrules=(first.id,))]}, {}) == {ONE: False}


@pytest.mark.parametrize(
    ("then", "now", "wanted"),
    [
        (None, 0, True),
        (0, 0, False),
        (0, 1, True),
        (10, 11, True),
        (100, 102, False),
        (100, 103, True),
        (1000, 1029, False),
        (1000, 1030, True),
        (50, 50, False),
        (50, 49, True),
    ],
)
def test_learning_is_due_after_three_in_a_hundred(then: int | None, now: int, wanted: bool) -> None:
    assert due(then, now) is wanted


def test_an_order_outlasts_the_time_until_the_next() -> None:
    assert kept(0) == KEPT
    assert all(kept(judged) > judged // 33 for judged in (1, 1_000, 100_000))


def test_an_order_is_kept_whole() -> None:
    order = Order(method="m/1", stage="title_abstract", person=ONE, includes=2, excludes=3, units=(TWO, ONE), of=9)
    assert unpack(pack(order)) == order
    assert pack(order) == pack(order)
