"""Files become canonical text, or are refused with what to do."""

import pytest

from synthema.documents import extract
from synthema.refused import Refused


def test_line_ends_become_lf_and_the_byte_order_mark_goes() -> None:
    assert extract(b"\xef\xbb\xbfone\r\ntwo\rthree\n\x0cfour", "a.txt").text == "one\ntwo\nthree\n\ffour"


def test_nothing_else_is_normalised() -> None:
    kept = "oﬃce  cafe\u0301\u00ad \u00a0“x”\n"
    assert extract(kept.encode(), "a.txt").text == kept


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"%PDF-1.7 ...", "cedar.pdf", r"cedar\.pdf is a PDF\. Add it as a file"),
        (b"words", "cedar.pdf", "is no PDF, whatever its name says"),
        (b"<!DOCTYPE html><title>Log in", "cedar.pdf", "is a web page, perhaps one to log in at"),
        (b"%PDF-1.7 ...", "cedar.txt", "is a PDF"),
        (b"PK\x03\x04", "cedar.docx", "is a Word file"),
        (b"<html>", "cedar.html", "is a web page"),
        ("grün".encode("latin-1"), "a.txt", r"not UTF-8 \(line 1, byte 3\)"),
        ("x".encode("utf-16"), "a.txt", "is UTF-16"),
        (b"a\x00b", "a.txt", "NUL bytes"),
        (b"", "a.txt", "holds no text"),
        (b" \n\x0c\n", "a.txt", "holds no text"),
        (b"x", "a.odt", "is an OpenDocument text; PDFs, Word files"),
        (b"{\\rtf1 words}", "a.txt", "is a file in rich text"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "is locked with a password"),
        (b"\xd0\xcf\x11\xe0 and more", "a.doc", "is a Word file of the old kind"),
        (b"words", "a.docx", "is no Word file, whatever its name says"),
        (b"x", "a.xyz", r"ends in \.xyz"),
    ],
)
def test_other_files_are_refused_with_what_to_do(data: bytes, name: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        extract(data, name)
