"""No page tells anybody what another person said before both have decided: twin worlds look alike in a browser, too.

The worlds and what differs between them are those of the commands (`twin_worlds.py`). Here every address is asked by
everybody whom the secret does not belong to: status, headers, every byte of the body (but for CSRF tokens and act
identifiers, which are drawn anew each time) and the number and shape of the questions to the database must be equal.
Forms are sent as well, and what they did is undone.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path
from uuid import UUID

import pytest
from django.db.models import Q
from django.urls import reverse

from synthema.audit.clock import frozen
from synthema.audit.model import By
from synthema.dedup.work import FIND
from synthema.frame.remembered import forget
from synthema.frame.routes import ROUTES, Route
from synthema.jobs.actions import enqueue, run_now
from synthema.jobs.tables import describe
from synthema.refused import Refused
from synthema.screening.tables import VerdictRow
from synthema.web import urls
from synthema.web.work import AS_OF, VERIFY
from tests import databases
from tests.cast import seat_everybody
from tests.hostile import world_of_pages as p
from tests.hostile.every_address import ADDRESSES, MEMBERS, TITLES, Address, Parts, chosen, remark, together
from tests.hostile.test_blindness import NOON, questions
from tests.hostile.twin_worlds import SECRETS, Secret, World, a_world_that_ends, found
from tests.hostile.world_of_pages import furnish
from tests.pages import Browser, account_of, plain
from tests.screening.stage import FT, TA

assert urls.urlpatterns  # the table of addresses is filled
BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
Asked = tuple[str, str, int, str]
Way = tuple[tuple[int, Parts], str]
How = tuple[Browser, World, str, Address, Parts, str]
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
            w = furnish(found(seat_everybody(), folder / "files"))
            for person in others(w, Secret("nobody's", (), owner="")).values():
                account_of(person)  # whoever is asked later has one already: a page says who has none
            yield w


@pytest.fixture(autouse=True)
def same_luck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands and salts are equal, so that worlds differ in nothing but what was said."""
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    with frozen(NOON):
        yield


@contextmanager
def drawn(lot: str) -> Iterator[None]:
    """What is drawn by chance inside is the same each time."""
    luck = count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", lambda n: hashlib.sha512(f"{lot}{next(luck)}".encode()).digest()[:n])
        yield


def ask(browser: Browser, w: World, name: str, asked: Address, parts: Parts, query: str = "") -> Seen:
    """What one address shows; what it does is undone."""
    route = BY_NAME[name]
    with drawn("asked"), a_world_that_ends():
        if route.method == "POST":
            asked.first(w)
        url = reverse(f"{route.room}:{route.name}", kwargs={**of_review(w, route), **parts(w)}) + query
        given = {"act_id": str(UUID(int=5)), **asked.fields(w)}
        forget()
        with questions() as heard:
            answer = browser.get(url) if route.method == "GET" else browser.post(url, given)
            body = answer.getvalue() if answer.streaming else plain(answer).encode("utf-8", "surrogateescape")
    headers = tuple(sorted((name, value) for name, value in answer.items() if name not in DRAWN))
    return Seen(answer.status_code, headers, body, tuple(heard))


def of_review(w: World, route: Route) -> dict[str, UUID]:
    """The part of an address that names the review."""
    return {"review": w.cast.review} if route.of_review else {}


def everything(w: World, people: dict[str, UUID], wanted: Iterable[str] = ()) -> dict[Asked, Seen]:
    """What these addresses, or all, show these people."""
    browsers = {who: Browser(person) for who, person in people.items()}
    for browser in browsers.values():
        browser.get("/accounts/login/")  # so that the first page asked is not the only one that sets a cookie
    found: dict[Asked, Seen] = {}
    for name in sorted(wanted or ADDRESSES):
        asked, looks = ADDRESSES[name], BY_NAME[name].method == "GET"
        with drawn("before"), a_world_that_ends():
            if not comes_first(asked, w):
                continue
            ways = list(product(enumerate((asked.parts, *asked.several)), asked.queries(w)))
            if looks:  # it came first once for all; a form may use up a file, which no rollback brings back
                found |= {key: ask(*how) for key, how in each(w, browsers, name, ways)}
        if not looks:
            found |= {key: ask(*how) for key, how in each(w, browsers, name, ways)}
    for (number, (name, probe)), (who, browser) in product(enumerate(PROBES), browsers.items()):
        if not wanted or name in wanted:
            found[who, name, number, "probe"] = ask(browser, w, name, probe, probe.parts)
    return found


