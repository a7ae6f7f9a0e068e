"""Acts on duplicates in any order, taken back in any order: all is as it was, or it is said what stands in the way."""

import random
import re
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
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
from synthema.dedup.related import relations
from synthema.dedup.tables import decisions, duplicates_joined, evidence, groups, groups_now, questions, run_in_force
from synthema.records.actions import withdraw_import
from synthema.records.tables import Import
from synthema.refused import Refused
from tests.cast import Cast
from tests.dedup.test_actions import bring
from tests.dedup.told import birds, look, told

SAME = [(0, 1), (2, 3), (3, 4), (4, 5)]
ASKED = [(1, 2), (5, 6), (6, 7), (0, 7)]
RELATED = [(8, 9, Kind.VERSION), (8, 0, Kind.NOTICE)]
TOLD = re.compile(r"kept apart|joined by hand|linked as related|parted from the others|took the place")


def all_of_it(cast: Cast) -> dict[str, object]:
    """What people see: groups under their names, their evidence, questions, relations, decisions."""
    held = groups(cast.review)
    return {
        "groups": {name: tuple(records) for name, records in held.items()},
        "evidence": {(m.a, m.b) for group in held for m in evidence(cast.review, group)},
        "questions": {(q.a, q.b) for q in questions(cast.review)},
        "relations": {(r.a, r.b, r.kind) for r in relations(cast.review)},
        "decisions": {(d.id, d.kind, d.parts, d.before) for d in decisions(cast.review)},
    }


def but_for_names(seen: dict[str, object]) -> dict[str, object]:
    """The same, whatever the groups are called: a run that finds one anew gives it a new name."""
    return seen | {"groups": sorted(seen["groups"].values())}  # type: ignore[attr-defined]


def act(cast: Cast, chance: random.Random, records: list[UUID]) -> UUID | None:
    """One decision by chance, or none where it was refused."""
    known = {one.id for one in decisions(cast.review)}
    a, b, c, d, e = chance.sample(records, 5)
    by, review = By(cast.dev), cast.review
    try:
        match chance.choice(["merge", "merge", "apart", "related", "part", "part", "family"]):
            case "merge":
                merge_records(by, review, a, b)
            case "apart":
                keep_apart(by, review, a, b)
            case "related":
                relate_records(by, review, a, b, chance.choice(list(Kind)))
            case "part":
                beside = next(held for held in groups(review).values() if a in held)
                part_group(by, review, tuple(chance.sample(beside, chance.randint(1, max(1, len(beside) - 1)))))
            case _:
                parts = [((a, b), (c,), (d, e)), ((a, b, c), (d, e)), ((a,), (b,), (c,)), ((a, b), (c, d))]
                judge_family(by, review, chance.choice(parts))
    except Refused:
        return None
    return next(one.id for one in decisions(review) if one.id not in known)


def contradicted(cast: Cast) -> list[str]:
    """The decisions in force that the groups do not keep; versions that count as duplicates are held apart by none."""
    run, found = run_in_force(cast.review), []
    for one in decisions(cast.review):
        if run and run.versions and one.versions and one.number < run.number:
            continue
        group = groups_now(cast.review, one.records)
        sides = [{group[record] for record in side} for side in one.apart]
        mixed = any(left & right for n, left in enumerate(sides) for right in sides[:n])
        if mixed or any(group[a] != group[b] for a, b in one.joined):
            found.append(one.kind)
    return found


def take_back(cast: Cast, made: list[UUID]) -> None:
    """Take decisions back in this order; what is refused says why, and goes once that is taken back."""
    waiting = list(made)
    refused = 0
    while waiting:
        one = waiting.pop(0)
        before = all_of_it(cast)
        try:
            withdraw_decision(By(cast.dev), cast.review, one)
            refused = 0
        except Refused as refusal:
            assert TOLD.search(str(refusal))
            assert all_of_it(cast) == before
            waiting.append(one)
            refused += 1
            assert refused <= len(waiting), "none of them can be taken back"
        assert contradicted(cast) == []


@pytest.mark.parametrize(("database", "seed"), [("sqlite", seed) for seed in range(1, 4)], indirect=["database"])
def test_acts_taken_back_in_any_order_leave_all_as_it_was(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    told(monkeypatch, same=SAME, asked=ASKED, related=RELATED)
    records, chance = birds(cast, tmp_path, 10), random.Random(seed)
    for _ in range(3):
        start = all_of_it(cast)
        made = [one for _ in range(7) if (one := act(cast, chance, records))]
        assert contradicted(cast) == []
        assert (joined := duplicates_joined(cast.review)).by_rule + joined.by_hand == 10 - len(groups(cast.review))
        chance.shuffle(made)
        take_back(cast, made)
        assert all_of_it(cast) == start
    assert replay.verify(cast.review).sound


@pytest.mark.parametrize(("database", "seed"), [("sqlite", seed) for seed in range(3)], indirect=["database"])
def test_where_versions_count_as_duplicates_all_comes_back_too_and_is_as_at_first_when_they_do_not(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    told(monkeypatch, same=SAME, asked=ASKED, related=RELATED)
    records, chance = birds(cast, tmp_path, 10), random.Random(seed)
    for a, b in ((6, 7), (9, 5)):
        relate_records(By(cast.dev), cast.review, records[a], records[b], Kind.VERSION)
    look(cast)
    first = all_of_it(cast)
    count_versions(By(cast.dev), cast.review, True)
    look(cast)
    assert len(groups(cast.review)) == len(first["groups"]) - 2  # type: ignore[arg-type]
    start = all_of_it(cast)
    made = [one for _ in range(7) if (one := act(cast, chance, records))]
    assert contradicted(cast) == []
    chance.shuffle(made)
    take_back(cast, made)
    assert all_of_it(cast) == start
    count_versions(By(cast.dev), cast.review, False)
    look(cast)
    assert but_for_names(all_of_it(cast)) == but_for_names(first)
    assert replay.verify(cast.review).sound


@pytest.mark.parametrize(("database", "seed"), [("sqlite", seed) for seed in range(2)], indirect=["database"])
def test_with_runs_and_imports_between_a_last_run_finds_all_as_it_was(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    told(monkeypatch, same=SAME, asked=ASKED, related=RELATED)
    records, chance = birds(cast, tmp_path, 10), random.Random(seed)
    start = all_of_it(cast)
    made = [one for _ in range(4) if (one := act(cast, chance, records))]
    look(cast)
    made += [one for _ in range(3) if (one := act(cast, chance, records))]
    bring(cast, tmp_path, "later", "TY  - JOUR\nTI  - Editorial\nPY  - 1950\nER  - \n")
    told(monkeypatch, same=[*SAME, (7, 10)], asked=[*ASKED, (1, 10)], related=RELATED)
    look(cast)
    assert contradicted(cast) == []
    made += [one for _ in range(3) if (one := act(cast, chance, records))]
    chance.shuffle(made)
    take_back(cast, made)
    later = Import.objects.filter(review=cast.review).order_by("-number")[0].id
    withdraw_import(By(cast.dev), cast.review, later, "wrong file")
    told(monkeypatch, same=SAME, asked=ASKED, related=RELATED)
    look(cast)
    there = all_of_it(cast)
    same = {key for key in start if there[key] == start[key]}
    assert same >= {"evidence", "questions", "relations", "decisions"}
    assert sorted(there["groups"].values()) == sorted(start["groups"].values())  # type: ignore[attr-defined]
    assert replay.verify(cast.review).sound
