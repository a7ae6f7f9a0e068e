"""The screening pages tell nobody another's open verdict; tests/hostile asks every page in every world."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from synthema.audit.clock import frozen
from tests import databases
from tests.cast import seat_everybody
from tests.hostile.test_blindness import NOON, questions
from tests.hostile.twin_worlds import SECRETS, VERDICT, Secret, World, a_world_that_ends, found
from tests.pages import Browser, plain
from tests.screening.pages_stage import JSON, at
from tests.screening.stage import FT, TA, group_named

TOLD = (0, 1, len(SECRETS) - 1)  # on title and abstract, on full text, and by who is asked again after a merge
PAGES = ("screen", "cards_ahead", "records", "conflicts", "agreement", "differing", "progress")
STANDINGS = ("open", "untouched", "waiting", "todo", "mine", "conflict", "forward", "excluded")
Seen = tuple[int, str, tuple[str, ...]]


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


def looks(w: World) -> list[str]:
    """The addresses looked at."""
    units = [(TA, group_named(w.cast, w.records[name])) for name in ("magpie", "nuthatch", "owl", "kite")]
    units += [(FT, w.reports[name]) for name in ("ibis", "grebe")]
    return [
        *(at(w.cast, name, stage) for name in PAGES for stage in (TA, FT)),
        *(f"{at(w.cast, 'records')}?standing={one}" for one in STANDINGS),
        *(at(w.cast, "history", stage, unit=unit) for stage, unit in units),
        *(f"{at(w.cast, 'conflicts', stage)}?unit={unit}" for stage, unit in units),
        *(f"{at(w.cast, 'screen', stage)}?unit={unit}" for stage, unit in units),
    ]


def forms(w: World) -> list[tuple[str, dict[str, Any]]]:
    """The forms sent, each about the record with the secret."""
    sent = {"subject": w.records["magpie"], "unit": group_named(w.cast, w.records["magpie"]), "act_id": UUID(int=7)}
    return [
        (at(w.cast, "give"), {**sent, "verdict": "include"}),
        (at(w.cast, "give"), {**sent, "verdict": "include", "list": "standing=todo&page=1"}),
        (at(w.cast, "settle"), {**sent, "how": "consensus", "decision": "include"}),
        (at(w.cast, "say"), {**sent, "text": "What do you think?", "place": "history"}),
        (at(w.cast, "later"), sent),
        (at(w.cast, "withdraw"), {**sent, "of": UUID(int=901)}),
    ]


def asked(browser: Browser, url: str, fields: dict[str, Any] | None = None) -> Seen:
    """What one address shows; what it does is undone."""
    with a_world_that_ends(), questions() as heard:
        headers = {"HX-Request": "true"} if "list" in (fields or {}) else JSON
        answer = browser.get(url) if fields is None else browser.post(url, fields, **headers)
    return answer.status_code, plain(answer), tuple(heard)


def shown(w: World, people: dict[str, UUID]) -> dict[tuple[str, str], Seen]:
    """What the screening pages show these people."""
    seen: dict[tuple[str, str], Seen] = {}
    for who, person in people.items():
        browser = Browser(person)
        browser.get("/accounts/login/")
        seen |= {(who, url): asked(browser, url) for url in looks(w)}
        seen |= {(who, f"POST {url} {fields.get('list', '')}"): asked(browser, url, fields) for url, fields in forms(w)}
    return seen


def in_each(w: World, secret: Secret, people: dict[str, UUID]) -> Iterator[dict[tuple[str, str], Seen]]:
    """What they are shown in each of the worlds."""
    for step in secret.worlds:
        with a_world_that_ends():
            step(w)
            yield shown(w, people)


@pytest.mark.parametrize("number", TOLD, ids=lambda n: SECRETS[n].name)
def test_no_screening_page_tells_an_open_verdict(world: World, number: int) -> None:
    secret = SECRETS[number]
    people = {"Ana": world.cast.ana} if secret.owner == "Ben" else {"Ben": world.cast.ben, "Chloe": world.cast.chloe}
    first, *others = in_each(world, secret, people)
    assert sum(status == 200 for status, *_ in first.values()) > len(first) / 2
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
    differing = {url for (_, url), one in seen[0].items() if one != seen[1]["Ben", url]}
    magpie = group_named(world.cast, world.records["magpie"])
    for url in (at(world.cast, "history", unit=magpie), at(world.cast, "agreement"), at(world.cast, "records")):
        assert url in differing
