"""Rounds of coding: each coder alone until all have handed in, then open, aligned and settled."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.registry import hidden
from synthema.coding.actions import (
    apply_codes,
    begin_round,
    call_off,
    change_code,
    excuse,
    hand_in,
    mark_section,
    merge_codes,
    move_codings,
    reconcile,
    reopen_difference,
    retire_code,
    set_voice,
    settle_difference,
    split_code,
    take_back,
    unmerge,
    withdraw_coding,
    withdraw_mark,
    withdraw_memo,
    withdraw_quote,
    write_memo,
)
from synthema.coding.round_tables import RoundRow
from synthema.coding.rules import NewCode
from synthema.coding.tables import (
    CodeRow,
    CodingRow,
    codes,
    codings,
    given_codes,
    marks,
    memos,
    quotes,
    visible,
)
from synthema.documents.actions import withdraw_document
from synthema.refused import Refused
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.coding.stage import Scene, scene

WAIT, CALM, TIRED = "You stand there and the water decides", "Most keepers felt calm", "Some were tired of early hours"

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # nothing there is the database's


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with marked texts."""
    return scene(cast, tmp_path)


def _sound(here: Scene) -> None:
    assert replay.verify(here.review).sound
    before = replay.digests(here.review)
    replay.rebuild(here.review)
    assert replay.digests(here.review) == before


def _seen(here: Scene, person: str) -> tuple[int, int, int, int]:
    """How many codes, quotes, codings and memos somebody may see."""
    look = visible(here.review, getattr(here.cast, person))
    return tuple(rows(here.review, look).count() for rows in (codes, quotes, codings, memos))  # type: ignore[return-value]


def test_a_blind_round_shows_nobody_anything_until_the_last_hands_in(here: Scene) -> None:
    number = here.round()
    wait = here.named("ana", "Waiting", round=number)
    quote = here.code("ana", "heron", WAIT, codes=(wait,), voice="participant").body
    write_memo(here.by("ana"), here.review, "quote", quote.quote_id, "So calm.")
    gone = here.code("ana", "heron", CALM, dismissed=True).body.quote_id
    withdraw_quote(here.by("ana"), here.review, gone)
    assert _seen(here, "ana") == (1, 1, 1, 1)
    assert [_seen(here, name) for name in ("ben", "chloe", "dev")] == [(0, 0, 0, 0)] * 3
    assert len(hidden(here.review)) == 5
    for act, words in (
        (lambda: apply_codes(here.by("ben"), here.review, quote.quote_id, (wait,)), "no such quote"),
        (lambda: withdraw_coding(here.by("chloe"), here.review, quote.codings[0].coding_id), "not coded so any more"),
        (lambda: retire_code(here.by("ben"), here.review, wait), "no such code"),
        (lambda: split_code(here.by("ben"), here.review, wait, {NewCode("X"): ()}), "no such code"),
        (lambda: here.code("ben", "heron", WAIT, codes=(wait,)), "not in the codebook"),
        (lambda: write_memo(here.by("ben"), here.review, "code", wait, "?"), "no such code"),
        (lambda: here.code("chloe", "heron", WAIT), "Others are coding this document blind in round 1"),
        (lambda: here.named("ben", "Team"), "codebook stays as it is until coding round 1"),
        (lambda: merge_codes(here.by("chloe"), here.review, (wait,), None, how="aligned", round=number), "not opened"),
    ):
        with pytest.raises(Refused, match=words):
            act()
    assert here.named("chloe", "Team")  # who does not code in it works on with the team's codebook
    mine = here.named("ben", "Waiting", round=number)  # the same name tells nobody anything
    here.code("ben", "heron", CALM, codes=(mine,))
    hand_in(here.by("ana"), here.review, number)
    with pytest.raises(Refused, match="You are done with coding round 1"):
        here.code("ana", "heron", TIRED, codes=(wait,))
    with pytest.raises(Refused, match="not coding in this round now"):
        here.named("ana", "Late", round=number)
    assert len(hidden(here.review)) == 7
    hand_in(here.by("ben"), here.review, number)
    assert not hidden(here.review)
    assert [_seen(here, name) for name in ("ana", "ben", "chloe", "dev")] == [(3, 2, 2, 1)] * 4
    for act in (
        lambda: withdraw_quote(here.by("ana"), here.review, quote.quote_id),
        lambda: set_voice(here.by("ana"), here.review, quote.quote_id, ""),
        lambda: change_code(here.by("ana"), here.review, wait, basis=0, name="Other", definition="", color=""),
    ):
        with pytest.raises(Refused, match="nothing of an opened round changes"):
            act()
    here.code("ben", "heron", TIRED, codes=(CodeRow.objects.get(name="Team").id,))  # the team works on
    _sound(here)


