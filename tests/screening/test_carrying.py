"""Verdicts given in another tool count here as verdicts of who gave them, in one act that can be taken back."""

import zipfile
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.dedup.actions import merge_records
from synthema.protocol.model import ScreeningPolicy
from synthema.records.actions import withdraw_import
from synthema.refused import Refused
from synthema.screening.actions import give_verdict, resolve_conflict, seek, withdraw_verdict
from synthema.screening.carried_tables import CarriedRow, all_carried
from synthema.screening.carrying import carry_over, withdraw_carried
from synthema.screening.counts import tally
from synthema.screening.model import Standing
from synthema.screening.standings import counts
from synthema.screening.states import conflicts, open_acts, pairs_for_agreement, queue, states, votes
from synthema.screening.tables import CommentRow, TagRow, VerdictRow
from synthema.team.doors import NotAllowed
from synthema.team.tables import OutsideReviewer, names
from tests.cast import Cast
from tests.screening.carrying_stage import SAID, WHY, bring_said, of, record_named, said_elsewhere
from tests.screening.stage import FT, TA, group_named, judge, retrieved, vote

LARK, MARSH, OWL, PLOVER = SAID


def carry(cast: Cast, import_id: UUID, *reviewers: str, **more: object) -> list[CarriedRow]:
    """Carry some reviewers over; their rows."""
    return [
        CarriedRow.objects.get(
            pk=carry_over(By(cast.chloe), cast.review, of(import_id, one, **more), WHY).body.carried_id
        )
        for one in reviewers
    ]


def standing(cast: Cast, title: str, stage: str = TA) -> str:
    """Where a record stands."""
    return str(states(cast.review, stage)[group_named(cast, record_named(cast, title))].standing)


