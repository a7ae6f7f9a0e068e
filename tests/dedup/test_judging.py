"""Many uncertain records decided in one act, and taken back in one."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.dedup import judging
from synthema.dedup.actions import judge_family, keep_apart, merge_records, part_group, withdraw_decision
from synthema.dedup.asked import asked
from synthema.dedup.beside import by_search
from synthema.dedup.tables import decisions, duplicates_removed, groups, questions
from synthema.records.tables import records
from synthema.refused import Refused
from synthema.search.tables import by_key
from tests.cast import Cast
from tests.dedup.test_actions import bring, same_after_replay
from tests.dedup.told import birds, in_order, look, told

CHAIN = [(0, 1), (1, 2), (2, 3), (3, 4)]


@pytest.fixture
def five(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Five records of one title, a chain of doubts."""
    told(monkeypatch, asked=CHAIN)
    return birds(cast, tmp_path, 5)


def held(cast: Cast) -> set[frozenset[UUID]]:
    return {frozenset(one) for one in groups(cast.review).values()}


def test_uncertain_records_that_hang_together_are_one_question(cast: Cast, five: list[UUID]) -> None:
    (family,) = asked(cast.review)
    assert set(family.records) == set(five)
    assert len(family.questions) == 4
    assert not family.is_pair


def test_one_act_merges_some_keeps_others_apart_and_one_act_takes_all_of_it_back(cast: Cast, five: list[UUID]) -> None:
    a, b, c, d, e = five
    before, open_before = groups(cast.review), [one.id for one in questions(cast.review)]
    made = judge_family(By(cast.dev), cast.review, ((a, b), (c,), (d, e)), "volumes tell").body
    assert held(cast) == {frozenset((a, b)), frozenset((c,)), frozenset((d, e))}
    assert questions(cast.review) == []
    assert "volumes" not in Event.objects.get(review=cast.review, kind="FamilyJudged").payload
    look(cast)
    assert held(cast) == {frozenset((a, b)), frozenset((c,)), frozenset((d, e))}
    assert questions(cast.review) == []
    same_after_replay(cast)
    look(cast)
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert groups(cast.review) == before
    assert len(questions(cast.review)) == len(open_before)
    same_after_replay(cast)


def test_taking_back_brings_the_former_names_of_groups_back(cast: Cast, five: list[UUID]) -> None:
    before, asked_before = groups(cast.review), questions(cast.review)
    made = judge_family(By(cast.dev), cast.review, (tuple(five),)).body
    assert len(groups(cast.review)) == 1
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert (groups(cast.review), questions(cast.review)) == (before, asked_before)


def test_what_is_left_undecided_stays_open(cast: Cast, five: list[UUID]) -> None:
    judge_family(By(cast.dev), cast.review, (tuple(five[:2]),))
    (family,) = asked(cast.review)
    assert len(family.groups) == 4
    judge_family(By(cast.dev), cast.review, tuple((one,) for one in five[1:]))
    assert asked(cast.review) == ()
    assert len(groups(cast.review)) == 4


def test_a_merge_that_others_build_on_leaves_what_they_joined(cast: Cast, five: list[UUID]) -> None:
    a, b, c, *_ = five
    made = judge_family(By(cast.dev), cast.review, ((a, b, c),)).body
    with pytest.raises(Refused, match="joined by hand"):
        part_group(By(cast.dev), cast.review, (b,))
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    first = merge_records(By(cast.dev), cast.review, a, b).body
    judge_family(By(cast.dev), cast.review, ((b, c, five[3]),))
    withdraw_decision(By(cast.dev), cast.review, first.decision_id)
    assert frozenset((b, c, five[3])) in held(cast)
    assert frozenset((a,)) in held(cast)
    same_after_replay(cast)


def test_the_contrary_of_what_stands_is_refused_and_nothing_moves(cast: Cast, five: list[UUID]) -> None:
    a, b, c, d, e = five
    keep_apart(By(cast.chloe), cast.review, a, b)
    merge_records(By(cast.chloe), cast.review, c, d)
    before = groups(cast.review)
    for parts, says in (
        (((a, b, e),), "two of these were kept apart"),
        (((a, e), (c,), (d,)), "in one group by now"),
        (((a,), (b,)), "decided already"),
        (((c, d),), "decided already"),
        (((a,),), "two records at least"),
        (((a,), ()), "none of the parts"),
        (((a,), (a, b)), "named twice"),
        (((a,), (uuid4(),)), "no record"),
    ):
        with pytest.raises(Refused, match=says):
            judge_family(By(cast.dev), cast.review, parts)
    assert groups(cast.review) == before
    assert [one.kind for one in decisions(cast.review)] == ["apart", "same"]


def test_one_act_names_so_many_records_and_no_more(
    cast: Cast, five: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "MOST", 4)
    with pytest.raises(Refused, match="at most 4 records"):
        judge_family(By(cast.dev), cast.review, (tuple(five),))


def test_the_same_act_again_is_one_decision(cast: Cast, five: list[UUID]) -> None:
    by, parts = By(cast.dev), tuple((one,) for one in five)
    assert judge_family(by, cast.review, parts) == judge_family(by, cast.review, parts)
    assert len(decisions(cast.review)) == 1


def test_a_later_import_is_asked_about_against_each_group_and_kept_apart_stays_so(
    cast: Cast, five: list[UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_family(By(cast.dev), cast.review, tuple((one,) for one in five))
    before = groups(cast.review)
    bring(cast, tmp_path, "later", "TY  - JOUR\nTI  - Editorial\nPY  - 1950\nER  - \n")
    told(monkeypatch, asked=[*CHAIN, (4, 5)], same=[(0, 1)])
    look(cast)
    assert {key: one for key, one in groups(cast.review).items() if key in before} == before
    (family,) = asked(cast.review)
    assert set(family.records) == {five[4], in_order(cast)[5]}
    assert records(cast.review).count() == 6
    same_after_replay(cast)


def test_every_source_counts_its_own_records_before_and_after(
    cast: Cast, five: list[UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 5), (5, 6)])
    birds(cast, tmp_path, 2, "two")
    one, two = (by_key(cast.review, key).id for key in ("one", "two"))
    judge_family(By(cast.dev), cast.review, (asked(cast.review)[0].records,))
    removed = duplicates_removed(cast.review)
    assert (removed[one].records, removed[one].duplicates) == (5, 0)
    assert (removed[two].records, removed[two].duplicates) == (2, 2)
    assert by_search(cast.review) == (("one", removed[one]), ("two", removed[two]))
    withdraw_decision(By(cast.dev), cast.review, decisions(cast.review)[0].id)
    assert [one.duplicates for one in duplicates_removed(cast.review).values()] == [0, 0]


def test_twelve_pairs_are_twelve_works_in_one_act_and_in_one_act_all_is_as_before(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(n, n + 1) for n in range(23)])
    records_ = birds(cast, tmp_path, 24)
    before, asked_before = groups(cast.review), questions(cast.review)
    pairs = tuple(zip(records_[::2], records_[1::2], strict=True))
    made = judge_family(By(cast.dev), cast.review, pairs).body
    assert held(cast) == {frozenset(pair) for pair in pairs}
    assert questions(cast.review) == []
    look(cast)
    assert held(cast) == {frozenset(pair) for pair in pairs}
    withdraw_decision(By(cast.dev), cast.review, made.decision_id)
    assert (groups(cast.review), len(questions(cast.review))) == (before, len(asked_before))
    same_after_replay(cast)
