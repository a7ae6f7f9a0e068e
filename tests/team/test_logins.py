"""Logging in: by password, with a second factor, by the institution's sign-on; and everything that is refused."""

import re
import subprocess
import sys
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse

from synthema.team.accounts import disable, make_account, reset_path
from synthema.team.actions import register_person
from synthema.team.tables import Account
from synthema.web.urls import logging_in
from tests.hostile.test_kill import environment, move_sqlite_home
from tests.pages import Browser, words

GOOD, LOGIN = "seven herons at dawn", "/accounts/login/"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def an_account(name: str = "Ana") -> Account:
    return make_account(register_person(name), f"{name}@example.org", GOOD)


def a_window(**options: Any) -> Any:
    return Client(headers={"host": "localhost"}, **options)


def log_in(window: Any, password: str = GOOD, login: str = "ana@example.org", to: str = "") -> Any:
    return window.post(LOGIN, {"login": login, "password": password, **({"next": to} if to else {})})


def test_a_password_lets_in_and_leads_on(database: str) -> None:
    an_account()
    window = a_window()
    assert log_in(window, login="ANA@example.org", to="/account/")["Location"] == "/account/"
    assert "ana@example.org" in words(window.get("/account/"))


@on_sqlite
@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", r"/\evil.example", "javascript:alert(1)"])
def test_a_login_leads_nowhere_else(database: str, to: str) -> None:
    an_account()
    assert log_in(a_window(), to=to)["Location"] == "/"
    window = a_window()
    log_in(window)
    assert window.get(LOGIN, {"next": to})["Location"] == "/"
    assert window.post("/accounts/logout/", {"next": to})["Location"] == "/"


@on_sqlite
def test_a_wrong_password_and_an_unknown_address_sound_alike(database: str) -> None:
    an_account()
    wrong, unknown = log_in(a_window(), "something else"), log_in(a_window(), "something else", "nobody@example.org")
    said = re.compile(r'<p class="note" role="alert">(.*?)</p>')
    assert said.findall(words(wrong)) == said.findall(words(unknown)) != []
    assert GOOD not in words(wrong)


def test_a_login_begins_a_new_session(database: str) -> None:
    an_account()
    window = a_window()
    session: Any = window.session
    session["planted"] = "by an attacker"
    session.save()
    planted = window.cookies["synthema"].value
    log_in(window)
    assert window.cookies["synthema"].value != planted
    assert a_window().get("/", headers={"cookie": f"synthema={planted}"}).status_code == 302


