"""Verdicts hang on the record that was shown; groups that merge combine them, groups that part give them back."""

from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates, keep_apart, merge_records, part_group, withdraw_decision
from synthema.dedup.tables import decisions
from synthema.refused import Refused
from synthema.screening.actions import resolve_conflict, seek
from synthema.screening.counts import tally
from synthema.screening.model import Standing, State
from synthema.screening.states import queue, states
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.screening.stage import LARK, MARSH, OWL, TA, bring, group_named, prepare, retrieved, vote


def only(cast: Cast) -> State:
    """The state of the one group there is."""
    (state,) = states(cast.review, TA).values()
    return state


def test_votes_of_two_people_on_two_records_combine_and_part_again(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, (LARK, MARSH))
    vote(cast, known[LARK], ana="include")
    vote(cast, known[MARSH], ben="exclude")
    made = merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH], "the same work").body
    assert [s.standing for s in states(cast.review, TA).values()] == [Standing.CONFLICT]
    withdraw_decision(By(cast.dev), cast.review, made.decision_id, "not the same after all")
    assert [s.voters for s in states(cast.review, TA).values()] == [(cast.ana,), (cast.ben,)]
    assert replay.verify(cast.review).sound


def test_a_reviewer_who_contradicts_themselves_is_asked_again_and_votes_return(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, (LARK, MARSH))
    vote(cast, known[LARK], ana="include", ben="include")
    vote(cast, known[MARSH], ana="exclude", ben="include")
    made = merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH]).body
    state = only(cast)
    assert (state.standing, state.reopened_for) == (Standing.REOPENED, (cast.ana,))
    assert len(queue(cast.review, TA, cast.ana)) == 1
    assert queue(cast.review, TA, cast.ben) == []
    vote(cast, known[LARK], ana="include")
    assert [s.standing for s in states(cast.review, TA).values()] == [Standing.FORWARD]
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert [s.standing for s in states(cast.review, TA).values()] == [Standing.FORWARD, Standing.CONFLICT]
    assert replay.verify(cast.review).sound


def test_a_resolution_outlives_a_merge_that_changes_no_vote(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="include")
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    assert states(cast.review, TA)[group_named(cast, known[LARK])].how == "arbiter"
    vote(cast, known[OWL], ana="exclude", ben="exclude")
    merge_records(By(cast.dev), cast.review, known[LARK], known[OWL])
    state = only(cast)
    assert (state.standing, state.reopened_for) == (Standing.REOPENED, (cast.ana,))
    vote(cast, known[LARK], ana="exclude")
    assert only(cast).standing is Standing.EXCLUDED


def test_reports_are_never_swallowed_and_keep_their_group(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    lark, marsh = retrieved(cast, known[LARK], known[MARSH])
    with pytest.raises(Refused, match="a report is never swallowed"):
        merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    merge_records(By(cast.dev), cast.review, known[OWL], known[MARSH])
    assert group_named(cast, known[OWL]) == marsh.group
    with pytest.raises(Refused, match="stands for the report"):
        part_group(By(cast.dev), cast.review, (known[MARSH],))
    withdraw_decision(By(cast.dev), cast.review, decisions(cast.review)[0].id)
    assert group_named(cast, known[MARSH]) == marsh.group != group_named(cast, known[OWL])
    assert {one.group for one in reports(cast.review)} == {lark.group, marsh.group}


def test_a_report_whose_record_is_judged_anew_is_out_of_step_and_not_counted(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    retrieved(cast, known[LARK])
    vote(cast, known[OWL], ana="exclude", ben="include")
    merge_records(By(cast.dev), cast.review, known[LARK], known[OWL])
    counted = tally(cast.review)
    assert (counted.out_of_step, counted.databases.sought, counted.databases.awaiting_screening) == (1, 0, 2)


def test_a_new_run_keeps_groups_reports_and_verdicts(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    (lark,) = retrieved(cast, known[LARK])
    keep_apart(By(cast.dev), cast.review, known[MARSH], known[OWL], "two birds")
    before = {title: group_named(cast, known[title]) for title in (LARK, MARSH, OWL)}
    bring(cast, tmp_path, (LARK, MARSH.upper()), key="second")
    assert tally(cast.review).ungrouped == 2
    done = find_duplicates(By(cast.dev), cast.review).body
    assert (done.records, done.groups, done.merged) == (5, 3, 2)
    assert {title: group_named(cast, known[title]) for title in (LARK, MARSH, OWL)} == before
    assert before[LARK] == lark.group
    assert seek(By(cast.dev), cast.review) == 0
    assert replay.verify(cast.review).sound
