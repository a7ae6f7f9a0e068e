"""Nobody learns what another person said before both have decided: twin worlds that differ in that alone look alike.

What differs is one open verdict, or the answers of one open sheet, and nothing else: same identifiers, same clock, same
salts. Whatever anybody but its giver can see must then be the same, byte for byte: what a command prints, how it ends,
the files it writes, and how many questions it asks the database, in which shape.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from synthema.audit import replay, trail
from synthema.audit.clock import frozen
from synthema.audit.model import By
from synthema.audit.registry import hidden
from synthema.audit.tables import Event
from synthema.frame.remembered import forget
from synthema.reporting import writing
from synthema.reporting.flow_drawing import to_png
from synthema.reporting.package import export_review
from tests import databases
from tests.cast import Cast, seat_everybody
from tests.hostile.commands import run
from tests.hostile.every_command import FILES, OUTSIDE, Table, Words, every_command, fewer, leans, looks
from tests.hostile.twin_worlds import SECRETS, VERDICT, Secret, World, a_world_that_ends, found

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
COMMANDS = dict(every_command())
REMAKING = ("review rebuild", "review withdraw")  # they make every table anew, and write each row there is
Asked = Callable[[World, Path], Table]
Pages = dict[tuple[str, str], "Seen"]


@dataclass(frozen=True)
class Seen:
    """All that a command shows: its words, its end, its files, and the shape of its questions to the database."""

    code: int
    out: str
    err: str
    files: dict[str, bytes]
    questions: tuple[str, ...]


def made(cast: Cast, folder: Path) -> World:
    """The review, and files to hand in, a package from before the secret among them."""
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch, frozen(NOON):
        patch.setattr(secrets, "token_bytes", bytes)
        world = found(cast, folder)
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        export_review(By(world.cast.chloe), world.cast.review, folder / "before.zip")
    return world


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One review on SQLite for all tests here; whatever they do in it never happened."""
    folder = tmp_path_factory.mktemp("blind")
    with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
        yield made(seat_everybody(), folder / "files")


@pytest.fixture(autouse=True)
def same_luck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands and salts are equal, so that worlds differ in nothing but what was said."""
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    with frozen(NOON):
        yield


@pytest.fixture
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same drawing is painted only once; painting it anew each time is tried elsewhere here."""
    monkeypatch.setattr(writing, "to_png", cache(to_png))


@contextmanager
def questions() -> Iterator[list[str]]:
    """The shapes of all questions to the database asked inside, in their order; a missing value shows."""
    asked: list[str] = []

    def hear(execute: Callable[..., Any], sql: str, given: Any, many: bool, context: dict[str, Any]) -> Any:
        missing = "" if many else "".join("?-"[one is None] for one in given or ())
        asked.append(f"{shape(sql)} {len(given) if many else missing}")
        return execute(sql, given, many, context)

    with connection.execute_wrapper(hear):
        yield asked


