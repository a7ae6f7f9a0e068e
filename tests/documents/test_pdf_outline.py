"""Bookmarks of a PDF become headings where their words stand."""

from pathlib import Path

from synthema.documents.model import Span
from synthema.documents.pdf_outline import told
from synthema.documents.reading import read_file
from synthema.documents.structure import Heading
from tests.documents import pdfs

PAGES = ["On tea\nWe tell results of it.\n1 Introduc-\ntion\nTea.", "2 Results\nHot results.\nResults again"]


def _headings(*marks: tuple[int, str, int]) -> list[tuple[int, str]]:
    text = "".join(f"{page}\f" for page in PAGES)
    found = told(marks, PAGES)
    return [(one.level, text[one.span.start : one.span.end]) for one in found.headings] if found else []


def test_a_bookmark_is_the_heading_whose_words_it_has() -> None:
    marks = (0, "On Tea", 0), (1, "Introduction", 0), (1, "Results", 1), (2, "Results", 1), (1, "Gone", 1)
    assert _headings(*marks) == [(1, "On tea"), (2, "Introduc-\ntion"), (2, "Results"), (3, "Results")]


def test_several_roots_are_sections_and_words_that_are_absent_are_left_out() -> None:
    assert _headings((0, "Introduction", 0), (0, "Results", 1)) == [(2, "Introduc-\ntion"), (2, "Results")]
    assert _headings((0, "Nowhere", 0), (0, "Results", 7), (0, "…", 0)) == []


def test_bookmarks_of_a_file_are_read(tmp_path: Path) -> None:
    marks = "/Outlines << /First 99 0 R /Last 99 0 R >>"
    page = pdfs.wrapped("Results of our tea, told on one page.", 10, 700)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.pdf([page], root_entries=marks))
    assert read_file(path, "a.pdf").structure is None  # bookmarks that lead nowhere harm nothing
    inline = "/Outlines << /First << /Title (Results of our tea) /Dest [3 0 R /Fit] >> >>"
    path.write_bytes(pdfs.pdf([page], root_entries=inline))
    found = read_file(path, "a.pdf").structure
    assert found is not None
    assert found.headings == (Heading(span=Span(0, 18), level=1),)