@ON_SQLITE
def test_a_lead_who_codes_is_as_blind_as_anybody(here: Scene) -> None:
    heron = (here.documents["heron"],)
    number = begin_round(
        here.by("chloe"), here.review, "inductive", (here.cast.ana, here.cast.chloe), heron
    ).body.round_id
    here.code("ana", "heron", WAIT)
    with pytest.raises(Refused, match="Hand in first"):
        excuse(here.by("chloe"), here.review, number, here.cast.ana)
    assert _seen(here, "chloe") == (0, 0, 0, 0)
    hand_in(here.by("chloe"), here.review, number)
    excuse(here.by("chloe"), here.review, number, here.cast.ana, "Left for another country.")
    row = RoundRow.objects.get(pk=number)
    assert row.opened_seq is not None
    assert _seen(here, "chloe") == (0, 1, 0, 0)
    _sound(here)


@ON_SQLITE
def test_who_was_excused_or_is_no_coder_does_not_hand_in(here: Scene) -> None:
    number = here.round()
    with pytest.raises(NotAllowed):
        excuse(here.by("ana"), here.review, number, here.cast.ben)
    with pytest.raises(Refused, match="no coder"):
        excuse(here.by("chloe"), here.review, number, here.cast.dev)
    excuse(here.by("chloe"), here.review, number, here.cast.ben)
    assert RoundRow.objects.get(pk=number).opened_seq is None  # Ana has not handed in
    with pytest.raises(Refused, match="You were excused"):
        hand_in(here.by("ben"), here.review, number)
    with pytest.raises(Refused, match="You are no coder"):
        hand_in(here.by("chloe"), here.review, number)
    with pytest.raises(Refused, match="You are done"):
        here.code("ben", "heron", WAIT)
    with pytest.raises(Refused, match="did not hand in"):
        take_back(here.by("ana"), here.review, number)
    hand_in(here.by("ana"), here.review, number)
    with pytest.raises(Refused, match="is opened already"):
        take_back(here.by("ana"), here.review, number)


def test_handing_in_is_taken_back_until_the_last_one_is_in(here: Scene) -> None:
    number = here.round()
    hand_in(here.by("ana"), here.review, number)
    with pytest.raises(Refused, match="handed in coding round 1 already"):
        hand_in(here.by("ana"), here.review, number)
    take_back(here.by("ana"), here.review, number)
    here.code("ana", "heron", WAIT)
    hand_in(here.by("ben"), here.review, number)
    assert RoundRow.objects.get(pk=number).opened_seq is None
    assert len(hidden(here.review)) == 1
    hand_in(here.by("ana"), here.review, number)
    assert not hidden(here.review)
    _sound(here)