@lru_cache(10_000)
def shape(sql: str) -> str:
    """A question to the database without the values in it."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b|\"(?:s|_django_curs_)\d+_\w+\"", "?", sql)


def seen(w: World, person: str, name: str, words: Words, out: Path) -> Seen:
    """What a command shows a person; what it does is undone."""
    takes = {parameter.name for parameter in COMMANDS[name].params}
    full = [*name.split(), *words]
    full += ["--as", person] if "person_name" in takes else []
    full += ["--review", w.cast.review] if "review_name" in takes else []
    out.mkdir()
    luck = count()
    forget()  # a command begins with nothing in mind
    with pytest.MonkeyPatch.context() as patch, a_world_that_ends():
        patch.setattr(os, "urandom", lambda n: hashlib.sha512(str(next(luck)).encode()).digest()[:n])
        with questions() as asked:
            ended = run(*full)
    files = {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    shutil.rmtree(out)
    told = [statement(one) for one in asked] if name in REMAKING else asked
    return Seen(ended.code, ended.out, ended.err, files, tuple(told))


def statement(question: str) -> str:
    """A question that writes or deletes all rows of a table at once, without how many rows there are."""
    return re.split(r" VALUES | WHERE .* IN ", question)[0] if question.startswith(("INSERT", "DELETE")) else question


def pages(w: World, people: tuple[str, ...], asked: Asked, out: Path) -> Pages:
    """What every command shows these people."""
    return {
        (person, " ".join(map(str, [name, *words]))): seen(w, person, name, words, out)
        for person in people
        for name, several in asked(w, out).items()
        for words in several
    }


def names_of_what_is_hidden(w: World) -> set[bytes]:
    """The hashes of hidden and later acts and the names of their contents, by the 12 digits that are shown at least."""
    acts = Event.objects.filter(review=w.cast.review, seq__gte=min(hidden(w.cast.review)))
    return {one[:12].encode() for act in acts for one in (act.hash, *(c.content for c in trail.contents(act)))}


def assert_alike(w: World, secret: Secret, people: tuple[str, ...], asked: Asked, out: Path, number: int = 2) -> None:
    """No command tells these people in which of the worlds they live, and none prints a name of what is hidden."""
    first: Pages = {}
    for step in secret.worlds[:number]:
        with a_world_that_ends():
            step(w)
            now, names = pages(w, people, asked, out), names_of_what_is_hidden(w)
        for key, one in now.items():
            printed = b"".join([one.out.encode(), one.err.encode(), *one.files.values()])
            assert not [name for name in names if name in printed], (secret.name, key)
        first = first or now
        assert [key for key in now if now[key] != first[key]] == [], secret.name
        assert now.keys() == first.keys()


def test_every_command_has_its_words(world: World, tmp_path: Path) -> None:
    tried = {**looks(world, tmp_path), **leans(world, tmp_path)}
    assert {*tried, *OUTSIDE} == set(COMMANDS)
    for name in OUTSIDE:
        assert name not in tried
        assert "review_name" not in {parameter.name for parameter in COMMANDS[name].params}


def test_what_these_commands_show_is_worth_hiding(world: World, tmp_path: Path) -> None:
    """Were they refused for other reasons, the tests below could not fail."""
    with a_world_that_ends():
        VERDICT.worlds[0](world)
        asked = pages(world, ("Ben", "Chloe", "Eve"), fewer, tmp_path / "out")
        leant = pages(world, ("Chloe",), leans, tmp_path / "out")
    fine = {command for (person, command), one in asked.items() if person == "Ben" and one.code == 0}
    # all but two exports, what a file holds of verdicts (a lead's), and a round that only other worlds have
    assert len(fine) >= len(asked) / 3 - 7
    assert sum(one.code == 0 for one in leant.values()) > len(leant) / 3
    strange = {one.err for (person, command), one in asked.items() if person == "Eve" and command != "review list"}
    own = f"Another review ({str(world.cast.other_review)[:8]})"
    assert strange == {f"Not done: No single review matches '{world.cast.review}'. Your reviews: {own}.\n"}


def test_looking_tells_nobody_a_verdict(world: World, tmp_path: Path) -> None:
    assert_alike(world, VERDICT, ("Ben",), looks, tmp_path / "out", number=3)


@pytest.mark.usefixtures("drawn_once")
@pytest.mark.parametrize("person", ["Chloe", "Dev", "Fay", "Eve"])
def test_looking_tells_it_neither_lead_nor_librarian_nor_reader_nor_stranger(
    world: World, person: str, tmp_path: Path
) -> None:
    assert_alike(world, VERDICT, (person,), fewer, tmp_path / "out")


@pytest.mark.usefixtures("drawn_once")
@pytest.mark.parametrize("secret", SECRETS[1:], ids=lambda s: s.name)
def test_looking_tells_nobody_any_other_secret(world: World, secret: Secret, tmp_path: Path) -> None:
    colleague = "Ana" if secret.owner == "Ben" else "Ben"
    people = (colleague, "Chloe") if secret.bens_turn else (colleague,)
    assert_alike(world, secret, people, fewer, tmp_path / "out")


def test_acting_tells_a_colleague_nothing(world: World, tmp_path: Path) -> None:
    assert_alike(world, VERDICT, ("Ben", "Dev"), leans, tmp_path / "out", number=3)


@pytest.mark.parametrize("secret", SECRETS, ids=lambda s: s.name)
def test_acting_tells_the_lead_nothing(world: World, secret: Secret, tmp_path: Path) -> None:
    assert_alike(world, secret, ("Chloe",), leans, tmp_path / "out")


@pytest.mark.usefixtures("drawn_once")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_it_holds_on_the_other_database(cast: Cast, tmp_path: Path) -> None:
    w = made(cast, tmp_path / "files")
    assert_alike(w, SECRETS[0], ("Ben",), fewer, tmp_path / "out")
    assert_alike(w, SECRETS[2], ("Chloe",), leans, tmp_path / "out")


@pytest.mark.parametrize("secret", SECRETS, ids=lambda s: s.name)
def test_the_worlds_do_differ_and_their_owner_may_know(world: World, secret: Secret, tmp_path: Path) -> None:
    rows, shown = [], []
    for step in secret.worlds:
        with a_world_that_ends():
            step(world)
            assert hidden(world.cast.review)
            rows.append(replay.digests(world.cast.review))
            shown.append(
                [
                    seen(world, secret.owner or "Ana", name, words, tmp_path / "out").out
                    for name, words in (
                        ("screening mine", []),
                        ("screening mine", ["--stage", "full-text"]),
                        ("appraisal show", ["Heron 2020"]),
                        ("extraction show", ["Heron 2020"]),
                        ("coding quotes", []),
                    )
                ]
            )
    assert all(one != rows[0] for one in rows[1:])
    if secret.owner and "withdrawn" not in secret.name:
        assert all(one != shown[0] for one in shown[1:])


def a_few(w: World, out: Path) -> Table:
    """Where everybody may look once both have decided."""
    whole = looks(w, out)
    names = ("review verify", "review show", "screening conflicts", "appraisal show", "extraction show")
    return {**{name: whole[name] for name in names}, "reporting report": [[out / "report"]]}


@pytest.mark.usefixtures("drawn_once")
@pytest.mark.parametrize("secret", [s for s in SECRETS if s.bens_turn], ids=lambda s: s.name)
def test_once_both_have_decided_all_may_know(world: World, secret: Secret, tmp_path: Path) -> None:
    assert secret.bens_turn is not None
    now: list[Pages] = []
    for step in secret.worlds[:2]:
        with a_world_that_ends():
            step(world)
            secret.bens_turn(world)
            assert not hidden(world.cast.review)
            now.append(pages(world, ("Ben", "Chloe", "Fay"), a_few, tmp_path / "out"))
    for person in ("Ben", "Chloe", "Fay"):
        told = {" ".join(c.split()[:2]) for (who, c), one in now[0].items() if who == person and one != now[1][who, c]}
        assert told >= {"review verify", "reporting report"}  # the head hash, and what was said
