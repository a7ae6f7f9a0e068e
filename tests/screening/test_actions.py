"""Verdicts, conflicts and what may not be done with them."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.audit.trail import NoSuchReview
from synthema.dedup.actions import find_duplicates
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.records.actions import withdraw_import
from synthema.records.tables import Import
from synthema.refused import Refused
from synthema.screening.actions import (
    give_verdict,
    resolve_conflict,
    resume_screening,
    seek,
    stop_screening,
    withdraw_resolution,
    withdraw_verdict,
)
from synthema.screening.counts import tally
from synthema.screening.model import Standing
from synthema.screening.states import conflicts, included_reports, queue, states
from synthema.screening.tables import VerdictRow
from synthema.studies.actions import record_retrieval, withdraw_retrieval, withdraw_sought
from synthema.studies.tables import reports
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import (
    FT,
    LARK,
    MARSH,
    OWL,
    TA,
    bring,
    by_title,
    group_named,
    judge,
    prepare,
    protocol,
    retrieved,
    vote,
)


def state(cast: Cast, record: UUID) -> Standing:
    return states(cast.review, TA)[group_named(cast, record)].standing


def same_after_replay(cast: Cast) -> None:
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before


def test_two_reviewers_judge_a_conflict_is_settled_and_the_report_comes_in(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="unsure")
    vote(cast, known[MARSH], ana="include", ben="exclude")
    vote(cast, known[OWL], ana="exclude", ben="exclude")
    assert [state(cast, known[t]) for t in (LARK, MARSH, OWL)] == [
        Standing.FORWARD,
        Standing.CONFLICT,
        Standing.EXCLUDED,
    ]
    resolve_conflict(By(cast.chloe), cast.review, TA, known[MARSH], how="arbiter", decision="include")
    assert not conflicts(cast.review, TA)
    assert seek(By(cast.dev), cast.review) == 2
    lark, marsh = reports(cast.review)
    record_retrieval(By(cast.dev), cast.review, lark.id, "retrieved")
    record_retrieval(By(cast.dev), cast.review, marsh.id, "not_retrieved")
    judge(cast, lark.id, ana="include", ben="include")
    assert [one.title for one in included_reports(cast.review)] == [LARK]
    column = tally(cast.review).databases
    assert (column.screened, column.excluded, column.sought, column.not_retrieved) == (3, 1, 2, 1)
    assert (column.assessed, column.included, column.awaiting_screening) == (1, 1, 0)
    same_after_replay(cast)


def test_it_rejects_a_second_verdict(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    with pytest.raises(Refused, match="given a verdict on this already"):
        vote(cast, known[LARK], ana="exclude")
    own = VerdictRow.objects.get(review=cast.review, person=cast.ana)
    withdraw_verdict(By(cast.ana), cast.review, own.id, "read it again")
    vote(cast, known[LARK], ana="exclude")
    assert VerdictRow.objects.filter(review=cast.review).count() == 2
    same_after_replay(cast)


def test_a_double_click_is_one_verdict(cast: Cast, tmp_path: Path) -> None:
    known, by = prepare(cast, tmp_path), By(cast.ana)
    first = give_verdict(by, cast.review, TA, known[LARK], "include", note="larks!")
    assert give_verdict(by, cast.review, TA, known[LARK], "include", note="larks!") == first
    assert VerdictRow.objects.filter(review=cast.review).count() == 1


def test_the_note_is_not_on_the_chain(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    give_verdict(By(cast.ana), cast.review, TA, known[LARK], "include", note="a private remark")
    event = Event.objects.filter(review=cast.review, kind="VerdictGiven").get()
    assert "private remark" not in event.payload
    assert VerdictRow.objects.get(review=cast.review).note == "a private remark"


def test_a_third_verdict_is_refused(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    with pytest.raises(Refused, match="2 people have given their verdicts"):
        vote(cast, known[LARK], chloe="include")


def test_what_is_unknown_is_refused_with_what_there_is(cast: Cast, tmp_path: Path) -> None:
    known, ana = prepare(cast, tmp_path), cast.ana
    with pytest.raises(Refused, match=r"no record .* in this review"):
        give_verdict(By(ana), cast.review, TA, uuid4(), "include")
    with pytest.raises(Refused, match="Criteria: date, design"):
        give_verdict(By(ana), cast.review, TA, known[LARK], "exclude", reason="colour")
    with pytest.raises(Refused, match="no report"):
        give_verdict(By(ana), cast.review, FT, known[LARK], "include")
    bring(cast, tmp_path, ("Newly imported swifts",))
    with pytest.raises(Refused, match="in no group yet"):
        give_verdict(By(ana), cast.review, TA, by_title(cast)["Newly imported swifts"], "include")
    assert VerdictRow.objects.count() == 0


def test_nobody_arbitrates_their_own_conflict(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    add_person(By(cast.chloe), cast.review, cast.ana, "arbiter")
    vote(cast, known[LARK], ana="include", ben="exclude")
    vote(cast, known[MARSH], chloe="include", ben="exclude")
    with pytest.raises(Refused, match="nobody arbitrates their own conflict"):
        resolve_conflict(By(cast.ana), cast.review, TA, known[LARK], how="arbiter", decision="include")
    with pytest.raises(Refused, match="nobody arbitrates their own conflict"):  # the lead neither
        resolve_conflict(By(cast.chloe), cast.review, TA, known[MARSH], how="arbiter", decision="include")
    with pytest.raises(Refused, match="Only an arbiter"):
        resolve_conflict(By(cast.ben), cast.review, TA, known[LARK], how="arbiter", decision="include")
    resolve_conflict(By(cast.ana), cast.review, TA, known[MARSH], how="arbiter", decision="include")
    assert state(cast, known[MARSH]) is Standing.FORWARD


def test_who_withdrew_a_vote_does_not_arbitrate_there_either(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], chloe="include")
    withdraw_verdict(By(cast.chloe), cast.review, VerdictRow.objects.get(person=cast.chloe).id)
    vote(cast, known[LARK], ana="include", ben="exclude")
    with pytest.raises(Refused, match="nobody arbitrates their own conflict"):
        resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="include")


def test_a_consensus_is_recorded_by_one_who_voted_or_the_lead(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    fay = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, fay, "reviewer")
    for title in (LARK, MARSH):
        vote(cast, known[title], ana="include", ben="exclude")
    with pytest.raises(Refused, match="one of those who voted"):
        resolve_conflict(By(fay), cast.review, TA, known[LARK], how="consensus", decision="include")
    resolve_conflict(By(cast.ben), cast.review, TA, known[LARK], how="consensus", decision="include")
    resolve_conflict(By(cast.chloe), cast.review, TA, known[MARSH], how="consensus", decision="exclude", reason="date")
    assert states(cast.review, TA)[group_named(cast, known[MARSH])].how == "consensus"


def test_only_conflicts_are_resolved_and_only_by_a_decision(cast: Cast, tmp_path: Path) -> None:
    known, chloe = prepare(cast, tmp_path), By(cast.chloe)
    vote(cast, known[LARK], ana="include")
    with pytest.raises(Refused, match="not everybody has given a verdict"):
        resolve_conflict(chloe, cast.review, TA, known[LARK], how="arbiter", decision="include")
    vote(cast, known[LARK], ben="exclude")
    with pytest.raises(Refused, match="no way to settle"):
        resolve_conflict(chloe, cast.review, TA, known[LARK], how="coin", decision="include")
    with pytest.raises(Refused, match="settled by include or exclude"):
        resolve_conflict(chloe, cast.review, TA, known[LARK], how="arbiter", decision="unsure")
    resolve_conflict(chloe, cast.review, TA, known[LARK], how="arbiter", decision="include")
    with pytest.raises(Refused, match=r"Chloe settled it on .* by arbiter: include"):
        resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="include")


def test_only_the_arbiter_whom_the_protocol_names_arbitrates(cast: Cast, tmp_path: Path) -> None:
    fay = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, fay, "arbiter")
    known = prepare(cast, tmp_path, policy=ScreeningPolicy(arbiters=(fay,)))
    vote(cast, known[LARK], ana="include", ben="exclude")
    with pytest.raises(Refused, match="names who arbitrates, and it is not you"):
        resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="include")
    resolve_conflict(By(fay), cast.review, TA, known[LARK], how="arbiter", decision="include")
    assert states(cast.review, TA)[group_named(cast, known[LARK])].how == "arbiter"


def test_blinding_is_not_switched_off_while_something_is_hidden(cast: Cast, tmp_path: Path) -> None:
    lark = prepare(cast, tmp_path)[LARK]
    seeing = protocol(ScreeningPolicy(blind=False))
    vote(cast, lark, ana="include")
    with pytest.raises(Refused, match="promised to stay hidden"):
        set_protocol(By(cast.chloe), cast.review, seeing, "to talk")
    vote(cast, lark, ben="include")
    set_protocol(By(cast.chloe), cast.review, seeing, "to talk")


def test_undo_goes_backwards_step_by_step(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    made = resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="include").body
    seek(By(cast.dev), cast.review)
    (report,) = reports(cast.review)
    record_retrieval(By(cast.dev), cast.review, report.id, "retrieved")
    judge(cast, report.id, ana="include")
    own = {v.stage: v for v in VerdictRow.objects.filter(person=cast.ana)}
    with pytest.raises(Refused, match=r"1 full-text verdict on it"):
        withdraw_retrieval(By(cast.dev), cast.review, report.id)
    withdraw_verdict(By(cast.ana), cast.review, own[FT].id)
    with pytest.raises(Refused, match="recorded as retrieved"):
        withdraw_sought(By(cast.dev), cast.review, report.id)
    withdraw_retrieval(By(cast.dev), cast.review, report.id)
    with pytest.raises(Refused, match=f"sought as the report '{LARK}'"):
        withdraw_resolution(By(cast.chloe), cast.review, made.resolution_id)
    withdraw_sought(By(cast.dev), cast.review, report.id, "by mistake")
    with pytest.raises(Refused, match="settled a conflict with it"):
        withdraw_verdict(By(cast.ana), cast.review, own[TA].id)
    with pytest.raises(Refused, match="Only they or the lead"):
        withdraw_resolution(By(cast.ana), cast.review, made.resolution_id)
    withdraw_resolution(By(cast.chloe), cast.review, made.resolution_id)
    with pytest.raises(Refused, match="of yours is in force"):
        withdraw_verdict(By(cast.ben), cast.review, own[TA].id)
    withdraw_verdict(By(cast.ana), cast.review, own[TA].id)
    assert state(cast, known[LARK]) is Standing.WAITING
    assert tally(cast.review).databases.sought == 0
    same_after_replay(cast)


def test_an_import_that_was_judged_is_not_withdrawn(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    with pytest.raises(Refused, match="2 verdicts on its records"):
        withdraw_import(By(cast.dev), cast.review, Import.objects.get(review=cast.review).id, "wrong file")


def test_at_full_text_only_what_was_retrieved_is_judged_and_a_reason_is_needed(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    (report,) = retrieved(cast, known[LARK])
    with pytest.raises(Refused, match="no verdict on full text"):
        judge(cast, report.id, ana="unsure")
    with pytest.raises(Refused, match="needs the first criterion"):
        judge(cast, report.id, ana="exclude")
    judge(cast, report.id, ana="exclude date", ben="exclude depth")
    assert states(cast.review, FT)[report.id].conflict == "reason"
    resolve_conflict(
        By(cast.ana),
        cast.review,
        FT,
        report.id,
        how="consensus",
        decision="exclude",
        reason="depth",
        note="both are true",
    )
    assert tally(cast.review).databases.excluded_reports == (("depth", 1),)
    vote(cast, known[MARSH], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    with pytest.raises(Refused, match="is not retrieved yet"):
        judge(cast, reports(cast.review)[1].id, ana="include")


def test_one_reviewer_is_enough_where_the_protocol_says_so(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, policy=ScreeningPolicy(reviewers=1))
    vote(cast, known[LARK], ana="include")
    assert state(cast, known[LARK]) is Standing.FORWARD
    with pytest.raises(Refused, match="no further one is needed"):
        vote(cast, known[LARK], ben="include")


def test_a_stop_leaves_what_nobody_has_looked_at_and_can_be_taken_back(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    assert stop_screening(By(cast.chloe), cast.review, "no inclusion in the last 200").body.unscreened == 2
    with pytest.raises(Refused, match="Screening was stopped"):
        vote(cast, known[MARSH], ben="include")
    assert queue(cast.review, TA, cast.ben) == [group_named(cast, known[LARK])]
    vote(cast, known[LARK], ben="include")
    bring(cast, tmp_path, ("A late skylark",), key="late")
    find_duplicates(By(cast.dev), cast.review)
    column = tally(cast.review).databases
    assert (column.unscreened_stopped, column.awaiting_screening, column.screened) == (2, 1, 1)
    same_after_replay(cast)
    resume_screening(By(cast.chloe), cast.review, "funding came")
    assert (tally(cast.review).databases.unscreened_stopped, len(queue(cast.review, TA, cast.ben))) == (0, 3)
    with pytest.raises(Refused, match="was not stopped"):
        resume_screening(By(cast.chloe), cast.review)
    same_after_replay(cast)


def test_every_door_asks_who_comes(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    reader = register_person("Rita").id
    add_person(By(cast.chloe), cast.review, reader, "reader")
    for who, error in ((cast.eve, NoSuchReview), (cast.dev, NotAllowed), (reader, NotAllowed)):
        with pytest.raises(error):
            give_verdict(By(who), cast.review, TA, known[MARSH], "include")
        with pytest.raises(error):
            resolve_conflict(By(who), cast.review, TA, known[LARK], how="arbiter", decision="include")
        with pytest.raises(error):
            stop_screening(By(who), cast.review, "enough")
        with pytest.raises(error):
            withdraw_verdict(By(who), cast.review, VerdictRow.objects.get(person=cast.ana).id)
    for who in (cast.eve, reader):
        with pytest.raises((NoSuchReview, NotAllowed)):
            withdraw_sought(By(who), cast.review, uuid4())
    with pytest.raises(NotAllowed):
        stop_screening(By(cast.ana), cast.review, "enough")
