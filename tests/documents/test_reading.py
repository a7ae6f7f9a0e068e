"""PDFs are read in a process of their own: ordinary ones to their text, hostile ones to a message."""

import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from synthema.documents.limits import Limits, limits
from synthema.documents.reading import Stopped, draw, read_file
from synthema.refused import Refused
from tests.documents import pdfs

TITLE = "Peer support in the waiting room: an interview study of volunteers"
SMALL = Limits(seconds=20, memory_mb=512)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes, str], Path]:
    def write(data: bytes, name: str = "report.pdf") -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


Put = Callable[..., Path]


def test_a_pdf_gives_its_text_page_by_page(put: Put) -> None:
    file = put(pdfs.article(TITLE, "Ida Invented, Olga Other", doi="10.5555/x.1", labels="/St 201"))
    found = read_file(file, file.name)
    assert found.text.pages == 2
    first, second = found.text.by_page()
    assert first.startswith("Journal of Invented Things, 2020, 7, 1-20\nhttps://doi.org/10.5555/x.1\nPeer support in")
    assert second.startswith("Findings. They told us of it")
    assert found.text.text.endswith("\f")
    assert (found.bare, found.text_free) == (0, False)
    assert found.extractor.startswith("PDFium ")
    assert found.extractor.endswith(", recipe 1")
    assert found.layout is not None
    assert found.layout.labels == ("201", "202")
    assert found.layout.sizes == ((595, 842), (595, 842))
    assert found.layout.titles[0] == TITLE
    assert (found.layout.title, found.layout.dois) == ("", ())


def test_the_metadata_say_which_report_it_is(put: Put) -> None:
    page = pdfs.wrapped("Nothing but words here, and more of them.", 10, 700)
    found = read_file(put(pdfs.pdf([page], title="Waiting rooms", doi="10.5555/X.2")), "a.pdf")
    assert found.layout is not None
    assert (found.layout.title, found.layout.dois) == ("Waiting rooms", ("10.5555/X.2",))


def test_letters_come_out_as_printed_and_line_ends_as_line_feeds(put: Put) -> None:
    page = [(12.0, 60.0, 700.0, "“Café” – naïve"), (12.0, 60.0, 680.0, "the second line")]
    (text,) = read_file(put(pdfs.pdf([page])), "a.pdf").text.by_page()
    assert text == "“Café” – naïve\nthe second line"


def test_empty_pages_are_pages(put: Put) -> None:
    page = pdfs.wrapped("Words in the middle, a whole line of them.", 10, 700)
    found = read_file(put(pdfs.pdf([[], page, []])), "a.pdf")
    assert found.text.pages == 3
    assert [bool(text) for text in found.text.by_page()] == [False, True, False]
    assert found.bare == 2


def test_a_scan_is_read_and_said_to_hold_no_text(put: Put) -> None:
    found = read_file(put(pdfs.scan(3)), "scan.pdf")
    assert (found.text.text, found.text.pages, found.bare, found.text_free) == ("\f\f\f", 3, 3, True)