def test_two_outside_reviewers_settle_conflict_or_wait_as_two_members_would(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala", "Omar")
    assert {title: standing(cast, title) for title in SAID} == {
        LARK: "forward", MARSH: "conflict", OWL: "waiting", PLOVER: "waiting"
    }  # fmt: skip
    assert counts(cast.review, TA).untouched == 1
    flow = tally(cast.review).databases
    assert (flow.screened, flow.awaiting_screening, flow.awaiting_seeking) == (1, 3, 1)
    assert {names(cast.review)[p] for p in conflicts(cast.review, TA).popitem()[1].voters} == {
        "Nala (Rayyan)",
        "Omar (Rayyan)",
    }


def test_one_act_holds_all_verdicts_of_a_reviewer_and_names_nobody_on_the_trail(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala")
    acts = Event.objects.filter(review=cast.review).order_by("-seq")[:2]
    assert [act.kind for act in acts] == ["VerdictsCarriedOver", "OutsideReviewerNamed"]
    assert not [act for act in acts if "Nala" in act.payload or WHY in act.payload]
    row = all_carried(cast.review).get()
    assert (row.verdicts, row.left_out, row.by, row.explanation) == (3, 0, cast.chloe, WHY)


def test_a_member_completes_an_outside_verdict_and_learns_it_only_then(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala")
    group = group_named(cast, record_named(cast, OWL))
    for viewer in (cast.ana, cast.ben, cast.chloe):
        assert votes(cast.review, TA, viewer) == {}
        assert group in queue(cast.review, TA, viewer)
    assert open_acts(cast.review)
    vote(cast, record_named(cast, OWL), ana="exclude")
    assert [one.verdict for one in votes(cast.review, TA, cast.ben)[group]] == ["exclude", "exclude"]
    assert standing(cast, OWL) == Standing.EXCLUDED


def test_the_tables_are_made_again_from_the_trail(cast: Cast, tmp_path: Path) -> None:
    more = {LARK: "RAYYAN-LABELS: night,day", OWL: 'USER-NOTES: {"Nala"=>["why not"]}'}
    found = said_elsewhere(cast, tmp_path, more=more)
    nala, _ = carry(cast, found, "Nala", "Omar")
    vote(cast, record_named(cast, OWL), ben="include")
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before
    withdraw_carried(By(cast.chloe), cast.review, nala.id, "a mistake")
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before
    assert replay.verify(cast.review).sound


def test_what_is_taken_out_leaves_everything_as_it_was(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, more={LARK: "RAYYAN-LABELS: night,day"})
    vote(cast, record_named(cast, PLOVER), ana="include")
    before = states(cast.review, TA)
    rows = carry(cast, found, "Nala", "Omar", "")
    assert states(cast.review, TA) != before
    for row in rows:
        withdraw_carried(By(cast.chloe), cast.review, row.id)
    assert states(cast.review, TA) == before
    assert not all_carried(cast.review)
    assert not TagRow.objects.filter(review=cast.review, withdrawn_seq=None)
    with pytest.raises(Refused, match="are carried over"):
        withdraw_carried(By(cast.chloe), cast.review, rows[0].id)
    carry(cast, found, "Nala")
    assert OutsideReviewer.objects.filter(review=cast.review, name="Nala").count() == 1


def test_it_is_not_taken_out_once_a_conflict_was_settled_or_a_report_sought(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    nala, omar = carry(cast, found, "Nala", "Omar")
    resolve_conflict(By(cast.chloe), cast.review, TA, record_named(cast, MARSH), how="arbiter", decision="exclude")
    with pytest.raises(Refused, match="1 settled conflict about them"):
        withdraw_carried(By(cast.chloe), cast.review, nala.id)
    seek(By(cast.dev), cast.review)
    with pytest.raises(Refused, match="1 report sought after them"):
        withdraw_carried(By(cast.chloe), cast.review, omar.id)
    with pytest.raises(Refused, match="verdicts on its records"):
        withdraw_import(By(cast.dev), cast.review, found, "mistake")


def test_only_the_lead_carries_over_and_says_why(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    for person in (cast.ana, cast.dev):
        with pytest.raises(NotAllowed):
            carry_over(By(person), cast.review, of(found, "Nala"), WHY)
    with pytest.raises(Refused, match="Say why"):
        carry_over(By(cast.chloe), cast.review, of(found, "Nala"), "  ")
    carry(cast, found, "Nala")
    with pytest.raises(Refused, match="already"):
        carry_over(By(cast.chloe), cast.review, of(found, "Nala"), WHY)
    with pytest.raises(Refused, match="Nothing of this"):
        carry_over(By(cast.chloe), cast.review, of(found, "Nobody"), WHY)


def test_the_same_act_twice_is_one_act(cast: Cast, tmp_path: Path) -> None:
    found, by = said_elsewhere(cast, tmp_path), By(cast.chloe)
    first = carry_over(by, cast.review, of(found, "Nala"), WHY)
    assert carry_over(by, cast.review, of(found, "Nala"), WHY).seq == first.seq
    assert OutsideReviewer.objects.filter(review=cast.review).count() == 1


def test_verdicts_can_be_those_of_a_member_who_may_take_them_back(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    (row,) = carry(cast, found, "Nala", member=cast.ana)
    assert not row.outside
    assert not OutsideReviewer.objects.filter(review=cast.review)
    mine = VerdictRow.objects.get(review=cast.review, person=cast.ana, subject=record_named(cast, OWL))
    with pytest.raises(Refused, match="given a verdict on this already"):
        give_verdict(By(cast.ana), cast.review, TA, record_named(cast, OWL), "include")
    withdraw_verdict(By(cast.ana), cast.review, mine.id)
    vote(cast, record_named(cast, OWL), ana="include")
    withdraw_carried(By(cast.chloe), cast.review, row.id)
    assert VerdictRow.objects.filter(review=cast.review, person=cast.ana, withdrawn_seq=None).count() == 1
    for stranger in (cast.dev, cast.eve):
        with pytest.raises(Refused, match="Only who gives verdicts"):
            carry_over(By(cast.chloe), cast.review, of(found, "Omar", member=stranger), WHY)


def test_what_has_all_its_verdicts_or_one_of_theirs_is_left_as_it_is(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    vote(cast, record_named(cast, LARK), ana="exclude", ben="exclude")
    vote(cast, record_named(cast, OWL), ana="include")
    (row,) = carry(cast, found, "Nala", member=cast.ana)
    assert (row.verdicts, row.left_out) == (1, 2)
    assert standing(cast, LARK) == Standing.EXCLUDED
    assert [v.verdict for v in votes(cast.review, TA, cast.ana)[group_named(cast, record_named(cast, OWL))]] == [
        "include"
    ]


def test_who_contradicts_themselves_on_one_work_and_cannot_be_asked_counts_as_unsure(
    cast: Cast, tmp_path: Path
) -> None:
    found = said_elsewhere(cast, tmp_path, policy=ScreeningPolicy(unsure_forward=False))
    carry(cast, found, "Nala", "Omar")
    lark, marsh = record_named(cast, LARK), record_named(cast, MARSH)
    merge_records(By(cast.dev), cast.review, lark, marsh)  # Nala: included and excluded; Omar: included twice
    assert standing(cast, LARK) == Standing.CONFLICT
    assert group_named(cast, lark) not in queue(cast.review, TA, cast.ana)
    resolve_conflict(By(cast.chloe), cast.review, TA, lark, how="arbiter", decision="include")
    assert standing(cast, LARK) == Standing.FORWARD


def test_contradictory_verdicts_on_two_records_of_one_work_are_both_kept(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    merge_records(By(cast.dev), cast.review, record_named(cast, LARK), record_named(cast, MARSH))
    (row,) = carry(cast, found, "Nala")
    assert row.verdicts == 3
    vote(cast, record_named(cast, LARK), ana="include")
    assert standing(cast, LARK) == Standing.FORWARD  # unsure with include
    given = votes(cast.review, TA, cast.ben)[group_named(cast, record_named(cast, LARK))]
    assert sorted(one.verdict for one in given if one.outside) == ["exclude", "include"]


def test_labels_become_tags_and_notes_come_along(cast: Cast, tmp_path: Path) -> None:
    more = {
        LARK: "RAYYAN-LABELS: night shift,day",
        MARSH: "RAYYAN-EXCLUSION-REASONS: Wrong Date",
        OWL: 'RAYYAN-EXCLUSION-REASONS: DATE | USER-NOTES: {"Nala"=>["why not"]}',
        PLOVER: 'USER-NOTES: {"Nala"=>["to be discussed"]}',
    }
    found = said_elsewhere(cast, tmp_path, more=more)
    carry(cast, found, "Nala", "Omar", "", reasons=(("Wrong Date", "design"),))
    assert set(TagRow.objects.filter(review=cast.review).values_list("text", flat=True)) == {"night shift", "day"}
    assert CommentRow.objects.get(review=cast.review).text == "to be discussed"
    said = {
        row.subject: (row.reason, row.note) for row in VerdictRow.objects.filter(review=cast.review, verdict="exclude")
    }
    assert said == {record_named(cast, MARSH): ("design", ""), record_named(cast, OWL): ("date", "why not")}


def test_records_must_have_been_compared_for_duplicates(cast: Cast, tmp_path: Path) -> None:
    from synthema.records.actions import import_file
    from tests.screening.carrying_stage import ris

    said_elsewhere(cast, tmp_path)
    (tmp_path / "late.ris").write_text(ris({"A late lark": {"Nala": "Included"}}), encoding="utf-8")
    late = import_file(By(cast.dev), cast.review, tmp_path / "late.ris", "rayyan").body.import_id
    with pytest.raises(Refused, match="1 of these records have not been compared"):
        carry_over(By(cast.chloe), cast.review, of(late, "Nala"), WHY)


def test_full_texts_need_a_report_and_a_criterion(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, {LARK: {"Nala": "Excluded", "Omar": "Maybe"}, MARSH: {"Nala": "Included"}})
    with pytest.raises(Refused, match="Nothing of this"):
        carry_over(By(cast.chloe), cast.review, of(found, "Nala", stage=FT), WHY)
    (report,) = retrieved(cast, record_named(cast, LARK))
    with pytest.raises(Refused, match="1 exclusions on full text name no criterion"):
        carry_over(By(cast.chloe), cast.review, of(found, "Nala", stage=FT), WHY)
    with pytest.raises(Refused, match="'none' is no criterion"):
        carry_over(By(cast.chloe), cast.review, of(found, "Nala", stage=FT, reasons=(("", "none"),)), WHY)
    (row,) = carry(cast, found, "Nala", stage=FT, reasons=(("", "depth"),))
    assert (row.verdicts, row.left_out) == (1, 1)
    judge(cast, report.id, ana="exclude depth")
    assert states(cast.review, FT)[report.id].standing is Standing.EXCLUDED
    with pytest.raises(Refused, match="Nothing of this"):
        carry_over(By(cast.chloe), cast.review, of(found, "Omar", stage=FT), WHY)


def test_agreement_counts_outside_reviewers_as_raters(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala", "Omar")
    pairs = pairs_for_agreement(cast.review, TA)
    assert sorted((one.verdict, other.verdict) for _, one, other in pairs) in (
        [("exclude", "include"), ("include", "include")],
        [("include", "exclude"), ("include", "include")],
    )
    assert {vote.person for _, *both in pairs for vote in both} == set(
        OutsideReviewer.objects.filter(review=cast.review).values_list("id", flat=True)
    )


def test_the_same_name_in_another_file_is_the_same_reviewer(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala")
    later = bring_said(cast, tmp_path, {"Quails at noon": {"Nala": "Included"}})
    (row,) = carry(cast, later, "Nala")
    assert row.verdicts == 1
    assert OutsideReviewer.objects.filter(review=cast.review).count() == 1


def test_the_lead_may_call_an_outside_reviewer_otherwise(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala", name="  Nala\tN. ")
    assert OutsideReviewer.objects.get(review=cast.review).called == "Nala N. (Rayyan)"


def test_the_report_says_whose_verdicts_came_from_which_tool(cast: Cast, tmp_path: Path) -> None:
    from synthema.reporting.facts import gather

    found = said_elsewhere(cast, tmp_path)
    (row,) = carry(cast, found, "Nala")
    said = f"3 verdicts on title and abstract, carried over by Chloe on {row.at:%d %B %Y}"
    assert [one.words for one in gather(cast.review).carried] == [
        f"Nala (Rayyan): {said}: They screened these records before this review was begun."
    ]
    (line,) = gather(cast.review, public=True).carried
    assert "Nala" not in line.words
    assert line.explanation == ""


def test_the_name_of_an_outside_reviewer_can_be_withdrawn(cast: Cast, tmp_path: Path) -> None:
    from synthema.team.withdrawal import withdraw_texts

    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala")
    named = Event.objects.get(review=cast.review, kind="OutsideReviewerNamed")
    withdraw_texts(By(cast.chloe), cast.review, [named.seq], "She asked for it.")
    assert set(names(cast.review).values()) >= {"Rayyan"}
    assert "Nala (Rayyan)" not in names(cast.review).values()
    assert replay.verify(cast.review).sound
    assert standing(cast, OWL) == Standing.WAITING


def test_an_outside_reviewer_travels_with_a_package_and_has_no_seat_anywhere(cast: Cast, tmp_path: Path) -> None:
    from synthema.reporting.package import export_review
    from synthema.team.doors import access_review
    from synthema.team.tables import Person

    found = said_elsewhere(cast, tmp_path)
    carry(cast, found, "Nala")
    export_review(By(cast.chloe), cast.review, tmp_path / "all.zip", break_blind="moving house")
    assert not Person.objects.filter(name__contains="Nala")
    with zipfile.ZipFile(tmp_path / "all.zip") as package:
        assert b"Nala" not in package.read("people.json")
    with pytest.raises(Refused):
        access_review(OutsideReviewer.objects.get(review=cast.review).id, cast.review)
