"""Invitations: good once, in time, while who invited still leads; the trail says who authorised."""

from datetime import timedelta

import pytest

from synthema.audit import replay
from synthema.audit.clock import frozen, now
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.audit.trail import NoSuchReview
from synthema.refused import Refused
from synthema.team.actions import add_person, hand_over_lead, register_person
from synthema.team.doors import NotAllowed
from synthema.team.invitations import LASTS, accept, accept_anew, invite, invite_account, look, pending, revoke
from synthema.team.tables import Account, Invitation, Person, roles_of
from tests.cast import Cast

GOOD = "seven herons at dawn"


def test_a_stranger_joins_with_an_account_by_the_leads_act(cast: Cast) -> None:
    made, token = invite(By(cast.chloe), cast.review, ["reader", "reviewer"])
    account = accept_anew(token, " Fay ", "fay@example.org", GOOD)
    assert account.person.name == "Fay"
    assert roles_of(cast.review, account.person_id) == {"reviewer", "reader"}
    events = Event.objects.filter(review=cast.review).order_by("-seq")[:2]
    assert {(event.kind, event.actor) for event in events} == {("PersonJoined", cast.chloe)}
    made.refresh_from_db()
    assert made.used_by == account.person_id
    assert replay.verify(cast.review).sound


def test_the_link_itself_is_kept_nowhere(cast: Cast) -> None:
    made, token = invite(By(cast.chloe), cast.review, ["reader"])
    assert token not in str(Invitation.objects.values().get(pk=made.pk))


def test_a_link_is_good_once(cast: Cast) -> None:
    _, token = invite(By(cast.chloe), cast.review, ["reader"])
    accept(token, Person.objects.get(pk=cast.eve))
    with pytest.raises(Refused, match="used already"):
        accept(token, register_person("Fay"))
    with pytest.raises(Refused, match="used already"):
        accept_anew(token, "Fay", "fay@example.org", GOOD)
    assert not Account.objects.exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_link_expires(cast: Cast) -> None:
    _, token = invite(By(cast.chloe), cast.review, ["reader"])
    with frozen(now() + LASTS + timedelta(seconds=1)), pytest.raises(Refused, match="has expired"):
        look(token)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_link_is_taken_back_by_the_lead_of_its_own_review_only(cast: Cast) -> None:
    made, token = invite(By(cast.chloe), cast.review, ["reader"])
    with pytest.raises(Refused, match="no such invitation into this review"):
        revoke(By(cast.eve), cast.other_review, made.pk)
    with pytest.raises(NotAllowed):
        revoke(By(cast.ana), cast.review, made.pk)
    assert look(token).pk == made.pk
    revoke(By(cast.chloe), cast.review, made.pk)
    assert not pending(cast.review).exists()
    with pytest.raises(Refused, match="taken back"):
        look(token)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_a_lead_invites_and_only_to_roles_there_are(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        invite(By(cast.ana), cast.review, ["reader"])
    with pytest.raises(NoSuchReview):
        invite(By(cast.eve), cast.review, ["lead"])
    with pytest.raises(Refused, match="at least one role"):
        invite(By(cast.chloe), cast.review, [])
    with pytest.raises(Refused, match="'boss' is no role"):
        invite(By(cast.chloe), cast.review, ["reader", "boss"])
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_link_lapses_when_who_invited_leads_no_more(cast: Cast) -> None:
    _, token = invite(By(cast.chloe), cast.review, ["lead"])
    hand_over_lead(By(cast.chloe), cast.review, cast.ana)
    with pytest.raises(Refused, match="does not lead this review any more"):
        accept(token, Person.objects.get(pk=cast.eve))
    assert roles_of(cast.review, cast.eve) == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_form_sent_twice_makes_one_link(cast: Cast) -> None:
    by = By(cast.chloe)
    invite(by, cast.review, ["reader"])
    with pytest.raises(Refused, match="shown only once"):
        invite(by, cast.review, ["reader"])
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_is_in_already_does_not_use_the_link_up(cast: Cast) -> None:
    _, token = invite(By(cast.chloe), cast.review, ["reviewer"])
    with pytest.raises(Refused, match="reviewer in this review already"):
        accept(token, Person.objects.get(pk=cast.ana))
    add_person(By(cast.chloe), cast.review, cast.eve, "reader")
    accept(token, Person.objects.get(pk=cast.eve))
    assert roles_of(cast.review, cast.eve) == {"reader", "reviewer"}


def test_nothing_is_left_of_a_joining_that_failed(cast: Cast) -> None:
    _, token = invite(By(cast.chloe), cast.review, ["reader"])
    with pytest.raises(Refused, match="is here already"):
        accept_anew(token, "Ana", "fay@example.org", GOOD)
    with pytest.raises(Refused, match="too short"):
        accept_anew(token, "Fay", "fay@example.org", "short")
    assert not Person.objects.filter(name="Fay").exists()
    assert accept_anew(token, "Fay", "fay@example.org", GOOD).person.name == "Fay"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_first_operator_comes_by_a_link_of_the_machine(cast: Cast) -> None:
    _, token = invite_account(None, operator=True)
    with pytest.raises(Refused, match="Log out first"):
        accept(token, Person.objects.get(pk=cast.ana))
    assert accept_anew(token, "Olga", "olga@example.org", GOOD).is_operator


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_person_of_the_command_line_gets_an_account_with_all_they_did(cast: Cast) -> None:
    ana = Person.objects.get(pk=cast.ana)
    _, token = invite_account(None, person=ana)
    account = accept_anew(token, "Somebody else", "ana@example.org", GOOD)
    assert (account.person, account.person.name) == (ana, "Ana")
    with pytest.raises(Refused, match="has an account already"):
        invite_account(None, person=ana)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_made_up_link_opens_nothing(cast: Cast) -> None:
    for token in ("", "x" * 43, "\udcff"):
        with pytest.raises(Refused, match="no such invitation"):
            look(token)


def test_a_note_with_letters_that_are_none_is_kept_readable(cast: Cast) -> None:
    made, _ = invite(By(cast.chloe), cast.review, ["reader"], "for\x00Fay")
    assert "Fay" in Invitation.objects.get(pk=made.pk).note
    with pytest.raises(Refused, match="at most 200"):
        invite(By(cast.chloe), cast.review, ["reader"], "x" * 201)
