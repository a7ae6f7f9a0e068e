"""The trail appends, chains and refuses."""

import json
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from synthema.audit import chain, replay, trail
from synthema.audit.model import By
from synthema.audit.tables import Event, Review
from synthema.refused import Refused
from synthema.team.actions import add_person, register_person, start_review
from tests.cast import Cast


def test_it_chains_each_event_to_the_one_before(cast: Cast) -> None:
    events = list(trail.events(cast.review))
    assert [e.seq for e in events] == list(range(1, 6))
    assert events[0].previous_hash == ""
    for before, after in pairwise(events):
        assert after.previous_hash == before.hash
    assert all(e.hash == chain.link(e) for e in events)


def test_a_double_click_is_one_act(cast: Cast) -> None:
    fay = register_person("Fay").id
    by = By(cast.chloe)
    first = add_person(by, cast.review, fay, "reader")
    again = add_person(by, cast.review, fay, "reader")
    assert again == first
    assert Event.objects.filter(review=cast.review).count() == 6


def test_the_same_act_with_other_content_is_refused(cast: Cast) -> None:
    by = By(cast.chloe)
    add_person(by, cast.review, register_person("Fay").id, "reader")
    with pytest.raises(trail.ActConflict, match="already done with other content"):
        add_person(by, cast.review, register_person("Gus").id, "reader")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE synthema_event SET payload = '{{}}' WHERE seq = 2",
        "DELETE FROM synthema_event WHERE seq = 2",
        "INSERT INTO synthema_event SELECT '{new}', seq, version, actor, act_id, at, kind, stage, payload,"
        " previous_hash, hash, review_id FROM synthema_event WHERE seq = 2",
    ],
)
def test_the_database_refuses_to_change_the_past(cast: Cast, database: str, attack: str) -> None:
    columns = "id, seq, version, actor, act_id, at, kind, stage, payload, previous_hash, hash, review_id"
    statement = attack.format(new=uuid4() if database == "postgresql" else uuid4().hex)
    statement = statement.replace("synthema_event SELECT", f"synthema_event ({columns}) SELECT")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert replay.verify(cast.review).sound


def test_insert_or_replace_and_truncate_are_refused(cast: Cast, database: str) -> None:
    attack = (
        "TRUNCATE synthema_event"
        if database == "postgresql"
        else "INSERT OR REPLACE INTO synthema_event SELECT * FROM synthema_event WHERE seq = 3"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_verify_names_the_event_that_was_altered(cast: Cast, database: str) -> None:
    with connection.cursor() as cursor:
        if database == "postgresql":
            cursor.execute("ALTER TABLE synthema_event DISABLE TRIGGER ALL")
        else:
            cursor.execute("DROP TRIGGER event_no_update")
    Event.objects.filter(review=cast.review, seq=3).update(payload='{"person":"x","role":"lead"}')
    checked = replay.verify(cast.review)
    assert not checked.sound
    assert "Event 3" in checked.faults[0]


def test_an_offline_review_refuses_acts_and_says_why(cast: Cast) -> None:
    Review.objects.filter(pk=cast.review).update(offline="its tables are being rebuilt from the trail")
    with pytest.raises(Refused, match="offline: its tables are being rebuilt"):
        add_person(By(cast.chloe), cast.review, cast.eve, "reader")


def test_nul_and_lone_surrogates_are_kept_visibly(database: str) -> None:
    review = start_review(By(register_person("Ana").id), "A\x00B\ud800C")
    payload = Event.objects.get(review=review).payload
    assert json.loads(payload)["title"] == "A\\u0000B\\ud800C"
    assert replay.verify(review).sound


def test_the_hashes_are_the_same_on_every_database(database: str) -> None:
    from datetime import UTC, datetime
    from uuid import UUID

    from synthema.audit.clock import frozen
    from synthema.team.tables import Person

    ana = Person.objects.create(id=UUID(int=1), name="Ana")
    with frozen(datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)):
        review = start_review(By(ana.id, UUID(int=2)), 'Überraschung "—" 1e16 \U0001f600')
    head = Review.objects.get(pk=review).head_hash
    assert head == "430bf94849b58dd67160cd13ebba1ce85d2f1be48f50431a5c3f6a821032190f"
