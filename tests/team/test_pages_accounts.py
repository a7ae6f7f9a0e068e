"""All accounts, for who runs this Synthema: opened, closed, helped; and nobody else sees them."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.keeping.access import why_no_backup
from synthema.team.accounts import make_account
from synthema.team.actions import register_person, remove_person
from synthema.team.tables import Account, Invitation, Person
from tests.cast import Cast
from tests.pages import Browser, account_of, words
from tests.screening.stage import LARK, prepare, vote

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
GOOD = "seven herons at dawn"


@pytest.fixture
def olga(cast: Cast) -> Browser:
    """The browser of an operator who sits in no review."""
    return Browser(make_account(register_person("Olga"), "olga@example.org", GOOD, operator=True).person_id)


@pytest.fixture
def ana(cast: Cast) -> Account:
    """The account of a reviewer."""
    return make_account(Person.objects.get(pk=cast.ana), "ana@example.org", GOOD)


def at(name: str, account: Account | None = None) -> str:
    return reverse(f"team:{name}", kwargs={"account": account.pk} if account else {})


def test_only_operators_see_the_accounts(cast: Cast, olga: Browser, ana: Account) -> None:
    assert "ana@example.org" in words(olga.get(at("accounts")))
    for who in (cast.ana, cast.chloe):
        assert Browser(who).get(at("accounts")).status_code == 403
        assert Browser(who).post(at("disable_account", ana)).status_code == 403
        assert "All accounts" not in words(Browser(who).get("/account/"))
    assert "All accounts" in words(olga.get("/account/"))
    assert Account.objects.get(pk=ana.pk).is_active


def test_an_operator_sees_no_review_by_being_one(cast: Cast, olga: Browser) -> None:
    assert olga.get(f"/reviews/{cast.review}/").status_code == 404


def test_a_closed_account_is_out_at_once_and_may_come_back_by_logging_in(
    cast: Cast, olga: Browser, ana: Account
) -> None:
    window = Browser(cast.ana)
    assert window.get("/").status_code == 200
    olga.post(at("disable_account", ana))
    assert window.get("/").status_code == 302
    text = words(olga.get(at("accounts")))
    assert "can no longer log in" in text
    assert "disabled" in text
    olga.post(at("enable_account", ana))
    assert window.get("/").status_code == 302
    assert Browser(cast.ana).get("/").status_code == 200


def test_an_operator_does_not_lock_themselves_out(cast: Cast, olga: Browser) -> None:
    mine = Account.objects.get(email="olga@example.org")
    assert olga.post(at("disable_account", mine)).status_code == 422
    assert f"{mine.pk}/disable/" not in words(olga.get(at("accounts")))


def test_a_link_for_a_new_password_is_handed_out(cast: Cast, olga: Browser, ana: Account) -> None:
    text = words(olga.post(at("new_password_link", ana)))
    assert "Hand this link to Ana" in text
    found = re.search(r'value="http://localhost(/accounts/password/reset/key/[^"]+)"', text)
    assert found
    answer = Browser(None).get(found[1])
    assert answer.status_code == 302
    assert answer["Location"].endswith("-set-password/")


def test_nobody_becomes_a_colleague_who_alone_may_know_something_yet(cast: Cast, ana: Account, tmp_path: Path) -> None:
    """Who sits in the review and hands out the link could log in by it and read open verdicts."""
    chloe = account_of(cast.chloe)
    chloe.is_operator = True
    chloe.save()
    assert Browser(cast.chloe).post(at("new_password_link", ana)).status_code == 200
    lark = prepare(cast, tmp_path)[LARK]
    vote(cast, lark, ana="include")
    for name in ("new_password_link", "reset_second_factor"):
        answer = Browser(cast.chloe).post(at(name, ana))
        assert (answer.status_code, "You sit in a review with Ana" in words(answer)) == (422, True)
    vote(cast, lark, ben="include")
    assert Browser(cast.chloe).post(at("new_password_link", ana)).status_code == 200


def test_nobody_gets_the_account_of_a_colleague_who_has_none_yet(cast: Cast, tmp_path: Path) -> None:
    chloe = account_of(cast.chloe)
    chloe.is_operator = True
    chloe.save()
    lark = prepare(cast, tmp_path)[LARK]
    vote(cast, lark, ben="include")
    invite = reverse("team:new_account_link")
    answer = Browser(cast.chloe).post(invite, {"person": str(cast.ben)})
    assert (answer.status_code, "You sit in a review with Ben" in words(answer)) == (422, True)
    vote(cast, lark, ana="include")
    assert Browser(cast.chloe).post(invite, {"person": str(cast.ben)}).status_code == 200


def test_who_has_worked_in_a_review_does_not_become_a_colleague_by_leaving_it(
    cast: Cast, ana: Account, tmp_path: Path
) -> None:
    dev = account_of(cast.dev)
    dev.is_operator = True
    dev.save()
    vote(cast, prepare(cast, tmp_path)[LARK], ana="include")
    remove_person(By(cast.chloe), cast.review, cast.dev, "librarian")
    assert Event.objects.filter(review=cast.review, actor=cast.dev).exists()
    assert Browser(cast.dev).post(at("new_password_link", ana)).status_code == 422
    assert why_no_backup(cast.dev)


def test_a_lost_second_factor_is_taken_off_and_the_sessions_end(cast: Cast, olga: Browser, ana: Account) -> None:
    window = Browser(cast.ana)
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    assert "Second factor off" in words(olga.get(at("accounts")))
    olga.post(at("reset_second_factor", ana))
    assert not Authenticator.objects.exists()
    assert window.get("/").status_code == 302


def test_a_person_of_the_command_line_gets_an_account_by_a_link(cast: Cast, olga: Browser) -> None:
    text = words(olga.post(at("new_account_link"), {"person": str(cast.dev), "note": "for Dev"}))
    found = re.search(r'value="http://localhost(/invitations/[\w-]+/)"', text)
    assert found
    dev = Browser(None)
    assert "An account for Dev" in words(dev.get(found[1]))
    assert "You are logged in as Chloe" in words(Browser(cast.chloe).get(found[1]))
    fields = {"email": "dev@example.org", "password": GOOD}
    assert dev.post(f"{found[1]}new/", fields)["Location"] == "/"
    assert dev.get(f"/reviews/{cast.review}/team/").status_code == 200


def test_what_is_no_person_or_account_is_said_plainly(cast: Cast, olga: Browser, ana: Account) -> None:
    for person in ("?", str(cast.review)):
        assert olga.post(at("new_account_link"), {"person": person}).status_code == 422
    assert olga.post(at("new_account_link"), {"person": str(cast.ana)}).status_code == 422
    assert olga.post(at("new_account_link"), {"note": "x" * 201}).status_code == 422
    assert olga.post(reverse("team:enable_account", kwargs={"account": cast.review})).status_code == 422
    assert not Invitation.objects.exists()
