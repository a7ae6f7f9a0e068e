"""The numbers of an opened round stay what they were, whatever happens to texts, marks and the codebook afterwards."""

from pathlib import Path
from uuid import UUID

import pytest

from synthema.coding.actions import begin_round, hand_in, mark_section, reconcile, split_code, withdraw_mark
from synthema.coding.aligning import aligned
from synthema.coding.book import Listed, book
from synthema.coding.move_acts import move_quotes
from synthema.coding.pages_differences import again
from synthema.coding.round_readings import book_of, called, extents, opened, readings
from synthema.coding.rules import NewCode
from synthema.coding.settling import log, tally
from synthema.coding.tables import CodingRow, QuoteRow, RoundRow, marks, visible
from synthema.documents.actions import Upload, add_document
from synthema.documents.model import Span
from synthema.refused import Refused
from tests.cast import Cast
from tests.coding.stage import HERON, Scene, scene
from tests.coding.test_pages_rounds import TIRED, WAITING, YEARS, coded
from tests.hostile.commands import run

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def made(cast: Cast, tmp_path: Path) -> Scene:
    """Two documents with marked findings."""
    return scene(cast, tmp_path)


def over(made: Scene, unit: str = "sentence") -> RoundRow:
    """A round that is open, its codes brought together."""
    row = RoundRow.objects.get(pk=made.round(names=("heron", "ibis"), unit=unit))
    own = coded(made, row)
    made.open(row.id)
    patience = (own["patience"], own["waiting"])
    reconcile(made.by("ana"), made.review, row.id, patience, new=NewCode("Patience"))
    reconcile(made.by("ana"), made.review, row.id, (own["strain"], own["fatigue"]), new=NewCode("Strain"))
    reconcile(made.by("ana"), made.review, row.id, (own["odd"],), reason="About birds.")
    row.refresh_from_db()
    return row


def test_nothing_is_read_before_the_round_opens(made: Scene) -> None:
    row = RoundRow.objects.get(pk=made.round())
    for ask in (opened, lambda one: readings(made.review, one, made.cast.ana)):
        with pytest.raises(Refused, match="Round 1 is not open yet"):
            ask(row)
    for ask_all in (extents, aligned, log, tally):
        with pytest.raises(Refused, match="not open yet"):
            ask_all(made.review, row, made.cast.ana)


@pytest.mark.parametrize("unit", ["sentence", "character"])
def test_marks_made_or_taken_back_later_change_no_number(made: Scene, unit: str) -> None:
    row = over(made, unit)
    before = extents(made.review, row, made.cast.dev)
    assert before.codes is not None
    for one in marks(made.review, made.documents["heron"]):
        withdraw_mark(made.by("chloe"), made.review, one.id)
    mark_section(made.by("chloe"), made.review, made.documents["heron"], "findings", (Span(0, 40),))
    assert extents(made.review, row, made.cast.dev) == before


def test_quotes_that_went_to_a_newer_file_change_no_number(made: Scene) -> None:
    row = over(made)
    before = extents(made.review, row, made.cast.dev)
    table = aligned(made.review, row, made.cast.dev)
    upload = Upload("newer.txt", ("Birds and People 4(2)\n\n" + HERON).encode())
    newer = add_document(made.by("dev"), made.review, made.reports["heron"], upload).body.document_id
    move_quotes(made.by("chloe"), made.review, made.documents["heron"], newer)
    assert QuoteRow.objects.filter(document=newer).count() == 7
    assert extents(made.review, row, made.cast.dev) == before
    assert aligned(made.review, row, made.cast.dev) == table


def test_a_code_that_is_split_later_changes_no_number(made: Scene) -> None:
    row = over(made)
    before = extents(made.review, row, made.cast.dev)
    known = book_of(made.review, row, made.cast.dev)
    patience = next(one.id for one in known.codes.values() if one.path == "Patience")
    some = CodingRow.objects.filter(quote__exact=YEARS).values_list("id", flat=True)
    assert len(some) == 2
    split_code(made.by("chloe"), made.review, patience, {NewCode("Years"): tuple(some)})
    assert extents(made.review, row, made.cast.dev) == before
    assert tally(made.review, row, made.cast.dev)[0] == 1


