"""Two people screen without a server: out, taken on, judged, sealed, collected, and opened when both are in."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from synthema.audit import replay, trail
from synthema.audit.model import By, Content
from synthema.audit.registry import hidden
from synthema.audit.tables import Event
from synthema.dedup.actions import merge_records
from synthema.dedup.tables import groups
from synthema.protocol.tables import current
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.screening.actions import resume_screening, stop_screening, withdraw_verdict
from synthema.screening.hand_on import handed, take_on
from synthema.screening.hand_opening import open_ready
from synthema.screening.hand_out import to_hand_out
from synthema.screening.hand_tables import HandOutKey, hand_ins, hand_outs
from synthema.screening.model import Standing
from synthema.screening.pilots import begin_pilot, end_pilot
from synthema.screening.shown import shown
from synthema.screening.states import conflicts, queue, states, votes
from synthema.screening.tables import VerdictRow
from tests.cast import Cast
from tests.screening.handing import Elsewhere, collected, given_out, said
from tests.screening.stage import LARK, MARSH, OWL, TA, bring, group_named, prepare, vote


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path) -> Callable[[str], Elsewhere]:
    """Somebody's own Synthema."""
    return lambda name: Elsewhere(sqlite_template, tmp_path / name)


Homes = Callable[[str], Elsewhere]


