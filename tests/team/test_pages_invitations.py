"""Invitations on pages: the link is shown once, opens to anyone who has it, and lets in one person."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from synthema.team.tables import Account, Invitation, Person, roles_of
from tests.cast import Cast
from tests.pages import Browser, words

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
GOOD = "seven herons at dawn"
FAY = {"name": "Fay", "email": "fay@example.org", "password": GOOD}


def a_link(cast: Cast, *roles: str) -> str:
    url = reverse("team:new_invitation", kwargs={"review": cast.review})
    answer = Browser(cast.chloe).post(url, {"role": list(roles) or ["reader"], "note": "for <Fay>"})
    found = re.search(r'value="http://localhost(/invitations/[\w-]+/)"', words(answer))
    assert found, words(answer)
    return found[1]


def test_a_stranger_makes_an_account_joins_and_is_logged_in(cast: Cast) -> None:
    link, fay = a_link(cast, "reviewer"), Browser(None)
    text = words(fay.get(link))
    assert "Chloe invites you to this review as: reviewer." in text
    answer = fay.post(f"{link}new/", FAY)
    assert answer["Location"] == f"/reviews/{cast.review}/"
    assert fay.get(f"/reviews/{cast.review}/").status_code == 200
    assert roles_of(cast.review, Person.objects.get(name="Fay").id) == {"reviewer"}
    assert fay.get(link).status_code == 422
    assert fay.post(f"{link}new/", FAY | {"name": "Gil", "email": "gil@example.org"}).status_code == 422
    assert not Account.objects.filter(email="gil@example.org").exists()


def test_who_has_an_account_joins_as_who_they_are(cast: Cast) -> None:
    link, eve = a_link(cast, "reader"), Browser(cast.eve)
    assert "Join as Eve" in words(eve.get(link))
    assert eve.post(f"{link}join/")["Location"] == f"/reviews/{cast.review}/"
    assert roles_of(cast.review, cast.eve) == {"reader"}


def test_nobody_joins_without_an_account_by_the_door_of_those_who_have_one(cast: Cast) -> None:
    link = a_link(cast)
    assert Browser(None).post(f"{link}join/")["Location"].startswith("/accounts/login/")
    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize(
    ("wrong", "said", "field"),
    [
        ({"name": "Ana"}, "is here already", "id_name"),
        ({"name": " "}, "This field is required", "id_name"),
        ({"email": "nowhere"}, "valid email", "id_email"),
        ({"password": "short"}, "too short", "id_password"),
        ({"password": "fayexampleorg1"}, "similar to the email", "id_password"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, str], said: str, field: str
) -> None:
    link, fay = a_link(cast), Browser(None)
    email = {"email": "fayexampleorg@example.org"} if "similar" in said else {}
    answer = fay.post(f"{link}new/", FAY | email | wrong)
    text = words(answer)
    assert answer.status_code == 422
    assert said in text
    assert f'id="{field}_error"' in text
    described = re.search(rf'<input[^>]*aria-describedby="([^"]*)"[^>]*id="{field}"', text)
    assert described
    assert f"{field}_error" in described[1]
    if "email" not in wrong and not email:
        assert 'value="fay@example.org"' in text
    assert GOOD not in text
    assert fay.post(f"{link}new/", FAY).status_code == 302


def test_an_address_with_an_account_is_led_to_it(cast: Cast) -> None:
    Browser(cast.eve)
    Account.objects.filter(person=cast.eve).update(email="eve@example.org")
    answer = Browser(None).post(f"{a_link(cast)}new/", FAY | {"email": "Eve@example.org"})
    assert (answer.status_code, "Log in with it" in words(answer)) == (422, True)


def test_the_lead_takes_a_link_back(cast: Cast) -> None:
    link, chloe = a_link(cast), Browser(cast.chloe)
    assert "for &lt;Fay&gt;" in words(chloe.get(reverse("team:people", kwargs={"review": cast.review})))
    made = Invitation.objects.get()
    other = reverse("team:revoke_invitation", kwargs={"review": cast.other_review, "invitation": made.pk})
    assert Browser(cast.eve).post(other).status_code == 422
    own = reverse("team:revoke_invitation", kwargs={"review": cast.review, "invitation": made.pk})
    assert Browser(cast.ana).post(own).status_code == 403
    assert chloe.post(own).status_code == 302
    assert "taken back" in words(Browser(None).get(link))


def test_the_same_form_again_shows_no_second_link(cast: Cast) -> None:
    url, form = (
        reverse("team:new_invitation", kwargs={"review": cast.review}),
        {"role": "reader", "act_id": str(uuid4())},
    )
    chloe = Browser(cast.chloe)
    assert chloe.post(url, form).status_code == 200
    answer = chloe.post(url, form)
    assert (answer.status_code, "shown only once" in words(answer)) == (422, True)


def test_the_link_names_the_public_address(cast: Cast) -> None:
    url = reverse("team:new_invitation", kwargs={"review": cast.review})
    with override_settings(SYNTHEMA_URL="https://reviews.example.org"):
        text = words(Browser(cast.chloe).post(url, {"role": "reader"}))
    assert 'value="https://reviews.example.org/invitations/' in text


def test_a_form_of_another_site_makes_no_account(cast: Cast) -> None:
    link = a_link(cast)
    elsewhere = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert elsewhere.post(f"{link}new/", FAY).status_code == 403
    assert not Account.objects.filter(email=FAY["email"]).exists()


def test_a_made_up_link_says_what_to_do(cast: Cast) -> None:
    answer = Browser(None).get("/invitations/nonsense/")
    assert (answer.status_code, "whole link" in words(answer)) == (422, True)


def test_joining_begins_a_new_session(cast: Cast) -> None:
    link, fay = a_link(cast), Browser(None)
    session: Any = fay.client.session
    session["planted"] = "by an attacker"
    session.save()
    before = fay.client.cookies["synthema"].value
    fay.post(f"{link}new/", FAY)
    assert fay.client.cookies["synthema"].value != before
