import math

import numpy as np
import pytest

from synthema.agreement import Category, collapse, count, counts_of, ratings_of, table_of, tabulate, units_of
from synthema.refused import Refused

VERDICTS = ["include", "exclude", "unsure"]


def test_pairs_are_crossed_with_the_first_rater_in_rows() -> None:
    pairs = [("include", "exclude"), ("include", "exclude"), ("unsure", "include")]
    assert tabulate(ratings_of(pairs, VERDICTS)).counts == ((0, 2, 0), (0, 0, 0), (1, 0, 0))


def test_units_without_both_ratings_are_left_out_of_the_table() -> None:
    pairs: list[tuple[Category | None, Category | None]] = [("include", None), ("exclude", "exclude")]
    pairs += [(None, None), (math.nan, "include")]
    assert tabulate(ratings_of(pairs, VERDICTS)).n == 1


def test_nothing_crossed_is_an_empty_table() -> None:
    assert tabulate(ratings_of([], VERDICTS)).n == 0


def test_three_raters_cannot_be_crossed() -> None:
    with pytest.raises(Refused, match="several_raters"):
        tabulate(ratings_of([["include"] * 3], VERDICTS))


def test_ratings_are_counted_unit_by_unit() -> None:
    rows: list[list[Category | None]] = [["include", None, "include"], [None] * 3, ["unsure", "exclude", "unsure"]]
    assert count(ratings_of(rows, VERDICTS)).rows == ((2, 0, 0), (0, 0, 0), (0, 1, 2))


def test_a_table_is_unfolded_into_its_units() -> None:
    assert units_of(table_of([[1, 2], [0, 1]])).rows == ((2, 0), (1, 1), (1, 1), (0, 2))


def test_arrays_become_plain_numbers() -> None:
    table = table_of(np.array([[3, 1], [1, 2]]))
    assert table == table_of([[3, 1], [1, 2]])
    assert type(table.counts[0][0]) is int
    assert table.categories == (1, 2)
    assert counts_of(np.array([[2.0, 1.0]])).rows == ((2, 1),)


def test_unsure_is_counted_as_include() -> None:
    table = table_of([[5, 1, 2], [0, 9, 3], [1, 1, 4]], VERDICTS)
    merged = collapse(table, {"unsure": "include"})
    assert merged.categories == ("include", "exclude")
    assert merged.counts == ((12, 2), (3, 9))
    assert merged.n == table.n


def test_merging_an_unknown_category_is_refused() -> None:
    table = table_of([[1, 0], [0, 1]], ["include", "exclude"])
    for merged in ({"maybe": "include"}, {"include": "maybe"}):
        with pytest.raises(Refused, match="'maybe'"):
            collapse(table, merged)


def test_merging_in_a_chain_is_refused() -> None:
    table = table_of([[1, 0, 0], [0, 1, 0], [0, 0, 1]], VERDICTS)
    with pytest.raises(Refused, match="final category"):
        collapse(table, {"unsure": "include", "include": "exclude"})
