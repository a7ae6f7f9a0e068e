"""Where the letters of a PDF stand: every trap that PDFium's characters set, on pages made for it."""

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from synthema.documents.boxes import Box, PageBoxes
from synthema.documents.model import Span
from synthema.documents.reading import Stopped, draw, measure, read_file
from tests.documents import pdfs
from tests.documents.typeset import typeset, unnamed

Measured = Callable[[bytes], PageBoxes]


@pytest.fixture
def first(tmp_path: Path) -> Measured:
    """Measures the first page of a PDF; its text is the canonical one, to the byte."""

    def page(data: bytes) -> PageBoxes:
        file = tmp_path / "a.pdf"
        file.write_bytes(data)
        found = measure(file, [1])[1]
        assert found.text == read_file(file, "a.pdf").text.by_page()[0]
        return found

    return page


def box_of(page: PageBoxes, place: int) -> Box:
    return next(run.boxes[place - run.at] for run in page.runs if run.at <= place < run.end)


def runs(page: PageBoxes) -> list[str]:
    return [page.text[run.at : run.end] for run in page.runs]


def test_a_letter_stands_between_its_origin_and_the_next_one_from_the_top_left(first: Measured) -> None:
    page = first(typeset([("10 0 0 10 50 700", "two words")]))
    assert (page.width, page.height) == (60000, 80000)
    assert box_of(page, 0) == Box(5000, 9200, 5600, 10200)
    assert box_of(page, 3) == Box(6800, 9200, 7400, 10200)  # the space is one of the file's own
    assert runs(page) == ["two words"]
    assert [(run.way, run.angle) for run in page.runs] == [(0, 0)]


def test_a_space_that_nobody_wrote_fills_the_gap_and_a_line_end_has_no_box(first: Measured) -> None:
    page = first(typeset([("10 0 0 10 50 700", "two"), ("10 0 0 10 74 700", "words"), ("10 0 0 10 50 680", "more")]))
    assert page.text == "two words\nmore"
    assert box_of(page, 3) == Box(6800, 9200, 7400, 10200)
    assert runs(page) == ["two words", "more"]


def test_the_hyphen_at_the_end_of_a_line_has_a_box(first: Measured) -> None:
    page = first(typeset([("10 0 0 10 50 700", "inter-"), ("10 0 0 10 50 688", "view held")]))
    assert page.text == "inter-\nview held"
    assert runs(page) == ["inter-", "view held"]
    assert box_of(page, 5) == Box(8000, 9200, 8600, 10200)


LIGATURES = {"#": "fi", "$": "\U0001f600", "%": "e\u0301", "&": "ffi"}


def test_ligatures_are_split_and_letters_beyond_the_basic_plane_are_one(first: Measured) -> None:
    page = first(typeset([("10 0 0 10 50 700", "a#b$c")], LIGATURES))
    assert page.text == "afib\U0001f600c"
    lefts = [box_of(page, place).left for place in range(6)]
    assert lefts == [5000, 5600, 5900, 6200, 6800, 7400]
    assert page.whole == ()


def test_a_letter_with_its_accent_in_one_glyph_is_never_split(first: Measured) -> None:
    page = first(typeset([("10 0 0 10 50 700", "a%b")], LIGATURES))
    assert page.text == "ae\u0301b"
    assert box_of(page, 1) == box_of(page, 2)
    assert page.whole == (2,)
    assert runs(page) == [page.text]
    assert [unit.span for unit in page.units[0]] == [Span(0, 1), Span(1, 3), Span(3, 4)]


