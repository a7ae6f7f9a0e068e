"""What people do to passages and codes: kept as acted, undone by acts, the same when made anew from the trail."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.coding.actions import (
    apply_codes,
    change_code,
    merge_codes,
    move_code,
    move_codings_back,
    quote_of,
    reanchor,
    restore_code,
    retire_code,
    set_voice,
    split_code,
    undo_split,
    unmerge,
    withdraw_coding,
    withdraw_mark,
    withdraw_memo,
    withdraw_quote,
    write_memo,
)
from synthema.coding.rules import NewCode, key_of
from synthema.coding.tables import CodeChange, CodeRow, CodingRow, QuoteRow, codings, marks, memos, quotes, visible
from synthema.documents.actions import withdraw_document
from synthema.refused import Refused
from synthema.synthesis.bundle import bundle
from synthema.team.doors import NotAllowed
from synthema.team.withdrawal import withdraw_texts
from tests.cast import Cast
from tests.coding.stage import Scene, scene

WAIT = "You stand there and the water decides"

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


def test_a_passage_is_coded_and_all_of_it_undone(here: Scene) -> None:
    look = visible(here.review, here.cast.ben)
    wait, calm = here.named("ana", "Waiting"), here.named("ana", "Calm")
    done = here.code("ana", "heron", WAIT, codes=(wait,), voice="participant", shown=WAIT).body
    row = quotes(here.review, look).get()
    assert (row.exact, row.person, row.round, row.voice) == (WAIT, here.cast.ana, None, "participant")
    assert row.prefix32.endswith("“")
    assert row.suffix32.startswith(",”")
    coding = codings(here.review, look).get()
    assert (coding.code_id, coding.code_key, coding.quote_key, coding.start, coding.end, coding.voice) == (
        wait, key_of(wait), key_of(row.id), row.start, row.end, "participant",
    )  # fmt: skip
    added = apply_codes(here.by("ben"), here.review, row.id, (wait, calm)).body
    assert [one.code for one in added.codings] == [calm]
    withdraw_coding(here.by("ana"), here.review, coding.id)
    assert [one.code_id for one in codings(here.review, look)] == [calm]
    set_voice(here.by("ben"), here.review, row.id, "")
    assert codings(here.review, look).get().voice == ""
    reanchor(here.by("ana"), here.review, row.id, here.sha("heron"), here.spans("heron", "Most keepers felt calm"))
    assert codings(here.review, look).get().start == here.spans("heron", "Most keepers felt calm")[0].start
    withdraw_quote(here.by("ana"), here.review, done.quote_id)
    assert not quotes(here.review, look).exists()
    assert not codings(here.review, look).exists()
    with pytest.raises(Refused, match="no such quote"):
        write_memo(here.by("ana"), here.review, "quote", done.quote_id, "Too late.")
    again = here.code("ana", "heron", "Most keepers felt calm", codes=(wait,), voice="author").body
    assert again.quote_id == done.quote_id  # what was taken back and is marked again comes back
    row = quotes(here.review, look).get()
    assert (row.voice, row.exact, codings(here.review, look).get().code_id) == (
        "author",
        "Most keepers felt calm",
        wait,
    )
    _sound(here)


@ON_SQLITE
def test_the_same_words_by_the_same_person_stay_one_quote(here: Scene) -> None:
    wait, calm = here.named("ana", "Waiting"), here.named("ana", "Calm")
    first = here.code("ana", "heron", WAIT, codes=(wait,))
    again = here.code("ana", "heron", WAIT, codes=(wait, calm))
    assert (again.kind, again.body.quote_id) == ("CodesApplied", first.body.quote_id)
    with pytest.raises(Refused, match="You coded this with “Waiting”, “Calm” already"):
        here.code("ana", "heron", WAIT, codes=(wait, calm))
    with pytest.raises(Refused, match="marked these words already"):
        here.code("ana", "heron", WAIT, dismissed=True)
    other = here.code("ben", "heron", WAIT, codes=(wait,))
    assert other.body.quote_id != first.body.quote_id
    by = here.by("ben")
    place = (here.documents["heron"], here.sha("heron"), here.spans("heron", "the water decides"))
    code = here.named("ben", "Water", in_vivo=quote_of(by, here.review, *place))
    made = here.code("ben", "heron", "the water decides", codes=(code,), by=by)
    assert here.code("ben", "heron", "the water decides", codes=(code,), by=by) == made
    assert CodeRow.objects.get(pk=code).in_vivo == made.body.quote_id


@ON_SQLITE
def test_what_does_not_fit_is_refused_and_nothing_changes(here: Scene) -> None:
    wait = here.named("ana", "Waiting")
    dismissed = here.code("ana", "heron", "Some were tired of early hours", dismissed=True).body.quote_id
    gone = here.code("ana", "ibis", "Two felt watched by the birds", codes=(wait,)).body
    withdraw_quote(here.by("ana"), here.review, gone.quote_id)
    before = replay.digests(here.review)
    for act, words in (
        (lambda: here.code("ana", "heron", WAIT, codes=(uuid4(),)), "not in the codebook"),
        (lambda: here.code("ana", "heron", WAIT, codes=(wait,), shown="other words"), "other words"),
        (lambda: here.code("ana", "heron", WAIT, codes=(wait,), dismissed=True), "not both"),
        (lambda: here.code("ana", "heron", WAIT, codes=(wait,), voice="mine"), "no voice"),
        (lambda: apply_codes(here.by("ana"), here.review, dismissed, (wait,)), "dismissed"),
        (lambda: set_voice(here.by("ana"), here.review, dismissed, "author"), "dismissed"),
        (lambda: apply_codes(here.by("ana"), here.review, gone.quote_id, (wait,)), "no such quote"),
        (lambda: withdraw_coding(here.by("ana"), here.review, gone.codings[0].coding_id), "not coded so any more"),
        (lambda: write_memo(here.by("ana"), here.review, "code", uuid4(), "?"), "no such code"),
        (lambda: write_memo(here.by("ana"), here.review, "review", None, "x" * 1_000_000), "at most 100,000"),
        (lambda: here.named("ana", "  waiting "), "already"),
        (lambda: here.named("ana", " "), "needs a name"),
        (lambda: retire_code(here.by("ana"), here.review, uuid4()), "no such code"),
    ):
        with pytest.raises(Refused, match=words):
            act()
    with pytest.raises(NotAllowed):
        here.code("dev", "heron", WAIT, codes=(wait,))
    with pytest.raises(Refused, match="no review"):
        here.code("eve", "heron", WAIT, codes=(wait,))
    assert replay.digests(here.review) == before


def test_codes_are_changed_moved_and_retired_with_their_history(here: Scene) -> None:
    top, under = here.named("ana", "Time"), here.named("ana", "Waiting")
    row = CodeRow.objects.get(pk=under)
    change_code(
        here.by("ben"), here.review, under, basis=row.edited_seq, name="Waiting still", definition="D", color=""
    )
    with pytest.raises(Refused, match="Ben changed this code meanwhile: it is called “Waiting still”"):
        change_code(here.by("ana"), here.review, under, basis=row.edited_seq, name="X", definition="", color="")
    basis = CodeRow.objects.get(pk=under).edited_seq
    move_code(here.by("ana"), here.review, under, top, 0, basis=basis)
    with pytest.raises(Refused, match="under itself"):
        move_code(here.by("ana"), here.review, top, under, 0, basis=CodeRow.objects.get(pk=top).edited_seq)
    with pytest.raises(Refused, match="the code “Waiting still” under it"):
        retire_code(here.by("ana"), here.review, top)
    retire_code(here.by("ana"), here.review, under, "Too wide.")
    with pytest.raises(Refused, match="was retired"):
        here.code("ana", "heron", WAIT, codes=(under,))
    retire_code(here.by("ana"), here.review, top)
    with pytest.raises(Refused, match="“Time” was retired"):
        restore_code(here.by("ana"), here.review, under)
    restore_code(here.by("ana"), here.review, top)
    restore_code(here.by("ana"), here.review, under)
    kinds = CodeChange.objects.filter(code=under).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["created", "changed", "moved", "retired", "restored"]
    third, fourth = here.named("ana", "Third"), here.named("ana", "Fourth")
    move_code(here.by("ana"), here.review, fourth, None, 1, basis=CodeRow.objects.get(pk=fourth).edited_seq)
    order = CodeRow.objects.filter(review=here.review, parent=None).order_by("place").values_list("id", flat=True)
    assert list(order) == [top, fourth, third]
    _sound(here)


def test_merged_codes_count_as_one_and_part_again(here: Scene) -> None:
    a, b, c = (here.named("ana", name) for name in ("Waiting", "Standing", "Stillness"))
    coding = here.code("ana", "heron", WAIT, codes=(a,)).body.codings[0].coding_id
    first = merge_codes(here.by("ben"), here.review, (a,), b, reason="the same").body.merge_id
    merge_codes(here.by("ben"), here.review, (b,), c)
    rows = {row.id: row for row in CodeRow.objects.filter(review=here.review)}
    assert {rows[one].effective for one in (a, b, c)} == {c}
    assert CodingRow.objects.get(pk=coding).code_id == a
    refused: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: merge_codes(here.by("ana"), here.review, (a,), c), "merged into “Stillness”"),
        (lambda: merge_codes(here.by("ana"), here.review, (c,), a), "“Waiting” was merged into"),
        (lambda: merge_codes(here.by("ana"), here.review, (c,), c), "not into itself"),
        (lambda: merge_codes(here.by("ana"), here.review, (c,), None), "retired"),
        (lambda: here.code("ben", "heron", WAIT, codes=(a,)), "merged into “Stillness”"),
    )
    for act, words in refused:
        with pytest.raises(Refused, match=words):
            act()
    unmerge(here.by("ana"), here.review, first)
    rows = {row.id: row for row in CodeRow.objects.filter(review=here.review)}
    assert (rows[a].effective, rows[b].effective) == (a, c)
    with pytest.raises(Refused, match="undone already"):
        unmerge(here.by("ana"), here.review, first)
    below = here.named("ana", "Below", parent=a)
    with pytest.raises(Refused, match="“Below” stands under “Waiting”"):
        merge_codes(here.by("ana"), here.review, (a,), below)
    _sound(here)


def test_a_code_is_split_and_put_together_again(here: Scene) -> None:
    wide = here.named("ana", "Mornings")
    one, two, three = (
        here.code("ana", name, words, codes=(wide,)).body.codings[0].coding_id
        for name, words in (("heron", WAIT), ("heron", "Some were tired"), ("ibis", "the mornings a shape"))
    )
    known, by = here.named("ana", "Known"), here.by("ben")
    parts: dict[object, tuple[object, ...]] = {NewCode("Shape", wide): (three,), known: (two,)}
    moved = split_code(by, here.review, wide, parts)  # type: ignore[arg-type]
    assert split_code(by, here.review, wide, parts) == moved  # type: ignore[arg-type]
    held = {row.id: row.code for row in CodingRow.objects.filter(review=here.review).select_related("code")}
    assert (held[one].id, held[two].id, held[three].name) == (wide, known, "Shape")
    assert CodingRow.objects.get(pk=two).code_key == key_of(known)
    with pytest.raises(Refused, match="with “Known” already"):
        split_code(here.by("ana"), here.review, wide, {NewCode("Fresh"): (one,), known: (two,)})
    assert not CodeRow.objects.filter(name="Fresh").exists()
    move_codings_back(here.by("ana"), here.review, moved[1].body.move_id)
    assert CodingRow.objects.get(pk=two).code_id == wide
    with pytest.raises(Refused, match="undone already"):
        move_codings_back(here.by("ana"), here.review, moved[1].body.move_id)
    undo_split(here.by("ana"), here.review, moved[0].body.move_id)
    assert CodingRow.objects.get(pk=three).code_id == wide
    assert CodeRow.objects.get(name="Shape").retired_seq  # it was made by the split, and nothing needs it
    (into_known,) = split_code(here.by("ana"), here.review, wide, {known: (two,)})
    undo_split(here.by("ana"), here.review, into_known.body.move_id)
    assert CodeRow.objects.get(pk=known).retired_seq is None
    (used,) = split_code(here.by("ana"), here.review, wide, {NewCode("Used since"): (one,)})
    write_memo(here.by("ana"), here.review, "code", CodeRow.objects.get(name="Used since").id, "It is needed.")
    undo_split(here.by("ana"), here.review, used.body.move_id)
    assert CodeRow.objects.get(name="Used since").retired_seq is None
    _sound(here)


def test_memos_and_marked_parts_are_written_replaced_and_taken_back(here: Scene) -> None:
    code = here.named("ana", "Waiting")
    quote = here.code("ana", "heron", WAIT, codes=(code,)).body.quote_id
    about = {
        "code": code, "quote": quote, "document": here.documents["heron"], "study": here.studies["heron"],
        "theme": uuid4(), "review": None,
    }  # fmt: skip
    for kind, what in about.items():
        write_memo(here.by("ana"), here.review, kind, what, f" On the {kind}. ")
    look = visible(here.review, here.cast.ben)
    first = memos(here.review, look)[0]
    assert (first.text, memos(here.review, look).count()) == ("On the code.", 6)
    write_memo(here.by("ben"), here.review, "code", code, "Better.", first.id)
    assert memos(here.review, look).count() == 6
    with pytest.raises(Refused, match="taken back already"):
        withdraw_memo(here.by("ben"), here.review, first.id)
    with pytest.raises(Refused, match="about the same"):
        write_memo(here.by("ben"), here.review, "review", None, "Elsewhere.", memos(here.review, look)[1].id)
    for _ in range(7):  # the one that was put in other words comes back and goes last
        withdraw_memo(here.by("ana"), here.review, memos(here.review, look).latest("seq").id)
    assert not memos(here.review, look).exists()
    with pytest.raises(Refused, match="marked so already"):
        here.mark("heron")
    with pytest.raises(Refused, match="1 coded quote of it; 1 marked part"):
        withdraw_document(here.by("dev"), here.review, here.documents["heron"], "Another file.")
    withdraw_quote(here.by("ana"), here.review, quote)
    withdraw_mark(here.by("ana"), here.review, marks(here.review, here.documents["heron"]).get().id)
    withdraw_document(here.by("dev"), here.review, here.documents["heron"], "Another file.")
    assert QuoteRow.objects.filter(pk=quote).exists()
    _sound(here)


@ON_SQLITE
def test_a_retry_is_one_act(here: Scene) -> None:
    code, by = here.named("ana", "Waiting"), By(here.cast.ana)
    first = here.code("ana", "heron", WAIT, codes=(code,), by=by)
    assert here.code("ana", "heron", WAIT, codes=(code,), by=by) == first
    assert quotes(here.review, visible(here.review, here.cast.ana)).count() == 1


@ON_SQLITE
def test_words_that_were_deleted_for_good_leave_acts_that_can_be_lived_with(here: Scene) -> None:
    code = here.named("ana", "Waiting", definition="Standing still")
    quote = here.code("ana", "heron", WAIT, codes=(code,)).body.quote_id
    reanchor(here.by("ana"), here.review, quote, here.sha("heron"), here.spans("heron", "Most keepers felt calm"))
    write_memo(here.by("ana"), here.review, "quote", quote, "Ana K. told me so.")
    kinds = ("CodeCreated", "PassageCoded", "QuoteReanchored", "MemoWritten")
    acts = list(Event.objects.filter(review=here.review, kind__in=kinds).values_list("seq", flat=True))
    withdraw_texts(here.by("chloe"), here.review, acts, "It names a keeper.")
    assert replay.verify(here.review).sound
    look = visible(here.review, here.cast.ben)
    row = quotes(here.review, look).get()
    assert (row.exact, row.spans, row.text_sha256, memos(here.review, look).get().text) == ("", (), "", "")
    assert codings(here.review, look).get().code.name == ""
    assert bundle(here.review).quotes[0].found is None
    withdraw_quote(here.by("ana"), here.review, quote)
    basis = CodeRow.objects.get().edited_seq
    change_code(here.by("ana"), here.review, code, basis=basis, name="Rest", definition="", color="")
