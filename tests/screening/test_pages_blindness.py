"""No screening page tells anybody another's open verdict; tests/hostile asks all pages in all worlds."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit.clock import frozen
from synthema.frame.routes import ROUTES
from synthema.web import urls
from tests import databases
from tests.cast import seat_everybody
from tests.hostile.test_blindness import NOON
from tests.hostile.test_blindness_of_pages import Seen, ask, ways
from tests.hostile.twin_worlds import SECRETS, VERDICT, Secret, World, a_world_that_ends, found
from tests.pages import Browser
from tests.screening.addresses import SCREENING

assert urls.urlpatterns  # the table of addresses is filled
BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
TOLD = (0, 1, len(SECRETS) - 1)  # on title and abstract, on full text, and by who is asked again after a merge
SEEKING = {"screening:to_be_sought", "screening:seek_reports"}  # of the full texts' pages


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("blind-screening")
    with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
        (folder / "files").mkdir()
        with pytest.MonkeyPatch.context() as patch, frozen(NOON):
            patch.setattr(secrets, "token_bytes", bytes)
            yield found(seat_everybody(), folder / "files")


@pytest.fixture(autouse=True)
def same_luck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    with frozen(NOON):
        yield


def shown(w: World, people: dict[str, UUID]) -> dict[tuple[str, str, str], Seen]:
    """What every screening page shows these people."""
    found: dict[tuple[str, str, str], Seen] = {}
    for who, person in people.items():
        browser = Browser(person)
        browser.get("/accounts/login/")
        for name, asked in SCREENING.items():
            for url in ways(w, BY_NAME[name], asked):
                seen = ask(browser, BY_NAME[name], url, dict(asked.fields(w)))
                headers = tuple(one for one in seen.headers if one[0] != "Expires")  # it names the true time
                found[who, name, url] = replace(seen, headers=headers)
    return found


def in_each(w: World, secret: Secret, people: dict[str, UUID]) -> list[dict[tuple[str, str, str], Seen]]:
    """What they are shown in each of the worlds."""
    seen = []
    for step in secret.worlds:
        with a_world_that_ends():
            step(w)
            seen.append(shown(w, people))
    return seen


def test_every_screening_page_is_asked_here(world: World) -> None:
    assert {name for name in BY_NAME if name.startswith("screening:")} - SEEKING == {*SCREENING}


@pytest.mark.parametrize("number", TOLD, ids=lambda n: SECRETS[n].name)
def test_no_screening_page_tells_an_open_verdict(world: World, number: int) -> None:
    secret = SECRETS[number]
    people = {"Ana": world.cast.ana} if secret.owner == "Ben" else {"Ben": world.cast.ben, "Chloe": world.cast.chloe}
    first, *others = in_each(world, secret, people)
    for other in others:
        assert [key for key in first if first[key] != other[key]] == []


def test_once_both_have_decided_the_pages_differ(world: World) -> None:
    """The test above can fail."""
    seen = []
    assert VERDICT.bens_turn is not None
    for step in VERDICT.worlds[:2]:
        with a_world_that_ends():
            step(world)
            VERDICT.bens_turn(world)
            seen.append(shown(world, {"Ben": world.cast.ben}))
    differing = {name for key in seen[0] if seen[0][key] != seen[1][key] for name in key[1:2]}
    assert {"screening:history", "screening:conflicts", "screening:agreement", "screening:records"} <= differing
