import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from synthema.dedup import MATCHER, find
from synthema.dedup.pipeline import compare
from synthema.records.model import Record
from tests.dedup.invented import OTHER, PRINTED, like

SEARCH = {
    "a1": PRINTED,
    "a2": like(doi="", journal="J Invent Nurs", pages="101-12"),
    "a3": like(volume="", issue="", pages="", year=2018),
    "a4": Record(title=PRINTED.title),
    "b1": OTHER,
    "b2": like(OTHER, doi="", authors=("E. Marsh",)),
    "c1": like(title=PRINTED.title + ". Part 2", doi="10.5555/jin.2020.15", volume="15", pages="9", year=2020),
    "d1": like(title="Editorial", doi="", authors=(), pages="3"),
    "d2": like(title="Editorial", doi="", authors=(), pages="3", volume="15"),
    "e1": Record(),
    "e2": Record(),
}


def test_it_groups_the_records_of_each_report() -> None:
    groups = [group.members for group in find(SEARCH).groups]
    assert groups == [("a1", "a2", "a3"), ("a4",), ("b1", "b2"), ("c1",), ("d1",), ("d2",), ("e1",), ("e2",)]


def test_a_sparse_record_is_a_question() -> None:
    asked = {pair.b: pair for pair in find(SEARCH).review}
    assert asked["a4"].reason == "titles 100 % alike; not enough to be sure"
    assert asked["a4"].a in {"a1", "a2", "a3"}


def test_every_record_is_in_exactly_one_group() -> None:
    members = [member for group in find(SEARCH).groups for member in group.members]
    assert sorted(members) == sorted(SEARCH)


def test_the_matches_of_a_group_connect_its_members_and_give_reasons() -> None:
    group = find(SEARCH).groups[0]
    assert len(group.matches) == len(group.members) - 1
    assert {match.a for match in group.matches} | {match.b for match in group.matches} == set(group.members)
    assert all("titles 100 % alike" in match.reason and 0 < match.score <= 100 for match in group.matches)


@settings(max_examples=20)
@given(some.permutations(sorted(SEARCH)))
def test_the_order_of_the_records_has_no_influence(order: list[str]) -> None:
    assert find({one: SEARCH[one] for one in order}) == find(SEARCH)


FIELDS = some.sampled_from(
    ["", "1", "2", "14", "101", "10.5555/a", "10.5555/b", "Editorial", PRINTED.title, OTHER.title]
)
RECORDS = some.builds(
    Record,
    title=FIELDS,
    authors=some.sampled_from([(), PRINTED.authors, OTHER.authors]),
    year=some.sampled_from([None, 2018, 2019, 2023]),
    volume=FIELDS,
    pages=FIELDS,
    doi=FIELDS,
    journal=FIELDS,
)


@settings(max_examples=20)
@given(some.lists(RECORDS, max_size=12), some.randoms(use_true_random=False))
def test_any_records_shuffled_give_the_same_partition(records: list[Record], chance: random.Random) -> None:
    named = {f"{at:02}": record for at, record in enumerate(records)}
    shuffled = list(named.items())
    chance.shuffle(shuffled)
    answer = find(dict(shuffled))
    assert answer == find(named)
    assert sorted(member for group in answer.groups for member in group.members) == sorted(named)


def test_no_records_have_no_groups() -> None:
    assert (find({}).groups, find({}).review) == ((), ())


def test_two_groups_are_asked_about_once() -> None:
    volume = {"x": "14", "y": "15"}
    copies = {
        f"{work}{at}": like(doi=f"10.5555/{work}", pages="", volume=volume[work]) for work in "xy" for at in range(3)
    }
    answer = find(copies)
    assert [group.members for group in answer.groups] == [("x0", "x1", "x2"), ("y0", "y1", "y2")]
    assert {(pair.a[0], pair.b[0]) for pair in answer.review} == {("x", "y")}
    assert len(compare(copies.items()).questions) == 1
    assert "the DOIs differ" in answer.review[0].reason


def test_a_running_number_in_the_issue_column_is_ignored() -> None:
    copies = {
        f"{at:03}": like(
            title=f"{PRINTED.title} {chr(97 + at // 2 // 26)}{chr(97 + at // 2 % 26)}", issue=str(at), pages="", doi=""
        )
        for at in range(60)
    }
    assert max(len(group.members) for group in find(copies).groups) > 1


def test_a_much_repeated_record_is_one_group() -> None:
    copies = {f"{at:05}": PRINTED for at in range(1500)}
    assert [len(group.members) for group in find(copies).groups] == [1500]


@pytest.mark.parametrize("title", ["Editorial", "Book review", "Preface"])
def test_a_journal_full_of_one_title_keeps_every_record(title: str) -> None:
    issues = {
        f"{at:03}": like(title=title, doi="", volume=str(at // 4), issue=str(at % 4), pages="3") for at in range(80)
    }
    assert len(find(issues).groups) == 80


def test_the_matcher_has_a_version() -> None:
    assert MATCHER == "trees/2"
