"""The retrieval log: where a report was looked for, and what came of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.audit.trail import NoSuchReview
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.studies.actions import note_attempt, withdraw_attempt, withdraw_sought
from synthema.studies.tables import Report, attempts, companion_hints, reports
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import LARK, MARSH, prepare, vote


@pytest.fixture
def lark(cast: Cast, tmp_path: Path) -> Report:
    known = prepare(cast, tmp_path)
    for title in (LARK, MARSH):
        vote(cast, known[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return reports(cast.review)[0]


def test_attempts_are_listed_latest_first_with_who_noted_them(cast: Cast, lark: Report) -> None:
    asked = {"route": "author", "result": "pending", "where": " Ida Invented ", "note": "wrote twice"}
    note_attempt(By(cast.ana), cast.review, lark.id, on="2026-03-02", **asked)
    note_attempt(By(cast.dev), cast.review, lark.id, route="loan", result="obtained")
    latest, first = attempts(cast.review, lark.id)
    assert (first.route, first.result, first.where, first.note) == ("author", "pending", "Ida Invented", "wrote twice")
    assert (first.on, first.person) == (date(2026, 3, 2), cast.ana)
    assert (latest.on, latest.person) == (now().date(), cast.dev)
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before


def test_an_attempt_is_taken_back_and_holds_its_report(cast: Cast, lark: Report) -> None:
    done = note_attempt(By(cast.dev), cast.review, lark.id, route="open_access", result="not_available").body
    with pytest.raises(Refused, match="1 attempt to retrieve it is noted"):
        withdraw_sought(By(cast.dev), cast.review, lark.id)
    withdraw_attempt(By(cast.dev), cast.review, done.attempt_id, "another report")
    assert attempts(cast.review, lark.id) == []
    with pytest.raises(Refused, match="no such attempt"):
        withdraw_attempt(By(cast.dev), cast.review, done.attempt_id)
    withdraw_sought(By(cast.dev), cast.review, lark.id)


def test_what_cannot_be_is_refused(cast: Cast, lark: Report) -> None:
    for said, says in (
        ({"route": "telepathy", "result": "pending"}, "no way to look for a report"),
        ({"route": "loan", "result": "soon"}, "no result of an attempt"),
        ({"route": "loan", "result": "pending", "on": "yesterday"}, "is no day"),
        ({"route": "loan", "result": "pending", "on": str(now().date() + timedelta(days=9))}, "has not come yet"),
    ):
        with pytest.raises(Refused, match=says):
            note_attempt(By(cast.dev), cast.review, lark.id, **said)


def test_who_may_note_an_attempt(cast: Cast, lark: Report) -> None:
    reader = register_person("Rita").id
    add_person(By(cast.chloe), cast.review, reader, "reader")
    for who, error in ((cast.eve, NoSuchReview), (reader, NotAllowed)):
        with pytest.raises(error):
            note_attempt(By(who), cast.review, lark.id, route="loan", result="pending")


def test_hints_come_from_what_the_records_say(cast: Cast, lark: Report) -> None:
    assert companion_hints(cast.review) == []
    Report.objects.filter(review=cast.review).update(
        title="Larks over lower fields", authors='["Invented, Ida", "Other, Olga"]'
    )
    assert [one.why.split(";")[0] for one in companion_hints(cast.review)] == ["both by Invented, Other"]
