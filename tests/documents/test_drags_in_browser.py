"""Two hundred random drags over pages and text: each selects what was meant, and what is painted is what is kept."""

from pathlib import Path
from uuid import UUID

import pytest
from benchmarks.coding.dragging import Dragging, Tally, WordsDragging

from synthema.documents.tables import text_of
from tests.cast import Cast
from tests.documents.test_reader_in_browser import allow_playwright, arrive, article, held, lark, reading, two_columns

__all__ = ["allow_playwright", "lark"]
pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]


def test_two_hundred_drags_select_what_was_meant(cast: Cast, lark: UUID, tmp_path: Path) -> None:
    row = held(cast, lark, "lark.pdf", two_columns(), tmp_path)
    text, tally = text_of(row), Tally()
    assert text is not None
    marsh = held(cast, lark, "marsh.xml", article().encode(), tmp_path)
    words = text_of(marsh)
    assert words is not None
    with reading(cast, lark) as (page, seen):
        for zoom in (0.75, 1, 1.5):
            page.evaluate("(zoom) => desk.panes.pages.zoomTo(zoom)", zoom)
            Dragging(page, row, text, seed=round(zoom * 100)).many(45, tally, at_a_place=23)
        arrive(page, cast, lark, f"?document={marsh.id}")
        WordsDragging(page, marsh, words, seed=4).many(65, tally, at_a_place=33)
        assert seen == []
    assert tally.faults == []
    assert (tally.drags, tally.right, tally.not_as_painted) == (200, 200, 0)
