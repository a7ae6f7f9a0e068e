from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import keep_apart, merge_records, part_group, withdraw_decision
from synthema.dedup.tables import evidence, groups, questions
from tests.cast import Cast
from tests.dedup.told import birds, look, told


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


def test_what_is_found_the_same_later_is_asked_when_they_are_no_longer_kept_apart(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 1)])
    first, second, _ = birds(cast, tmp_path, 3)
    apart = keep_apart(By(cast.dev), cast.review, first, second).body
    told(monkeypatch, same=[(0, 1)])
    look(cast)
    assert questions(cast.review) == []
    withdraw_decision(By(cast.dev), cast.review, apart.decision_id)
    assert [(one.a, one.b) for one in questions(cast.review)] == [(first, second)]


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
