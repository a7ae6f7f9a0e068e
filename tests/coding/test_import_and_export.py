"""A coded review goes out as a REFI-QDA project and comes in again as the same; what is there is not made twice."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.coding.actions import (
    reconcile,
    withdraw_quote,
    write_memo,
)
from synthema.coding.export_held import export_project
from synthema.coding.import_acts import (
    NothingNew,
    import_project,
    imports,
    look_at,
    sweep,
    withdraw_project_import,
)
from synthema.coding.refi.inspect import inspected
from synthema.coding.refi.reading import read
from synthema.coding.rules import NewCode
from synthema.coding.tables import CodeRow, CodingRow, codes, codings, marks, memos, quotes, visible
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.coding.test_oracle import same, things

WAIT = "You stand there and the water decides"


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with marked texts."""
    return scene(cast, tmp_path)


def _coded(here: Scene) -> None:
    """Codes in a tree, quotes of two people, one over a page end, one dismissed, memos on all that has some."""
    waiting = here.named("ana", "waiting", definition="Standing still, being told by others.", color="#d61f3d")
    water = here.named("ana", "the water", parent=waiting)
    here.named("ben", "unused")
    here.code("ana", "heron", WAIT, codes=(waiting, water), voice="participant")
    here.code("ben", "heron", "the water decides", codes=(water,))
    here.code("ben", "heron", "My family never sees me before noon", "Patience grew with the years", codes=(waiting,))
    here.code("ana", "ibis", "Two felt watched by the birds", dismissed=True)
    quote = quotes(here.review, visible(here.review, here.cast.ana)).get(exact=WAIT).id
    for kind, about in (
        ("code", waiting),
        ("quote", quote),
        ("document", here.documents["ibis"]),
        ("study", here.studies["heron"]),
        ("review", None),
    ):
        write_memo(here.by("ana"), here.review, kind, about, f"On this {kind}.\nA second line.")


def _said(here: Scene) -> dict[str, Any]:
    """What was coded, without identifiers."""
    look = visible(here.review, here.cast.chloe)
    names = {row.id: row for row in codes(here.review, look)}

    def path(code: UUID | None) -> str:
        return f"{path(names[code].parent)} / {names[code].name}" if code else ""

    held = {row.id: row for row in quotes(here.review, look)}

    def place(quote: UUID) -> tuple[Any, ...]:
        row = held[quote]
        return (row.document, row.spans, row.areas, row.person)

    targets: dict[str, Callable[[Any], Any]] = {"code": path, "quote": place}
    return {
        "codes": sorted((path(row.id), row.definition, row.color) for row in names.values()),
        "quotes": sorted((*place(row.id), row.exact, row.voice, row.dismissed) for row in held.values()),
        "codings": sorted((*place(row.quote_id), path(row.code_id), row.person) for row in codings(here.review, look)),
        "memos": sorted(
            (row.about_kind, str(targets.get(row.about_kind, str)(row.about)), row.text, row.person)
            for row in memos(here.review, look)
        ),
        "marks": sorted((row.document, row.kind, row.spans) for row in marks(here.review)),
    }


def _emptied(here: Scene) -> None:
    """Everything that was coded is taken out of the tables, as if this were another review of the same texts."""
    from synthema.coding.tables import CodeChange, MarkRow, MemoRow, QuoteRow

    for table in (CodingRow, MemoRow, QuoteRow, CodeChange, CodeRow, MarkRow):
        table._default_manager.filter(review=here.review).delete()


