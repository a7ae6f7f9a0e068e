"""Boxes of pages: measured on demand, kept, and only for the text that was stored."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from synthema.audit import trail
from synthema.audit.model import By, Content
from synthema.documents import measured
from synthema.documents.actions import Upload, add_document
from synthema.documents.boxes import PageBoxes, unpacked
from synthema.documents.derived import cache_folder
from synthema.documents.measured import NoBoxes, page_boxes
from synthema.documents.reading import Stopped, measure, read_file
from synthema.documents.tables import Document, documents, text_of
from tests.cast import Cast
from tests.documents import pdfs
from tests.screening.stage import LARK, prepare, retrieved

PAGES = 10


@pytest.fixture
def kept(cast: Cast, tmp_path: Path) -> Document:
    """A PDF of ten pages, the second of which is empty."""
    known = prepare(cast, tmp_path)
    (report,) = retrieved(cast, known[LARK])
    pages = [pdfs.wrapped(f"Page {n} of the larks, told at length.", 12, 700) for n in range(1, PAGES + 1)]
    pages[1] = []
    file = tmp_path / "lark.pdf"
    file.write_bytes(pdfs.pdf(pages))
    upload = Upload("lark.pdf", file.read_bytes(), read_file(file, "lark.pdf"))
    add_document(By(cast.dev), cast.review, report.id, upload)
    return documents(cast.review)[0]


def count_measuring(monkeypatch: pytest.MonkeyPatch, change: Any = None, stops: int = 0) -> list[list[int]]:
    """The pages of each measuring from now on; one page may stop the reader, and texts may come out changed."""
    asked: list[list[int]] = []

    def measuring(path: Path, pages: Sequence[int], **more: Any) -> dict[int, PageBoxes]:
        asked.append(list(pages))
        if stops in pages:
            raise Stopped("It broke the PDF reader.")
        found = measure(path, pages, **more)
        return {number: change(page) for number, page in found.items()} if change else found

    monkeypatch.setattr(measured, "measure", measuring)
    return asked


def test_a_page_is_measured_with_its_neighbours_and_kept(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count_measuring(monkeypatch)
    third = page_boxes(kept, 3)
    assert page_boxes(kept, 3) == third
    assert page_boxes(kept, PAGES) != third
    assert asked == [[1, 2, 3, 4], [9, 10]]


def test_its_offsets_are_those_of_the_document(kept: Document) -> None:
    text = text_of(kept)
    assert text is not None
    for number in (1, 2, 3, PAGES):
        page = unpacked(json.loads(page_boxes(kept, number)))
        assert (page.page, page.start) == (number, text.page_starts[number - 1])
        assert text.text[page.start : page.end] == page.text
    assert page.text.startswith("Page 10 of the larks")


def test_pages_asked_for_at_once_are_measured_once(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count_measuring(monkeypatch)
    found: list[bytes] = []
    threads = [Thread(target=lambda n=n: found.append(page_boxes(kept, n))) for n in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(asked)) == (4, 1)


def test_a_page_whose_text_comes_out_another_is_refused(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    count_measuring(monkeypatch, lambda page: replace(page, text=page.text.replace("3", "8"), engine="PDFium 999"))
    for _ in range(2):
        with pytest.raises(NoBoxes, match=r"Page 3 of lark\.pdf gives another text now, with PDFium 999, .*recipe 1"):
            page_boxes(kept, 3)
    assert unpacked(json.loads(page_boxes(kept, 4))).text.startswith("Page 4")
    assert not list(cache_folder().glob("*/*/boxes*-3.json"))


def test_a_page_that_stops_the_reader_leaves_the_others(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count_measuring(monkeypatch, stops=9)
    with pytest.raises(NoBoxes, match=r"page 9 of lark\.pdf cannot be found: the page is broken"):
        page_boxes(kept, 9)
    assert asked == [[9, 10], [9], [10]]
    assert page_boxes(kept, 10)
    assert len(asked) == 3


def test_what_is_no_page_of_a_pdf_has_no_boxes(cast: Cast, kept: Document) -> None:
    for page in (0, PAGES + 1):
        with pytest.raises(NoBoxes, match=f"no picture of a page {page}"):
            page_boxes(kept, page)
    done = add_document(By(cast.dev), cast.review, kept.report_id, Upload("a.txt", b"words")).body
    with pytest.raises(NoBoxes):
        page_boxes(Document.objects.get(pk=done.document_id), 1)


@pytest.mark.parametrize("gone", ["file", "text"])
def test_boxes_go_with_their_file_and_with_its_text(kept: Document, gone: str) -> None:
    page_boxes(kept, 1)
    assert list(cache_folder().glob("*/*/*.json"))
    trail.store(kept.review).withdraw(Content(getattr(kept, gone)))
    with pytest.raises(NoBoxes, match="was withdrawn"):
        page_boxes(kept, 1)
    assert not list(cache_folder().glob("*/*/*.json"))