def test_a_round_is_begun_on_marked_documents_by_people_who_may_code(here: Scene) -> None:
    ibis = marks(here.review, here.documents["ibis"]).get()
    withdraw_mark(here.by("ana"), here.review, ibis.id)
    pair = (here.cast.ana, here.cast.ben)
    both = tuple(here.documents.values())
    for coders, documents, kind, words in (
        (pair, both, "inductive", "findings are not marked yet in ibis.txt"),
        (pair[:1], both[:1], "inductive", "2 to 20 coders, not 1"),
        ((here.cast.ana, here.cast.dev), both[:1], "inductive", "may not code"),
        ((here.cast.ana, here.cast.eve), both[:1], "inductive", "may not code"),
        (pair, (), "inductive", "whose findings are marked, and none was chosen"),
        (pair, (here.cast.review,), "inductive", "Choose the documents"),
        (pair, both[:1], "deductive", "codebook is empty"),
        (pair, both[:1], "both", "inductive or deductive"),
    ):
        with pytest.raises(Refused, match=words):
            begin_round(here.by("chloe"), here.review, kind, coders, documents)
    with pytest.raises(NotAllowed):
        begin_round(here.by("ana"), here.review, "inductive", pair, both[:1])
    number = here.round()
    with pytest.raises(Refused, match=r"round 1 is not opened and has heron\.txt"):
        here.round()
    frozen: tuple[Callable[[], object], ...] = (
        lambda: withdraw_mark(here.by("ana"), here.review, marks(here.review, here.documents["heron"]).get().id),
        lambda: mark_section(
            here.by("ana"), here.review, here.documents["heron"], "qualitative", here.spans("heron", WAIT)
        ),
    )
    for act in frozen:
        with pytest.raises(Refused, match="Coding round 1 counts on what is marked"):
            act()
    with pytest.raises(Refused, match=r"undo these first: (1 marked part; )?coding round 1 on it"):
        withdraw_document(here.by("dev"), here.review, here.documents["heron"], "Another.")
    call_off(here.by("chloe"), here.review, number, "Too early.")
    with pytest.raises(Refused, match="was called off"):
        hand_in(here.by("ana"), here.review, number)
    second = here.round()
    assert RoundRow.objects.get(pk=second).number == 2
    here.code("ana", "heron", WAIT)
    with pytest.raises(Refused, match="Somebody has worked in coding round"):
        call_off(here.by("chloe"), here.review, second)
    _sound(here)


def test_a_deductive_round_uses_the_teams_codes_and_freezes_them(here: Scene) -> None:
    team = here.named("chloe", "Patience")
    before = here.code("ben", "heron", CALM, codes=(team,)).body.quote_id
    number = here.round("deductive")
    with pytest.raises(Refused, match="stays as it is until coding round 1"):
        here.named("chloe", "Another")
    with pytest.raises(Refused, match="What the team coded there stays"):
        withdraw_quote(here.by("ben"), here.review, before)
    own = here.named("ana", "Own", parent=team, round=number)
    with pytest.raises(Refused, match="a code “Patience” in this place"):
        here.named("ana", "Patience", round=number)
    quote = here.code("ana", "heron", WAIT, codes=(team, own)).body
    memo = write_memo(here.by("ana"), here.review, "code", team, "It fits herons.").body
    assert memo.round == number
    withdraw_memo(here.by("ana"), here.review, memo.memo_id)
    assert write_memo(here.by("ana"), here.review, "review", None, "A thought.").body.round == number
    for about, what in (("document", here.documents["heron"]), ("study", here.studies["heron"])):
        assert write_memo(here.by("ana"), here.review, about, what, "A thought.").body.round == number
    assert write_memo(here.by("chloe"), here.review, "review", None, "A thought.").body.round is None
    assert _seen(here, "ben") == (1, 1, 1, 1)
    hand_in(here.by("ana"), here.review, number)
    with pytest.raises(Refused, match="You are done"):
        write_memo(here.by("ana"), here.review, "quote", quote.quote_id, "Late.")
    hand_in(here.by("ben"), here.review, number)
    assert _seen(here, "ben") == (2, 2, 3, 4)
    _sound(here)


def _two_books(here: Scene) -> tuple[UUID, UUID, UUID, tuple[UUID, ...]]:
    """An opened inductive round: Ana's and Ben's code of the same words, and the codings."""
    number = here.round()
    a, b = (here.named(who, name, round=number) for who, name in (("ana", "Waiting"), ("ben", "Standing")))
    made = [
        here.code(who, "heron", words, codes=(code,)).body.codings[0].coding_id
        for who, code, words in (("ana", a, WAIT), ("ben", b, WAIT), ("ana", a, TIRED))
    ]
    here.open(number)
    return number, a, b, tuple(made)


