"""Tags are their giver's until a unit is settled; nobody talks about what others still judge."""

import secrets
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.clock import frozen
from synthema.audit.model import By
from synthema.audit.registry import hidden
from synthema.dedup.actions import merge_records
from synthema.protocol.model import ScreeningPolicy
from synthema.refused import Refused
from synthema.screening.actions import withdraw_verdict
from synthema.screening.remarks import comment, comments_on, own_tags, seen_tags, tag, tags_on, untag, withdraw_comment
from synthema.screening.tables import CommentRow, TagRow, VerdictRow
from synthema.team.doors import NotAllowed
from tests import databases
from tests.cast import Cast, seat_everybody
from tests.hostile.every_command import fewer, leans
from tests.hostile.test_blindness import NOON, assert_alike, made
from tests.hostile.test_blindness import seen as seen_by_command
from tests.hostile.twin_worlds import Secret, Step, World, a_world_that_ends
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, group_named, prepare, retrieved, vote


def seen(cast: Cast, person: UUID) -> list[str]:
    """The tags a person sees."""
    return [row.text for row in seen_tags(cast.review, TA, person).order_by("given_seq")]


def test_a_tag_is_its_givers_until_the_unit_is_settled(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    number = tag(By(cast.ana), cast.review, TA, known[LARK], "  in  for sure ").seq
    assert (seen(cast, cast.ana), seen(cast, cast.ben), seen(cast, cast.chloe)) == (["in for sure"], [], [])
    assert number in hidden(cast.review)
    vote(cast, known[LARK], ana="include")
    assert seen(cast, cast.ben) == []
    vote(cast, known[LARK], ben="include")
    assert seen(cast, cast.ben) == seen(cast, cast.dev) == ["in for sure"]
    assert hidden(cast.review) == set()
    assert own_tags(cast.review, cast.ana) == ["in for sure"]
    assert own_tags(cast.review, cast.ben) == []


def test_a_tag_that_was_taken_off_stays_hidden_too(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    given = tag(By(cast.ana), cast.review, TA, known[LARK], "odd")
    taken = untag(By(cast.ana), cast.review, given.body.tag_id)
    assert seen(cast, cast.ana) == []
    assert hidden(cast.review) == {given.seq, taken.seq}


def test_tags_hide_again_when_a_unit_is_open_again(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    tag(By(cast.ana), cast.review, TA, known[LARK], "lovely")
    assert seen(cast, cast.ben) == ["lovely"]
    withdraw_verdict(By(cast.ben), cast.review, VerdictRow.objects.get(person=cast.ben).id)
    assert seen(cast, cast.ben) == []
    assert seen(cast, cast.ana) == ["lovely"]


def test_a_team_that_does_not_work_blind_sees_tags_at_once(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, policy=ScreeningPolicy(blind=False))
    tag(By(cast.ana), cast.review, TA, known[LARK], "lovely")
    assert seen(cast, cast.ben) == ["lovely"]


def test_tags_follow_their_record_into_a_merged_group(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    tag(By(cast.ana), cast.review, TA, known[OWL], "odd")
    merge_records(By(cast.dev), cast.review, known[LARK], known[OWL])
    unit = group_named(cast, known[LARK])
    assert [row.text for row in tags_on(cast.review, TA, [unit], cast.ana)[unit]] == ["odd"]
    assert tags_on(cast.review, TA, [unit], cast.ben) == {}
    with pytest.raises(Refused, match="already"):
        tag(By(cast.ana), cast.review, TA, known[LARK], "odd")
    assert replay.verify(cast.review).sound


def test_what_is_no_tag_is_refused(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    for text in ("", "   ", "x" * 61):
        with pytest.raises(Refused, match="1 to 60 letters"):
            tag(By(cast.ana), cast.review, TA, known[LARK], text)
    with pytest.raises(NotAllowed):
        tag(By(cast.dev), cast.review, TA, known[LARK], "odd")
    given = tag(By(cast.ana), cast.review, TA, known[LARK], "odd").body.tag_id
    for person, row in ((cast.ben, given), (cast.ben, UUID(int=5))):  # another's and none: the same answer
        with pytest.raises(Refused, match=f"No tag {row} of yours stands"):
            untag(By(person), cast.review, row)


def test_nobody_talks_about_what_others_still_judge(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    for person in (cast.ana, cast.chloe):
        with pytest.raises(Refused, match="Not everybody has given a verdict"):
            comment(By(person), cast.review, TA, known[LARK], "Look at page 3.")
    vote(cast, known[LARK], ana="include")
    with pytest.raises(Refused, match="Not everybody has given a verdict"):
        comment(By(cast.ana), cast.review, TA, known[LARK], "Look at page 3.")
    vote(cast, known[LARK], ben="exclude")
    comment(By(cast.ana), cast.review, TA, known[LARK], "Look at page 3.\nThere they sing.")
    with pytest.raises(Refused, match="Write what"):
        comment(By(cast.ana), cast.review, TA, known[LARK], " \n ")
    unit = group_named(cast, known[LARK])
    for person in (cast.ana, cast.ben, cast.chloe, cast.dev):
        assert [row.text for row in comments_on(cast.review, TA, unit, person)] == ["Look at page 3.\nThere they sing."]


def test_a_comment_is_taken_back_by_who_made_it(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    made = comment(By(cast.ben), cast.review, TA, known[LARK], "Too old.").body.comment_id
    with pytest.raises(Refused, match=r"No comment .* of yours"):
        withdraw_comment(By(cast.chloe), cast.review, made)
    withdraw_comment(By(cast.ben), cast.review, made, "not so old")
    assert comments_on(cast.review, TA, group_named(cast, known[LARK]), cast.ben) == []
    assert CommentRow.objects.get().withdrawn_seq is not None
    assert replay.verify(cast.review).sound


def test_the_talk_is_hidden_while_a_unit_is_open_again(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    vote(cast, known[MARSH], ana="exclude")
    said = comment(By(cast.ana), cast.review, TA, known[LARK], "I said include, for the songs.")
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    unit = group_named(cast, known[LARK])
    assert comments_on(cast.review, TA, unit, cast.ben) == []
    assert len(comments_on(cast.review, TA, unit, cast.ana)) == 1
    assert said.seq in hidden(cast.review)


def test_reports_are_tagged_and_talked_about_as_well(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    with pytest.raises(Refused, match="There is no report"):
        tag(By(cast.ana), cast.review, FT, known[LARK], "odd")
    (lark,) = retrieved(cast, known[LARK])
    tag(By(cast.ana), cast.review, FT, lark.id, "odd")
    row = TagRow.objects.get()
    assert (row.unit, row.stage) == (lark.id, FT)
    assert seen(cast, cast.ana) == []
    with pytest.raises(Refused, match="Not everybody"):
        comment(By(cast.ana), cast.review, FT, lark.id, "Look.")


def _tagged(text: str, *, withdrawn: bool = False) -> Step:
    def step(w: World) -> None:
        given = tag(w.act("ana", 901), w.cast.review, TA, w.records["magpie"], text)
        if withdrawn:
            untag(w.act("ana", 902), w.cast.review, given.body.tag_id)

    return step


def test_a_tag_tells_others_nothing(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    with databases.in_use(databases.fresh_sqlite(sqlite_template, tmp_path), tmp_path / "home"), frozen(NOON):
        w = made(seat_everybody(), tmp_path / "files")
        for withdrawn in (False, True):
            worlds = (_tagged("in for sure", withdrawn=withdrawn), _tagged("no", withdrawn=withdrawn))
            for asked, people in ((fewer, ("Ben",)), (leans, ("Chloe",))):
                assert_alike(w, Secret("a tag", worlds), people, asked, tmp_path / "out")
        with a_world_that_ends():
            _tagged("in for sure")(w)
            printed = [seen_on_screen(w, person, tmp_path / "out") for person in ("Ana", "Ben")]
        assert ["in for sure" in one for one in printed] == [True, False]


def seen_on_screen(w: World, person: str, out: Path) -> str:
    """What the list of tags shows a person."""
    return seen_by_command(w, person, "screening tags", [], out).out
