"""Which codes of two coders mean the same, proposed from where they were used."""

import random
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.coding.alignment import Alignment, Coded, align
from synthema.refused import Refused

quick = settings(max_examples=50, deadline=None)
TEXTS = ("Adams 2019", "Baker 2020")


def quotes(code: str, *extents: tuple[int, int], text: str = "Adams 2019") -> list[Coded]:
    return [Coded(text, start, end, code) for start, end in extents]


def names(found: Alignment) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(each.first, each.second) for each in found.pairs]


@st.composite
def coded(draw: st.DrawFn, prefix: str) -> list[Coded]:
    extent = st.tuples(st.sampled_from(TEXTS), st.integers(0, 60), st.integers(1, 20), st.integers(0, 5))
    return [
        Coded(text, start, start + length, f"{prefix}{code}")
        for text, start, length, code in draw(st.lists(extent, max_size=25))
    ]


def places(given_quotes: list[Coded], code: str) -> set[tuple[str, int]]:
    return {(each.text, at) for each in given_quotes if each.code == code for at in range(each.start, each.end)}


def test_codes_used_at_the_same_places_are_proposed_with_their_overlap_and_quotes() -> None:
    ana = quotes("stigma", (0, 100), (200, 260)) + quotes("hope", (400, 500))
    ben = quotes("shame", (10, 100), (200, 280)) + quotes("future", (400, 450))
    found = align(ana, ben)
    assert names(found) == [(("stigma",), ("shame",)), (("hope",), ("future",))]
    first = found.pairs[0]
    assert (first.overlap, first.first_size, first.second_size, first.quotes) == (150, 160, 170, 4)
    assert first.jaccard == pytest.approx(150 / 180)
    assert first.first_share == pytest.approx(150 / 160)
    assert first.second_share == pytest.approx(150 / 170)
    assert [(each.first.start, each.second.start, each.overlap) for each in first.support] == [
        (0, 10, 90),
        (200, 200, 60),
    ]


def test_what_was_seen_once_ranks_behind_what_was_seen_often() -> None:
    often = [(100 * k, 100 * k + 40) for k in range(1, 20)]
    ana = quotes("once", (0, 30)) + quotes("often", *often)
    ben = quotes("einmal", (0, 30)) + quotes("oft", *((start, end - 4) for start, end in often))
    found = align(ana, ben)
    assert names(found)[0] == (("often",), ("oft",))
    assert found.pairs[0].jaccard < found.pairs[1].jaccard == 1.0
    assert found.pairs[0].certainty > found.pairs[1].certainty


def test_the_pairs_are_the_best_together_not_each_for_itself() -> None:
    # "b" fits "x" best, but leaves nothing for "a", which fits only "x"; "b" does nearly as well with "y".
    ana = quotes("a", (0, 50)) + quotes("b", (50, 110), (200, 250))
    ben = quotes("x", (0, 110)) + quotes("y", (200, 250))
    assert sorted(names(align(ana, ben))) == [(("a",), ("x",)), (("b",), ("y",))]


def test_a_code_that_became_two_is_proposed_with_both() -> None:
    ana = quotes("support", (0, 100), (200, 300))
    ben = quotes("family", (0, 95)) + quotes("friends", (200, 290)) + quotes("money", (500, 600))
    found = align(ana, ben)
    assert [(each.first, each.second) for each in found.splits] == [(("support",), ("family", "friends"))]
    assert found.splits[0].overlap == 185
    assert found.only_second == ("money",)
    turned = align(ben, ana)
    assert [(each.first, each.second) for each in turned.splits] == [(("family", "friends"), ("support",))]
    assert turned.only_first == ("money",)


def test_a_small_code_inside_a_matching_one_makes_no_split() -> None:
    ana = quotes("support", (0, 100))
    ben = quotes("help", (0, 100)) + quotes("word", (10, 14))
    found = align(ana, ben)
    assert names(found) == [(("support",), ("help",))]
    assert found.splits == ()
    assert found.only_second == ("word",)


def test_codes_that_hardly_meet_or_were_never_used_stand_alone() -> None:
    ana, ben = quotes("a", (0, 100)), quotes("b", (95, 200))
    found = align(ana, ben, codes=(["unused"], []))
    assert found.pairs == found.splits == ()
    assert found.only_first == ("a", "unused")
    assert found.only_second == ("b",)
    assert names(align(ana, ben, least=0.01)) == [(("a",), ("b",))]


def test_the_same_place_in_another_text_is_another_place() -> None:
    assert align(quotes("a", (0, 50)), quotes("b", (0, 50), text="Baker 2020")).pairs == ()


