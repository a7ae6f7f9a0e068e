"""Votes where many records are decided about at once, where reports are related, and where a run joins or parts."""

from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import judge_family, relate_records, withdraw_decision
from synthema.dedup.model import Kind
from synthema.dedup.tables import groups
from synthema.refused import Refused
from synthema.screening.model import Standing
from synthema.screening.states import queue, states
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.dedup.told import look, told
from tests.pages import Browser, words
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, group_named, prepare, retrieved, vote


def standings(cast: Cast) -> list[Standing]:
    return sorted(state.standing for state in states(cast.review, TA).values())


def same_after_replay(cast: Cast) -> None:
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before


def test_votes_on_a_family_combine_reopen_and_return_by_one_undo(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    vote(cast, known[MARSH], ben="include")
    vote(cast, known[OWL], ana="exclude")
    before, open_before = groups(cast.review), states(cast.review, TA)
    made = judge_family(By(cast.dev), cast.review, ((known[LARK], known[MARSH]), (known[OWL],))).body
    assert standings(cast) == sorted((Standing.FORWARD, Standing.WAITING))
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert (groups(cast.review), states(cast.review, TA)) == (before, open_before)
    made = judge_family(By(cast.dev), cast.review, (tuple(known.values()),)).body
    (state,) = states(cast.review, TA).values()
    assert (state.standing, state.reopened_for) == (Standing.REOPENED, (cast.ana,))
    assert (len(queue(cast.review, TA, cast.ana)), queue(cast.review, TA, cast.ben)) == (1, [])
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert (groups(cast.review), states(cast.review, TA)) == (before, open_before)
    same_after_replay(cast)


def test_kept_apart_and_related_change_no_vote_and_no_queue(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    before = states(cast.review, TA), queue(cast.review, TA, cast.ana), queue(cast.review, TA, cast.ben)
    relate_records(By(cast.dev), cast.review, known[LARK], known[MARSH], Kind.PREPRINT)
    judge_family(By(cast.dev), cast.review, ((known[LARK],), (known[OWL],)))
    judge_family(By(cast.dev), cast.review, tuple((one,) for one in known.values()))
    assert (states(cast.review, TA), queue(cast.review, TA, cast.ana), queue(cast.review, TA, cast.ben)) == before
    same_after_replay(cast)


def test_a_run_that_joins_voted_groups_combines_and_one_that_parts_them_gives_back(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    vote(cast, known[MARSH], ana="exclude", ben="include")
    vote(cast, known[OWL], ben="exclude")
    lark, before = group_named(cast, known[LARK]), states(cast.review, TA)
    told(monkeypatch, same=[(0, 1)])
    look(cast)
    assert group_named(cast, known[MARSH]) == lark
    assert (states(cast.review, TA)[lark].standing, states(cast.review, TA)[lark].reopened_for) == (
        Standing.REOPENED,
        (cast.ana,),
    )
    told(monkeypatch)
    look(cast)
    now = states(cast.review, TA)
    assert [now[group_named(cast, one)].standing for one in known.values()] == [one.standing for one in before.values()]
    assert now[lark].voters == (cast.ana, cast.ben)
    same_after_replay(cast)


def test_what_a_family_was_judged_holds_against_a_later_run(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    vote(cast, known[MARSH], ben="exclude")
    judge_family(By(cast.dev), cast.review, ((known[LARK],), (known[MARSH], known[OWL])))
    before, stood = groups(cast.review), states(cast.review, TA)
    told(monkeypatch, same=[(0, 1), (0, 2)])
    look(cast)
    assert (groups(cast.review), states(cast.review, TA)) == (before, stood)
    same_after_replay(cast)


def test_reports_are_not_swallowed_by_a_family(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    lark, marsh = retrieved(cast, known[LARK], known[MARSH])
    with pytest.raises(Refused, match="a report is never swallowed"):
        judge_family(By(cast.dev), cast.review, (tuple(known.values()),))
    made = judge_family(By(cast.dev), cast.review, ((known[OWL], known[MARSH]), (known[LARK],))).body
    assert group_named(cast, known[OWL]) == marsh.group
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert group_named(cast, known[MARSH]) == marsh.group != group_named(cast, known[OWL])
    assert {one.group for one in reports(cast.review)} == {lark.group, marsh.group}


def test_a_card_tells_of_related_reports_and_of_no_verdict_on_them(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    relate_records(By(cast.dev), cast.review, known[MARSH], known[LARK], Kind.ABSTRACT)
    address = f"/reviews/{cast.review}/screening/{TA}/?unit={group_named(cast, known[LARK])}"
    before = words(Browser(cast.ben).get(address))
    assert "A conference abstract of this is in the review" in before
    assert f"/duplicates/groups/{group_named(cast, known[MARSH])}/" in before
    vote(cast, known[MARSH], ana="exclude")
    after = words(Browser(cast.ben).get(address))
    card = [page.split("<article")[1].split("</article>")[0] for page in (before, after)]
    assert card[0] == card[1]


def test_a_report_tells_of_the_reports_that_belong_to_it(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    lark, marsh = retrieved(cast, known[LARK], known[MARSH])
    relate_records(By(cast.dev), cast.review, known[MARSH], known[LARK], Kind.ABSTRACT)
    relate_records(By(cast.dev), cast.review, known[OWL], known[LARK], Kind.NOTICE)
    page = words(Browser(cast.ana).get(f"/reviews/{cast.review}/reports/{lark.id}/"))
    assert "A conference abstract of this is in the review" in page
    assert f"/reports/{marsh.id}/" in page
    assert f"/duplicates/groups/{group_named(cast, known[OWL])}/" in page
    screened = words(Browser(cast.ana).get(f"/reviews/{cast.review}/screening/{FT}/?unit={lark.id}"))
    assert "A notice about this is in the review" in screened
