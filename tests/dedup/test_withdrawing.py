from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import (
    judge_family,
    keep_apart,
    merge_records,
    part_group,
    relate_records,
    withdraw_decision,
)
from synthema.dedup.model import Kind
from synthema.dedup.tables import decisions, duplicates_joined, evidence, groups, parted_since, questions, taken_out
from synthema.frame.refusals import spoken
from synthema.records.actions import withdraw_import
from synthema.records.tables import Import
from synthema.refused import Refused
from synthema.screening.actions import seek
from tests.cast import Cast
from tests.dedup.test_actions import bring
from tests.dedup.told import birds, in_order, look, told
from tests.screening.stage import LARK, MARSH, group_named, prepare, vote


def state(cast: Cast) -> tuple[dict[UUID, list[UUID]], set[tuple[UUID, UUID]]]:
    """Every group under its name, and the evidence that joins it."""
    held = groups(cast.review)
    return held, {(match.a, match.b) for group in held for match in evidence(cast.review, group)}


def test_a_parting_taken_back_after_a_run_has_its_evidence_again(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)])
    first, second, third = birds(cast, tmp_path, 3)
    before = state(cast)
    parted = part_group(By(cast.dev), cast.review, (second,)).body
    look(cast)
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert state(cast) == before
    merged = merge_records(By(cast.dev), cast.review, first, third).body
    withdraw_decision(By(cast.dev), cast.review, merged.decision_id)
    assert state(cast) == before


def test_what_is_found_the_same_later_is_joined_when_they_are_no_longer_kept_apart(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 1)])
    first, second, _ = birds(cast, tmp_path, 3)
    apart = keep_apart(By(cast.dev), cast.review, first, second).body
    told(monkeypatch, same=[(0, 1)])
    look(cast)
    assert questions(cast.review) == []
    withdraw_decision(By(cast.dev), cast.review, apart.decision_id)
    held, evident = state(cast)
    assert [first, second] in held.values()
    assert evident == {(first, second)}


def test_what_was_joined_to_the_parted_goes_back_with_them(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1), (1, 2)])
    _, second, third, fourth = birds(cast, tmp_path, 4)
    before = state(cast)
    parted = part_group(By(cast.dev), cast.review, (second, third)).body
    merged = merge_records(By(cast.dev), cast.review, third, fourth).body
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert len(groups(cast.review)) == 1
    withdraw_decision(By(cast.dev), cast.review, merged.decision_id)
    assert state(cast) == before
    assert replay.verify(cast.review).sound


def held(cast: Cast) -> set[frozenset[UUID]]:
    return {frozenset(records) for records in groups(cast.review).values()}


@pytest.mark.parametrize("with_runs", [False, True])
def test_a_merge_taken_back_after_a_parting_leaves_no_merge_that_nobody_decided(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_runs: bool
) -> None:
    told(monkeypatch, same=[(1, 2)])
    first, second, third = birds(cast, tmp_path, 3)
    before = state(cast)
    merged = merge_records(By(cast.dev), cast.review, first, second).body
    parted = part_group(By(cast.dev), cast.review, (third,)).body
    assert held(cast) == {frozenset((first, second)), frozenset((third,))}
    if with_runs:
        look(cast)
    withdraw_decision(By(cast.dev), cast.review, merged.decision_id)
    assert held(cast) == {frozenset((one,)) for one in (first, second, third)}
    if with_runs:
        look(cast)
        assert len(groups(cast.review)) == 3
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert state(cast) == before
    assert replay.verify(cast.review).sound


def test_who_was_together_without_the_merge_stays_together_after_a_parting_and_a_run(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1), (1, 2)])
    first, second, third = birds(cast, tmp_path, 3)
    before = state(cast)
    parted = part_group(By(cast.dev), cast.review, (second,)).body
    look(cast)
    assert held(cast) == {frozenset((first, third)), frozenset((second,))}
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert state(cast) == before


def test_what_stands_in_the_way_is_named_by_what_was_decided_and_when(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)], asked=[(2, 3)])
    first, second, third, fourth, fifth = birds(cast, tmp_path, 5)
    parted = part_group(By(cast.dev), cast.review, (second,)).body
    related = relate_records(By(cast.dev), cast.review, second, first, Kind.NOTICE).body
    before = state(cast)
    with pytest.raises(
        Refused, match=r"two of these were linked as related, .* Take that decision back first"
    ) as told_of:
        withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    at = decisions(cast.review)[-1].at
    assert f"{at:%Y-%m-%d at %H:%M}" in str(told_of.value)
    assert str(related.decision_id) in str(told_of.value)  # the command that takes it back
    assert str(related.decision_id) not in spoken(told_of.value)  # pages have no place for it
    assert state(cast) == before
    judge_family(By(cast.dev), cast.review, ((third,), (fourth,), (fifth,)))
    with pytest.raises(Refused, match="many were judged at once, two of these were kept apart"):
        merge_records(By(cast.dev), cast.review, third, fourth)
    with pytest.raises(Refused, match="linked as related"):
        judge_family(By(cast.dev), cast.review, ((first, second),))


