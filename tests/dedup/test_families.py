from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from synthema.dedup.families import families
from synthema.dedup.model import Pair


def pair(a: str, b: str, score: int) -> Pair:
    return Pair(a, b, "alike", score)


def test_editorials_with_one_title_are_one_question() -> None:
    names = [f"editorial-{n:03}" for n in range(200)]
    pairs = [pair(a, b, 40) for a, b in pairwise(names)]
    (family,) = families(pairs, {name: name for name in names})
    assert family.records == tuple(names)
    assert len(family.pairs) == 199


def test_records_of_one_group_hold_a_family_together() -> None:
    found = families([pair("a", "b", 50), pair("c", "d", 60)], {"a": 1, "b": 2, "c": 2, "d": 3})
    assert [one.records for one in found] == [("a", "b", "c", "d")]


def test_the_most_useful_family_comes_first() -> None:
    pairs = [pair("a", "b", 50), pair("c", "d", 90), pair("e", "f", 50), pair("f", "g", 20)]
    found = families(pairs, {name: name for name in "abcdefg"})
    assert [one.records for one in found] == [("c", "d"), ("e", "f", "g"), ("a", "b")]
    assert [one.score for one in found[1].pairs] == [50, 20]


@given(some.lists(some.tuples(some.sampled_from("abcdefgh"), some.sampled_from("abcdefgh"), some.integers(0, 100))))
def test_every_pair_is_in_one_family_and_the_order_does_not_matter(drawn: list[tuple[str, str, int]]) -> None:
    pairs = list({(a, b): pair(a, b, score) for a, b, score in drawn if a < b}.values())
    groups = {name: name for name in "abcdefgh"}
    found = families(pairs, groups)
    assert sorted((p.a, p.b) for one in found for p in one.pairs) == sorted((p.a, p.b) for p in pairs)
    assert families(pairs[::-1], groups) == found
    assert sum(len(one.records) for one in found) == len({name for p in pairs for name in (p.a, p.b)})
