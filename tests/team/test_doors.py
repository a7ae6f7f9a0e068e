"""The doors let in whom they should."""

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.trail import NoSuchReview
from synthema.refused import Refused
from synthema.team.actions import add_person, erase_person, find_person, register_person, remove_person, start_review
from synthema.team.doors import NotAllowed, access_review
from synthema.team.model import ROLES_FOR, Need, Role
from tests.cast import Cast


def test_a_stranger_learns_nothing_about_a_review(cast: Cast) -> None:
    for needs in Need:
        with pytest.raises(NoSuchReview, match="no review"):
            access_review(cast.eve, cast.review, needs)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("needs", Need)
def test_each_role_opens_just_its_doors(cast: Cast, role: Role, needs: Need) -> None:
    person = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, person, role)
    if role in ROLES_FOR[needs]:
        assert role in access_review(person, cast.review, needs)
    else:
        with pytest.raises(NotAllowed, match=f"you are {role}"):
            access_review(person, cast.review, needs)


def test_only_a_lead_changes_the_team(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_person(By(cast.ana), cast.review, cast.eve, "reader")
    with pytest.raises(NoSuchReview):
        add_person(By(cast.eve), cast.review, cast.eve, "lead")


def test_a_review_keeps_a_lead(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least one lead"):
        remove_person(By(cast.chloe), cast.review, cast.chloe, "lead")


def test_who_leaves_can_come_back(cast: Cast) -> None:
    remove_person(By(cast.chloe), cast.review, cast.dev, "librarian")
    with pytest.raises(NoSuchReview):
        access_review(cast.dev, cast.review)
    add_person(By(cast.chloe), cast.review, cast.dev, "librarian")
    assert access_review(cast.dev, cast.review, Need.SEARCH) == {"librarian"}


def test_unknown_people_and_roles_are_said_plainly(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody called 'Zoe'"):
        find_person("Zoe")
    with pytest.raises(Refused, match="is no role"):
        add_person(By(cast.chloe), cast.review, cast.eve, "boss")
    with pytest.raises(Refused, match="reviewer already"):
        add_person(By(cast.chloe), cast.review, cast.ana, "reviewer")
    with pytest.raises(Refused, match="needs a title"):
        start_review(By(cast.ana), "  ")
    assert find_person(str(cast.ana)).name == "Ana"


def test_a_name_is_erased_by_who_leads_all_its_reviews_and_the_acts_stay(cast: Cast) -> None:
    ana = find_person("Ana")
    with pytest.raises(NotAllowed):
        erase_person(By(cast.ben), ana)
    with pytest.raises(NoSuchReview):
        erase_person(By(cast.eve), ana)
    assert erase_person(By(cast.chloe), ana) == 1
    with pytest.raises(Refused, match="Nobody called 'Ana'"):
        find_person("Ana")
    assert access_review(cast.ana, cast.review)
    assert replay.verify(cast.review).sound
