"""A pilot sample comes first in everybody's queue, and its agreement is its own."""

from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import merge_records
from synthema.refused import Refused
from synthema.screening.actions import stop_screening
from synthema.screening.pilots import begin_pilot, end_pilot, pilot_counts, pilot_pairs, pilots
from synthema.screening.queues import judge, progress, refill, skip, take_back, upcoming
from synthema.screening.standings import pilot_in_force, pilot_units
from synthema.screening.states import pairs_for_agreement, queue
from synthema.screening.tables import VerdictRow
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, prepare, retrieved, vote

BIRDS = tuple(f"{bird} above the {place} pond" for bird in ("Wren", "Rook", "Stork") for place in ("upper", "lower"))


def test_the_sample_comes_first_and_nothing_else_until_it_is_ended(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    put_off = upcoming(cast.review, TA, cast.ana, 1)[0].unit
    skip(cast.review, TA, cast.ana, put_off)
    drawn = begin_pilot(By(cast.chloe), cast.review, TA, 3, note="three to begin with").body
    pilot = pilot_in_force(cast.review, TA)
    assert pilot is not None
    assert (pilot.size, pilot.hold_back, pilot.note, pilot.seed) == (3, True, "three to begin with", drawn.seed)
    sample = set(pilot_units(pilot))
    for person in (cast.ana, cast.ben):
        served = upcoming(cast.review, TA, person, 9)
        assert {one.unit for one in served} == sample
        assert {one.order for one in served if not one.skipped} == {"pilot"}
        assert progress(cast.review, TA, person).left == 3
    for one in upcoming(cast.review, TA, cast.ana, 9):
        judge(By(cast.ana), cast.review, TA, one.subject, "include", order=one.order, position=one.position)
    assert upcoming(cast.review, TA, cast.ana, 9) == []
    end_pilot(By(cast.chloe), cast.review, TA, "we agree")
    assert {one.unit for one in upcoming(cast.review, TA, cast.ana, 9)} == set(queue(cast.review, TA, cast.ana))
    assert {one.unit for one in upcoming(cast.review, TA, cast.ben, 9)} == set(queue(cast.review, TA, cast.ben))
    assert [one.ended_note for one in pilots(cast.review, TA)] == ["we agree"]
    assert replay.verify(cast.review).sound


def test_a_team_may_go_on_without_waiting(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    begin_pilot(By(cast.chloe), cast.review, TA, 2, hold_back=False)
    (pilot,) = pilots(cast.review, TA)
    served = [one.unit for one in upcoming(cast.review, TA, cast.ana, 9)]
    assert set(served[:2]) == set(pilot_units(pilot))
    assert served[2:] == [unit for unit in queue(cast.review, TA, cast.ana) if unit not in served[:2]]
    refill(cast.review, TA, cast.ana, "newest")
    assert set(served[:2]) == {one.unit for one in upcoming(cast.review, TA, cast.ana, 2)}


def test_its_agreement_and_its_counts_are_its_own(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, BIRDS)
    begin_pilot(By(cast.chloe), cast.review, TA, 3)
    (pilot,) = pilots(cast.review, TA)
    served = upcoming(cast.review, TA, cast.ana, 3)
    vote(cast, served[0].subject, ana="include", ben="include")
    vote(cast, served[1].subject, ana="include", ben="exclude")
    vote(cast, served[2].subject, ana="include")
    others = [one for one in known.values() if one not in {entry.subject for entry in served}]
    vote(cast, others[0], ana="exclude", ben="exclude")
    assert {unit for unit, *_ in pilot_pairs(cast.review, pilot)} == {one.unit for one in served[:2]}
    assert len(pairs_for_agreement(cast.review, TA)) == 3
    now = pilot_counts(cast.review, pilot)
    assert (now.units, now.settled, now.conflicts) == (3, 1, 1)


def test_a_sample_keeps_to_its_records_when_groups_merge(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    begin_pilot(By(cast.chloe), cast.review, TA, 3)
    (pilot,) = pilots(cast.review, TA)
    merge_records(By(cast.dev), cast.review, known[LARK], known[OWL])
    assert len(pilot_units(pilot)) == 2
    assert len(upcoming(cast.review, TA, cast.ana, 9)) == 2
    assert replay.verify(cast.review).sound


def test_what_was_judged_before_waits_while_the_rest_is_held_back(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    judge(By(cast.ana), cast.review, TA, known[LARK], "include")
    begin_pilot(By(cast.chloe), cast.review, TA, 2)
    take_back(By(cast.ana), cast.review, VerdictRow.objects.get().id)
    assert len(upcoming(cast.review, TA, cast.ana, 9)) == progress(cast.review, TA, cast.ana).left == 2
    end_pilot(By(cast.chloe), cast.review, TA)
    assert len(upcoming(cast.review, TA, cast.ana, 9)) == 3


def test_full_texts_have_a_pilot_too(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    retrieved(cast, known[LARK], known[MARSH])
    drawn = begin_pilot(By(cast.chloe), cast.review, FT, 1).body
    assert [one.unit for one in upcoming(cast.review, FT, cast.ana, 9)] == list(drawn.units)
    assert len(upcoming(cast.review, TA, cast.ana, 9)) == 1  # the other stage goes on


def test_pilots_that_make_no_sense_are_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no protocol"):
        begin_pilot(By(cast.chloe), cast.review, TA, 1)
    known = prepare(cast, tmp_path)
    with pytest.raises(NotAllowed):
        begin_pilot(By(cast.ana), cast.review, TA, 1)
    for size in (0, 501, -3):
        with pytest.raises(Refused, match="1 to 500"):
            begin_pilot(By(cast.chloe), cast.review, TA, size)
    vote(cast, known[LARK], ana="include")
    with pytest.raises(Refused, match="Only 2 records are left"):
        begin_pilot(By(cast.chloe), cast.review, TA, 3)
    with pytest.raises(Refused, match="no stage"):
        begin_pilot(By(cast.chloe), cast.review, "abstracts", 1)
    with pytest.raises(Refused, match="No pilot"):
        end_pilot(By(cast.chloe), cast.review, TA)
    begin_pilot(By(cast.chloe), cast.review, TA, 1)
    with pytest.raises(Refused, match="under way"):
        begin_pilot(By(cast.chloe), cast.review, TA, 1)
    end_pilot(By(cast.chloe), cast.review, TA)
    stop_screening(By(cast.chloe), cast.review, "enough")
    with pytest.raises(Refused, match="Only 0 records"):
        begin_pilot(By(cast.chloe), cast.review, TA, 1)
