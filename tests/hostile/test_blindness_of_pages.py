"""No page tells anybody what another person said before both have decided: twin worlds look alike in a browser, too.

The worlds and what differs between them are those of the commands (`twin_worlds.py`). Here every address is asked by
everybody whom the secret does not belong to: status, headers, every byte of the body (but for CSRF tokens and act
identifiers, which are drawn anew each time) and the number and shape of the questions to the database must be equal.
Forms are sent as well, and what they did is undone.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from synthema.audit.clock import frozen
from synthema.frame.remembered import forget
from synthema.frame.routes import ROUTES, Route
from synthema.web import urls
from tests import databases
from tests.cast import seat_everybody
from tests.hostile.every_address import ADDRESSES, Address, Parts
from tests.hostile.test_blindness import NOON, shape
from tests.hostile.twin_worlds import SECRETS, Secret, World, a_world_that_ends, found
from tests.hostile.world_of_pages import furnish
from tests.pages import Browser, plain

assert urls.urlpatterns  # the table of addresses is filled
BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
Asked = tuple[str, str, int, str]
DRAWN = ("Set-Cookie", "Date")  # session and CSRF cookies


@dataclass(frozen=True)
class Seen:
    """All that an address shows: status, headers, body, and the shape of its questions to the database."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    questions: tuple[str, ...]


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One review in which every stage has begun; whatever happens in it never happened."""
    folder = tmp_path_factory.mktemp("blind-pages")
    with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
        (folder / "files").mkdir()
        with pytest.MonkeyPatch.context() as patch, frozen(NOON):
            patch.setattr(secrets, "token_bytes", bytes)
            yield furnish(found(seat_everybody(), folder / "files"))


@pytest.fixture(autouse=True)
def same_luck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands and salts are equal, so that worlds differ in nothing but what was said."""
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    with frozen(NOON):
        yield


def ask(browser: Browser, w: World, route: Route, asked: Address, parts: Parts, query: str) -> Seen:
    """What one address shows; what it does is undone."""
    luck = count()
    with pytest.MonkeyPatch.context() as patch, a_world_that_ends():
        patch.setattr(os, "urandom", lambda n: hashlib.sha512(str(next(luck)).encode()).digest()[:n])
        asked.first(w)
        url = reverse(f"{route.room}:{route.name}", kwargs={**of_review(w, route), **parts(w)}) + query
        given = {"act_id": str(UUID(int=5)), **asked.fields(w)}
        forget()
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(url) if route.method == "GET" else browser.post(url, given)
            body = answer.getvalue() if answer.streaming else plain(answer).encode("utf-8", "surrogateescape")
    headers = tuple(sorted((name, value) for name, value in answer.items() if name not in DRAWN))
    return Seen(answer.status_code, headers, body, tuple(shape(q["sql"]) for q in captured.captured_queries))


def of_review(w: World, route: Route) -> dict[str, UUID]:
    """The part of an address that names the review."""
    return {"review": w.cast.review} if route.of_review else {}


def everything(w: World, people: dict[str, UUID], but: frozenset[str] = frozenset()) -> dict[Asked, Seen]:
    """What every address shows these people."""
    found: dict[Asked, Seen] = {}
    for who, person in people.items():
        browser = Browser(person)
        browser.get("/accounts/login/")  # so that the first page asked is not the only one that sets a cookie
        for name, asked in sorted(ADDRESSES.items()):
            if name in but:
                continue
            for way, parts in enumerate((asked.parts, *asked.several)):
                for query in queries(w, asked):
                    found[who, name, way, query] = ask(browser, w, BY_NAME[name], asked, parts, query)
    return found


def queries(w: World, asked: Address) -> list[str]:
    """The queries of an address."""
    with a_world_that_ends():
        asked.first(w)
        return list(asked.queries(w))


def others(w: World, secret: Secret) -> dict[str, UUID]:
    """Everybody in the review but the one whose secret it is."""
    people = {"Ana": w.cast.ana, "Ben": w.cast.ben, "Chloe": w.cast.chloe, "Dev": w.cast.dev, "Fay": w.reader}
    return {name: person for name, person in people.items() if name != secret.owner}


@pytest.mark.parametrize("secret", SECRETS, ids=lambda s: s.name)
def test_no_page_tells_in_which_world_one_lives(world: World, secret: Secret) -> None:
    first: dict[Asked, Seen] = {}
    people = others(world, secret)
    if secret is not SECRETS[0] and secret is not SECRETS[1]:
        people = {name: person for name, person in people.items() if name in ("Ben", "Chloe")} or people
    for step in secret.worlds:
        with a_world_that_ends():
            step(world)
            now = everything(world, people)
        first = first or now
        assert [key for key in now if now[key] != first[key]] == []
        assert now.keys() == first.keys()


def test_a_page_tells_the_worlds_apart_once_both_have_decided(world: World) -> None:
    """The test above can fail: after Ben's vote his pages differ by what Ana said."""
    seen = []
    for step in SECRETS[0].worlds[:2]:
        with a_world_that_ends():
            step(world)
            assert SECRETS[0].bens_turn is not None
            SECRETS[0].bens_turn(world)
            seen.append(everything(world, {"Ben": world.cast.ben}))
    assert [key for key in seen[0] if seen[0][key] != seen[1][key]]
