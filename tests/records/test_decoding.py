import codecs
from dataclasses import dataclass

import pytest

from synthema.records.export import Export
from synthema.records.model import Unreadable


@dataclass
class Decoded:
    text: str
    encoding: str
    repairs: tuple[str, ...]


def decode(content: bytes, name: str, encoding: str = "") -> Decoded:
    export = Export(content, name=name, encoding=encoding)
    return Decoded("".join(export.pieces()), export.encoding.name, export.repairs)


LINE = "TI  - Señales de esperanza: vécu, über «Hoffnung»\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + LINE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + LINE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + LINE.encode("utf-16-be"), "utf-16"),
        (LINE.encode("utf-16-le"), "utf-16-le"),
        (LINE.encode("utf-16-be"), "utf-16-be"),
        (LINE.encode("cp1252"), "cp1252"),
    ],
)
def test_it_reads_the_encodings_that_exports_come_in(content: bytes, encoding: str) -> None:
    decoded = decode(content, "x.ris")
    assert decoded.text == LINE
    assert decoded.encoding == encoding


def test_a_guess_is_said_aloud() -> None:
    assert "guess" in decode(LINE.encode("cp1252"), "x.ris").repairs[0]


def test_it_guesses_chinese_and_arabic_where_the_bytes_stand_together() -> None:
    chinese = "TI  - 同伴支持工作者的经验研究\nAU  - 王芳\n"
    arabic = "TI  - تجارب العاملين في دعم الأقران\nAU  - محمد علي\n"
    assert decode(chinese.encode("gb18030"), "x.ris").text == chinese
    assert decode(arabic.encode("cp1256"), "x.ris").text == arabic


def test_a_file_cut_off_inside_a_character_keeps_everything_before_it() -> None:
    decoded = decode("TI  - Erfahrungé".encode()[:-1], "x.ris")
    assert decoded.text == "TI  - Erfahrung\ufffd"
    assert decoded.encoding == "utf-8"
    assert "cut off" in decoded.repairs[0]


def test_stray_windows_bytes_in_a_utf8_file_stay_letters() -> None:
    decoded = decode("Garção über naïve coöperation ".encode() + "é".encode("cp1252") + b" end", "x.ris")
    assert decoded.text == "Garção über naïve coöperation é end"
    assert decoded.encoding == "utf-8"
    assert "1 bytes are not UTF-8" in decoded.repairs[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_becomes_one(end: str) -> None:
    assert decode(f"a{end}b{end}".encode(), "x.ris").text == "a\nb\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf  \r\n", "empty"),
        (b"PK\x03\x04rest", "zip archive or an Excel"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(32)) * 40, "not text"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        decode(content, "x.ris")
    assert str(refused.value).startswith("x.ris ")


def test_an_encoding_declared_in_xml_is_believed() -> None:
    content = '<?xml version="1.0" encoding="ISO-8859-1"?><xml>vécu</xml>'.encode("latin-1")
    assert "vécu" in decode(content, "x.xml").text
    assert decode(content, "x.xml").encoding == "iso-8859-1"