def comes_first(asked: Address, w: World) -> bool:
    """What has to happen first; False where a round of coding under way forbids it, as it must in all worlds alike."""
    try:
        asked.first(w)
    except Refused:
        return False
    return True


def each(w: World, browsers: dict[str, Browser], name: str, ways: Iterable[Way]) -> Iterator[tuple[Asked, How]]:
    """Every way in which these people ask an address."""
    for who, browser in browsers.items():
        for (way, parts), query in ways:
            yield (who, name, way, query), (browser, w, name, ADDRESSES[name], parts, query)


def others(w: World, secret: Secret) -> dict[str, UUID]:
    """Everybody in the review but the one whose secret it is."""
    people = {"Ana": w.cast.ana, "Ben": w.cast.ben, "Chloe": w.cast.chloe, "Dev": w.cast.dev, "Fay": w.reader}
    return {name: person for name, person in people.items() if name != secret.owner}


def of_ana(w: World) -> dict[str, object]:
    """A verdict of Ana's that is nobody else's business yet, as forms name it who guess at it."""
    rows = VerdictRow.objects.filter(review=w.cast.review, person=w.cast.ana)
    row = rows.filter(Q(subject=w.records["magpie"]) | Q(subject=w.reports["ibis"])).order_by("-given_seq").first()
    return {"verdict": row.id if row else UUID(int=1), "verdicts": row.id if row else UUID(int=1)}


def guess(name: str, *fields: Parts, stage: str = TA) -> tuple[str, Address]:
    """A form sent about what is open to one person only."""
    parts = TITLES if "screening" in name and stage == TA else chosen(stage=FT)
    known = BY_NAME[name].path.count("<slug:stage>")
    return name, Address(MEMBERS, parts=parts if known else report_of(name), fields=together(*fields))


def report_of(name: str) -> Parts:
    """The report on ibises, where an address names one."""
    return p.report if "<uuid:report>" in BY_NAME[name].path else chosen()


def ibis(w: World) -> dict[str, object]:
    """The report on ibises as forms name it."""
    return {"subject": w.reports["ibis"], "unit": w.reports["ibis"], "place": "history"}


BIRDS = {"a": "magpie", "b": "kite"}
PROBES = (  # what a form answers, and how long it thinks, tells nothing either
    guess("screening:give", remark("magpie"), chosen(verdict="perhaps")),
    guess("screening:give", remark("magpie"), chosen(verdict="exclude", reason="no-such-reason")),
    guess("screening:say", remark("magpie"), chosen(text="What do you think?")),
    guess("screening:settle", remark("magpie"), chosen(how="arbiter", decision="include")),
    guess("screening:settle", remark("magpie"), chosen(how="consensus", decision="exclude", reason="date")),
    guess("screening:put_tag", remark("magpie"), chosen(text="mine")),
    guess("screening:withdraw", of_ana),
    guess("reporting:uphold_verdicts", chosen(stage=TA), of_ana),
    guess("screening:say", ibis, chosen(text="What do you think?"), stage=FT),
    guess("screening:settle", ibis, chosen(how="arbiter", decision="include"), stage=FT),
    guess("screening:put_tag", ibis, chosen(text="mine"), stage=FT),
    guess("screening:withdraw", of_ana, stage=FT),
    guess("reporting:uphold_verdicts", chosen(stage=FT), of_ana),
    guess("dedup:merge", lambda w: {name: w.records[bird] for name, bird in BIRDS.items()}),
    guess("dedup:apart", lambda w: {name: w.records[bird] for name, bird in BIRDS.items()}),
    guess("dedup:relate", lambda w: {name: w.records[bird] for name, bird in BIRDS.items()}, chosen(relation="notice")),
    guess("dedup:part", lambda w: {"record": w.records["magpie"]}),
    guess("studies:take_back_outcome"),
    guess("studies:seek_no_longer"),
)
# Accounts, forms that are empty or hold the draft, files as they came: nothing of these is made from verdicts.
STILL = frozenset(
    name
    for name in ADDRESSES
    if name in ("documents:file", "documents:picture", "protocol:section", "protocol:save", "protocol:protocol_file")
    or name in ("records:file", "search:new", "search:edit", "search:log", "reporting:protocol_file")
    or (name.startswith("team:") and name not in ("team:people", "team:leaving", "team:leave", "team:remove"))
)
MOVING = frozenset(ADDRESSES) - STILL - {"reporting:flow_download"}  # the flow is drawn from what its page shows
LOOKED_AT = frozenset(name for name in MOVING if BY_NAME[name].method == "GET")
OF_VERDICTS = LOOKED_AT | {name for name, _ in PROBES}
OF_ANSWERS = frozenset(name for name in LOOKED_AT if name.split(":")[0] in ("web", "reporting", "studies", "team"))