def test_an_older_decision_is_no_hindrance_when_a_later_merge_brought_its_records_together(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)])
    first, second, third = birds(cast, tmp_path, 3)
    keep_apart(By(cast.dev), cast.review, first, third)
    before = state(cast)
    parted = part_group(By(cast.dev), cast.review, (second,)).body
    merged = merge_records(By(cast.dev), cast.review, second, third).body
    with pytest.raises(Refused, match=f"joined by hand.*{merged.decision_id}"):
        withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    withdraw_decision(By(cast.dev), cast.review, merged.decision_id)
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert state(cast) == before


def test_what_was_replaced_is_taken_back_after_what_replaced_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch)
    first, second = birds(cast, tmp_path, 2)
    apart = keep_apart(By(cast.dev), cast.review, first, second).body
    related = relate_records(By(cast.dev), cast.review, first, second, Kind.PREPRINT).body
    with pytest.raises(Refused, match="took the place of this one"):
        withdraw_decision(By(cast.dev), cast.review, apart.decision_id)
    withdraw_decision(By(cast.dev), cast.review, related.decision_id)
    with pytest.raises(Refused, match="kept apart already"):
        keep_apart(By(cast.dev), cast.review, second, first)
    withdraw_decision(By(cast.dev), cast.review, apart.decision_id)
    with pytest.raises(Refused, match="taken back before"):
        withdraw_decision(By(cast.dev), cast.review, apart.decision_id)


def test_what_rested_on_an_import_that_was_taken_out_is_named_and_decided_by_the_next_run(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 1)])
    birds(cast, tmp_path, 2)
    assert (taken_out(cast.review), parted_since(cast.review)) == (0, 0)
    before = state(cast)
    bring(cast, tmp_path, "bridge", "TY  - JOUR\nTI  - Editorial\nPY  - 1950\nER  - \n")
    told(monkeypatch, same=[(0, 2), (1, 2)])
    look(cast)
    assert (len(groups(cast.review)), taken_out(cast.review)) == (1, 0)
    withdraw_import(By(cast.dev), cast.review, Import.objects.get(file_name="bridge.ris").id, "wrong file")
    assert (len(groups(cast.review)), taken_out(cast.review)) == (1, 1)
    joined = duplicates_joined(cast.review)
    assert (joined.by_rule, joined.by_hand) == (1, 0)  # it is by rule that they stand together, not by a person
    told(monkeypatch, asked=[(0, 1)])
    look(cast)
    assert taken_out(cast.review) == 0
    assert held(cast) == {frozenset((one,)) for one in in_order(cast)}
    assert len(questions(cast.review)) == 1
    assert before[1] == state(cast)[1]


def test_a_parting_asks_for_another_look_until_it_is_taken_back_or_a_run_has_seen_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)])
    first, _ = birds(cast, tmp_path, 2)
    parted = part_group(By(cast.dev), cast.review, (first,)).body
    assert parted_since(cast.review) == 1
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert parted_since(cast.review) == 0
    part_group(By(cast.dev), cast.review, (first,))
    look(cast)
    assert parted_since(cast.review) == 0


def test_duplicates_by_rule_and_by_hand_add_up_to_all(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted() -> tuple[int, int]:
        joined = duplicates_joined(cast.review)
        assert joined.by_rule + joined.by_hand == 4 - len(groups(cast.review))
        return joined.by_rule, joined.by_hand

    told(monkeypatch, same=[(0, 1)])
    first, second, third, fourth = birds(cast, tmp_path, 4)
    assert counted() == (1, 0)
    parted = part_group(By(cast.dev), cast.review, (second,)).body
    assert counted() == (0, 0)
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    merge_records(By(cast.dev), cast.review, third, fourth)
    assert counted() == (1, 1)
    told(monkeypatch, same=[(0, 1), (2, 3)])
    look(cast)
    assert counted() == (2, 0)
    merge_records(By(cast.dev), cast.review, first, third)
    assert counted() == (2, 1)


def test_a_parting_is_taken_back_under_the_name_of_the_report_that_came_of_it_but_never_of_two(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)])
    record = prepare(cast, tmp_path)
    lark, marsh = record[LARK], record[MARSH]
    parted = part_group(By(cast.dev), cast.review, (marsh,)).body
    seek_it(cast, marsh)
    own = group_named(cast, marsh)
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert groups(cast.review)[own] == [lark, marsh]
    parted = part_group(By(cast.dev), cast.review, (lark,)).body
    seek_it(cast, lark)
    before = state(cast)
    with pytest.raises(Refused, match="sought as reports of their own by now"):
        withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert state(cast) == before
    assert replay.verify(cast.review).sound


def seek_it(cast: Cast, record: UUID) -> None:
    """Both include a record, and its report is sought."""
    vote(cast, record, ana="include", ben="include")
    seek(By(cast.chloe), cast.review)
