"""What a file holds tells its kind; its name only where text could be either."""

import pytest

from synthema.documents.markup.kinds import Kind, kind_of
from tests.documents.markup.conftest import Take
from tests.documents.written import JATS, docx, p, page, r


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        ("words", "a.txt", Kind.TEXT),
        ("words", "a", Kind.TEXT),
        ("<Interviewer> So.", "a.txt", Kind.TEXT),
        ("<p>So.</p>", "a.txt", Kind.TEXT),
        ("<p>So.</p>", "a.html", Kind.PAGE),
        ("words", "a.HTM", Kind.PAGE),
        (page("x"), "a.txt", Kind.PAGE),
        ("\n<!-- x --><HTML lang=de>", "a.txt", Kind.PAGE),
        ('<?xml version="1.0"?>\n<html xmlns="x">', "a.html", Kind.XHTML),
        (JATS, "a.html", Kind.XML),
        (JATS, "a.txt", Kind.XML),
        ("<article><front/>", "a.xml", Kind.XML),
        ("<article><p>x", "a.html", Kind.PAGE),
        ("\ufeff" + JATS, "a", Kind.XML),
        ("From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; x", "a.mhtml", Kind.ARCHIVE),
        ("Subject: words of a letter", "a.txt", Kind.TEXT),
    ],
)
def test_the_first_words_tell(head: str, name: str, kind: Kind) -> None:
    assert kind_of(head.encode(), name) == kind


def test_utf_16_and_zips_are_known() -> None:
    assert kind_of(page("x").encode("utf-16"), "a") == Kind.PAGE
    assert kind_of(docx(p(r("x"))), "a.txt") == Kind.ZIP
    assert kind_of(b"\x89PNG\r\n\x1a\n\x00", "a.html") == Kind.TEXT


def test_a_page_saved_in_one_file_is_unpacked(take: Take) -> None:
    saved = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n"
        "--b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<html><p>Gr=FCn=\r\n tee\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    )  # fmt: skip
    assert take(saved, "a.mhtml").text == "Grün tee"
