"""Every address, asked by everybody: strangers, members of another review, and each role; nothing else gets in."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.frame.routes import ROUTES, Route
from synthema.team.actions import add_person, register_person
from synthema.web import urls  # (its import fills the table of addresses)
from tests import databases
from tests.cast import seat_everybody
from tests.hostile.every_address import ADDRESSES, Address
from tests.hostile.twin_worlds import World, a_world_that_ends, found
from tests.hostile.world_of_pages import furnish
from tests.pages import Browser, account_of, words

WHO = ("anonymous", "stranger", "operator", "reader", "librarian", "reviewer", "arbiter", "lead")
BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
OUTSIDE = ("stranger", "operator")  # of the review


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One review in which every stage has begun; whatever is asked of it never happened."""
    folder = tmp_path_factory.mktemp("doors")
    with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
        (folder / "files").mkdir()
        yield furnish(found(seat_everybody(), folder / "files"))


def browser_of(world: World, who: str) -> Browser:
    """The browser of a person who is this and nothing more."""
    known = {
        "anonymous": None, "stranger": world.cast.eve, "reader": world.reader, "librarian": world.cast.dev,
        "reviewer": world.cast.ben, "lead": world.cast.chloe,
    }  # fmt: skip
    if who in known:
        return Browser(known[who])
    one: UUID = register_person("Olga" if who == "operator" else "Gil").id
    if who == "arbiter":
        add_person(By(world.cast.chloe), world.cast.review, one, "arbiter")
    else:
        account = account_of(one)
        account.is_operator = True
        account.save()
    return Browser(one)


def addresses(world: World, route: Route, asked: Address) -> list[str]:
    """The address with its parts, in every way it is asked."""
    given = {"review": world.cast.review} if route.of_review else {}
    return [
        reverse(f"{route.room}:{route.name}", kwargs={**given, **parts(world)})
        for parts in (asked.parts, *asked.several)
    ]


def expected(route: Route, asked: Address, who: str) -> tuple[int, ...]:
    """The answers that are right for somebody."""
    if who in asked.told:
        return (asked.told[who],)
    if who in asked.may:
        return (200,) if route.method == "GET" else (200, 204, 302)
    if who == "anonymous":
        return (302,)
    return (404 if who in OUTSIDE and route.of_review else asked.otherwise,)


LEADS_ON = {"dedup:pair", "team:open_again", "team:open_with"}  # GET addresses that lead to another page


def test_every_address_is_listed_here_and_nothing_else() -> None:
    assert sorted(BY_NAME) == sorted(ADDRESSES)


def test_no_address_goes_round_the_table() -> None:
    known = {"accounts/"}
    ours = {f"{route.path}" for route in ROUTES}
    for resolver in urls.urlpatterns:
        inner = getattr(resolver, "url_patterns", [resolver])
        if str(resolver.pattern) not in known:
            assert {str(one.pattern) for one in inner} <= ours, resolver


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_only_who_may_gets_in(world: World, name: str) -> None:
    route, asked = BY_NAME[name], ADDRESSES[name]
    for who in WHO:
        with a_world_that_ends():
            browser = browser_of(world, who)
            asked.first(world)
            before = Event.objects.count()
            for url in addresses(world, route, asked):
                fields = dict(asked.fields(world))
                answer = browser.get(url) if route.method == "GET" else browser.post(url, fields)
                if answer.streaming:
                    answer.getvalue()  # read to its end, it closes its file
                right = (*expected(route, asked, who), *((302,) if name in LEADS_ON else ()))
                assert answer.status_code in right, (who, url, answer.status_code, said(answer))
                to_login = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
                assert to_login == (who == "anonymous" and who not in asked.may), (who, url)
                if route.method == "GET" or who not in asked.may or who in asked.told:
                    assert Event.objects.count() == before, (who, url)


def said(answer: object) -> str:
    """What a refusal says."""
    text = "" if getattr(answer, "streaming", False) else words(answer)  # type: ignore[arg-type]
    return text.split('id="main"')[-1][:600]


@pytest.mark.parametrize("name", sorted(n for n in ADDRESSES if n in BY_NAME and BY_NAME[n].method == "POST"))
def test_no_form_of_another_site_is_taken(world: World, name: str) -> None:
    route, asked = BY_NAME[name], ADDRESSES[name]
    with a_world_that_ends():
        browser = Browser(world.cast.chloe)
        browser.client.handler.enforce_csrf_checks = True
        asked.first(world)
        before = Event.objects.count()
        for url in addresses(world, route, asked):
            assert browser.post(url, dict(asked.fields(world))).status_code == 403
            scripted = browser.post(url, dict(asked.fields(world)), accept="application/json", **{"hx-request": "true"})
            assert scripted.status_code == 403
        assert Event.objects.count() == before
