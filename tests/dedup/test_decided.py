"""What people decided, in words and as a page lists it."""

from pathlib import Path

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import judge_family, keep_apart, merge_records, part_group, relate_records
from synthema.dedup.decided import MOST, in_words, latest_number, made_since, shown
from synthema.dedup.model import Kind
from synthema.dedup.tables import decisions
from tests.cast import Cast
from tests.dedup.test_pages import at
from tests.dedup.told import birds, told
from tests.pages import Browser, words


def newest(cast: Cast) -> str:
    return in_words(decisions(cast.review)[-1])


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([(0,), (1,), (2,)], "kept 3 apart"),
        ([(0, 1, 2)], "merged 3"),
        ([(0, 1), (2,)], "merged 2, kept one other apart"),
        ([(0, 1), (2,), (3,)], "merged 2, kept 2 others apart"),
        ([(0, 1), (2, 3)], "merged 4 into 2"),
        ([(0, 1), (2, 3), (4,), (5,)], "merged 4 into 2, kept 2 others apart"),
    ],
)
def test_a_decision_about_many_says_what_it_was(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: list[tuple[int, ...]], says: str
) -> None:
    told(monkeypatch, asked=[(n, n + 1) for n in range(5)])
    known = birds(cast, tmp_path, 6)
    judge_family(By(cast.dev), cast.review, tuple(tuple(known[n] for n in part) for part in parts))
    assert newest(cast) == says
    assert says in words(Browser(cast.ana).get(at(cast, "decided")))


def test_a_decision_about_two_says_what_it_was(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, same=[(0, 1)])
    known = birds(cast, tmp_path, 6)
    part_group(By(cast.dev), cast.review, (known[1],))
    assert newest(cast) == "parted"
    keep_apart(By(cast.dev), cast.review, known[1], known[2])
    assert newest(cast) == "kept apart"
    relate_records(By(cast.dev), cast.review, known[2], known[3], Kind.NOTICE)
    assert newest(cast) == "linked as related"
    merge_records(By(cast.dev), cast.review, known[4], known[5])
    assert newest(cast) == "merged"
    assert [one.between for one in shown(cast.review, decisions(cast.review))] == ["≠", "≠", "is a notice about", "≠"]
    assert [len(one.parts) for one in shown(cast.review, decisions(cast.review))] == [2, 2, 2, 1]


def test_a_large_decision_names_what_was_merged_first_and_counts_the_rest(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(n, n + 1) for n in range(11)])
    known = birds(cast, tmp_path, 12)
    judge_family(By(cast.dev), cast.review, (*((one,) for one in known[:7]), tuple(known[7:])))
    (one,) = shown(cast.review, decisions(cast.review))
    assert [copy.row.id for copy in one.parts[0].copies] == known[7:10]
    assert (one.parts[0].more, len(one.parts), one.more) == (2, MOST, 5)
    page = words(Browser(cast.ana).get(at(cast, "decided")))
    assert "= … and 2 more" in page
    assert "≠ … and 5 more" in page


def test_only_decisions_on_two_of_the_records_and_after_a_moment_count(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, asked=[(0, 1)])
    known = birds(cast, tmp_path, 4)
    assert latest_number(cast.review) == 0
    merge_records(By(cast.dev), cast.review, known[0], known[1])
    (made,) = decisions(cast.review)
    assert latest_number(cast.review) == made.number
    assert made_since(cast.review, known[:2], 0) == made
    assert made_since(cast.review, known[:2], made.number) is None
    assert made_since(cast.review, known[2:], 0) is None
    keep_apart(By(cast.dev), cast.review, known[0], known[2])
    assert made_since(cast.review, known[2:], 0) is None
