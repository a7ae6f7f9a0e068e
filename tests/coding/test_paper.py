"""What the reader's script is told of a document: by whose layer, with which codes, and nothing of a sealed round."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from synthema.coding.actions import apply_codes, hand_in, merge_codes, retire_code, set_voice, write_memo
from synthema.coding.paper import paper
from synthema.documents.tables import document
from tests.cast import Cast
from tests.coding.stage import Scene, scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WAITING, CALM = "Waiting was named first.", "Most keepers felt calm."


def told(made: Scene, person: UUID, name: str = "heron") -> dict[str, Any]:
    return paper(document(made.review, made.documents[name]), person, may=True)


def words_of(made: Scene, found: dict[str, Any]) -> list[list[str]]:
    text = made.text("heron")
    return [[text[start:end] for start, end in quote["r"]] for quote in found["quotes"]]


def test_quotes_codes_voice_and_memos_of_the_team_are_told(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    waiting = made.named("ana", "waiting", definition="Standing still")
    calm = made.named("ben", "calm", parent=waiting)
    quote = made.code("ana", "heron", WAITING, codes=(waiting,)).body.quote_id
    apply_codes(made.by("ben"), made.review, quote, (calm,))
    set_voice(made.by("ana"), made.review, quote, "author")
    write_memo(made.by("ana"), made.review, "quote", quote, "Why first?")
    made.code("ben", "heron", CALM, dismissed=True)
    found = told(made, cast.ana)
    first, second = found["quotes"]
    assert words_of(made, found) == [[WAITING], [CALM]]
    assert (first["v"], first["x"], first["m"], first["may"]) == ("author", False, 1, True)
    assert [code for _, code in first["k"]] == [str(waiting), str(calm)]
    assert (second["x"], second["k"]) == (True, [])
    assert [found["people"][one["who"]] for one in found["quotes"]] == ["Ana", "Ben"]
    codes = {one["name"]: one for one in found["codes"]}
    assert codes["calm"]["parent"] == str(waiting)
    assert codes["waiting"]["pick"] and codes["waiting"]["definition"] == "Standing still"
    assert found["recent"] == [str(waiting)]
    assert found["coverage"] == {
        "letters": [21, found["coverage"]["letters"][1]],
        "sentences": [2, 7],
        "dismissed": [1],
    }
    assert found["layer"] is None and found["may"] and not found["frozen"]


def test_the_sentences_of_the_findings_are_told_by_steps_and_lengths(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    found, text, at, said = told(made, cast.ana), made.text("heron"), 0, []
    for step, length in zip(found["sentences"], found["lengths"], strict=True):
        at += step
        said.append(text[at : at + length])
    assert said[0] == WAITING
    assert said[4] == "“My family never sees me before noon” (K7)."
    assert len(said) == 7
    assert [text[start:end] for start, end in found["spoken"]] == [
        "“You stand there and the water decides,”",
        "“My family never sees me before noon”",
    ]


def test_merged_and_retired_codes_are_shown_and_not_chosen(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    waiting, patience, old = (made.named("ana", name) for name in ("waiting", "patience", "old"))
    made.code("ana", "heron", WAITING, codes=(patience, old))
    merge_codes(made.by("ana"), made.review, (patience,), waiting)
    retire_code(made.by("ana"), made.review, old)
    found = told(made, cast.ana)
    assert [code for _, code in found["quotes"][0]["k"]] == [str(waiting), str(old)]
    assert {one["name"]: one["pick"] for one in found["codes"]} == {"waiting": True, "patience": False, "old": False}
    assert found["also"] == [["patience", str(waiting)]]


def test_a_blind_round_shows_each_coder_their_own_work_alone(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    team = made.named("ana", "calm")
    made.code("ana", "heron", CALM, codes=(team,))
    row = made.round()
    before = {who: told(made, getattr(cast, who)) for who in ("ben", "chloe", "dev")}
    own = made.named("ana", "waiting", round=row)
    made.code("ana", "heron", WAITING, codes=(own,))
    anas = told(made, cast.ana)
    assert words_of(made, anas) == [[WAITING]]
    assert [one["name"] for one in anas["codes"] if one["pick"]] == ["waiting"]
    assert anas["layer"]["kind"] == "inductive" and anas["may"]
    assert {who: told(made, getattr(cast, who)) for who in before} == before
    assert before["chloe"]["frozen"].startswith("Others are coding this document blind in round 1")
    assert not before["chloe"]["may"] and before["ben"]["may"] and before["ben"]["quotes"] == []
    hand_in(made.by("ana"), made.review, row)
    assert told(made, cast.ana)["frozen"].startswith("You are done with coding round 1")
    assert words_of(made, told(made, cast.ana)) == [[WAITING]]
    hand_in(made.by("ben"), made.review, row)
    assert words_of(made, told(made, cast.chloe)) == [[WAITING], [CALM]]
    assert [quote["may"] for quote in told(made, cast.ana)["quotes"]] == [False, True]


def test_a_deductive_round_offers_the_teams_book_and_ones_own(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    made.named("ana", "calm")
    row = made.round("deductive")
    made.named("ben", "new", round=row)
    assert [one["name"] for one in told(made, cast.ben)["codes"] if one["pick"]] == ["calm", "new"]
    assert [one["name"] for one in told(made, cast.ana)["codes"]] == ["calm"]


def test_a_text_that_was_withdrawn_has_no_sentences(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    row = document(made.review, made.documents["heron"])
    row.text = "0" * 64  # content that is not there
    found = paper(row, cast.ana, may=True)
    assert found["sentences"] == [] and found["coverage"]["sentences"] == [0, 0]
