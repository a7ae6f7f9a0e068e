"""When a sealed verdict may be opened."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as some

from synthema.protocol.model import ScreeningPolicy
from synthema.screening.hand_model import SealedVerdict
from synthema.screening.hand_rules import Sealed, decide
from synthema.screening.model import Standing, State

ANA, BEN, CLOE = (UUID(int=n) for n in (1, 2, 3))
TWO, THREE = ScreeningPolicy(), ScreeningPolicy(reviewers=3)
WAITING = State(standing=Standing.WAITING)


def sealed(person: UUID, verdict: str = "include", *, number: int = 1, at: str = "1", seated: bool = True) -> Sealed:
    said = SealedVerdict(
        verdict_id=uuid4(), subject=uuid4(), verdict=verdict, reason="", note="", at=at, protocol_version=1,
        order="", position=0,
    )  # fmt: skip
    return Sealed(number, uuid4(), person, seated, said)


def voted(*people: UUID, torn: tuple[UUID, ...] = ()) -> State:
    return State(standing=Standing.REOPENED if torn else Standing.WAITING, voters=people, reopened_for=torn)


def test_one_of_two_waits_and_both_are_opened() -> None:
    bens, anas = sealed(BEN), sealed(ANA, "exclude")
    assert decide(WAITING, TWO, [bens]).wait == (bens,)
    assert decide(WAITING, TWO, [bens]).open == ()
    assert set(decide(WAITING, TWO, [bens, anas]).open) == {bens, anas}
    assert decide(voted(ANA), TWO, [bens]).open == (bens,)


def test_three_are_needed_where_the_protocol_says_three() -> None:
    all_three = [sealed(ANA), sealed(BEN), sealed(CLOE)]
    assert decide(WAITING, THREE, all_three[:2]).open == ()
    assert set(decide(WAITING, THREE, all_three).open) == set(all_three)


def test_what_is_settled_or_already_said_needs_nothing() -> None:
    for state in (Standing.FORWARD, Standing.EXCLUDED, Standing.CONFLICT):
        assert decide(State(standing=state), TWO, [sealed(BEN)]) == decide(WAITING, TWO, [])
    assert decide(voted(BEN), TWO, [sealed(BEN)]) == decide(WAITING, TWO, [])


def test_while_somebody_is_asked_again_everything_waits() -> None:
    bens = sealed(BEN)
    assert decide(voted(ANA, torn=(ANA,)), TWO, [bens]).wait == (bens,)


def test_who_contradicts_themselves_is_not_counted() -> None:
    both = [sealed(BEN), sealed(BEN, "exclude")]
    found = decide(voted(ANA), TWO, both)
    assert (found.open, set(found.wait)) == ((), set(both))


def test_the_same_said_twice_is_opened_once() -> None:
    assert len(decide(voted(ANA), TWO, [sealed(BEN, at="2"), sealed(BEN, at="1")]).open) == 1


def test_a_later_file_counts_before_an_earlier_one() -> None:
    old, new = sealed(BEN, "include", number=4), sealed(BEN, "exclude", number=9)
    assert decide(voted(ANA), TWO, [old, new]).open == (new,)


def test_who_left_the_review_is_waited_for() -> None:
    gone = sealed(BEN, seated=False)
    assert decide(voted(ANA), TWO, [gone]).wait == (gone,)


def test_a_team_that_is_not_blind_waits_for_nobody() -> None:
    bens = sealed(BEN)
    assert decide(WAITING, ScreeningPolicy(blind=False), [bens]).open == (bens,)
    assert decide(WAITING, ScreeningPolicy(reviewers=1), [bens]).open == (bens,)


some_sealed = some.lists(
    some.builds(sealed, some.sampled_from([ANA, BEN, CLOE]), some.sampled_from(["include", "exclude"]),
                number=some.integers(1, 3), at=some.sampled_from("123"), seated=some.booleans()), max_size=6
)  # fmt: skip


@given(some_sealed, some.sets(some.sampled_from([ANA, BEN, CLOE]), max_size=2), some.sampled_from([TWO, THREE]))
def test_nothing_is_opened_that_leaves_a_blind_record_open(
    held: list[Sealed], people: set[UUID], rules: ScreeningPolicy
) -> None:
    state = voted(*people) if len(people) < rules.reviewers else State(standing=Standing.FORWARD, voters=(*people,))
    found = decide(state, rules, held)
    persons = [one.person for one in found.open]
    assert len(persons) == len(set(persons))
    assert not set(persons) & people
    assert not found.open or len(people) + len(persons) == rules.reviewers
    assert not set(found.open) & set(found.wait)
