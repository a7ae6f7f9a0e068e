"""Versions that count as one report, and what people said about them."""

from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import (
    count_versions,
    judge_family,
    keep_apart,
    part_group,
    relate_records,
    withdraw_decision,
)
from synthema.dedup.beside import found, shown_groups
from synthema.dedup.model import Duplicates, Group, Kind, Match
from synthema.dedup.related import kin, relations
from synthema.dedup.tables import DedupRun, decisions, group_of, groups, questions
from synthema.dedup.torn import versions_apart
from synthema.records.model import Record
from tests.cast import Cast
from tests.dedup.test_actions import bring, same_after_replay
from tests.dedup.test_undoing import all_of_it, but_for_names
from tests.dedup.told import in_order, look

PUB = ("", ".pub2", ".pub3")


def review(year: int, version: str) -> Record:
    return Record(
        title="Singing for older people with dementia in care",
        authors=("Smith, Jane", "Brown, Karl"),
        year=year,
        journal="Cochrane Database of Systematic Reviews",
        doi=f"10.1002/14651858.CD000123{version}",
    )


@pytest.fixture
def three(cast: Cast, tmp_path: Path) -> list[UUID]:
    """A Cochrane review and its two updates, linked as versions."""
    text = "".join(
        f"TY  - JOUR\nTI  - {one.title}\nAU  - Smith, Jane\nAU  - Brown, Karl\nPY  - {one.year}\n"
        f"T2  - {one.journal}\nIS  - 3\nSP  - CD000123\nDO  - {one.doi}\nER  - \n"
        for one in (review(2008 + 4 * n, version) for n, version in enumerate(PUB))
    )
    bring(cast, tmp_path, "one", text)
    look(cast)
    assert (sizes(cast), len(relations(cast.review))) == ([1, 1, 1], 3)
    return in_order(cast)


def sizes(cast: Cast) -> list[int]:
    return sorted(map(len, groups(cast.review).values()))


def switch(cast: Cast, on: bool) -> None:
    count_versions(By(cast.dev), cast.review, on)
    look(cast)


def linked(cast: Cast) -> set[frozenset[UUID]]:
    assert {one.kind for one in relations(cast.review)} <= {Kind.VERSION}
    return {frozenset((one.a, one.b)) for one in relations(cast.review)}


def test_a_version_said_by_hand_is_merged_where_versions_are_duplicates(cast: Cast, three: list[UUID]) -> None:
    made = relate_records(By(cast.dev), cast.review, three[0], three[1], Kind.VERSION).body
    before = all_of_it(cast)
    switch(cast, on=True)
    assert (sizes(cast), relations(cast.review), questions(cast.review)) == ([3], [], [])
    (shown,) = shown_groups(cast.review, list(groups(cast.review)))
    assert [one.id for one in shown.by_hand] == [made.decision_id]
    same_after_replay(cast)
    switch(cast, on=False)
    assert but_for_names(all_of_it(cast)) == but_for_names(before)
    switch(cast, on=True)
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert sizes(cast) == [3]  # the matcher says so too


def test_what_only_a_person_calls_a_version_leaves_when_that_is_taken_back(
    cast: Cast, tmp_path: Path, three: list[UUID]
) -> None:
    bring(cast, tmp_path, "two", "TY  - JOUR\nTI  - Choirs in nursing homes\nPY  - 1999\nER  - \n")
    look(cast)
    other = in_order(cast)[0]
    switch(cast, on=True)
    made = relate_records(By(cast.dev), cast.review, three[0], other, Kind.VERSION).body
    assert found(cast.review, (), 0).outdated
    look(cast)
    assert not found(cast.review, (), 0).outdated
    assert (sizes(cast), DedupRun.objects.latest("number").relations) == ([4], 0)
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert (sizes(cast), len(groups(cast.review)[group_of(cast.review, other)])) == ([1, 3], 1)
    same_after_replay(cast)


def test_versions_that_a_family_kept_apart_stay_linked(cast: Cast, three: list[UUID]) -> None:
    judge_family(By(cast.dev), cast.review, tuple((one,) for one in three))
    before = all_of_it(cast)
    switch(cast, on=True)
    assert (sizes(cast), len(linked(cast)), questions(cast.review)) == ([1, 1, 1], 3, [])
    assert DedupRun.objects.latest("number").uncertain == 0
    mine = group_of(cast.review, three[0])
    assert [one.group for one in kin(cast.review, [mine])[mine]]
    assert all_of_it(cast)["relations"] == before["relations"]
    same_after_replay(cast)
    withdraw_decision(By(cast.dev), cast.review, decisions(cast.review)[0].id)
    assert (sizes(cast), linked(cast)) == ([3], set())
    switch(cast, on=False)
    assert (sizes(cast), len(linked(cast))) == ([1, 1, 1], 3)


def test_a_version_that_was_parted_from_the_others_is_linked_to_them(cast: Cast, three: list[UUID]) -> None:
    switch(cast, on=True)
    parted = part_group(By(cast.dev), cast.review, (three[2],)).body
    look(cast)
    assert (sizes(cast), len(linked(cast)), questions(cast.review)) == ([1, 2], 1, [])
    withdraw_decision(By(cast.dev), cast.review, parted.decision_id)
    assert (sizes(cast), linked(cast)) == ([3], set())


def test_who_said_that_two_versions_are_not_related_is_believed(cast: Cast, three: list[UUID]) -> None:
    kept = keep_apart(By(cast.dev), cast.review, three[0], three[1]).body
    switch(cast, on=True)
    assert (sizes(cast), linked(cast), questions(cast.review)) == ([1, 2], set(), [])
    withdraw_decision(By(cast.dev), cast.review, kept.decision_id)
    assert (sizes(cast), linked(cast)) == ([3], set())


def test_copies_of_versions_are_linked_once_and_others_not() -> None:
    held = {"a": review(2008, ""), "b": review(2012, ".pub2"), "c": review(2012, ".pub2"), "d": review(2008, "")}
    whole = Duplicates((Group(("a", "b", "c", "d"), (Match("a", "b", "alike", 90),)),), ())
    settled = Duplicates((Group(("a", "d")), Group(("b", "c"))), ())
    (one,) = versions_apart(whole, settled, held.__getitem__).relations
    assert (one.a, one.b, one.kind) == ("b", "a", Kind.VERSION)
    assert versions_apart(whole, whole, held.__getitem__) == whole
    copies = Duplicates((Group(("a", "b")), Group(("c", "d"))), ())
    assert len(versions_apart(whole, copies, held.__getitem__).relations) == 1
    same = Duplicates((Group(("a",)), Group(("d",))), ())
    assert versions_apart(Duplicates((Group(("a", "d")),), ()), same, held.__getitem__).relations == ()