def test_two_people_apart_from_hand_out_to_conflict(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known = prepare(cast, tmp_path)
    lark, marsh, owl = known[LARK], known[MARSH], known[OWL]
    for_ana, for_ben = given_out(cast, tmp_path, "ana"), given_out(cast, tmp_path, "ben")
    anas = elsewhere("ana").judge(for_ana, {lark: "include", marsh: "exclude date too long ago"})
    bens = elsewhere("ben").judge(for_ben, {marsh: "include", lark: "include", owl: "exclude"})

    account = collected(cast, anas)
    assert (account.opened, account.still_sealed) == (0, 2)
    assert said(cast) == {}
    assert {state.standing for state in states(cast.review, TA).values()} == {Standing.WAITING}
    assert len(hidden(cast.review)) == 1
    for anybody in (cast.ana, cast.ben, cast.chloe, cast.dev):
        assert votes(cast.review, TA, anybody) == {}

    account = collected(cast, bens)
    assert (account.opened, account.still_sealed) == (4, 1)  # the owl waits for Ana
    assert said(cast) == {
        (cast.ana, lark): "include",
        (cast.ana, marsh): "exclude date too long ago",
        (cast.ben, lark): "include",
        (cast.ben, marsh): "include",
    }
    assert list(conflicts(cast.review, TA)) == [group_named(cast, marsh)]
    assert collected(cast, anas).opened == collected(cast, bens).opened == 0

    vote(cast, owl, ana="exclude")
    assert states(cast.review, TA)[group_named(cast, owl)].standing is Standing.WAITING
    account = open_ready(By(cast.ana), cast.review)
    assert (account.opened, account.still_sealed) == (1, 0)
    assert states(cast.review, TA)[group_named(cast, owl)].standing is Standing.EXCLUDED
    assert hidden(cast.review) == set()
    assert replay.verify(cast.review).sound


def test_when_and_in_which_order_a_verdict_was_given_is_on_record(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    sealed = ben.judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    with ben.there():
        given = VerdictRow.objects.get()
    vote(cast, known[LARK], ana="include")
    collected(cast, sealed)
    opened = Event.objects.get(kind="SealedVerdictsOpened")
    row = VerdictRow.objects.get(person=cast.ben)
    assert json.loads(opened.payload)["opened"] == [
        {"verdict_id": str(row.id), "given_at": given.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    ]
    assert (row.order, row.position) == (f"apart {given.order}".strip(), given.position)
    assert Event.objects.get(kind="VerdictGiven", actor=cast.ben).review_id == cast.review


def test_the_colleague_finds_a_review_of_their_own(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    package = given_out(cast, tmp_path)
    with ben.there():
        taken = take_on(package)
        assert (taken.name, taken.records, taken.new) == ("Ben", 3, 3)
        assert set(handed(taken.review).values()) == set(known.values())
        assert current(taken.review).protocol.screening.reviewers == 1
        assert [len(held) for held in groups(taken.review).values()] == [1, 1, 1]
        assert len(queue(taken.review, TA, taken.person)) == 3
        assert {one.title for one in shown(taken.review, TA, queue(taken.review, TA, taken.person))} == set(known)
        assert replay.verify(taken.review).sound
        events = Event.objects.count()
        again = take_on(package)
        assert (again.review, again.new, Event.objects.count()) == (taken.review, 0, events)


def test_records_that_are_duplicates_to_the_matcher_stay_apart_where_they_were_handed(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    from synthema.dedup.actions import part_group

    prepare(cast, tmp_path, (LARK, LARK, OWL))
    both = next(held for held in groups(cast.review).values() if len(held) == 2)
    part_group(By(cast.dev), cast.review, (both[1],))
    package, ben = given_out(cast, tmp_path), elsewhere("ben")
    with ben.there():
        assert len(groups(take_on(package).review)) == 3


def test_work_may_come_back_in_parts(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    package = given_out(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    vote(cast, known[OWL], ana="include")
    first = ben.judge(package, {known[LARK]: "include"})
    second = ben.judge(package, {known[OWL]: "exclude"}, "second.zip")
    assert collected(cast, first).opened == 1
    assert collected(cast, second).opened == 1
    assert collected(cast, first).opened == 0
    assert len(hand_ins(cast.review)) == 1


def test_the_latest_word_counts_while_it_is_sealed_and_never_after(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    package = given_out(cast, tmp_path)
    first = ben.judge(package, {known[LARK]: "include", known[OWL]: "include"})
    vote(cast, known[LARK], ana="include")
    assert collected(cast, first).opened == 1
    with ben.there():
        taken = take_on(package)
        for row in VerdictRow.objects.all():
            withdraw_verdict(By(taken.person), taken.review, row.id)
    changed = ben.judge(package, {known[LARK]: "exclude", known[OWL]: "exclude"}, "changed.zip")
    vote(cast, known[OWL], ana="exclude")
    assert collected(cast, changed).opened == 1
    assert said(cast)[cast.ben, known[LARK]] == "include"
    assert said(cast)[cast.ben, known[OWL]] == "exclude"
    assert collected(cast, first).opened == 0  # the older file, again


def test_records_found_later_are_added_to_the_same_review(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    from synthema.dedup.actions import find_duplicates

    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    ben.judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    bring(cast, tmp_path, ("A swift that nobody saw",), key="late")
    find_duplicates(By(cast.dev), cast.review)
    swift = RecordRow.objects.get(title="A swift that nobody saw").id
    vote(cast, swift, ana="include")
    vote(cast, known[LARK], ana="include")
    second = given_out(cast, tmp_path)
    with ben.there():
        taken = take_on(second)
        assert (taken.records, taken.new) == (4, 1)
        assert len(queue(taken.review, TA, taken.person)) == 3
    sealed = ben.judge(second, {swift: "exclude"}, "both.zip")
    assert collected(cast, sealed).opened == 2
    assert len(hand_outs(cast.review)) == 2
    with ben.there():
        assert replay.verify(taken.review).sound


def test_a_record_merged_meanwhile_keeps_the_verdict_given_on_it(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    sealed = ben.judge(given_out(cast, tmp_path), {known[LARK]: "include", known[MARSH]: "include"})
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    vote(cast, known[MARSH], ana="include")
    assert collected(cast, sealed).opened == 1
    unit = group_named(cast, known[LARK])
    assert states(cast.review, TA)[unit].standing is Standing.FORWARD


def test_two_sealed_verdicts_that_contradict_each_other_after_a_merge_stay_sealed(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    sealed = ben.judge(given_out(cast, tmp_path), {known[LARK]: "include", known[MARSH]: "exclude"})
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    vote(cast, known[MARSH], ana="include")
    account = collected(cast, sealed)
    assert (account.opened, account.still_sealed) == (0, 2)
    assert group_named(cast, known[LARK]) in queue(cast.review, TA, cast.ben)
    vote(cast, known[LARK], ben="include")  # asked again, he says it here
    assert open_ready(By(cast.ben), cast.review).still_sealed == 0


def test_what_was_said_online_meanwhile_counts_before_what_was_sealed(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    sealed = ben.judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    vote(cast, known[LARK], ben="exclude", ana="exclude")
    account = collected(cast, sealed)
    assert (account.opened, account.still_sealed) == (0, 0)
    assert said(cast)[cast.ben, known[LARK]] == "exclude"


def test_who_is_asked_again_is_not_told_to_who_hands_out(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ben="include")
    vote(cast, known[MARSH], ben="exclude")
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    assert len(queue(cast.review, TA, cast.ben)) == 2
    assert [one.subject for one in to_hand_out(cast.review, TA, cast.ben)] == [known[OWL]]


def test_the_sealed_bytes_and_everything_on_the_trail_tell_nothing_of_a_verdict(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    package = given_out(cast, tmp_path)
    sealed = ben.judge(package, {known[LARK]: "exclude date A remarkable remark"})
    collected(cast, sealed)
    key = HandOutKey.objects.get().private
    assert key not in "".join(Event.objects.values_list("payload", flat=True))
    kept = trail.store(cast.review).read(Content(hand_ins(cast.review)[0].sealed))
    for words in (b"remarkable", b"exclude", str(known[LARK]).encode()):
        assert words not in kept
        assert words not in sealed.read_bytes()
    assert bytes.fromhex(key) not in package.read_bytes()


def test_files_of_equally_many_verdicts_have_the_same_size(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known = prepare(cast, tmp_path)
    sizes = set()
    for number, words in enumerate(("include", "exclude date", "exclude date " + "A long remark. " * 30)):
        package = given_out(cast, tmp_path)
        sealed = elsewhere(f"ben{number}").judge(package, {known[LARK]: words, known[OWL]: "unsure"})
        from tests.screening.handing import member

        sizes.add(len(member(sealed, "sealed.bin")))
    assert len(sizes) == 1


def test_a_stop_leaves_sealed_what_nobody_else_looked_at(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    anas = elsewhere("ana").judge(given_out(cast, tmp_path, "ana"), {known[LARK]: "include"})
    bens = ben.judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    stop_screening(By(cast.chloe), cast.review, "enough")
    collected(cast, anas)
    assert collected(cast, bens).opened == 0
    resume_screening(By(cast.chloe), cast.review)
    assert open_ready(By(cast.chloe), cast.review).opened == 2


def test_a_review_that_moves_house_rebuilds_what_was_opened(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    sealed = ben.judge(given_out(cast, tmp_path), {known[LARK]: "include", known[OWL]: "unsure"})
    vote(cast, known[LARK], ana="include")
    collected(cast, sealed)
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before
    account = open_ready(By(cast.chloe), cast.review)
    assert (account.opened, account.still_sealed) == (0, 1)


def test_verdicts_carry_the_protocol_they_were_given_under(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    from dataclasses import replace

    from synthema.protocol.actions import set_protocol

    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    sealed = ben.judge(given_out(cast, tmp_path), {known[LARK]: "exclude date"})
    amended = replace(current(cast.review).protocol, title="Birds, and those who listen to them")
    fewer = replace(amended, criteria=amended.criteria[1:])
    set_protocol(By(cast.chloe), cast.review, fewer, "The date does not matter.")
    vote(cast, known[LARK], ana="exclude")
    assert collected(cast, sealed).opened == 1
    row = VerdictRow.objects.get(person=cast.ben)
    assert (row.protocol_version, row.reason) == (1, "date")
    assert VerdictRow.objects.get(person=cast.ana).protocol_version == 2
    second = given_out(cast, tmp_path)
    later = ben.judge(second, {known[OWL]: "exclude design"}, "later.zip")
    vote(cast, known[OWL], ana="exclude")
    assert collected(cast, later).opened == 1
    assert VerdictRow.objects.get(person=cast.ben, subject=known[OWL]).protocol_version == 2


def test_a_team_that_is_not_blind_has_everything_opened_at_once(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    from synthema.protocol.actions import set_protocol
    from synthema.protocol.model import ScreeningPolicy
    from tests.screening.stage import protocol

    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    sealed = ben.judge(given_out(cast, tmp_path), {known[LARK]: "include", known[OWL]: "unsure"})
    set_protocol(By(cast.chloe), cast.review, protocol(ScreeningPolicy(blind=False)), "one table")
    account = collected(cast, sealed)
    assert (account.opened, account.still_sealed) == (2, 0)


def test_three_sealed_where_two_are_needed_leaves_out_the_latest(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known = prepare(cast, tmp_path)
    files = []
    for name in ("ana", "ben", "chloe"):
        files.append(elsewhere(name).judge(given_out(cast, tmp_path, name), {known[LARK]: "include"}))
    assert collected(cast, files[2]).opened == 0
    assert collected(cast, files[0]).opened == 2  # Ana and Chloe are enough
    assert collected(cast, files[1]).opened == 0
    assert {person for person, _ in said(cast)} == {cast.ana, cast.chloe}


def test_while_a_pilot_holds_the_rest_back_only_its_sample_is_handed_out(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    begin_pilot(By(cast.chloe), cast.review, TA, 1)
    assert len(to_hand_out(cast.review, TA, cast.ana)) == 1
    end_pilot(By(cast.chloe), cast.review, TA)
    assert len(to_hand_out(cast.review, TA, cast.ana)) == 2
    stop_screening(By(cast.chloe), cast.review, "enough")
    with pytest.raises(Refused, match="Nothing awaits"):
        to_hand_out(cast.review, TA, cast.ana)
