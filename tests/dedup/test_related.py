"""Reports that belong together without being the same: found, said, changed, made a merge of, and taken back."""

from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import (
    count_versions,
    judge_family,
    keep_apart,
    merge_records,
    part_group,
    relate_records,
    withdraw_decision,
)
from synthema.dedup.model import Kind
from synthema.dedup.related import kin, related_to, relations
from synthema.dedup.tables import DedupRun, decisions, group_of, groups, questions, versions_are_duplicates
from synthema.records.actions import withdraw_import
from synthema.records.tables import Import
from synthema.refused import Refused
from tests.cast import Cast
from tests.dedup.test_actions import bring, same_after_replay
from tests.dedup.told import birds, look, told

ERRATUM = [(1, 0, Kind.NOTICE)]


@pytest.fixture
def four(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Four records: the second a notice about the first, a doubt between the last two."""
    told(monkeypatch, related=ERRATUM, asked=[(0, 1), (2, 3)])
    return birds(cast, tmp_path, 4)


def said(cast: Cast) -> list[tuple[UUID, UUID, Kind, bool]]:
    return [(one.a, one.b, one.kind, one.decision is not None) for one in relations(cast.review)]


def test_a_relation_found_is_listed_from_both_sides_and_never_asked_about(cast: Cast, four: list[UUID]) -> None:
    one, notice, *_ = four
    assert said(cast) == [(notice, one, Kind.NOTICE, False)]
    assert [{q.a, q.b} for q in questions(cast.review)] == [set(four[2:])]
    mine, its = group_of(cast.review, one), group_of(cast.review, notice)
    lines = kin(cast.review, [mine, its])
    assert [line.words for line in lines[mine]] == ["A notice about this is in the review"]
    assert [(line.words, line.group) for line in lines[its]] == [("This is a notice about", mine)]
    assert (related_to(cast.review, [group_of(cast.review, four[2])]), related_to(cast.review, [])) == ([], [])
    assert DedupRun.objects.get(review=cast.review).relations == 1
    same_after_replay(cast)


def test_what_a_person_says_outlives_a_run_and_is_taken_back(cast: Cast, four: list[UUID]) -> None:
    made = relate_records(By(cast.dev), cast.review, four[2], four[3], Kind.PREPRINT, "same text").body
    assert questions(cast.review) == []
    look(cast)
    assert (four[2], four[3], Kind.PREPRINT, True) in said(cast)
    assert questions(cast.review) == []
    with pytest.raises(Refused, match="related already"):
        relate_records(By(cast.dev), cast.review, four[2], four[3], Kind.PREPRINT)
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert len(said(cast)) == len(questions(cast.review)) == 1
    same_after_replay(cast)


def test_a_relation_is_changed_and_turned_round_and_each_step_undone(cast: Cast, four: list[UUID]) -> None:
    a, b = four[2:]
    relate_records(By(cast.dev), cast.review, a, b, Kind.PREPRINT)
    relate_records(By(cast.dev), cast.review, a, b, Kind.VERSION)
    turned = relate_records(By(cast.dev), cast.review, b, a, Kind.VERSION).body
    assert [one for one in said(cast) if one[3]] == [(b, a, Kind.VERSION, True)]
    withdraw_decision(By(cast.dev), cast.review, turned.decision_id)
    assert [one for one in said(cast) if one[3]] == [(a, b, Kind.VERSION, True)]
    withdraw_decision(By(cast.dev), cast.review, decisions(cast.review)[-1].id)
    assert [one for one in said(cast) if one[3]] == [(a, b, Kind.PREPRINT, True)]
    same_after_replay(cast)


def test_a_relation_found_is_rejected_and_comes_back_when_that_is_taken_back(cast: Cast, four: list[UUID]) -> None:
    made = keep_apart(By(cast.dev), cast.review, four[0], four[1], "about something else").body
    assert said(cast) == []
    look(cast)
    assert said(cast) == []
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert len(said(cast)) == 1


def test_a_relation_becomes_a_merge_and_a_relation_again(cast: Cast, four: list[UUID]) -> None:
    a, b = four[2:]
    relate_records(By(cast.dev), cast.review, a, b, Kind.REPRINT)
    before = groups(cast.review)
    merged = merge_records(By(cast.dev), cast.review, a, b).body
    assert group_of(cast.review, a) == group_of(cast.review, b)
    assert len(said(cast)) == 1
    look(cast)
    withdraw_decision(By(cast.dev), cast.review, merged.decision_id)
    assert groups(cast.review) == before
    assert (a, b, Kind.REPRINT, True) in said(cast)
    found = merge_records(By(cast.dev), cast.review, four[0], four[1]).body
    assert [one[3] for one in said(cast)] == [True]
    withdraw_decision(By(cast.dev), cast.review, found.decision_id)
    assert groups(cast.review) == before
    same_after_replay(cast)


def test_kept_apart_may_be_related_after_all_but_one_group_may_not(cast: Cast, four: list[UUID]) -> None:
    a, b = four[2:]
    keep_apart(By(cast.dev), cast.review, a, b)
    made = relate_records(By(cast.dev), cast.review, a, b, Kind.TRANSLATION).body
    assert [one.kind for one in decisions(cast.review)] == ["related"]
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert [one.kind for one in decisions(cast.review)] == ["apart"]
    with pytest.raises(Refused, match="kept apart"):
        merge_records(By(cast.dev), cast.review, a, b)
    withdraw_decision(By(cast.dev), cast.review, decisions(cast.review)[0].id)
    merge_records(By(cast.dev), cast.review, a, b)
    with pytest.raises(Refused, match="in one group"):
        relate_records(By(cast.dev), cast.review, a, b, Kind.TRANSLATION)


def test_a_parting_is_not_taken_back_under_a_relation_said_since(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)])
    a, b = birds(cast, tmp_path, 2)
    parted = part_group(By(cast.dev), cast.review, (b,)).body
    related = relate_records(By(cast.dev), cast.review, b, a, Kind.NOTICE).body
    with pytest.raises(Refused, match="linked as related"):
        withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    withdraw_decision(By(cast.dev), cast.review, related.decision_id)
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert group_of(cast.review, a) == group_of(cast.review, b)


def test_a_relation_leaves_with_the_import_of_one_of_its_ends(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, related=ERRATUM)
    bring(cast, tmp_path, "one", "TY  - JOUR\nTI  - Owls\nER  - \n")
    birds(cast, tmp_path, 1, "two")
    assert len(said(cast)) == 1
    withdraw_import(By(cast.dev), cast.review, Import.objects.get(file_name="two.ris").id, "wrong file")
    assert said(cast) == []


def test_versions_count_as_the_team_says_from_the_next_run_on(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = told(monkeypatch)
    birds(cast, tmp_path, 2)
    assert not versions_are_duplicates(cast.review)
    with pytest.raises(Refused, match="related reports, no duplicates, already"):
        count_versions(By(cast.dev), cast.review, False)
    count_versions(By(cast.dev), cast.review, True)
    look(cast)
    same_after_replay(cast)
    count_versions(By(cast.chloe), cast.review, False)
    look(cast)
    assert ran == [False, True, False]
    assert list(DedupRun.objects.order_by("number").values_list("versions", flat=True)) == [False, True, False]


def test_a_run_that_began_under_the_other_rule_is_not_closed(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from synthema.dedup import running

    told(monkeypatch)
    birds(cast, tmp_path, 2)
    draft = running._draft

    def meanwhile(*given: object) -> object:
        made = draft(*given)  # type: ignore[arg-type]
        count_versions(By(cast.chloe), cast.review, not versions_are_duplicates(cast.review))
        return made

    monkeypatch.setattr(running, "_draft", meanwhile)
    with pytest.raises(Refused, match="Run it again"):
        look(cast)


def test_a_relation_is_rejected_also_where_many_were_kept_apart_at_once(cast: Cast, four: list[UUID]) -> None:
    judge_family(By(cast.dev), cast.review, tuple((one,) for one in four))
    related = relate_records(By(cast.dev), cast.review, four[2], four[3], Kind.NOTICE).body
    assert len(said(cast)) == 2
    a, b, c, d = four
    rejected = [keep_apart(By(cast.dev), cast.review, *ends).body for ends in ((c, d), (a, b))]
    assert said(cast) == []
    assert [one.kind for one in decisions(cast.review)] == ["family", "apart", "apart"]
    for one in rejected:
        withdraw_decision(By(cast.dev), cast.review, one.decision_id)
    assert len(said(cast)) == 2
    withdraw_decision(By(cast.dev), cast.review, related.decision_id)
    assert len(said(cast)) == 1
