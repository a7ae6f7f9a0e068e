"""Pictures of pages: drawn on demand, kept in a cache of limited size, gone with their file."""

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from synthema.audit import trail
from synthema.audit.model import By, Content
from synthema.documents import images
from synthema.documents.actions import Upload, add_document
from synthema.documents.derived import cache_folder, trim
from synthema.documents.images import NoPicture, page_image
from synthema.documents.reading import draw, read_file
from synthema.documents.tables import Document, documents
from tests.cast import Cast
from tests.documents import pdfs
from tests.screening.stage import LARK, prepare, retrieved

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def kept(cast: Cast, tmp_path: Path) -> Document:
    """A PDF of six pages, the fifth of which stops the reader."""
    known = prepare(cast, tmp_path)
    (report,) = retrieved(cast, known[LARK])
    pages = [pdfs.wrapped(f"Page {n} of the larks, told at length.", 12, 700) for n in range(1, 7)]
    file = tmp_path / "lark.pdf"
    file.write_bytes(pdfs.pdf(pages))
    add_document(
        By(cast.dev), cast.review, report.id, Upload("lark.pdf", file.read_bytes(), read_file(file, "lark.pdf"))
    )
    return documents(cast.review)[0]


def count_drawing(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[int]]:
    """The pages of each drawing from now on."""
    asked: list[Sequence[int]] = []

    def drawing(path: Path, pages: Sequence[int], width: int, **more: Any) -> dict[int, bytes]:
        asked.append(pages)
        return draw(path, pages, width, **more)

    monkeypatch.setattr(images, "draw", drawing)
    return asked


def width_of(picture: bytes) -> int:
    return int.from_bytes(picture[16:20])


def test_a_page_is_drawn_with_its_neighbours_and_kept(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count_drawing(monkeypatch)
    first = page_image(kept, 2, 790)
    assert first.startswith(PNG)
    assert width_of(first) == 800
    assert page_image(kept, 2, 800) == first
    assert page_image(kept, 4, 800) != first
    assert page_image(kept, 6, 800).startswith(PNG)
    assert [list(pages) for pages in asked] == [[1, 2, 3, 4], [5, 6]]


def test_a_picture_may_be_webp_which_is_smaller(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count_drawing(monkeypatch)
    picture = page_image(kept, 1, 1600, "webp")
    assert (picture[:4], picture[8:12]) == (b"RIFF", b"WEBP")
    assert len(picture) < len(page_image(kept, 1, 1600))
    assert page_image(kept, 2, 1600, "webp") != picture
    assert len(asked) == 2
    assert {one.suffix for one in cache_folder().glob("*/*/*")} == {".png", ".webp"}


def test_pages_asked_for_at_once_are_drawn_once(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count_drawing(monkeypatch)
    found: list[bytes] = []
    threads = [Thread(target=lambda n=n: found.append(page_image(kept, n, 400))) for n in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(asked)) == (4, 1)


def test_a_page_that_stops_the_reader_leaves_the_others(kept: Document, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"0" * 16 + pdfs.itself())
    assert images.draw_into(bad, tmp_path / "cache", [1], 400) == {}
    store = trail.store(kept.review)
    drawn = images.draw_into(store.path(Content(kept.file)), tmp_path / "cache", [1, 99], 400)
    assert set(drawn) == {1}


def test_what_is_no_page_of_a_pdf_has_no_picture(cast: Cast, kept: Document) -> None:
    for page in (0, 7, -1):
        with pytest.raises(NoPicture, match=f"no picture of a page {page}"):
            page_image(kept, page, 800)
    done = add_document(By(cast.dev), cast.review, kept.report_id, Upload("a.txt", b"words")).body
    with pytest.raises(NoPicture):
        page_image(Document.objects.get(pk=done.document_id), 1, 800)


def test_pictures_go_with_their_file(kept: Document) -> None:
    page_image(kept, 1, 400)
    assert list(cache_folder().glob("*/*/*.png"))
    trail.store(kept.review).withdraw(Content(kept.file))
    with pytest.raises(NoPicture, match="was withdrawn"):
        page_image(kept, 1, 400)
    assert not list(cache_folder().glob("*/*/*.png"))


def test_the_cache_keeps_what_was_looked_at_last(kept: Document) -> None:
    page_image(kept, 1, 400)
    pictures = sorted(cache_folder().glob("*/*/400-*.png"))
    assert [one.name for one in pictures] == ["400-1.png", "400-2.png", "400-3.png", "400-4.png"]
    for age, one in enumerate(pictures):
        os.utime(one, (1_000_000 - age, 1_000_000 - age))
    page_image(kept, 4, 400)  # the oldest, now looked at
    sizes = {one.name: one.stat().st_size for one in pictures}
    assert trim(sizes["400-4.png"] + sizes["400-1.png"]) == 2
    assert {one.name for one in cache_folder().glob("*/*/*.png")} == {"400-1.png", "400-4.png"}
    assert trim(10**9) == 0


def test_the_cache_is_trimmed_while_it_is_written(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNTHEMA_CACHE_MB", "1")
    for width in (400, 800, 1200, 1600):
        for page in (1, 5):
            page_image(kept, page, width)
    (cache_folder() / "x" / "y").mkdir(parents=True)
    (cache_folder() / "x" / "y" / "old.png").write_bytes(bytes(2 << 20))
    os.utime(cache_folder() / "x" / "y" / "old.png", (1, 1))
    trim(1 << 20)
    assert not (cache_folder() / "x" / "y" / "old.png").exists()
    assert sum(one.stat().st_size for one in cache_folder().glob("*/*/*.png")) <= 1 << 20