@on_sqlite
def test_the_session_is_for_the_server_alone(database: str) -> None:
    an_account()
    window = a_window()
    log_in(window)
    cookie = window.cookies["synthema"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@on_sqlite
def test_a_form_of_another_site_does_not_log_in(database: str) -> None:
    an_account()
    window = a_window(enforce_csrf_checks=True)
    answer = log_in(window)
    assert (answer.status_code, "too old, or came from another site" in words(answer)) == (403, True)


@on_sqlite
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example"])
def test_another_host_name_is_not_answered(database: str, host: str) -> None:
    for address in (LOGIN, "/open/key/", "/"):
        assert Client(headers={"host": host}).get(address).status_code == 400


def test_the_sixth_wrong_password_is_not_even_tried(database: str) -> None:
    an_account()
    for _ in range(5):
        assert "not correct" in words(log_in(a_window(), "something else"))
    answer = log_in(a_window())
    assert "Too many failed login attempts" in words(answer)
    assert (
        log_in(a_window(), login="ben@example.org", password="x").status_code == 200
    )  # another address is another count


@on_sqlite
def test_nobody_is_locked_out_from_elsewhere(database: str) -> None:
    an_account()
    for _ in range(5):
        a_window(REMOTE_ADDR="10.0.0.9").post(LOGIN, {"login": "ana@example.org", "password": "guess"})
    assert log_in(a_window()).status_code == 302


@on_sqlite
def test_a_visitor_cannot_choose_where_they_come_from(database: str) -> None:
    an_account()
    for n in range(5):
        guess = {"login": "ana@example.org", "password": "guess"}
        a_window().post(LOGIN, guess, headers={"x-forwarded-for": f"10.0.0.{n}"})
    assert "Too many" in words(log_in(a_window()))


@on_sqlite
def test_behind_a_proxy_people_are_told_apart_by_what_the_proxy_saw(database: str) -> None:
    an_account()
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for n in range(5):  # what the visitor wrote stands before what the proxy adds
            forwarded = {"x-forwarded-for": f"1.1.1.{n}, 10.0.0.9"}
            a_window().post(LOGIN, {"login": "ana@example.org", "password": "guess"}, headers=forwarded)
        fields = {"login": "ana@example.org", "password": GOOD}
        assert a_window().post(LOGIN, fields, headers={"x-forwarded-for": "10.0.0.9"}).status_code == 200
        assert a_window().post(LOGIN, fields, headers={"x-forwarded-for": "10.0.0.8"}).status_code == 302


TRY = """
import django
django.setup()
from django.test import Client
guess = {{"login": "ana@example.org", "password": "guess"}}
for _ in range({times}):
    answer = Client(headers={{"host": "localhost"}}).post("/accounts/login/", guess)
print("Too many" in answer.content.decode())
"""


def test_attempts_count_in_all_processes_together(database: str, postgres: Any) -> None:
    if database == "sqlite":
        move_sqlite_home()
    an_account()
    connections.close_all()
    told = [
        subprocess.run(
            [sys.executable, "-c", TRY.format(times=times)],
            env=environment(database, postgres) | {"DJANGO_SETTINGS_MODULE": "synthema.web.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for times in (3, 2, 1)
    ]
    assert told == ["False", "False", "True"]
    assert "Too many" in words(log_in(a_window()))


@on_sqlite
def test_a_closed_account_does_not_log_in(database: str) -> None:
    ana = an_account()
    disable(ana, an_account("Chief"))
    window = a_window()
    assert log_in(window)["Location"] == "/accounts/inactive/"
    assert "is closed" in words(window.get("/accounts/inactive/"))
    assert window.get("/").status_code == 302


@on_sqlite
def test_logging_out_takes_a_form(database: str) -> None:
    window = a_window()
    an_account()
    log_in(window)
    assert "Log out?" in words(window.get("/accounts/logout/"))
    assert window.get("/").status_code == 200
    window.post("/accounts/logout/")
    assert window.get("/").status_code == 302


@on_sqlite
def test_a_changed_password_ends_the_other_sessions_and_not_this_one(database: str) -> None:
    an_account()
    here, there = a_window(), a_window()
    log_in(here)
    log_in(there)
    fields = {"oldpassword": GOOD, "password1": "eight herons at dusk", "password2": "eight herons at dusk"}
    assert here.post("/accounts/password/change/", fields | {"oldpassword": "wrong"}).status_code == 200
    assert here.post("/accounts/password/change/", fields)["Location"] == "/account/"
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert log_in(a_window()).status_code == 200
    assert log_in(a_window(), "eight herons at dusk").status_code == 302


@on_sqlite
def test_logging_out_everywhere_else_leaves_this_session(database: str) -> None:
    ana = an_account()
    here, there = Browser(ana.person_id), Browser(ana.person_id)
    here.post(reverse("team:end_elsewhere"))
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


@on_sqlite
def test_a_link_for_a_new_password_is_good_once(database: str) -> None:
    ana = an_account()
    link, window, late = reset_path(ana), a_window(), a_window()
    form = window.get(link)["Location"]
    late_form = late.get(link)["Location"]
    fields = {"password1": "eight herons at dusk", "password2": "eight herons at dusk"}
    weak = window.post(form, {"password1": "short", "password2": "short"})
    assert (weak.status_code, "too short" in words(weak)) == (200, True)
    assert window.post(form, fields)["Location"] == "/accounts/password/reset/key/done/"
    assert "no longer works" in words(late.post(late_form, fields))
    assert "no longer works" in words(a_window().get(link))
    assert log_in(a_window(), "eight herons at dusk").status_code == 302


@on_sqlite
def test_a_link_for_a_new_password_lasts_a_day(database: str) -> None:
    link = reset_path(an_account())
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert "no longer works" in words(a_window().get(link))


@on_sqlite
def test_without_a_mail_server_there_is_no_page_that_promises_mail(database: str) -> None:
    assert a_window().get("/accounts/password/reset/").status_code == 404
    assert "can give you a link" in words(a_window().get(LOGIN))


@on_sqlite
def test_with_a_mail_server_the_mail_tells_nobody_who_has_an_account(database: str) -> None:
    an_account()
    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(SYNTHEMA_MAIL=True, EMAIL_BACKEND=backend):
        assert "/accounts/password/reset/" in words(a_window().get(LOGIN))
        answers = [
            a_window().post("/accounts/password/reset/", {"email": address})
            for address in ("ana@example.org", "nobody@example.org")
        ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    assert "http://localhost/accounts/password/reset/key/" in str(mail.outbox[0].body)
    assert mail.outbox[0].subject == "Synthema: A new password"


def number(secret: str, drift: int = 0) -> str:
    """What an authenticator app shows."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + drift)))


def set_up(window: Any) -> str:
    """Set a second factor up; returns the secret."""
    activate = "/accounts/2fa/totp/activate/"
    asked = window.get(activate)["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    assert window.post(asked, {"password": GOOD, "next": activate})["Location"] == activate
    page = words(window.get(activate))
    assert 'src="data:image/svg+xml;base64,' in page
    found = re.search(r'id="secret" value="([A-Z2-7]+)"', page)
    assert found
    assert "Incorrect" in words(window.post(activate, {"code": "000000"}))
    assert window.post(activate, {"code": number(found[1])}).status_code == 302
    return str(found[1])


@on_sqlite
def test_with_a_second_factor_the_password_alone_does_not_let_in(database: str) -> None:
    an_account()
    window = a_window()
    log_in(window)
    secret = set_up(window)
    codes = re.findall(r"<code>(\w+)</code>", words(window.get("/accounts/2fa/recovery-codes/")))
    assert len(codes) == 10
    assert codes[0] in words(window.get("/accounts/2fa/recovery-codes/download/"))
    assert "10 recovery codes" in words(window.get("/accounts/2fa/"))

    other = a_window()
    assert log_in(other, to="/account/")["Location"].startswith("/accounts/2fa/authenticate/")
    assert other.get("/").status_code == 302
    assert "Incorrect" in words(other.post("/accounts/2fa/authenticate/", {"code": "123456"}))
    assert other.post("/accounts/2fa/authenticate/", {"code": number(secret, 1)}).status_code == 302
    assert other.get("/").status_code == 200

    for attempt, expected in ((1, 302), (2, 200)):  # a recovery code is good once
        lost = a_window()
        log_in(lost)
        answer = lost.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert answer.status_code == expected, attempt


@on_sqlite
def test_numbers_are_not_guessed(database: str) -> None:
    an_account()
    window = a_window()
    log_in(window)
    secret = set_up(window)
    other = a_window()
    log_in(other)
    for _ in range(5):
        other.post("/accounts/2fa/authenticate/", {"code": "123456"})
    assert "Too many" in words(other.post("/accounts/2fa/authenticate/", {"code": number(secret, 1)}))


@on_sqlite
def test_the_second_factor_is_taken_off_after_asking_who_it_is(database: str) -> None:
    an_account()
    window = a_window()
    log_in(window)
    set_up(window)
    assert "Take the second factor off?" in words(window.get("/accounts/2fa/totp/deactivate/"))
    later = a_window()
    assert later.get("/accounts/2fa/totp/deactivate/")["Location"].startswith(LOGIN)
    assert window.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert log_in(later)["Location"] == "/"


def test_nothing_else_of_allauth_is_open(database: str) -> None:
    ana = Browser(an_account().person_id)
    shut = ("signup/", "email/", "confirm-email/", "password/set/", "3rdparty/", "3rdparty/signup/", "sessions/", "")
    for address in (*shut, "2fa/webauthn/", "login/code/", "oidc/sign-on/login/", "oidc/sign-on/login/callback/"):
        for browser in (ana, Browser(None)):
            assert browser.get(f"/accounts/{address}").status_code == 404, address
            assert browser.post(f"/accounts/{address}").status_code == 404, address
    assert len(logging_in()) == 26
    assert "Sign on" not in words(Browser(None).get(LOGIN))
    assert not settings.SYNTHEMA_SIGN_ON


@on_sqlite
def test_on_ones_own_computer_the_login_says_how_to_come_in(database: str) -> None:
    with override_settings(SYNTHEMA_LOCAL=True):
        text = words(a_window().get(LOGIN))
    assert "synthema open" in text
    assert 'type="password"' not in text
