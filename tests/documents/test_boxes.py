"""Boxes of letters: packed small and unpacked the same; what is no measured page is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from synthema.documents.boxes import Box, PageBoxes, Run, around, packed, packed_json, unpacked
from synthema.documents.model import Span

SIDES = some.integers(-(10**6), 10**6)


@some.composite
def pages(draw: some.DrawFn) -> PageBoxes:
    """A page of any boxes, in runs with a line end between."""
    runs, at = [], 0
    for _ in range(draw(some.integers(0, 4))):
        corners = draw(some.lists(some.tuples(SIDES, SIDES, SIDES, SIDES), min_size=1, max_size=9))
        boxes = tuple(Box(min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in corners)
        runs.append(Run(at, draw(some.integers(0, 3)), draw(some.integers(0, 359)), boxes))
        at += len(boxes) + 1
    return PageBoxes(
        page=draw(some.integers(1, 99)),
        start=draw(some.integers(0, 10**6)),
        text="\n".join("x" * len(run.boxes) for run in runs),
        width=59500,
        height=84200,
        runs=tuple(runs),
    )


@given(pages())
def test_a_page_is_unpacked_as_it_was_packed(page: PageBoxes) -> None:
    assert unpacked(json.loads(packed_json(page))) == page


def row_of_letters(text: str, width: int = 500) -> PageBoxes:
    boxes = tuple(Box(1000 + place * width, 2000, 1000 + (place + 1) * width, 3100) for place in range(len(text)))
    return PageBoxes(page=3, start=70, text=text, width=59500, height=84200, runs=(Run(0, 0, 0, boxes),))


def test_letters_side_by_side_on_one_line_are_packed_as_their_steps() -> None:
    page = packed(row_of_letters("abc"))
    run = {"at": 0, "way": 0, "angle": 0, "main": 1000, "steps": [500, 500, 500], "cross": [3, 2000, 1100]}
    assert page["runs"] == [run]
    assert (page["page"], page["start"], page["end"], page["text"]) == (3, 70, 73, "abc")


def test_clusters_are_told_to_who_cannot_know_them() -> None:
    assert packed(row_of_letters("e\u0301x"))["joined"] == [1]
    (units,) = row_of_letters("e\u0301x").units
    assert [(unit.span, unit.box.left, unit.box.right) for unit in units] == [
        (Span(0, 2), 1000, 2000),
        (Span(2, 3), 2000, 2500),
    ]


def change(page: dict[str, Any], **to: Any) -> dict[str, Any]:
    run = {**page["runs"][0], **{key: value for key, value in to.items() if key in page["runs"][0] or key == "lengths"}}
    return {**page, **{key: value for key, value in to.items() if key in page}, "runs": to.get("runs", [run])}


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": "wide"},
        {"start": 1.5},
        {"start": True},
        {"main": 10**12},
        {"way": 4},
        {"steps": []},
        {"lengths": [1]},
        {"cross": [1, 2]},
        {"cross": [2, 2000, 1100]},
        {"cross": [4, 2000, 1100]},
        {"cross": [2, 2000, 1100, 10**7, 2000, 1100]},
        {"at": 1},
        {"at": -1},
        {"whole": [3]},
        {"doubtful": [[1]]},
        {"runs": [{}]},
        {"runs": None},
    ],
)
def test_what_is_no_measured_page_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no measured page"):
        unpacked(change(packed(row_of_letters("abc")), **wrong))


def test_boxes_know_what_is_in_them_and_how_far_the_rest_is() -> None:
    box = around([Box(0, 0, 10, 20), Box(5, -5, 30, 10)])
    assert box == Box(0, -5, 30, 20)
    assert box.holds(30, 20)
    assert not box.holds(31, 20)
    assert [box.away(x, y) for x, y in ((3, 4), (33, 24), (-3, 0))] == [0, 25, 9]
    assert box.off_centre(15, 7.5) == 0
