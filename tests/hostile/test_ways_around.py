"""The ways around blindness: those that are shut, and those that are open on purpose and leave an act on the trail."""

import io
import json
import zipfile
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.appraisal.actions import set_appraisers
from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.registry import hidden
from synthema.audit.tables import Event, Review
from synthema.dedup.actions import merge_records, withdraw_decision
from synthema.forms.tables import sheets
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.refused import Refused
from synthema.reporting.facts import gather
from synthema.reporting.package import export_review
from synthema.reporting.writing import write_report
from synthema.screening.actions import give_verdict, withdraw_verdict
from synthema.screening.from_files import verdicts_from_file
from synthema.screening.states import pairs_for_agreement, votes
from synthema.screening.tables import VerdictRow
from synthema.studies.actions import withdraw_retrieval
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.hostile.twin_worlds import SECRETS, World, found
from tests.screening.stage import FT, LARK, MARSH, TA, group_named, judge, prepare, protocol, retrieved, vote


@pytest.fixture
def known(cast: Cast, tmp_path: Path) -> dict[str, UUID]:
    return prepare(cast, tmp_path)


def acts(cast: Cast, kind: str) -> int:
    return Event.objects.filter(review=cast.review, kind=kind).count()


def test_who_guesses_a_colleagues_file_is_not_told_that_the_guess_was_right(
    cast: Cast, known: dict[str, UUID], tmp_path: Path
) -> None:
    """The identifiers of verdicts from a file follow from it, so that whoever guesses its words can compute them."""
    file = tmp_path / "verdicts.csv"
    file.write_text(f"title,verdict\n{LARK},exclude\n", encoding="utf-8")
    verdicts_from_file(By(cast.ana), cast.review, TA, file)
    said = set()
    for guess in (VerdictRow.objects.get(person=cast.ana).id, uuid4()):
        for person in (cast.ben, cast.chloe):
            with pytest.raises(Refused) as refusal:
                withdraw_verdict(By(person), cast.review, guess)
            said.add(str(refusal.value).replace(str(guess), "X"))
    assert len(said) == 1


def test_no_package_leaves_while_anything_is_open_unless_that_is_put_on_record(
    cast: Cast, known: dict[str, UUID], tmp_path: Path
) -> None:
    vote(cast, known[LARK], ana="exclude")
    package = tmp_path / "a.zip"
    for options in ({}, {"publishable": True}, {"break_blind": "  "}):
        with pytest.raises(Refused, match="--break-blind"):
            export_review(By(cast.chloe), cast.review, package, **options)
    with pytest.raises(NotAllowed):
        export_review(By(cast.ana), cast.review, package, break_blind="mine")
    assert not package.exists()
    assert acts(cast, "BlindBroken") == 0
    for number, publishable in enumerate((False, True), start=1):
        export_review(By(cast.chloe), cast.review, package, publishable=publishable, break_blind="The disk is dying.")
        assert acts(cast, "BlindBroken") == number
        with zipfile.ZipFile(package) as opened:
            last = json.loads(opened.read("trail.jsonl").splitlines()[-1])
            assert b"withheld while" in opened.read("report.html")
        body = json.loads(last["payload"])
        assert (last["kind"], body["open_verdicts"], body["reason"]) == ("BlindBroken", 1, "The disk is dying.")
    assert [act.kind for act in gather(cast.review).acts if "blind" in act.kind] == ["blind broken"] * 2
    assert replay.verify(cast.review).sound


def test_a_verdict_that_was_withdrawn_stays_hidden_until_others_have_decided(
    cast: Cast, known: dict[str, UUID], tmp_path: Path
) -> None:
    given = give_verdict(By(cast.ana), cast.review, TA, known[LARK], "exclude", note="wrong record")
    withdraw_verdict(By(cast.ana), cast.review, given.body.verdict_id)
    assert hidden(cast.review) == {given.seq, given.seq + 1}
    with pytest.raises(Refused, match="--break-blind"):
        export_review(By(cast.chloe), cast.review, tmp_path / "a.zip")
    vote(cast, known[LARK], ben="include")
    assert hidden(cast.review) == {given.seq, given.seq + 1, given.seq + 2}
    vote(cast, known[LARK], ana="include")
    assert not hidden(cast.review)
    assert export_review(By(cast.chloe), cast.review, tmp_path / "a.zip").size


def test_the_head_hash_waits_for_the_last_open_verdict_and_earlier_ones_may_be_looked_up(
    cast: Cast, known: dict[str, UUID], tmp_path: Path
) -> None:
    before = Review.objects.get(pk=cast.review)
    vote(cast, known[LARK], ana="include", ben="exclude")
    vote(cast, known[MARSH], ana="include")
    now = Review.objects.get(pk=cast.review)
    assert gather(cast.review).head == "withheld while verdicts are open"
    write_report(By(cast.ben), cast.review, tmp_path / "then", as_of=str(now.head_seq))
    write_report(By(cast.ben), cast.review, tmp_path / "before", as_of=str(before.head_seq))
    assert now.head_hash not in (tmp_path / "then" / "report.html").read_text(encoding="utf-8")
    assert before.head_hash in (tmp_path / "before" / "report.html").read_text(encoding="utf-8")
    vote(cast, known[MARSH], ben="include")
    assert gather(cast.review).head == Review.objects.get(pk=cast.review).head_hash


