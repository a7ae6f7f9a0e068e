"""What the report and the command line say of rounds of coding."""

import csv
from pathlib import Path
from uuid import UUID

import pytest

from synthema.coding.actions import begin_round, excuse, hand_in, settle_difference
from synthema.coding.agreeing_words import described
from synthema.coding.round_readings import book_of, extents
from synthema.coding.settling import log
from synthema.coding.tables import CodeRow, RoundRow
from synthema.reporting.brief import brief
from synthema.reporting.facts import gather
from synthema.reporting.html import render
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.coding.test_pages_rounds import coded
from tests.hostile.commands import Ended, run
from tests.pages import Browser, words

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def made(cast: Cast, tmp_path: Path) -> Scene:
    """Two documents with marked findings."""
    return scene(cast, tmp_path)


def does(made: Scene, person: str, *words: object) -> Ended:
    """A command of coding."""
    return run("coding", *words, "--as", person, "--review", made.review)


def opened(made: Scene, **more: str) -> RoundRow:
    """A round of Ana and Ben that is open to everybody."""
    row = RoundRow.objects.get(pk=made.round(names=("heron", "ibis"), **more))
    coded(made, row)
    made.open(row.id)
    row.refresh_from_db()
    return row


def test_a_round_from_begin_to_the_consensus_log_on_the_command_line(made: Scene, tmp_path: Path) -> None:
    said = does(made, "Chloe", "round", "begin", "inductive", "--coder", "ana", "--coder", "Ben")
    assert (said.code, said.out) == (0, "Round 1 has begun: 2 coders, 2 documents.\n")
    row = RoundRow.objects.get(review=made.review)
    coded(made, row)
    for asked in (("agreement", 1), ("align", 1), ("differences", 1), ("reconcile", 1, tmp_path / "codes.csv")):
        said = does(made, "Chloe", *asked)
        assert (said.code, "not open yet" in said.err) == (2, True), asked
    assert does(made, "Ana", "round", "hand-in", 1).out == "You handed in.\n"
    assert does(made, "Ana", "round", "take-back", 1).out == "You code on.\n"
    does(made, "Ana", "round", "hand-in", 1)
    assert does(made, "Ben", "round", "hand-in", 1).out == "Round 1 is open: everybody sees it now.\n"
    said = does(made, "Dev", "round", "status")
    assert (
        said.out == "Round 1 · inductive · blind · 2 documents · open\n  Ana: handed in\n  Ben: handed in\n1 round.\n"
    )

    said = does(made, "Ana", "align", 1, "--out", tmp_path / "codes.csv")
    assert "Ana: patience | Ben: waiting · share 100 % (at least 51 %)\n" in said.out
    assert "Ana: an odd code | Ben: –\n0 of 5 codes decided." in said.out
    rows = list(csv.DictReader((tmp_path / "codes.csv").read_text("utf-8-sig").splitlines()))
    becomes = {
        "patience": "Patience",
        "waiting": "Patience",
        "strain": "Burden / Strain",
        "fatigue": "burden / strain",
        "an odd code": "",
    }
    with (tmp_path / "filled.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, rows[0])
        sheet.writeheader()
        for one in rows:
            sheet.writerow(
                {**one, "team_code": becomes[one["code"]], "reason": "" if becomes[one["code"]] else "birds"}
            )
    said = does(made, "Ana", "reconcile", 1, tmp_path / "filled.csv")
    assert (said.err, said.code, said.out) == ("", 0, "filled.csv: 5 codes decided, 0 decided already or left open.\n")
    said = does(made, "Ana", "reconcile", 1, tmp_path / "filled.csv")
    assert said.out == "filled.csv: 0 codes decided, 5 decided already or left open.\n"
    team = CodeRow.objects.filter(review=made.review, round=None).values_list("name", flat=True)
    assert sorted(team) == ["Burden", "Patience", "Strain"]
    said = does(made, "Dev", "codes", "--show", "away")
    assert "Ben, round 1; counts as Burden / Strain" in said.out
    assert "Ana, round 1; left out" in said.out

    said = does(made, "Dev", "agreement", 1)
    assert "|u-alpha (same places, whatever the code): 0." in said.out
    assert "u-alpha (same places, same codes): 0." in said.out
    assert "Ana and Ben, Patience (sentences): both 2, only Ana 0, only Ben 0, neither 9" in said.out
    said = does(made, "Dev", "differences", 1, "--out", tmp_path / "log.csv")
    assert "0 of 1 difference settled." in said.out
    assert [one["codings"] for one in csv.DictReader((tmp_path / "log.csv").read_text("utf-8-sig").splitlines())] == [
        "Ben: Burden / Strain"
    ]


def test_a_later_round_on_the_same_documents_says_what_it_takes_the_place_of(made: Scene) -> None:
    opened(made)
    page = Browser(made.cast.chloe).get(f"/reviews/{made.review}/coding/rounds/")
    assert words(page).count("coded in round 1: that counts no more once this round opens") == 2
    said = does(
        made, "Chloe", "round", "begin", "inductive", "--coder", "Ana", "--coder", "Ben", "--document", "ibis.txt"
    )
    assert "Once it opens, what was coded in round 1 in its documents counts no more." in said.out
    row = RoundRow.objects.get(review=made.review, number=2)
    page = Browser(made.cast.ana).get(f"/reviews/{made.review}/coding/rounds/{row.id}/")
    assert "Some of these documents were coded in round 1." in words(page)
    assert "in its documents, instead of round 1" in words(
        Browser(made.cast.dev).get(f"/reviews/{made.review}/coding/rounds/")
    )
    assert "in its documents instead of round 1, once it is open" in does(made, "Dev", "round", "status").out
    hand_in(made.by("ana"), made.review, row.id)
    excuse(made.by("chloe"), made.review, row.id, made.cast.ben, "ill")
    for command in ("agreement", "align"):
        assert "Fewer than two coders finished round 2, the others were excused" in does(made, "Dev", command, 2).err


def test_a_file_that_names_what_is_not_there_is_refused_whole(made: Scene, tmp_path: Path) -> None:
    opened(made)
    file = tmp_path / "codes.csv"
    file.write_text("coder,code,team_code,reason\nAna,patience,Patience,\nBen,nothing,Patience,\nEve,x,y,\n", "utf-8")
    said = does(made, "Ana", "reconcile", 1, file)
    assert said.code == 2
    assert "Line 3 of codes.csv: Ben has no code “nothing” in this round." in said.err
    assert "Line 4 of codes.csv: Eve has no code “x” in this round." in said.err
    assert not CodeRow.objects.filter(review=made.review, round=None).exists()
    for asked in (("agreement", 7), ("round", "hand-in", 7), ("round", "excuse", 1, "Nobody")):
        assert does(made, "Chloe", *asked).code == 2


def test_the_report_says_how_far_coders_agree_and_whether_a_consensus_log_was_kept(made: Scene) -> None:
    before = gather(made.review)
    assert before.coding == ()
    assert 'id="coding"' not in render(before)
    row = opened(made, kind="inductive")
    (line,) = gather(made.review).coding
    assert line.how == "Inductive, with a codebook of each coder’s own; blind; 2 documents; counted over sentences."
    assert line.coders == ("Ana", "Ben")
    assert [one.name for one in line.statistics] == ["|u-alpha (same places, whatever the code)"]
    assert "5 not decided" in line.said[1]
    assert line.said[-1].startswith("Agreement was measured; none of 2 differences was settled")  # in places

    team = {name: made.named("chloe", name) for name in ("Patience",)}
    _reconcile(made, row, team["Patience"])
    (line,) = gather(made.review).coding
    assert [one.name for one in line.statistics][1:] == [
        "u-alpha (same places, same codes)", "cu-alpha (same codes where both marked)",
    ]  # fmt: skip
    assert line.said[1] == ("The coders brought 5 codes: 4 count as 1 code of the team’s codebook, 1 left out.")
    assert line.said[-1].startswith("Agreement was measured; none of 1 difference was settled")
    (one,) = log(made.review, row, made.cast.ana).lines
    settle_difference(
        made.by("chloe"), made.review, row.id, one.document, one.start, one.end,
        aside=tuple(given.coding for given in one.given), decision="arbiter", note="It is about families.",
    )  # fmt: skip
    facts = gather(made.review)
    assert facts.coding[0].said[-1] == (
        "A consensus log was kept: 1 of 1 difference settled, 0 by consensus and 1 by an arbiter; 1 coding set aside."
    )
    assert facts.coding[0].statistics == line.statistics
    assert "A consensus log was kept" in render(facts)
    assert any(one.startswith("coding, round 1: |u-alpha") for one in brief(facts))
    assert gather(made.review, public=True).coding[0].coders[0].startswith("Person ")


def _reconcile(made: Scene, row: RoundRow, team: UUID) -> None:
    from synthema.coding.actions import reconcile

    own = dict(CodeRow.objects.filter(review=made.review, round=row.id).values_list("name", "id"))
    odd = own.pop("an odd code")
    reconcile(made.by("ana"), made.review, row.id, tuple(own.values()), into=team)
    reconcile(made.by("ana"), made.review, row.id, (odd,), reason="About birds.")


def test_a_round_that_is_not_blind_or_lost_a_coder_says_so(made: Scene) -> None:
    row = RoundRow.objects.get(pk=made.round(names=("heron",), blind=False, unit="character"))
    hand_in(made.by("ana"), made.review, row.id)
    excuse(made.by("chloe"), made.review, row.id, made.cast.ben, "ill")
    (line,) = gather(made.review).coding
    assert "not blind" in line.how
    assert "counted over characters" in line.how
    assert (line.statistics, line.coders) == ((), ("Ana",))
    assert line.said == ("Fewer than two coders finished, so there is no agreement to measure.",)


def test_agreement_in_words_names_codes_and_says_why_there_is_no_interval(made: Scene) -> None:
    team = made.named("chloe", "Waiting")
    row = RoundRow.objects.get(
        pk=begin_round(
            made.by("chloe"), made.review, "deductive", (made.cast.ana, made.cast.ben), (made.documents["heron"],)
        ).body.round_id
    )
    for person in ("ana", "ben"):
        made.code(person, "heron", "Most keepers felt calm.", codes=(team,))
    made.open(row.id)
    row.refresh_from_db()
    found = extents(made.review, row, made.cast.dev)
    lines = list(described(found, book_of(made.review, row, made.cast.dev).called, row.unit))
    assert "u-alpha of Waiting: 1.00, no interval: One study gives no interval." in lines
    assert lines[-1].startswith("Ana and Ben, Waiting (sentences): both 1, only Ana 0, only Ben 0, neither ")
