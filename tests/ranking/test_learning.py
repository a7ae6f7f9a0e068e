"""The order: by likeness to the protocol, learned where there is something to learn from, and always the same."""

import random

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_sample_weight

from synthema.ranking.learning import INCLUDES_TO_EXCLUDES, C, learned, order, rank, space
from tests.ranking.invented import BIRDS, BOATS, WANTED

TEXTS = [*BOATS, *BIRDS]


def test_before_anything_is_known_the_protocol_says_what_comes_first() -> None:
    first = rank(TEXTS, {}, WANTED)
    assert set(first[:4]) == {4, 5, 6, 7}
    assert rank(TEXTS, {4: True, 5: True}, WANTED) == first
    assert rank(TEXTS, {0: False}, WANTED) == first


def test_it_learns_from_one_include_and_one_exclude() -> None:
    order_of_boats = rank(TEXTS, {0: True, 4: False}, "")
    assert set(order_of_boats[:4]) == {0, 1, 2, 3}
    assert set(rank(TEXTS, {0: False, 4: True}, "")[:4]) == {4, 5, 6, 7}


def test_the_protocol_stays_among_the_includes() -> None:
    within, silent = space(TEXTS, WANTED), space(TEXTS, "")
    known = {0: True, 3: False}
    birds = {4, 5, 6, 7}
    assert sum(order(within, known).index(one) for one in birds) < sum(order(silent, known).index(one) for one in birds)


def test_every_work_has_one_place_and_the_same_words_give_the_same_order() -> None:
    dice = random.Random(4)
    words = " ".join(TEXTS).split()
    texts = [" ".join(dice.choices(words, k=12)) for _ in range(200)]
    known = {place: dice.random() < 0.2 for place in range(60)}
    once = rank(texts, known, WANTED)
    assert sorted(once) == list(range(200))
    assert rank(list(texts), dict(reversed(known.items())), WANTED) == once


def test_equal_works_stay_in_the_order_they_came_in() -> None:
    assert rank(["a lark", "a lark", "a lark"], {}, "larks") == [0, 1, 2]
    assert rank(["a lark"] * 5, {4: True, 0: False}, "larks") == [0, 1, 2, 3, 4]


def test_works_without_words_come_out_somewhere() -> None:
    assert rank(["", "", ""], {0: True, 1: False}, WANTED) == [0, 1, 2]
    assert rank([], {}, WANTED) == []
    assert rank(["", "What keepers hear"], {}, WANTED) == [1, 0]
    assert sorted(rank(["", "Owls heard", ""], {1: True, 0: False}, "")) == [0, 1, 2]


def test_a_protocol_in_other_words_does_not_count_as_an_include() -> None:
    assert not space(TEXTS, "zebra").speaks
    assert rank(TEXTS, {0: True, 4: False}, "zebra") == rank(TEXTS, {0: True, 4: False}, "")


def test_includes_and_excludes_weigh_as_in_the_published_model() -> None:
    """The weights of asreview's Balanced(ratio=9.8), written out with scikit-learn's own function."""
    works = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95).fit_transform(TEXTS)
    said = [0, 0, 0, 1, 0, 1, 0, 0]
    ours = learned(works, said).decision_function(works)
    y = np.array(said)
    weights = compute_sample_weight({1: 1.0, 0: sum(y == 1) / (INCLUDES_TO_EXCLUDES * sum(y == 0))}, y=y)
    machine = LinearSVC(C=C, loss="squared_hinge", random_state=0, max_iter=10_000)
    machine.fit(works, y, sample_weight=weights * (len(y) / sum(weights)))
    assert np.allclose(ours, machine.decision_function(works), rtol=1e-9)
    assert (C, INCLUDES_TO_EXCLUDES) == (0.11, 9.8)