@pytest.mark.parametrize(
    ("matrix", "way", "angle"),
    [("0 10 -10 0 300 300", 3, 270), ("0 -10 10 0 300 300", 1, 90), ("-10 0 0 -10 300 300", 2, 180)],
)
def test_turned_text_goes_its_way(first: Measured, matrix: str, way: int, angle: int) -> None:
    page = first(typeset([(matrix, "up #x")], LIGATURES))
    (run,) = page.runs
    assert (page.text, run.way, run.angle) == ("up fix", way, angle)
    along = [(box.left, box.top)[way % 2] for box in run.boxes]
    assert all((after > before) == (way == 1) for before, after in pairwise(along))
    fi, i = run.boxes[3], run.boxes[4]
    assert abs(along[3] - along[4]) == 300
    assert {fi.right - fi.left, i.bottom - i.top} <= {300, 1000}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_cropped_page_is_measured_as_it_is_displayed(first: Measured, turn: int) -> None:
    page = first(typeset([("10 0 0 10 50 700", "ab")], page_entries=f"/Rotate {turn} /CropBox [20 100 520 780]"))
    assert (page.width, page.height) == ((50000, 68000) if turn % 180 == 0 else (68000, 50000))
    box = {
        0: Box(3000, 7200, 3600, 8200),
        90: Box(59800, 3000, 60800, 3600),
        180: Box(46400, 59800, 47000, 60800),
        270: Box(7200, 46400, 8200, 47000),
    }[turn]
    assert box_of(page, 0) == box
    assert [(run.way, run.angle) for run in page.runs] == [(turn // 90, turn)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_all_ink_of_the_picture_lies_in_the_boxes_and_every_box_has_some(tmp_path: Path, turn: int) -> None:
    shown = [("20 0 0 20 50 700", "Ink"), ("0 14 -14 0 300 300", "margin"), ("12 0 0 12 200 400", "Words")]
    file = tmp_path / "a.pdf"
    file.write_bytes(typeset(shown, page_entries=f"/Rotate {turn} /CropBox [20 100 520 780]"))
    (page,), (png,) = measure(file, [1]).values(), draw(file, [1], 1600).values()
    picture = Image.open(BytesIO(png)).convert("L")
    scale = picture.width / page.width
    for box in (box for run in page.runs for box in run.boxes):
        corners = (box.left * scale - 2, box.top * scale - 2, box.right * scale + 2, box.bottom * scale + 2)
        left, top, right, bottom = map(round, corners)
        place = (left, top, right, bottom)
        assert min(picture.crop(place).tobytes()) < 100, box
        ImageDraw.Draw(picture).rectangle(place, fill=255, outline=None)
    assert min(picture.tobytes()) == 255


def test_columns_are_runs_of_their_own(first: Measured) -> None:
    page = first(
        typeset(
            [("10 0 0 10 50 700", "left one"), ("10 0 0 10 350 700", "right one"), ("10 0 0 10 50 680", "left two")]
        )
    )
    assert {"left one", "right one"} <= {run.strip() for run in runs(page)}


def test_letters_that_the_font_does_not_name_are_doubtful(first: Measured) -> None:
    page = first(unnamed())
    assert page.doubtful == (Span(1, 3),)


def test_text_that_goes_to_the_left_is_known_to(first: Measured) -> None:
    named = {"A": "\u05d0", "B": "\u05d1", "C": "\u05d2"}
    page = first(typeset([("10 0 0 10 50 700", "CBA xy")], named))
    assert page.text == "\u05d0\u05d1\u05d2 xy"
    assert [run.way for run in page.runs] == [2, 0]
    assert box_of(page, 0).left > box_of(page, 2).left
    turned = first(typeset([("0 10 -10 0 300 300", "CBA")], named))
    assert [(run.way, run.angle) for run in turned.runs] == [(1, 270)]


def test_an_empty_page_has_no_run(first: Measured) -> None:
    page = first(pdfs.scan(1))
    assert (page.text, page.runs, page.width, page.height) == ("", (), 59500, 84200)


def test_letters_at_the_end_of_the_world_do_no_harm(first: Measured) -> None:
    page = first(typeset([("10 0 0 10 50 700", "here"), ("1e9 0 0 1e9 1e20 700", "far"), ("0 0 0 0 50 600", "flat")]))
    assert "here" in page.text
    assert all(abs(side) <= 10**8 for run in page.runs for box in run.boxes for side in (box.left, box.right))


def test_pages_are_measured_several_at_once_and_broken_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdfs.article("Owls at night", "Ida Invented"))
    found = measure(file, [1, 2, 3])
    assert {number: page.page for number, page in found.items()} == {1: 1, 2: 2}
    assert [page.text for page in found.values()] == read_file(file, "a.pdf").text.by_page()


def test_a_page_of_far_too_many_letters_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(typeset([(f"1 0 0 1 0 {700 - 9 * line}", "a word " * 4_000) for line in range(8)]))
    assert measure(file, [1]) == {}


def test_what_the_reading_process_says_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.documents.reading._ask", lambda *_: {"measured": [{"page": "one"}]})
    with pytest.raises(Stopped, match="Print it to a new PDF"):
        measure(tmp_path / "a.pdf", [1])
