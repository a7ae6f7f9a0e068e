"""What follows from votes."""

from uuid import UUID

import pytest

from synthema.protocol.model import ScreeningPolicy
from synthema.screening.model import Resolution, Standing, Vote
from synthema.screening.rules import first_votes, may_vote, outcome, problem, shuffled
from tests.screening.stage import FT, TA, protocol

ANA, BEN, CHLOE = UUID(int=1), UUID(int=2), UUID(int=3)
POLICY = ScreeningPolicy()


def cast_vote(person: UUID, verdict: str, seq: int, **more: object) -> Vote:
    verdict, _, reason = verdict.partition(" ")
    made = {"id": UUID(int=100 + seq), "subject": UUID(int=9), "person": person, "verdict": verdict, "reason": reason}
    return Vote(**made | {"given_seq": seq} | more)  # type: ignore[arg-type]


def settled(seq: int, decision: str, *votes: Vote, **more: object) -> Resolution:
    made = {"id": UUID(int=200 + seq), "subject": UUID(int=9), "person": CHLOE, "how": "arbiter", "decision": decision}
    return Resolution(**made | {"settles": tuple(v.id for v in votes), "given_seq": seq} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ana", "ben", "standing"),
    [
        ("include", "include", Standing.FORWARD),
        ("include", "unsure", Standing.FORWARD),
        ("unsure", "unsure", Standing.FORWARD),
        ("unsure", "exclude", Standing.CONFLICT),
        ("include", "exclude", Standing.CONFLICT),
        ("exclude", "exclude", Standing.EXCLUDED),
        ("exclude date", "exclude design", Standing.EXCLUDED),
    ],
)
def test_two_verdicts_on_a_title_have_one_outcome_whoever_comes_first(ana: str, ben: str, standing: Standing) -> None:
    for first, second in ((ana, ben), (ben, ana)):
        assert outcome(TA, [cast_vote(ANA, first, 1), cast_vote(BEN, second, 2)], POLICY).standing is standing


def test_where_unsure_does_not_go_forward_it_is_a_conflict() -> None:
    strict = ScreeningPolicy(unsure_forward=False)
    for other in ("include", "unsure"):
        assert outcome(TA, [cast_vote(ANA, "unsure", 1), cast_vote(BEN, other, 2)], strict).conflict == "verdict"


def test_on_full_text_two_reasons_are_a_conflict_and_one_is_not() -> None:
    split = outcome(FT, [cast_vote(ANA, "exclude date", 1), cast_vote(BEN, "exclude design", 2)], POLICY)
    assert (split.standing, split.conflict) == (Standing.CONFLICT, "reason")
    same = outcome(FT, [cast_vote(ANA, "exclude date", 1), cast_vote(BEN, "exclude date", 2)], POLICY)
    assert (same.standing, same.reason, same.how) == (Standing.EXCLUDED, "date", "agreed")


def test_it_waits_until_everybody_needed_has_voted() -> None:
    assert outcome(TA, [], POLICY).standing is Standing.WAITING
    one = outcome(TA, [cast_vote(ANA, "exclude", 1)], POLICY)
    assert (one.standing, one.voters) == (Standing.WAITING, (ANA,))
    alone = outcome(TA, [cast_vote(ANA, "exclude", 1)], ScreeningPolicy(reviewers=1))
    assert alone.standing is Standing.EXCLUDED


def test_a_withdrawn_vote_does_not_count() -> None:
    votes = [cast_vote(ANA, "exclude", 1, withdrawn_seq=3), cast_vote(BEN, "exclude", 2)]
    assert outcome(TA, votes, POLICY).voters == (BEN,)


def test_a_person_who_contradicts_themselves_is_asked_again_and_nobody_else() -> None:
    votes = [cast_vote(ANA, "include", 1), cast_vote(BEN, "include", 2), cast_vote(ANA, "exclude", 3)]
    state = outcome(TA, votes, POLICY)
    assert (state.standing, state.reopened_for) == (Standing.REOPENED, (ANA,))
    assert may_vote(state, ANA, POLICY) == ""
    assert "already" in may_vote(state, BEN, POLICY)
    again = cast_vote(ANA, "include", 4, overrules=(votes[0].id, votes[2].id))
    assert outcome(TA, [*votes, again], POLICY).standing is Standing.FORWARD


