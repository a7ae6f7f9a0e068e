"""From a point to a place in the text, and back to what is painted."""

import random
from pathlib import Path

import pytest

from synthema.documents.boxes import Box, PageBoxes, Run, Unit
from synthema.documents.hit import caret, dragged, hit, rectangles, snapped, word_at, words
from synthema.documents.model import Span
from synthema.documents.reading import measure, read_file
from tests.documents.typeset import typeset
from tests.shared_data import shared_data

WIDE, HIGH, APART = 500, 1000, 1200


def line(at: int, letters: int, x: int, y: int, way: int = 0) -> Run:
    """Letters side by side from a corner on, to the right or to the left."""
    places = range(letters) if way == 0 else reversed(range(letters))
    boxes = tuple(Box(x + place * WIDE, y, x + (place + 1) * WIDE, y + HIGH) for place in places)
    return Run(at, way, 0, boxes)


def page_of(*lines: tuple[str, int, int], start: int = 100, way: int = 0) -> PageBoxes:
    runs, at = [], 0
    for text, x, y in lines:
        runs.append(line(at, len(text), x, y, way))
        at += len(text) + 1
    text = "\n".join(text for text, _, _ in lines)
    return PageBoxes(page=1, start=start, text=text, width=60000, height=80000, runs=tuple(runs))


COLUMNS = page_of(
    ("left", 1000, 1000), ("side", 1000, 1000 + APART), ("right", 6000, 1000), ("half", 6000, 1000 + APART)
)


def test_a_point_in_the_first_half_of_a_letter_is_before_it_and_in_the_second_after_it() -> None:
    assert [hit(COLUMNS, 1000 + x, 1500) for x in (0, 249, 251, 500, 740, 760)] == [100, 100, 101, 101, 101, 102]
    assert hit(COLUMNS, 1400, 2700) == 106


def test_beside_a_line_is_its_end_and_above_the_page_its_first_line() -> None:
    assert hit(COLUMNS, 3300, 1500) == 104
    assert hit(COLUMNS, 900, 1500) == 100
    assert hit(COLUMNS, 5900, 2700) == 116
    assert hit(COLUMNS, 1100, -900) == 100
    assert hit(COLUMNS, 9000, 70000) == 120


def test_a_page_without_text_has_one_place() -> None:
    empty = page_of(start=40)
    assert hit(empty, 5, 5) == 40
    assert word_at(empty, 5, 5) == Span(40, 40)
    assert rectangles(empty, [Span(0, 99)]) == []
    assert caret(empty, 40) is None


def test_letters_outside_the_page_are_not_hit() -> None:
    page = page_of(("seen", 1000, 1000), ("hidden", -9000, 500))
    assert hit(page, 10, 600) == 100
    assert hit(page_of(("hidden", -9000, 500)), 10, 600) == 106


def test_of_letters_that_overlap_the_nearest_centre_is_meant() -> None:
    page = page_of(("a", 1000, 1000), ("b", 1400, 1000))
    assert [hit(page, x, 1500) for x in (1420, 1480)] == [101, 102]


def test_a_gap_beside_a_tall_first_letter_belongs_to_its_own_line() -> None:
    tall = Run(0, 0, 0, (Box(1000, 1000, 2000, 4200), *line(1, 9, 2000, 1000).boxes))
    below = Run(11, 0, 0, (*line(11, 2, 2000, 2200).boxes, *line(13, 2, 3800, 2200).boxes))
    page = PageBoxes(page=1, start=0, text="Tall begin\nbeno", width=60000, height=80000, runs=(tall, below))
    assert hit(page, 3100, 2700) == 13
    assert hit(page, 3700, 2700) == 13
    assert word_at(page, 3700, 2700) == Span(11, 15)


def test_text_that_goes_to_the_left_is_hit_from_the_right() -> None:
    page = page_of(("abc", 1000, 1000), way=2)
    assert [hit(page, x, 1500) for x in (2490, 2010, 1990, 1010)] == [100, 101, 101, 103]


def test_a_drag_selects_over_columns_and_pages_in_either_direction() -> None:
    second = page_of(("next page", 1000, 1000), start=COLUMNS.end + 1)
    start, end = hit(COLUMNS, 6010, 2700), hit(second, 1000 + 4 * WIDE, 1500)
    span = dragged(end, start)
    assert span == Span(116, 125)
    assert rectangles(COLUMNS, [span]) == [Box(6000, 2200, 8000, 3200)]
    assert rectangles(second, [span]) == [Box(1000, 1000, 3000, 2000)]
    across = dragged(hit(COLUMNS, 1010, 2700), hit(COLUMNS, 7000, 1500))
    assert COLUMNS.text[across.start - 100 : across.end - 100] == "side\nri"
    assert rectangles(COLUMNS, [across]) == [Box(1000, 2200, 3000, 3200), Box(6000, 1000, 7000, 2000)]


