"""An order for one person: from their own verdicts and what is settled, blind to all else, kept, and served."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from synthema.audit import replay, trail
from synthema.audit.model import By, Content
from synthema.dedup.actions import find_duplicates, merge_records
from synthema.dedup.tables import groups
from synthema.jobs.actions import enqueue, run_now
from synthema.protocol.actions import set_protocol
from synthema.ranking import vectors
from synthema.ranking.learning import Space, space
from synthema.ranking.making import labels, order_for, retrain
from synthema.ranking.rules import KEPT, pack, unpack
from synthema.ranking.tables import RankingRow, latest
from synthema.ranking.waiting import is_due
from synthema.screening.actions import withdraw_verdict
from synthema.screening.orders import first_of, servable
from synthema.screening.queues import judge, order_of, refill, upcoming
from synthema.screening.tables import VerdictRow
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.ranking.invented import BIRDS, BOATS
from tests.screening.stage import TA, bring, group_named, prepare, protocol, vote

TITLES = (*BOATS, *BIRDS)


@contextmanager
def a_world_that_ends() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def kept(review: UUID, row: RankingRow | None) -> tuple[UUID, ...]:
    """The units of an order as it was stored."""
    assert row is not None
    return unpack(trail.store(review).read(Content(row.content))).units


def named(cast: Cast, titles: tuple[str, ...], known: dict[str, UUID]) -> set[UUID]:
    return {group_named(cast, known[title]) for title in titles}


def test_first_by_likeness_to_the_protocol_then_by_what_the_person_said(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, TITLES)
    birds, boats = named(cast, BIRDS, known), named(cast, BOATS, known)
    first = kept(cast.review, retrain(cast.review, TA, cast.ana))
    assert set(first[:4]) == birds
    vote(cast, known[BOATS[0]], ana="include")
    vote(cast, known[BIRDS[0]], ana="exclude")
    vote(cast, known[BIRDS[3]], ana="exclude")
    again = kept(cast.review, retrain(cast.review, TA, cast.ana))
    assert len(again) == 5  # what she judged awaits her no more
    before = [one for one in first if one in again]
    assert sum(again.index(one) for one in boats & {*again}) < sum(before.index(one) for one in boats & {*again})
    assert set(kept(cast.review, retrain(cast.review, TA, cast.ben))[:4]) == birds


def test_open_verdicts_of_others_change_not_one_byte(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, TITLES)
    vote(cast, known[BIRDS[0]], ben="include")
    vote(cast, known[BOATS[0]], ben="exclude")
    vote(cast, known[BIRDS[1]], ana="include", ben="include")
    made: dict[str, list[bytes]] = {"ben": [], "chloe": [], "ana": []}
    moments: list[tuple[bool, ...]] = []
    for first, second in (("include", "exclude"), ("exclude", "include"), ("unsure", "unsure"), ("include", "include")):
        with a_world_that_ends():
            vote(cast, known[BIRDS[2]], ana=first)
            vote(cast, known[BOATS[2]], ana=second)
            vote(cast, known[BOATS[3]], ana=second)
            merge_records(By(cast.dev, UUID(int=7)), cast.review, known[BIRDS[2]], known[BOATS[2]])
            for name, bytes_ in made.items():
                order = order_for(cast.review, TA, getattr(cast, name))
                assert order is not None
                bytes_.append(pack(order))
            moments.append(tuple(is_due(cast.review, TA, getattr(cast, name)) for name in ("ana", "ben", "chloe")))
    assert len(set(made["ben"])) == 1
    assert len(set(made["chloe"])) == 1
    assert len(set(made["ana"])) > 1
    assert len(set(moments)) == 1  # not even when an order is due tells what was said


def test_what_both_settled_teaches_everybody(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, TITLES)
    vote(cast, known[BIRDS[0]], ana="include", ben="include")
    vote(cast, known[BOATS[0]], ana="exclude", ben="exclude")
    vote(cast, known[BOATS[1]], ana="include", ben="exclude")
    unit = {title: group_named(cast, known[title]) for title in TITLES}
    assert labels(cast.review, TA, cast.chloe) == {unit[BIRDS[0]]: True, unit[BOATS[0]]: False}
    assert labels(cast.review, TA, cast.ana) == labels(cast.review, TA, cast.chloe) | {unit[BOATS[1]]: True}
    assert labels(cast.review, TA, cast.ben) == labels(cast.review, TA, cast.chloe) | {unit[BOATS[1]]: False}


def test_an_order_is_made_when_it_is_due_and_no_sooner(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, TITLES)
    first = retrain(cast.review, TA, cast.ana)
    assert retrain(cast.review, TA, cast.ana) == first
    vote(cast, known[BOATS[0]], ben="include")
    assert retrain(cast.review, TA, cast.ana) == first
    vote(cast, known[BOATS[0]], ana="unsure")
    second = retrain(cast.review, TA, cast.ana)
    assert second != first
    withdraw_verdict(By(cast.ana), cast.review, VerdictRow.objects.get(person=cast.ana).id)
    assert retrain(cast.review, TA, cast.ana) != second
    assert retrain(cast.review, TA, cast.ana, anew=True) != latest(cast.review, TA, cast.ben)
    bring(cast, tmp_path, ("A lark of the late search",), key="late")
    find_duplicates(By(cast.dev), cast.review)
    assert is_due(cast.review, TA, cast.ana)
    assert len(kept(cast.review, retrain(cast.review, TA, cast.ana))) == 9


def test_orders_are_no_part_of_the_history(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    before = (replay.digests(cast.review), replay.verify(cast.review).contents)
    retrain(cast.review, TA, cast.ana)
    assert (replay.digests(cast.review), replay.verify(cast.review).contents) == before


def test_the_queue_follows_the_order_and_verdicts_name_it(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    refill(cast.review, TA, cast.ana, "ranked")
    assert upcoming(cast.review, TA, cast.ana)[0].order == "random"  # while there is no order yet
    row = retrain(cast.review, TA, cast.ana)
    assert row is not None
    refill(cast.review, TA, cast.ana)
    served = upcoming(cast.review, TA, cast.ana, 8)
    assert tuple(one.unit for one in served) == kept(cast.review, row)
    one = served[0]
    judge(By(cast.ana), cast.review, TA, one.subject, "include", order=one.order, position=one.position)
    assert VerdictRow.objects.get().order == f"ranked tfidf-svm/1 {row.content}"
    assert replay.verify(cast.review).sound


def test_an_order_whose_bytes_are_gone_is_none(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    row = retrain(cast.review, TA, cast.ana)
    assert row is not None
    units = servable(cast.review, TA, cast.ana)
    assert first_of(cast.review, TA, cast.ana, "ranked", units, 1)[0].order == f"ranked {row.name}"
    trail.store(cast.review).withdraw(Content(row.content))
    assert first_of(cast.review, TA, cast.ana, "ranked", units, 1)[0].order == "random"


def test_the_vectors_are_made_once_for_the_same_records(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, made = prepare(cast, tmp_path, TITLES), list[int]()

    def counted(texts: Sequence[str], protocol_text: str) -> Space:
        made.append(len(texts))
        return space(texts, protocol_text)

    monkeypatch.setattr(vectors, "space", counted)
    monkeypatch.setattr(vectors, "WORTH_KEEPING", 8)
    orders = [order_for(cast.review, TA, person) for person in (cast.ana, cast.ben, cast.ana)]
    assert made == [8]
    assert orders[0] == orders[2]
    (file,) = (settings.SYNTHEMA_HOME / "cache" / "ranking").iterdir()
    file.write_bytes(b"cut off")
    assert order_for(cast.review, TA, cast.ana) == orders[0]
    assert made == [8, 8]
    set_protocol(By(cast.chloe), cast.review, replace(protocol(), title="Boats"), "other words")
    order_for(cast.review, TA, cast.ana)
    assert made == [8, 8, 8]
    (later,) = (settings.SYNTHEMA_HOME / "cache" / "ranking").iterdir()
    assert later != file
    merge_records(By(cast.dev), cast.review, known[BOATS[0]], known[BOATS[1]])
    for _ in range(2):
        order_for(cast.review, TA, cast.ana)
    assert made == [8, 8, 8, 7, 7]  # so few are not kept


def test_it_is_done_as_background_work(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    refill(cast.review, TA, cast.ben, "ranked")
    job = run_now(enqueue(By(cast.ben), cast.review, "rank", {"stage": TA}))
    assert job.state == "done"
    assert order_of(cast.review, TA, cast.ben) == "ranked"
    row = latest(cast.review, TA, cast.ben)
    assert tuple(one.unit for one in upcoming(cast.review, TA, cast.ben, 8)) == kept(cast.review, row)


def test_who_gives_no_verdicts_gets_no_order(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, TITLES)
    with pytest.raises(NotAllowed):
        retrain(cast.review, TA, cast.dev)
    assert order_for(cast.other_review, TA, cast.eve) is None


def test_an_order_names_no_more_than_will_be_served(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from synthema.ranking import rules

    prepare(cast, tmp_path, TITLES)
    monkeypatch.setattr(rules, "KEPT", 3)
    order = order_for(cast.review, TA, cast.ana)
    assert order is not None
    assert (len(order.units), order.of) == (3, 8)
    assert len(groups(cast.review)) == 8 < KEPT