def test_export_and_import_give_the_same_review(here: Scene, tmp_path: Path) -> None:
    _coded(here)
    file = tmp_path / "herons.qdpx"
    beside = export_project(here.cast.chloe, here.review, file)
    told = inspected(read(file))
    assert told["valid"], told["messages"]
    assert told["offsets"]["sure"] == "certain"
    assert "history of the review" in beside.read_text(encoding="utf-8")
    before = _said(here)

    again = look_at(here.by("chloe"), here.review, file)
    assert len(again.rows) == 0
    with pytest.raises(NothingNew, match="here already"):
        import_project(here.by("chloe"), here.review, file)
    assert _said(here) == before

    _emptied(here)
    done = import_project(here.by("chloe"), here.review, file).body
    assert _said(here) == before
    assert done.counts["codings"] == len(before["codings"])
    assert [one.file_name for one in imports(here.review, here.cast.eve)] == ["herons.qdpx"]


def test_an_import_is_made_again_by_replay_and_taken_back_whole(here: Scene, tmp_path: Path) -> None:
    _coded(here)
    file = tmp_path / "herons.qdpx"
    export_project(here.cast.chloe, here.review, file)
    look = visible(here.review, here.cast.ana)
    for row in quotes(here.review, look):
        withdraw_quote(By(row.person), here.review, row.id)
    plan = look_at(here.by("chloe"), here.review, file)
    assert not plan.rows.quotes  # what was taken back here is not revived
    other = tmp_path / "other.qdpx"
    other.write_bytes(file.read_bytes())
    here.code("ana", "ibis", "Counting gave the mornings a shape", codes=(here.named("ana", "shape"),))
    file2 = tmp_path / "more.qdpx"
    export_project(here.cast.chloe, here.review, file2)
    row = quotes(here.review, look).get()
    assert row.person == here.cast.ana
    CodingRow.objects.filter(review=here.review).delete()
    row.delete()
    by = here.by("chloe")
    done = import_project(by, here.review, file2).body
    assert import_project(by, here.review, file2).body == done  # the same act is the same import
    assert [one.exact for one in quotes(here.review, look)] == ["Counting gave the mornings a shape"]
    withdraw_project_import(here.by("chloe"), here.review, done.import_id, "the wrong file")
    assert not quotes(here.review, look)
    assert not imports(here.review, here.cast.ana)
    assert sweep(here.review) >= 2
    assert CodingRow.objects.filter(imported=done.import_id).count() == 0


def test_what_two_people_coded_in_a_round_goes_out_once_and_is_known_again(here: Scene, tmp_path: Path) -> None:
    round_id = here.round()
    calm = here.named("ana", "calm", round=round_id)
    odd = here.named("ana", "odd", round=round_id)
    still = here.named("ben", "still", round=round_id)
    quote = here.code("ana", "heron", WAIT, codes=(calm,), voice="participant").body.quote_id
    here.code("ben", "heron", "the water decides", codes=(still,))
    here.code("ana", "heron", "My family never sees me before noon", codes=(odd,))
    write_memo(here.by("ana"), here.review, "quote", quote, "A memo of the round.")
    write_memo(here.by("ana"), here.review, "code", calm, "What calm is.")
    here.open(round_id)
    reconcile(here.by("chloe"), here.review, round_id, (calm, still), new=NewCode("stillness"))
    reconcile(here.by("chloe"), here.review, round_id, (odd,), into=None, reason="no finding")
    file = tmp_path / "round.qdpx"
    beside = export_project(here.cast.chloe, here.review, file)
    assert "1 coding that do not count" in beside.read_text(encoding="utf-8")
    told = inspected(read(file))
    assert (told["selections"], told["codings"], told["notes"]) == (4, 5, 2)  # 2 quotes and 2 marks; a voice too
    plan = look_at(here.by("chloe"), here.review, file)
    assert len(plan.rows) == 0, plan.rows


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_another_reader_counts_the_same_in_an_exported_review(here: Scene, tmp_path: Path) -> None:
    oracle = pytest.importorskip("pyrefiqda")
    _coded(here)
    export_project(here.cast.chloe, here.review, tmp_path / "a.qdpx")
    theirs = Counter(things(oracle.RefiProject.load(tmp_path / "a.qdpx", str(tmp_path / "out"))))
    same(inspected(read(tmp_path / "a.qdpx")), theirs)