def test_two_reasons_of_one_person_on_titles_do_not_contradict() -> None:
    votes = [cast_vote(ANA, "exclude date", 1), cast_vote(ANA, "exclude design", 2), cast_vote(BEN, "exclude", 3)]
    assert outcome(TA, votes, POLICY).standing is Standing.EXCLUDED


def test_a_resolution_settles_the_votes_it_was_made_for_and_no_others() -> None:
    votes = [cast_vote(ANA, "include", 1), cast_vote(BEN, "exclude", 2)]
    made = settled(3, "exclude", *votes, reason="date")
    state = outcome(TA, votes, POLICY, [made])
    assert (state.standing, state.how, state.reason) == (Standing.EXCLUDED, "arbiter", "date")
    same_again = [*votes, cast_vote(ANA, "include", 4), cast_vote(BEN, "exclude", 5)]
    assert outcome(TA, same_again, POLICY, [made]).standing is Standing.EXCLUDED
    third = [*votes, cast_vote(CHLOE, "include", 4)]
    assert outcome(TA, third, POLICY, [made]).standing is Standing.CONFLICT
    assert outcome(TA, votes, POLICY, [settled(3, "exclude", *votes, withdrawn_seq=4)]).conflict == "verdict"


def test_two_resolutions_that_contradict_each_other_are_a_conflict_until_one_overrules() -> None:
    votes = [cast_vote(ANA, "include", 1), cast_vote(BEN, "exclude", 2)]
    out, in_ = settled(3, "exclude", *votes), settled(4, "include", *votes)
    assert outcome(TA, votes, POLICY, [out, in_]).conflict == "resolution"
    last = settled(5, "include", *votes, overrules=(out.id, in_.id))
    assert outcome(TA, votes, POLICY, [out, in_, last]).standing is Standing.FORWARD


def test_a_third_person_is_not_needed() -> None:
    state = outcome(TA, [cast_vote(ANA, "include", 1), cast_vote(BEN, "exclude", 2)], POLICY)
    assert may_vote(state, CHLOE, POLICY).startswith("2 people have given their verdicts")


def test_agreement_rests_on_what_stood_when_the_second_vote_arrived() -> None:
    changed_before = cast_vote(BEN, "include", 1, withdrawn_seq=2)
    ben = cast_vote(BEN, "exclude", 3, withdrawn_seq=5)
    ana = cast_vote(ANA, "include", 4)
    after_the_talk = cast_vote(BEN, "include", 6)
    assert first_votes([changed_before, ben], 2) == ()
    assert first_votes([changed_before, ben, ana, after_the_talk], 2) == (ana, ben)


@pytest.mark.parametrize(
    ("stage", "verdict", "reason", "says"),
    [
        ("abstract", "include", "", "no stage"),
        (TA, "maybe", "", "Write include, exclude or unsure"),
        (FT, "unsure", "", "Write include or exclude"),
        (TA, "include", "date", "belongs to an exclusion"),
        (TA, "exclude", "colour", "Criteria: date, design"),
        (TA, "exclude", "depth", "Criteria: date, design"),
        (FT, "exclude", "", "needs the first criterion that failed"),
        (FT, "exclude", "depth", ""),
        (TA, "exclude", "", ""),
    ],
)
def test_a_verdict_that_cannot_stand_is_told_why(stage: str, verdict: str, reason: str, says: str) -> None:
    found = problem(protocol(), stage, verdict, reason)
    assert says in found
    assert bool(says) == bool(found)


def test_the_order_of_a_queue_is_ones_own_and_stays_when_others_come_and_go() -> None:
    units = [UUID(int=n) for n in range(50)]
    mine, theirs = shuffled(units, "review:ana"), shuffled(units, "review:ben")
    assert sorted(mine) == units != mine != theirs
    assert shuffled(units[:25], "review:ana") == [u for u in mine if u in units[:25]]
