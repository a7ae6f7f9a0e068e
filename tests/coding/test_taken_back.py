"""What was taken back, put in other words or imported and undone leaves what stood before, as the trail says."""

from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.coding.actions import (
    apply_codes,
    code_passage,
    create_code,
    quote_of,
    restore_coding,
    restore_quote,
    withdraw_coding,
    withdraw_memo,
    withdraw_quote,
    write_memo,
)
from synthema.coding.import_acts import import_project, sweep, withdraw_project_import
from synthema.coding.import_model import Choices
from synthema.coding.tables import CodeRow, MemoRow, QuoteRow, codes, codings, memos, quotes, visible
from synthema.refused import Refused
from tests.cast import Cast
from tests.coding.projects import codes as code_elements
from tests.coding.projects import guid, project, qdpx, selection, text_source
from tests.coding.stage import HERON, Scene, scene

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WAIT = "You stand there and the water decides"


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with marked texts."""
    return scene(cast, tmp_path)


def _sound(here: Scene) -> None:
    assert replay.verify(here.review).sound
    before = replay.digests(here.review)
    replay.rebuild(here.review)
    assert replay.digests(here.review) == before


def test_taking_back_other_words_of_a_memo_brings_those_before_back(here: Scene) -> None:
    look = visible(here.review, here.cast.ana)

    def standing() -> list[str]:
        return [row.text for row in memos(here.review, look)]

    first = write_memo(here.by("ana"), here.review, "review", None, "First words.").body.memo_id
    write_memo(here.by("ana"), here.review, "review", None, "Something else.")
    second = write_memo(here.by("ben"), here.review, "review", None, "Second words.", first).body.memo_id
    third = write_memo(here.by("ana"), here.review, "review", None, "Third words.", second).body.memo_id
    assert standing() == ["Something else.", "Third words."]
    withdraw_memo(here.by("ana"), here.review, third)
    assert standing() == ["Something else.", "Second words."]
    _sound(here)
    withdraw_memo(here.by("ben"), here.review, second)
    assert standing() == ["First words.", "Something else."]
    again = write_memo(here.by("ben"), here.review, "review", None, "Words of now.", first).body.memo_id
    withdraw_memo(here.by("ben"), here.review, again)
    withdraw_memo(here.by("ana"), here.review, first)
    assert standing() == ["Something else."]
    assert MemoRow.objects.filter(review=here.review).count() == 5
    _sound(here)


@ON_SQLITE
def test_a_code_in_vivo_names_the_quote_whose_words_it_is_called_after(here: Scene) -> None:
    words, place = "the water decides", here.spans("heron", "the water decides")

    def coded_in_vivo(name: str) -> tuple[object, object]:
        """The quote a code names, made on the way as the reader does it, and the one that was coded."""
        by = here.by("ana")
        quote = quote_of(by, here.review, here.documents["heron"], here.sha("heron"), place)
        code = create_code(by.then("code"), here.review, name, in_vivo=quote).body.code_id
        done = code_passage(by, here.review, here.documents["heron"], here.sha("heron"), place, codes=(code,)).body
        return CodeRow.objects.get(pk=code).in_vivo, done.quote_id

    named, first = coded_in_vivo("new")
    assert named == first
    named, coded = coded_in_vivo("where it stands already")
    assert named == coded == first
    withdraw_quote(here.by("ana"), here.review, QuoteRow.objects.get(exact=words).id)
    named, coded = coded_in_vivo("where it was taken back")
    assert named == coded == first
    here.code("ben", "heron", words, dismissed=True)
    _sound(here)


def _project(path: Path) -> Path:
    """A project of another program with one coded passage and a code that holds nothing."""
    inside = selection(at := HERON.index(WAIT), at + len(WAIT), "trust", WAIT)
    source = text_source("birds.txt", inside)
    whole = project(code_elements("trust", "unused") + f"<Sources>{source}</Sources>", "MAXQDA 24")
    return qdpx(path, whole, {f"sources/{guid('birds.txt')}.txt": HERON.replace("\f", "\n").encode()})


def test_an_import_goes_though_somebody_coded_on_it_and_took_that_off(here: Scene, tmp_path: Path) -> None:
    file, look = _project(tmp_path / "birds.qdpx"), visible(here.review, here.cast.ana)
    calm = here.named("ana", "Calm")
    done = import_project(here.by("chloe"), here.review, file, Choices(), agreed=True).body
    brought, trust = quotes(here.review, look).get(), codes(here.review, look).get(name="trust")
    on_theirs = apply_codes(here.by("ana"), here.review, brought.id, (calm,)).body.codings[0].coding_id
    own = here.code("ana", "ibis", "Two felt watched by the birds", codes=(trust.id, calm)).body
    with_theirs = next(one.coding_id for one in own.codings if one.code == trust.id)
    for coding in (on_theirs, with_theirs):
        withdraw_coding(here.by("ana"), here.review, coding)
    withdraw_project_import(here.by("chloe"), here.review, done.import_id, "The wrong file.")
    assert sweep(here.review) == 2  # their coding, and the code that nobody used; what is still named stays, unseen
    assert sweep(here.review) == 0
    assert [row.id for row in quotes(here.review, look)] == [own.quote_id]
    assert [row.name for row in codes(here.review, look)] == ["Calm"]
    _sound(here)
    import_project(here.by("chloe"), here.review, file, Choices(), agreed=True)
    assert {row.name for row in codes(here.review, look)} == {"Calm", "trust", "unused"}
    assert quotes(here.review, look).count() == 2
    _sound(here)


def test_what_somebody_else_took_back_comes_back_as_whose_it_was(here: Scene) -> None:
    look, calm, wait = visible(here.review, here.cast.ben), here.named("ana", "Calm"), here.named("ana", "Wait")
    quote = here.code("ana", "heron", WAIT, codes=(calm,), voice="participant").body.quote_id
    apply_codes(here.by("chloe"), here.review, quote, (wait,))
    off = codings(here.review, look).get(code=wait)
    write_memo(here.by("ana"), here.review, "quote", quote, "Mine.")
    before = sorted(codings(here.review, look).values_list("id", "person"))

    withdraw_coding(here.by("ben"), here.review, off.id)
    restore_coding(here.by("ben"), here.review, off.id)
    assert sorted(codings(here.review, look).values_list("id", "person")) == before
    with pytest.raises(Refused, match="no such coding"):
        restore_coding(here.by("ben"), here.review, off.id)

    withdraw_coding(here.by("ben"), here.review, off.id)
    withdraw_quote(here.by("ben"), here.review, quote)
    back = restore_quote(here.by("ben"), here.review, quote).body
    row = quotes(here.review, look).get()
    assert (row.id, row.person, row.voice, back.quote_id) == (quote, here.cast.ana, "participant", quote)
    assert [(one.code_id, one.person) for one in codings(here.review, look)] == [(calm, here.cast.ana)]
    assert [one.text for one in memos(here.review, look).filter(about=quote)] == ["Mine."]
    with pytest.raises(Refused, match="no such quote"):
        restore_quote(here.by("ben"), here.review, quote)
    _sound(here)

    here.code("ben", "heron", WAIT, codes=(calm,))  # his own quote of the same words is another one
    withdraw_quote(here.by("ben"), here.review, quote)
    restore_quote(here.by("ana"), here.review, quote)
    assert quotes(here.review, look).count() == 2
    restore_coding(here.by("ana"), here.review, off.id)
    with pytest.raises(Refused, match="no such coding"):
        restore_coding(here.by("ana"), here.review, off.id)
    withdraw_coding(here.by("ana"), here.review, off.id)
    apply_codes(here.by("ana"), here.review, quote, (wait,))
    with pytest.raises(Refused, match="this code again already"):
        restore_coding(here.by("ana"), here.review, off.id)
    _sound(here)


@ON_SQLITE
def test_nobody_brings_back_what_a_coder_took_back_in_a_round(here: Scene) -> None:
    row = here.round()
    own = here.named("ana", "Own", round=row)
    done = here.code("ana", "heron", WAIT, codes=(own,)).body
    withdraw_coding(here.by("ana"), here.review, done.codings[0].coding_id)
    with pytest.raises(Refused, match="no such coding"):
        restore_coding(here.by("ben"), here.review, done.codings[0].coding_id)
    withdraw_quote(here.by("ana"), here.review, done.quote_id)
    for person in ("ben", "chloe"):
        with pytest.raises(Refused, match="no such quote"):
            restore_quote(here.by(person), here.review, done.quote_id)
    restore_quote(here.by("ana"), here.review, done.quote_id)
    here.open(row)
    with pytest.raises(Refused, match="an opened round"):
        withdraw_quote(here.by("ana"), here.review, done.quote_id)
    _sound(here)