def test_a_file_is_what_it_holds_and_not_what_its_name_says(put: Put) -> None:
    assert read_file(put(pdfs.article("Owls at night", "Ida Invented"), "report.txt"), "report.txt").layout is not None
    assert read_file(put(b"\n\n" + pdfs.scan(1), "late.pdf"), "late.pdf").text_free
    for data, name, says in (
        (b"<!DOCTYPE html><html>Log in", "report.pdf", "is a web page, perhaps one to log in at"),
        (b"Just words", "report.pdf", "is no PDF, whatever its name says"),
        (b"PK\x03\x04\x00", "report.docx", "is a Word file or another zip that is damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "scan.png", "NUL bytes"),
    ):
        with pytest.raises(Refused, match=says):
            read_file(put(data, name), name)


HOSTILE = (
    ("locked", pdfs.locked(), r"report\.pdf is locked with a password\. Open it"),
    ("cut off", pdfs.article(TITLE, "Ida Invented")[:700], r"is a broken PDF.*Download it again"),
    ("noise", b"%PDF-1.7\n" + bytes(range(256)) * 100, "is a broken PDF"),
    ("without a page", pdfs.pdf([]), "is a broken PDF|without a page"),
    ("5 000 pages", pdfs.many_pages(5000), r"has 5,000 pages; at most 2,000 are read.*SYNTHEMA_PDF_PAGES"),
    ("a page that draws itself", pdfs.itself(), "broke its reader"),
    ("millions of strokes", pdfs.paths(5_000_000), "broke its reader|took more than"),
    ("a page that unpacks to gigabytes", pdfs.bomb(1500), "broke its reader|needs more than"),
)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is limited by the system's own limits")
@pytest.mark.parametrize(("data", "says"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_pdf_is_answered_with_what_to_do(put: Put, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_file(put(data), "report.pdf", SMALL)


def test_odd_pdfs_that_are_sound_are_read(put: Put) -> None:
    page = pdfs.wrapped("With a script in it, which nobody runs.", 10, 700)
    script = "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    assert "With a script" in read_file(put(pdfs.pdf([page], root_entries=script)), "a.pdf").text.text
    assert read_file(put(pdfs.nested()), "a.pdf").text_free
    assert "script" in read_file(put(pdfs.pdf([page], box="")), "a.pdf").text.text


@pytest.mark.skipif(sys.platform == "win32", reason="the sleeper is a shell script")
def test_the_clock_ends_what_takes_too_long(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", _sleeper(put))
    with pytest.raises(Stopped, match=r"took more than 1 seconds to read.*SYNTHEMA_PDF_SECONDS"):
        read_file(put(pdfs.scan(1)), "a.pdf", Limits(seconds=1))


def _sleeper(put: Put) -> str:
    script = put(b"#!/bin/sh\nexec sleep 600\n", "sleeper")
    script.chmod(0o755)
    return str(script)


def test_a_file_that_is_too_large_is_not_opened(put: Put) -> None:
    file = put(b"%PDF-1.7\n" + bytes(2 << 20))
    with pytest.raises(Refused, match=r"has 2 MB; at most 1 are read.*SYNTHEMA_PDF_MB"):
        read_file(file, "a.pdf", Limits(megabytes=1))


def test_more_pages_are_read_where_the_setting_allows(put: Put) -> None:
    found = read_file(put(pdfs.many_pages(30)), "a.pdf", Limits(pages=30))
    assert found.text.by_page() == ["Once more, with feeling."] * 30
    with pytest.raises(Refused, match="at most 29 are read"):
        read_file(put(pdfs.many_pages(30)), "a.pdf", Limits(pages=29))


def test_settings_that_are_no_numbers_are_named_together() -> None:
    assert limits({"SYNTHEMA_PDF_PAGES": "30"}) == Limits(pages=30)
    with pytest.raises(Refused, match="SYNTHEMA_PDF_PAGES and SYNTHEMA_PDF_SECONDS must be"):
        limits({"SYNTHEMA_PDF_PAGES": "many", "SYNTHEMA_PDF_SECONDS": "0"})


def test_pages_are_drawn_several_at_once(put: Put) -> None:
    drawn = draw(put(pdfs.article(TITLE, "Ida Invented")), [1, 2, 3], 400)
    assert set(drawn) == {1, 2}
    assert all(picture.startswith(PNG) for picture in drawn.values())
    assert [int.from_bytes(drawn[1][place : place + 4]) for place in (16, 20)] == [400, 567]


@pytest.mark.parametrize("box", ["0 0 200000 200000", "0 0 2000000 10", "0 0 10 2000000", "0 0 0.001 0.001"])
def test_a_page_of_absurd_size_is_drawn_small(put: Put, box: str) -> None:
    (picture,) = draw(put(pdfs.pdf([[]], box=box)), [1], 1600, allowed=SMALL).values()
    across, down = (int.from_bytes(picture[place : place + 4]) for place in (16, 20))
    assert across * down <= 12_100_000
    assert picture.startswith(PNG)


@pytest.mark.skipif(sys.platform == "win32", reason="the teller is a shell script")
def test_the_reading_process_knows_no_secret(put: Put, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    teller = put(b'#!/bin/sh\nenv > "$(dirname "$0")/told"\nexit 0\n', "teller")
    teller.chmod(0o755)
    monkeypatch.setenv("SYNTHEMA_SECRET", "nobody may know")
    monkeypatch.setattr(sys, "executable", str(teller))
    with pytest.raises(Stopped):
        read_file(put(pdfs.scan(1)), "a.pdf")
    told = (tmp_path / "told").read_text()
    assert "PATH" in told
    assert "nobody may know" not in told


def test_many_threads_may_read_at_once(put: Put) -> None:
    file, found = put(pdfs.article(TITLE, "Ida Invented")), []
    threads = [Thread(target=lambda: found.append(read_file(file, "a.pdf").text.sha256)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
