"""Accounts: made with a good password only, closed for good, one for the person of this computer."""

import pytest

from synthema.refused import Refused
from synthema.team import accounts
from synthema.team.accounts import (
    HERE,
    disable,
    enable,
    end_sessions,
    local_account,
    make_account,
    needs_first_operator,
)
from synthema.team.actions import register_person
from synthema.team.tables import Account, Person
from tests.pages import Browser

GOOD = "seven herons at dawn"


def test_passwords_are_kept_as_argon2(database: str) -> None:
    account = make_account(register_person("Ana"), "Ana@Example.org", GOOD)
    assert account.password.startswith("argon2")
    assert account.email == "ana@example.org"
    assert account.check_password(GOOD)
    assert not account.is_operator


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("ana@example.org", "short one", "too short"),
        ("ana@example.org", "password1234", "too common"),
        ("ana@example.org", "4815162342001", "entirely numeric"),
        ("heronwatcher@example.org", "heronwatcher1", "similar to the email"),
        ("no address", GOOD, "no e-mail address"),
    ],
)
def test_a_weak_password_or_address_makes_no_account(database: str, email: str, password: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        make_account(register_person("Ana"), email, password)
    assert not Account.objects.exists()


def test_one_person_has_one_account_and_one_address_is_one_account(database: str) -> None:
    make_account(register_person("Ana"), "ana@example.org", GOOD)
    with pytest.raises(Refused, match="has an account already"):
        make_account(register_person("Ana"), "ana2@example.org", GOOD)
    with pytest.raises(Refused, match="already"):
        make_account(register_person("Ben"), "ANA@example.org", GOOD)


def test_disabling_ends_every_session_at_once_and_enabling_does_not_bring_them_back(database: str) -> None:
    ana, chief = (make_account(register_person(n), f"{n}@example.org", GOOD) for n in ("Ana", "Chief"))
    browser = Browser(ana.person_id)
    assert browser.get("/").status_code == 200
    disable(ana, chief)
    assert browser.get("/")["Location"].startswith("/accounts/login/")
    enable(ana)
    assert browser.get("/")["Location"].startswith("/accounts/login/")
    assert Browser(ana.person_id).get("/").status_code == 200


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_disables_themselves(database: str) -> None:
    ana = make_account(register_person("Ana"), "ana@example.org", GOOD, operator=True)
    with pytest.raises(Refused, match="your own account"):
        disable(ana, ana)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_new_password_ends_the_sessions_of_the_old_one(database: str) -> None:
    ana = make_account(register_person("Ana"), "ana@example.org", GOOD)
    browser = Browser(ana.person_id)
    ana.set_password("another seven herons")
    ana.save()
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sessions_end_when_asked(database: str) -> None:
    ana = make_account(register_person("Ana"), "ana@example.org", GOOD)
    browser = Browser(ana.person_id)
    end_sessions(ana)
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_person_of_this_computer_is_found_without_asking(database: str) -> None:
    assert local_account("", "mira").person.name == "mira"
    assert local_account("", "somebody else").person.name == "mira"  # the one of last time
    register_person("Ben")
    assert local_account("", "x").person.name == "mira"
    assert local_account("Ben", "x").person.name == "Ben"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_only_person_known_is_the_one_who_opens(database: str) -> None:
    ana = register_person("Ana")
    account = local_account("", "root")
    assert account.person == ana
    assert not account.has_usable_password()
    assert account.is_operator
    assert needs_first_operator()  # nobody can log in to a server with it


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_computer_user_without_a_name_still_gets_in(database: str) -> None:
    assert local_account("", "").person.name == "Me"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_account_of_this_computer_becomes_a_real_one_when_the_house_moves_to_a_server(database: str) -> None:
    local = local_account("Ana", "")
    assert local.email.endswith(f"@{HERE}")
    real = make_account(local.person, "ana@example.org", GOOD)
    assert real.pk == local.pk
    assert real.check_password(GOOD)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_person_signed_on_never_becomes_somebody_of_the_same_name(database: str) -> None:
    ana = register_person("Ana")
    second, third = accounts.new_person("Ana\n"), accounts.new_person(" Ana ")
    assert [second.name, third.name] == ["Ana (2)", "Ana (3)"]
    assert len({ana.id, second.id, third.id}) == 3
    assert Person.objects.count() == 3