def test_overlapping_quotes_of_one_code_count_their_place_once() -> None:
    found = align(quotes("a", (0, 60), (40, 100), (0, 60)), quotes("b", (0, 100)))
    assert (found.pairs[0].overlap, found.pairs[0].first_size, found.pairs[0].quotes) == (100, 100, 3)


def test_sentences_may_be_counted_instead_of_characters() -> None:
    ana, ben = quotes("a", (5, 12), (40, 44)), quotes("b", (14, 20), (41, 60))
    assert align(ana, ben).pairs == ()
    found = align(ana, ben, sentences={"Adams 2019": [0, 20, 40, 50]})
    assert (found.pairs[0].overlap, found.pairs[0].first_size, found.pairs[0].second_size) == (2, 2, 3)
    assert found.pairs[0].support[0].first.start in (5, 40)


def test_sentences_are_needed_for_every_coded_text() -> None:
    with pytest.raises(Refused, match="sentences of Adams 2019 are missing"):
        align(quotes("a", (0, 5)), [], sentences={})


def test_a_quote_without_length_is_refused() -> None:
    with pytest.raises(Refused, match="end behind its start"):
        quotes("a", (5, 5))


def test_nothing_coded_proposes_nothing() -> None:
    assert align([], []) == Alignment(pairs=(), splits=(), only_first=(), only_second=())


@given(ana=coded("a"), ben=coded("b"))
@quick
def test_the_measures_are_those_of_the_places_counted_one_by_one(ana: list[Coded], ben: list[Coded]) -> None:
    found = align(ana, ben, least=0)
    for each in (*found.pairs, *found.splits):
        mine = set().union(*(places(ana, code) for code in each.first))
        theirs = set().union(*(places(ben, code) for code in each.second))
        assert (each.overlap, each.first_size, each.second_size) == (len(mine & theirs), len(mine), len(theirs))
        assert all(shared.overlap > 0 for shared in each.support)
        assert 0 <= each.certainty <= each.jaccard <= 1


@given(ana=coded("a"), ben=coded("b"), shuffle=st.randoms(use_true_random=False))
@quick
def test_the_order_of_the_quotes_changes_nothing(ana: list[Coded], ben: list[Coded], shuffle: random.Random) -> None:
    turned = [shuffle.sample(ana, len(ana)), shuffle.sample(ben, len(ben))]
    assert align(ana, ben) == align(*turned)


@given(ana=coded("a"), ben=coded("b"))
@quick
def test_no_assignment_of_codes_shares_more(ana: list[Coded], ben: list[Coded]) -> None:
    few = [[each for each in side if each.code[1] < "4"] for side in (ana, ben)]
    first, second = (sorted({each.code for each in side}) for side in few)
    padded = [*second, *(["none"] * len(first))]

    def jaccard(one: str, other: str) -> float:
        mine, theirs = places(few[0], one), places(few[1], other)
        return len(mine & theirs) / len(mine | theirs)

    best = max(
        (sum(map(jaccard, first, chosen)) for chosen in permutations(padded, len(first))),
        default=0.0,
    )
    assert sum(each.jaccard for each in align(*few, least=0).pairs) == pytest.approx(best)


@given(ana=coded("a"), ben=coded("b"))
@quick
def test_every_code_is_proposed_or_listed_and_no_pair_uses_one_twice(ana: list[Coded], ben: list[Coded]) -> None:
    found = align(ana, ben)
    proposed = [*found.pairs, *found.splits]
    first = {code for each in proposed for code in each.first}
    assert first | set(found.only_first) == {each.code for each in ana}
    assert not first & set(found.only_first)
    for side in ("first", "second"):
        used = [code for each in found.pairs for code in getattr(each, side)]
        assert len(used) == len(set(used))
    certain = [each.certainty for each in found.pairs]
    assert certain == sorted(certain, reverse=True)


def test_two_large_codebooks_are_aligned_whole() -> None:
    chance = random.Random(5)
    ana, ben = [], []
    for code in range(300):
        for _ in range(33):
            text, start = f"text {chance.randrange(60)}", chance.randrange(40_000)
            ana.append(Coded(text, start, start + chance.randrange(40, 400), f"a{code:03}"))
            ben.append(Coded(text, max(0, start + chance.randrange(-20, 20)), start + 200, f"b{code:03}"))
    found = align(ana, ben)
    assert len(found.pairs) == 300
    assert all(each.first[0][1:] == each.second[0][1:] for each in found.pairs)
