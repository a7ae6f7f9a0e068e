"""Who is in a review and since when; leaving and handing over; what was decided stays."""

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.trail import NoSuchReview
from synthema.refused import Refused
from synthema.team.actions import add_person, hand_over_lead, leave_review, remove_from_review
from synthema.team.doors import NotAllowed, access_review
from synthema.team.people import members
from synthema.team.tables import roles_of
from tests.cast import Cast


def test_the_list_says_who_sits_and_who_left(cast: Cast) -> None:
    leave_review(By(cast.ben), cast.review)
    found = {one.name: one for one in members(cast.review)}
    assert list(found) == ["Ana", "Chloe", "Dev", "Ben"]
    assert found["Chloe"].roles == ["lead", "arbiter"]
    assert found["Ana"].sits[0].by == "Chloe"
    assert (found["Ben"].roles, found["Ben"].left_at is not None) == ([], True)
    add_person(By(cast.chloe), cast.review, cast.ben, "reader")
    back = next(one for one in members(cast.review) if one.person == cast.ben)
    assert (back.roles, back.left_at) == (["reader"], None)


def test_anybody_leaves_by_themselves_and_the_trail_says_so(cast: Cast) -> None:
    leave_review(By(cast.ana), cast.review)
    with pytest.raises(NoSuchReview):
        access_review(cast.ana, cast.review)
    assert replay.verify(cast.review).sound


def test_the_last_lead_does_not_leave(cast: Cast) -> None:
    with pytest.raises(Refused, match="Hand the lead over"):
        leave_review(By(cast.chloe), cast.review)
    assert roles_of(cast.review, cast.chloe) == {"lead", "arbiter"}  # not half gone either


def test_a_lead_names_a_successor_in_one_step(cast: Cast) -> None:
    hand_over_lead(By(cast.chloe), cast.review, cast.ana, "reader")
    assert roles_of(cast.review, cast.ana) == {"reviewer", "lead"}
    assert roles_of(cast.review, cast.chloe) == {"arbiter", "reader"}
    leave_review(By(cast.chloe), cast.review)
    assert roles_of(cast.review, cast.chloe) == set()


def test_the_lead_goes_to_nobody_outside(cast: Cast) -> None:
    for to in (cast.eve, cast.chloe):
        with pytest.raises(Refused, match="somebody else who is in this review"):
            hand_over_lead(By(cast.chloe), cast.review, to)
    with pytest.raises(NotAllowed):
        hand_over_lead(By(cast.ana), cast.review, cast.ana)
    assert roles_of(cast.review, cast.chloe) == {"lead", "arbiter"}


def test_a_lead_lets_somebody_go_with_all_their_roles(cast: Cast) -> None:
    add_person(By(cast.chloe), cast.review, cast.ana, "arbiter")
    assert remove_from_review(By(cast.chloe), cast.review, cast.ana) == ["arbiter", "reviewer"]
    assert roles_of(cast.review, cast.ana) == set()
    with pytest.raises(Refused, match="not in this review any more"):
        remove_from_review(By(cast.chloe), cast.review, cast.ana)
    with pytest.raises(NotAllowed):
        remove_from_review(By(cast.ben), cast.review, cast.dev)