OF_CODING = frozenset(name for name in ADDRESSES if name.startswith("coding:")) | {
    name for name in LOOKED_AT if name.split(":")[0] in ("web", "reporting", "documents", "team")
}


@pytest.mark.parametrize("secret", SECRETS[:2], ids=lambda s: s.name)
def test_no_page_tells_anybody_in_which_world_one_lives(world: World, secret: Secret) -> None:
    _alike(world, secret, others(world, secret), MOVING)


def test_not_even_what_is_not_made_of_verdicts_differs(world: World) -> None:
    _alike(world, SECRETS[0], {"Chloe": world.cast.chloe}, STILL | {"reporting:flow_download"}, 2)


@pytest.mark.parametrize("secret", SECRETS[2:], ids=lambda s: s.name)
def test_no_page_tells_who_decides_in_which_world_one_lives(world: World, secret: Secret) -> None:
    answers = "apprais" in secret.name or "extract" in secret.name or "answers" in secret.name
    of_coding = "blind round" in secret.name
    wanted = ("Ben",) if of_coding and not secret.bens_turn else ("Ana", "Ben", "Chloe")
    people = {name: person for name, person in others(world, secret).items() if name in wanted}
    _alike(world, secret, people, OF_CODING if of_coding else OF_ANSWERS if answers else OF_VERDICTS)


def _alike(world: World, secret: Secret, people: dict[str, UUID], wanted: Iterable[str], most: int = 9) -> None:
    first: dict[Asked, Seen] = {}
    for number, step in enumerate(secret.worlds[:most]):
        if number == 2:  # one pair of eyes is enough for the third world
            people = dict(list(people.items())[:1])
        with a_world_that_ends():
            step(world)
            now = everything(world, people, wanted)
        first = first or now
        assert [(key, differs(first[key], now[key])) for key in now if now[key] != first[key]] == []
        assert now.keys() == {key for key in first if key[0] in people}


def differs(one: Seen, other: Seen) -> str:
    """Where two answers begin to differ."""
    if one.body != other.body:
        at = next((n for n, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b), 0)
        return f"{one.body[max(0, at - 60) : at + 60]!r} or {other.body[max(0, at - 60) : at + 60]!r}"
    changed = [name for name in ("status", "headers", "questions") if getattr(one, name) != getattr(other, name)]
    return " and ".join(changed)


@pytest.mark.parametrize(
    ("kind", "told"),
    [("rank", {"stage": TA}), ("rank", {"stage": FT}), ("open_sealed", {}), (VERIFY, {}), (FIND, {}),
     (AS_OF, {"until": 80, "date": "2100-01-01"})],
)  # fmt: skip
@pytest.mark.parametrize("secret", SECRETS[:2], ids=lambda s: s.name)
def test_no_work_in_the_background_tells_it(
    world: World, secret: Secret, kind: str, told: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in (world.cast.ben, world.cast.chloe):
        seen = []
        for step in secret.worlds[:2]:
            luck = count()
            monkeypatch.setattr(
                os, "urandom", lambda n, luck=luck: hashlib.sha512(str(next(luck)).encode()).digest()[:n]
            )
            with a_world_that_ends():
                step(world)
                job = run_now(enqueue(By(who, UUID(int=980)), world.cast.review, kind, told))
                browser = Browser(who)
                pages = [plain(browser.get(f"/jobs/{job.id}/{part}")) for part in ("", "state/")]
                seen.append((describe(job, who), pages))
        assert seen[0] == seen[1]


def test_a_page_tells_the_worlds_apart_once_both_have_decided(world: World) -> None:
    """The tests above can fail: after Ben's vote his pages differ by what Ana said."""
    seen = []
    for step in SECRETS[0].worlds[:2]:
        with a_world_that_ends():
            step(world)
            assert SECRETS[0].bens_turn is not None
            SECRETS[0].bens_turn(world)
            seen.append(
                everything(world, {"Ben": world.cast.ben}, ("screening:history", "reporting:flow", "web:trail"))
            )
    assert {key[1] for key in seen[0] if seen[0][key] != seen[1][key]} == {
        "screening:history", "reporting:flow", "web:trail",
    }  # fmt: skip