def test_spans_that_touch_are_painted_once() -> None:
    spans = [Span(102, 104), Span(100, 103), Span(110, 111), Span(107, 107)]
    assert rectangles(COLUMNS, spans) == [Box(1000, 1000, 3000, 2000), Box(6000, 1000, 6500, 2000)]


def test_a_cluster_is_never_parted() -> None:
    page = page_of(("xe\u0301y", 1000, 1000))
    assert [hit(page, x, 1500) for x in (1600, 1990, 2010, 2400)] == [101, 101, 103, 103]
    assert snapped(page, Span(102, 103)) == Span(101, 103)
    assert snapped(page, Span(100, 102)) == Span(100, 103)
    assert rectangles(page, [Span(102, 103)]) == [Box(1500, 1000, 2500, 2000)]


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("two words", 4, "words"),
        ("two words", 3, " "),
        ("don\u2019t know", 1, "don\u2019t"),
        ("self-care", 6, "care"),
        ("nai\u0308ve 2nd", 1, "nai\u0308ve"),
        ("(yes)", 0, "("),
        ("\u2018so\u2019", 1, "so"),
        ("x_1", 0, "x_1"),
    ],
)
def test_a_word_is_letters_marks_and_digits_in_a_row(text: str, at: int, word: str) -> None:
    page = page_of((text, 1000, 1000))
    found = word_at(page, 1000 + at * WIDE + 200, 1500)
    assert text[found.start - 100 : found.end - 100] == word


def test_a_word_parted_at_the_end_of_a_line_is_one() -> None:
    page = page_of(("an inter-", 1000, 1000), ("view ends", 1000, 1000 + APART))
    for x, y in ((3000, 1500), (5100, 1500), (1100, 2700)):
        found = word_at(page, x, y)
        assert page.text[found.start - 100 : found.end - 100] == "inter-\nview"
    assert len(rectangles(page, [word_at(page, 1100, 2700)])) == 2


def test_words_of_the_text_layer_stand_between_white_space_and_end_with_their_run() -> None:
    page = page_of(("an  inter-", 1000, 1000), ("view,", 1000, 1000 + APART))
    assert [page.text[word.start - 100 : word.end - 100] for word in words(page)] == ["an", "inter-", "view,"]


def test_the_caret_stands_before_the_next_letter_or_after_the_last() -> None:
    assert caret(COLUMNS, 101) == Box(1500, 1000, 1500, 2000)
    assert caret(COLUMNS, 104) == Box(3000, 1000, 3000, 2000)
    assert caret(COLUMNS, 105) == Box(1000, 2200, 1000, 3200)
    assert caret(COLUMNS, COLUMNS.end) == Box(8000, 2200, 8000, 3200)
    assert caret(COLUMNS, 99) is None
    left = page_of(("abc", 1000, 1000), way=2)
    assert caret(left, 100) == Box(2500, 1000, 2500, 2000)
    assert caret(left, 103) == Box(1000, 1000, 1000, 2000)


def inside(unit: Unit, share: float) -> tuple[float, float]:
    """A point so far into the box of a letter, in the direction of its text."""
    box, share = unit.box, share if unit.way < 2 else 1 - share
    if unit.way % 2 == 0:
        return box.left + share * (box.right - box.left), (box.top + box.bottom) / 2
    return (box.left + box.right) / 2, box.top + share * (box.bottom - box.top)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_letter_of_a_turned_page_is_hit_on_both_sides(tmp_path: Path, turn: int) -> None:
    file = tmp_path / "a.pdf"
    shown = [("10 0 0 10 50 700", "two #ne words"), ("10 0 0 10 50 688", "and more"), ("0 10 -10 0 400 200", "margin")]
    file.write_bytes(typeset(shown, {"#": "ffi"}, f"/Rotate {turn} /CropBox [20 100 520 780]"))
    (page,) = measure(file, [1]).values()
    assert "two ffine words" in page.text
    for unit in (unit for units in page.units for unit in units):
        assert hit(page, *inside(unit, 0.25)) == unit.span.start
        assert hit(page, *inside(unit, 0.75)) == unit.span.end


def test_a_published_document_is_hit_where_it_is_meant() -> None:
    file = shared_data("qdpx/REFI-QDA-1-5.pdf")
    pages = measure(file, range(1, 61))
    texts = read_file(file, file.name).text.by_page()
    assert [pages[number].text for number in range(1, 61)] == texts
    letters = [
        (page, unit)
        for page in pages.values()
        for units in page.units
        for unit in units
        if not page.text[unit.span.start : unit.span.end].isspace()
    ]
    wanted = random.Random(1965).sample(letters, 2000)
    right = sum(
        hit(page, *inside(unit, share)) == end
        for page, unit in wanted
        for share, end in ((0.25, unit.span.start), (0.75, unit.span.end))
    )
    assert right >= 0.999 * 2 * len(wanted)