def test_codes_of_two_coders_are_aligned_and_come_apart_again(here: Scene) -> None:
    number, a, b, made = _two_books(here)
    by = here.by("ben")
    done = reconcile(by, here.review, number, (a, b), new=NewCode("Stillness"), reason="same passages")
    assert reconcile(by, here.review, number, (a, b), new=NewCode("Stillness"), reason="same passages") == done
    team = CodeRow.objects.get(name="Stillness")
    assert (team.round, done.body.into, done.body.how, done.body.round) == (None, team.id, "aligned", number)
    assert {CodeRow.objects.get(pk=one).effective for one in (a, b)} == {team.id}
    assert set(CodingRow.objects.values_list("code", flat=True)) == {a, b}  # as they were given
    known = here.named("ana", "Known")
    moved = move_codings(here.by("ana"), here.review, (made[2],), known)  # a part of what counts as Stillness
    assert CodingRow.objects.get(pk=made[2]).code_id == known
    assert given_codes(here.review) == {made[2]: a}
    assert moved.body.round is None
    unmerge(here.by("ana"), here.review, done.body.merge_id)
    assert CodeRow.objects.get(pk=a).effective == a
    merge_codes(here.by("ana"), here.review, (a,), known, how="aligned", round=number)
    reconcile(here.by("ana"), here.review, number, (b,), reason="about the weather")
    assert CodeRow.objects.get(pk=b).effective is None
    for act, words in (
        (lambda: reconcile(here.by("ana"), here.review, number, (b,), into=known), "left out"),
        (lambda: reconcile(here.by("ana"), here.review, number, (known,), into=known), "no such code in coding round"),
        (lambda: reconcile(here.by("ana"), here.review, number, (a,)), "why these codes are left out"),
        (lambda: reconcile(here.by("ana"), here.review, number, (a,), into=known, new=NewCode("X")), "not both"),
        (lambda: merge_codes(here.by("ana"), here.review, (a,), known), "no such code in the team's codebook"),
        (lambda: merge_codes(here.by("ana"), here.review, (a,), known, round=number), "name their round"),
    ):
        with pytest.raises(Refused, match=words):
            act()
    _sound(here)


def test_what_counts_where_coders_differ_is_decided_and_reopened(here: Scene) -> None:
    number, _, _, (first, second, third) = _two_books(here)
    span = here.spans("heron", WAIT)[0]
    stretch = (number, here.documents["heron"], span.start, span.end)
    for who, aside, decision, words in (
        ("ana", (third,), "consensus", "do not stand in this stretch"),
        ("ana", (first,), "dice", "settled by consensus or arbiter"),
        ("ana", (first,), "arbiter", "nobody arbitrates their own"),
    ):
        with pytest.raises(Refused, match=words):
            settle_difference(here.by(who), here.review, *stretch, aside=aside, decision=decision)
    done = settle_difference(
        here.by("chloe"), here.review, *stretch, aside=(second,), decision="arbiter", note="Ben agrees."
    )
    assert CodingRow.objects.get(pk=second).aside_seq == done.seq
    with pytest.raises(Refused, match="settled on these words already"):
        settle_difference(here.by("ana"), here.review, *stretch, decision="consensus")
    reopen_difference(here.by("ana"), here.review, done.body.difference_id)
    assert CodingRow.objects.get(pk=second).aside_seq is None
    with pytest.raises(Refused, match="open already"):
        reopen_difference(here.by("ana"), here.review, done.body.difference_id)
    _sound(here)


@ON_SQLITE
def test_an_open_round_hides_nothing_and_each_changes_their_own(here: Scene) -> None:
    number = here.round(blind=False)
    quote = here.code("ana", "heron", WAIT).body.quote_id
    assert _seen(here, "ben") == (0, 1, 0, 0)
    assert not hidden(here.review)
    with pytest.raises(Refused, match="Somebody else marked this"):
        set_voice(here.by("ben"), here.review, quote, "author")
    hand_in(here.by("ana"), here.review, number)
    with pytest.raises(Refused, match="You are done with coding round 1"):
        set_voice(here.by("ana"), here.review, quote, "author")
    here.code("chloe", "heron", WAIT)  # the team works beside it
    _sound(here)
