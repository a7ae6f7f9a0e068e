"""Sign-on through an institution's identity provider; here a small one of our own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from synthema.frame.middleware import policy
from synthema.team.accounts import disable, make_account
from synthema.team.actions import register_person
from synthema.team.tables import Account, Person
from tests.cast import Cast
from tests.pages import Browser, words

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
GOOD, BEGIN = "seven herons at dawn", "/accounts/oidc/sign-on/login/"


class Provider(BaseHTTPRequestHandler):
    """Says who somebody is, as the test wishes."""

    who: dict[str, Any] = {}

    def do_GET(self) -> None:
        here = f"http://{self.headers['Host']}"
        if self.path == "/.well-known/openid-configuration":
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self._say({"issuer": here} | {f"{name}_endpoint": f"{here}/{path}" for name, path in names.items()})
        else:
            self._say(type(self).who)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "token", "token_type": "bearer"})

    def _say(self, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A running identity provider."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def set_up(address: str) -> Iterator[None]:
    """The settings that SYNTHEMA_SIGN_ON_* make."""
    app = {
        "provider_id": "sign-on", "name": "Heron University", "client_id": "synthema", "secret": "s",
        "settings": {"server_url": address},
    }  # fmt: skip
    providers = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    with override_settings(
        SYNTHEMA_SIGN_ON=address, SYNTHEMA_SIGN_ON_ORIGINS=[address], SOCIALACCOUNT_PROVIDERS=providers
    ):
        yield


def sign_on(window: Any, to: str = "", process: str = "", **who: Any) -> Any:
    """Go to the provider and come back as this person."""
    Provider.who = who
    asked = window.post(f"{BEGIN}?next={to}&process={process}")
    assert asked.status_code == 302, asked.content
    wanted = parse_qs(urlsplit(asked["Location"]).query)
    assert wanted["code_challenge_method"] == ["S256"]
    return window.get(f"{BEGIN}callback/", {"code": "c", "state": wanted["state"][0]})


def a_window() -> Any:
    return Client(headers={"host": "localhost"})


FAY: dict[str, Any] = {"sub": "1", "name": "Fay", "email": "fay@example.org", "email_verified": True}


def test_whom_the_institution_knows_comes_in_and_sees_no_review(cast: Cast, provider: str) -> None:
    with set_up(provider):
        window = a_window()
        assert "Sign on with Heron University" in words(window.get("/accounts/login/"))
        assert sign_on(window, to="/account/", **FAY)["Location"] == "/account/"
        assert window.get(f"/reviews/{cast.review}/").status_code == 404
        account = Account.objects.get(email="fay@example.org")
        assert (account.person.name, account.has_usable_password(), account.is_operator) == ("Fay", False, False)
        assert sign_on(a_window(), **FAY)["Location"] == "/"
        assert Account.objects.filter(email="fay@example.org").count() == 1


def test_nobody_becomes_somebody_by_having_their_name(cast: Cast, provider: str) -> None:
    with set_up(provider):
        sign_on(a_window(), **FAY | {"name": "Ana"})
    assert Account.objects.get(email="fay@example.org").person.name == "Ana (2)"
    assert not Account.objects.filter(person=cast.ana).exists()


def test_an_address_that_is_not_proved_takes_over_no_account(cast: Cast, provider: str) -> None:
    make_account(Person.objects.get(pk=cast.ana), "fay@example.org", GOOD)
    with set_up(provider):
        window = a_window()
        answer = sign_on(window, **FAY | {"email_verified": False})
        assert "is here already" in words(answer)
        assert window.get("/").status_code == 302
        assert "did not tell your e-mail address" in words(sign_on(window, sub="2", name="Gil"))
    assert Person.objects.count() == 5


def test_a_proved_address_is_the_account_with_that_address(cast: Cast, provider: str) -> None:
    make_account(Person.objects.get(pk=cast.ana), "fay@example.org", GOOD)
    with set_up(provider):
        window = a_window()
        assert sign_on(window, **FAY)["Location"] == "/"
        assert "Ana" in words(window.get("/account/"))


def test_an_account_is_connected_by_who_is_logged_in(cast: Cast, provider: str) -> None:
    ana = Browser(make_account(Person.objects.get(pk=cast.ana), "ana@example.org", GOOD).person_id)
    with set_up(provider):
        assert "Connect Heron University" in words(ana.get("/account/"))
        assert sign_on(ana.client, process="connect", **FAY)["Location"] == "/account/"
        assert "Connect Heron University" not in words(ana.get("/account/"))
        assert "Ana" in words(_after(sign_on, FAY).get("/account/"))


def _after(sign: Any, who: dict[str, Any]) -> Any:
    window = a_window()
    sign(window, **who)
    return window


def test_a_closed_account_does_not_sign_on(cast: Cast, provider: str) -> None:
    chief = make_account(register_person("Chief"), "chief@example.org", GOOD)
    with set_up(provider):
        sign_on(a_window(), **FAY)
        disable(Account.objects.get(email="fay@example.org"), chief)
        window = a_window()
        sign_on(window, **FAY)
        assert window.get("/").status_code == 302


def test_a_sign_on_that_nobody_asked_for_is_refused(cast: Cast, provider: str) -> None:
    Provider.who = FAY
    with set_up(provider):
        answer = a_window().get(f"{BEGIN}callback/", {"code": "c", "state": "made up"})
        assert "The sign-on failed" in words(answer)
        assert a_window().get(BEGIN).status_code == 200  # asks before it goes anywhere
        assert Client(enforce_csrf_checks=True, headers={"host": "localhost"}).post(BEGIN).status_code == 403
    assert not Account.objects.filter(email="fay@example.org").exists()


def test_a_provider_that_is_away_is_said_plainly(cast: Cast) -> None:
    with set_up("http://127.0.0.1:1"):
        answer = a_window().post(BEGIN)
    assert (answer.status_code, "did not answer as it should" in words(answer)) == (502, True)


def test_pages_may_post_to_the_provider_only_where_there_is_one(cast: Cast, provider: str) -> None:
    assert f"form-action 'self' {provider}" not in policy()
    with set_up(provider):
        assert f"form-action 'self' {provider};" in policy()
