"""Bytes become characters as the file says, and as browsers take it."""

import pytest

from synthema.documents.markup.encoding import page_text, xml_text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>", "cp1251"),
        ('<!-- <meta charset="utf-8"> --><meta charset="gb2312">', "gb18030"),
        ('<?xml version="1.0" encoding="ISO-8859-15"?>', "iso8859-15"),
        ('<meta charset="utf-16">', "utf-8"),
        ('<meta charset="no-such">', "utf-8"),
        ("", "utf-8"),
        ('<meta charset="hex">', "utf-8"),
    ],
)
def test_a_page_is_read_as_it_says(head: str, encoding: str) -> None:
    said = "Чай" if encoding == "cp1251" else "茶" if encoding == "gb18030" else "Grün €"
    assert page_text(head.encode() + said.encode(encoding)) == head + said


def test_a_mark_and_what_a_server_said_go_before_the_page() -> None:
    head = '<meta charset="utf-8">'
    assert page_text((head + "ü").encode("utf-16")) == head + "ü"
    assert page_text(b"\xef\xbb\xbf" + '<meta charset="latin1">ü'.encode()) == '<meta charset="latin1">ü'
    assert page_text(head.encode() + b"\xfc", "iso-8859-1") == head + "ü"


def test_bytes_that_are_no_characters_are_told_apart() -> None:
    assert page_text(b'<meta charset="utf-8">\xff') == '<meta charset="utf-8">\ufffd'
    assert page_text(b"\xfcber") == "über"
    with pytest.raises(UnicodeDecodeError):
        xml_text(b"<a>\xff</a>")
    assert xml_text("<?xml version='1.0'?><a>ü</a>".encode("utf-16-le")) == "<?xml version='1.0'?><a>ü</a>"
