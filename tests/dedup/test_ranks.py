"""What records are called, and how they come, decides nothing, not even between pairs that are equally good."""

import random
from collections.abc import Mapping
from dataclasses import replace

from synthema.dedup import Duplicates, find
from synthema.dedup.ranks import by_name
from synthema.records.model import Record
from tests.dedup.invented import like

WORDS = ("amber", "birch", "cedar", "drift", "ember", "fjord", "glade", "heath", "inlet", "jetty", "knoll", "larch")
Answer = tuple[set[frozenset[str]], set[frozenset[frozenset[str]]]]


def full_of_ties() -> dict[str, Record]:
    """Works of few titles, each with poor copies that go with several of them equally well; no two records the same."""
    chance = random.Random(3)
    titles = [" ".join(chance.sample(WORDS, 7)).capitalize() for _ in range(4)]
    records: list[Record] = []
    for at in range(28):  # as many as there are pairs of a title and a volume
        work = like(
            title=titles[at % 4], doi=f"10.5555/{at}", volume=str(at % 7 + 1), issue="", pages=f"{at + 2}-", abstract=""
        )
        records += [work, replace(work, doi="", pages=""), replace(work, doi="", volume="", year=None)]
        records += [replace(work, doi="", pages="", volume="", journal=f"Journal {at}")]
    return {f"{at:04}": one for at, one in enumerate(records)}


def content(answer: Duplicates, called: Mapping[str, str]) -> Answer:
    """The groups, and which two groups are asked about, by the first names of the records."""
    group = {one: frozenset(called[m] for m in held.members) for held in answer.groups for one in held.members}
    return {*group.values()}, {frozenset((group[pair.a], group[pair.b])) for pair in answer.review}


def test_records_of_other_names_form_the_same_groups_and_questions() -> None:
    records = full_of_ties()
    groups, asked = content(find(records), {one: one for one in records})
    assert asked
    assert 4 < len(groups) < len(records)
    for seed in (1, 2):
        names = random.Random(seed).sample(range(10**6), len(records))
        called = {f"{name:07}": one for name, one in zip(names, records, strict=True)}
        assert content(find({name: records[one] for name, one in called.items()}), called) == (groups, asked)


def test_the_answer_stands_in_the_order_of_the_identifiers() -> None:
    records = full_of_ties()
    answer = find(records)
    assert [one.members[0] for one in answer.groups] == sorted(one.members[0] for one in answer.groups)
    assert all(list(one.members) == sorted(one.members) for one in answer.groups)
    matches = [match for one in answer.groups for match in one.matches]
    assert matches
    assert all(match.a < match.b for match in matches)
    assert list(answer.review) == sorted(answer.review, key=lambda pair: (-pair.score, pair.a, pair.b))


def test_names_are_ordered_as_text() -> None:
    assert by_name(["b", "a10", "a9"]).tolist() == [1, 2, 0]
    assert by_name([]).tolist() == []