def test_agreement_counts_no_pair_while_somebody_is_asked_again(cast: Cast, known: dict[str, UUID]) -> None:
    vote(cast, known[LARK], ana="include", ben="include")
    vote(cast, known[MARSH], ana="exclude")
    assert len(pairs_for_agreement(cast.review, TA)) == 1
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    assert pairs_for_agreement(cast.review, TA) == []
    vote(cast, known[LARK], ana="exclude")
    ((_, *pair),) = pairs_for_agreement(cast.review, TA)
    assert [v.verdict for v in pair] == ["include", "include"]  # what both had said first, before any talk


def test_a_merge_brings_verdicts_together_and_taking_it_back_parts_them_both_on_the_trail(
    cast: Cast, known: dict[str, UUID]
) -> None:
    vote(cast, known[LARK], ana="include")
    vote(cast, known[MARSH], ben="exclude")
    assert votes(cast.review, TA, cast.chloe) == {}
    merged = merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    (together,) = votes(cast.review, TA, cast.chloe).values()
    assert {v.person for v in together} == {cast.ana, cast.ben}
    withdraw_decision(By(cast.dev), cast.review, merged.body.decision_id)
    assert votes(cast.review, TA, cast.chloe) == {}
    assert list(votes(cast.review, TA, cast.ben)) == [group_named(cast, known[MARSH])]
    assert (acts(cast, "RecordsMerged"), acts(cast, "DuplicateDecisionWithdrawn")) == (1, 1)


def test_a_verdict_taken_back_stays_hidden_when_its_report_or_record_leaves(
    cast: Cast, known: dict[str, UUID], tmp_path: Path
) -> None:
    (report,) = retrieved(cast, known[LARK])
    judge(cast, report.id, ben="exclude date")
    given = VerdictRow.objects.get(stage=FT, person=cast.ben)
    withdraw_verdict(By(cast.ben), cast.review, given.id)
    told = {given.given_seq, VerdictRow.objects.get(pk=given.id).withdrawn_seq}
    assert told <= hidden(cast.review)
    withdraw_retrieval(By(cast.ana), cast.review, report.id, "not the right file")
    assert told <= hidden(cast.review)
    with pytest.raises(Refused):
        export_review(By(cast.chloe), cast.review, tmp_path / "review.zip")
    assert replay.verify(cast.review).faults == ()


def test_only_the_lead_opens_verdicts_by_asking_one_person_only_and_the_report_says_so(
    cast: Cast, known: dict[str, UUID]
) -> None:
    policy = ScreeningPolicy(reviewers=1)
    vote(cast, known[LARK], ana="include")
    for person in (cast.ana, cast.ben, cast.dev):
        with pytest.raises(NotAllowed):
            set_protocol(By(person), cast.review, protocol(policy), "let me see")
    with pytest.raises(Refused, match="needs an explanation"):
        set_protocol(By(cast.chloe), cast.review, protocol(policy))
    assert votes(cast.review, TA, cast.ben) == {}
    set_protocol(By(cast.chloe), cast.review, protocol(policy), "Nobody else is left.")
    assert votes(cast.review, TA, cast.ben)
    assert [note.text for note in gather(cast.review).amendments] == ["Nobody else is left."]


def test_not_even_the_lead_ends_the_blinding_while_a_verdict_is_hidden(cast: Cast, known: dict[str, UUID]) -> None:
    vote(cast, known[LARK], ana="include")
    with pytest.raises(Refused, match="promised to stay hidden"):
        set_protocol(By(cast.chloe), cast.review, protocol(ScreeningPolicy(blind=False)), "We sit at one table now.")
    assert votes(cast.review, TA, cast.ben) == {}


def test_only_the_lead_opens_sheets_by_asking_one_person_only_and_the_report_says_why(
    cast: Cast, tmp_path: Path
) -> None:
    w: World = found(cast, tmp_path)
    SECRETS[2].worlds[0](w)
    heron = w.studies["heron"]
    assert heron not in sheets(cast.review, "appraisal", cast.ben)
    with pytest.raises(NotAllowed):
        set_appraisers(By(cast.ben), cast.review, 1, "Let me see.")
    set_appraisers(By(cast.chloe), cast.review, 1, "Nobody else is left.")
    assert heron in sheets(cast.review, "appraisal", cast.ben)
    assert "Nobody else is left." in gather(cast.review).appraisal_note


def test_no_file_of_a_report_carries_the_words_of_an_open_note(
    cast: Cast, known: dict[str, UUID], tmp_path: Path
) -> None:
    """Whoever owns the disk can read it, and the guide says so; no file of a report carries an open note."""
    give_verdict(By(cast.ana), cast.review, TA, known[LARK], "exclude", reason="date", note="a most telling note")
    done = write_report(By(cast.chloe), cast.review, tmp_path / "report")
    assert done.files
    written = [path for path in (tmp_path / "report").rglob("*") if path.is_file()]
    assert len(written) > 10
    for path in written:
        data = path.read_bytes()
        parts = [data]
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                parts = [opened.read(name) for name in opened.namelist()]
        assert not any(b"telling note" in part for part in parts), path.name
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "screening.md").read_text(encoding="utf-8")
    assert "owns the database" in guide