def test_three_coders_are_compared_two_at_a_time_with_what_came_of_the_others(made: Scene) -> None:
    people = ("ana", "ben", "chloe")
    coders = tuple(getattr(made.cast, name) for name in people)
    begun = begin_round(made.by("chloe"), made.review, "inductive", coders, (made.documents["heron"],)).body.round_id
    codes: dict[str, UUID] = {}
    for name in people:
        codes[name] = made.named(name, f"{name}'s waiting", round=begun)
        made.code(name, "heron", WAITING, codes=(codes[name],))
    made.code("chloe", "heron", TIRED, codes=(codes["chloe"],))
    for name in people:
        hand_in(made.by(name), made.review, begun)
    row = RoundRow.objects.get(pk=begun)
    assert list(called(made.review, row).values()) == ["Ana", "Ben", "Chloe"]
    reconcile(made.by("ana"), made.review, row.id, (codes["ana"], codes["ben"]), new=NewCode("Waiting"))
    found = aligned(made.review, row, made.cast.ana, (made.cast.ana, made.cast.chloe))
    assert found is not None
    assert (found.first, found.second, found.decided, found.of) == ("Ana", "Chloe", 2, 3)
    (line,) = found.lines
    assert [side.counts_as for side in line.known] == ["Waiting"]
    assert [side.id for side in line.open] == [codes["chloe"]]
    numbers = extents(made.review, row, made.cast.dev)
    assert {(one.first, one.second) for one in numbers.pairs} == {("Ana", "Ben"), ("Ana", "Chloe"), ("Ben", "Chloe")}
    assert numbers.any_code.marked == {"Ana": 1, "Ben": 1, "Chloe": 2}


def test_a_given_frame_is_taken_in_and_coded_with_by_two(made: Scene, tmp_path: Path) -> None:
    (tmp_path / "frame.csv").write_text("path,definition\nBurden,What it costs\nBurden / Time,Early hours\n", "utf-8")
    words = ["--as", "Chloe", "--review", made.review]
    assert run("coding", "codebook-in", tmp_path / "frame.csv", *words).code == 0
    assert run("coding", "round", "begin", "deductive", "--coder", "Ana", "--coder", "Ben", *words).code == 0
    row = RoundRow.objects.get(review=made.review)
    frame = {one.path: one.id for one in _book(made)}
    assert sorted(frame) == ["Burden", "Burden / Time"]
    new = made.named("ben", "Cold", parent=frame["Burden"], round=row.id)
    made.code("ana", "heron", TIRED, codes=(frame["Burden / Time"],))
    made.code("ben", "heron", TIRED, codes=(frame["Burden / Time"],))
    made.code("ben", "heron", WAITING, codes=(new,))
    made.open(row.id)
    row.refresh_from_db()
    known = book_of(made.review, row, made.cast.dev)
    assert known.undecided == {new}
    found = extents(made.review, row, made.cast.dev)
    assert {known.called(code): one["u_alpha"].value for code, one in found.by_code.items()} == {"Burden / Time": 1}
    table = aligned(made.review, row, made.cast.dev)
    assert table is not None
    assert [[side.name for side in line.sides] for line in table.lines] == [["Burden / Cold"]]
    reconcile(made.by("ben"), made.review, row.id, (new,), into=frame["Burden"])
    assert {known.called(code) for code in extents(made.review, row, made.cast.dev).by_code} == {
        "Burden", "Burden / Time",
    }  # fmt: skip


def _book(made: Scene) -> list[Listed]:
    return list(book(made.review, visible(made.review, made.cast.dev)).tree())


def test_a_second_round_of_the_same_people_on_the_same_documents_is_named(made: Scene) -> None:
    first = over(made)
    second = RoundRow.objects.get(pk=made.round("deductive", names=("ibis",)))
    made.open(second.id)
    second.refresh_from_db()
    assert not again(made.review, first)
    assert again(made.review, second)
