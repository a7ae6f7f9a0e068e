"""`kill -9` of `synthema serve` while people screen: what was acknowledged is there once, and the chain verifies."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID, uuid4, uuid5

import pytest
from django.conf import settings
from django.db import connection

from synthema.audit import replay
from synthema.audit.model import By
from synthema.screening.queues import judge
from synthema.screening.tables import VerdictRow
from tests import databases
from tests.cast import Cast
from tests.hostile.screeners import Screener, at_work, given, kill, lost_or_doubled, quiet_port
from tests.hostile.test_kill import environment, move_sqlite_home
from tests.screening.stage import TA, prepare
from tests.web.running import Started

VERDICTS, KILLS = 100, 3


@contextmanager
def screening(screeners: list[Screener], each: int) -> Iterator[None]:
    """Everybody judges so many records while the block runs; afterwards they have."""
    with ThreadPoolExecutor(len(screeners)) as hands:
        busy = [hands.submit(one.screen, lambda one=one: len(one.acknowledged) >= each) for one in screeners]  # type: ignore[misc]
        yield
        for one in busy:
            one.result()


def killed_while_screening(
    home: Path, surroundings: dict[str, str], screeners: list[Screener], verdicts: int, kills: int
) -> int:
    """Kill the server at so many random moments and start it again; how many requests were cut off."""
    luck = random.Random(kills)
    moments = sorted(luck.sample(range(1, verdicts), kills))
    words = ("serve", "--local-test", "--bind", f"127.0.0.1:{screeners[0].port}")
    review = screeners[0].review
    with screening(screeners, verdicts // len(screeners)):
        for moment in moments:
            with Started(home, *words, **surroundings) as running:
                wait_for(screeners, moment)
                sleep(luck.uniform(0, 0.05))
                kill(running)
            assert replay.verify(review).sound
        with Started(home, *words, **surroundings):
            wait_for(screeners, verdicts)
    return sum(one.cut_off for one in screeners)


def wait_for(screeners: list[Screener], number: int) -> None:
    """Wait until so many verdicts were acknowledged."""
    until = monotonic() + 120
    while given(screeners) < number:
        assert monotonic() < until, [one.errors + one.refused for one in screeners]
        sleep(0.005)


def surroundings(database: str, postgres: databases.PostgreSQL) -> dict[str, str]:
    """Settings with which another process works in the same house, and accepts the sessions made here."""
    found = environment(database, postgres)
    return {"SYNTHEMA_DATABASE": found["SYNTHEMA_DATABASE"], "SYNTHEMA_SECRET": settings.SECRET_KEY}


@pytest.mark.timeout(600)
def test_no_acknowledged_verdict_is_lost_or_doubled_when_the_server_is_killed(
    cast: Cast, database: str, postgres: databases.PostgreSQL, tmp_path: Path
) -> None:
    if database == "sqlite":  # the other process looks for the database in the home folder
        move_sqlite_home()
    prepare(cast, tmp_path, tuple(f"Invented record {n} on {n * n} herons" for n in range(VERDICTS)))
    people: list[UUID] = [cast.ana, cast.ben]
    screeners = at_work(quiet_port(), cast.review, people)
    connection.close()
    cut_off = killed_while_screening(
        Path(settings.SYNTHEMA_HOME), surroundings(database, postgres), screeners, VERDICTS, KILLS
    )
    assert cut_off >= KILLS  # the kills fell between requests that were made
    assert [one.refused + one.errors for one in screeners] == [[], []]
    assert given(screeners) == VERDICTS
    assert lost_or_doubled(cast.review, screeners) == []
    assert replay.verify(cast.review).sound


def test_the_count_notices_what_is_lost_and_what_is_there_twice(cast: Cast, tmp_path: Path) -> None:
    records = prepare(cast, tmp_path)
    (screener,) = at_work(1, cast.review, [cast.ana])
    first = next(iter(records.values()))
    act = uuid4()
    done = judge(By(cast.ana, uuid5(cast.ana, str(act))), cast.review, TA, first, "include")
    assert len(lost_or_doubled(cast.review, [screener])) == 1  # given, and never acknowledged
    screener.acknowledged[act] = done.body.verdict_id
    assert lost_or_doubled(cast.review, [screener]) == []
    row = VerdictRow.objects.get(pk=done.body.verdict_id)
    row.pk = uuid4()
    row.save(force_insert=True)
    assert len(lost_or_doubled(cast.review, [screener])) == 1  # the same person twice on one record
    VerdictRow.objects.filter(review=cast.review).delete()
    assert len(lost_or_doubled(cast.review, [screener])) == 1
