import codecs
import random
from dataclasses import dataclass
from encodings.aliases import aliases

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


def test_a_declaration_that_the_bytes_disprove_is_not_believed() -> None:
    content = '<?xml version="1.0" encoding="ISO-8859-1"?><xml>Müller 中文</xml>'.encode()
    decoded = decode(content, "x.xml")
    assert "Müller 中文" in decoded.text
    assert decoded.encoding == "utf-8"
    assert "says that it is iso-8859-1, but its letters are UTF-8" in decoded.repairs[0]


def test_a_declared_utf_16_that_is_plain_text_is_read_as_plain_text() -> None:
    content = b'<?xml version="1.0" encoding="utf-16"?><xml>Hope</xml>'
    assert decode(content, "x.xml").text == content.decode()


@pytest.mark.parametrize("asked", ["idna", "punycode", "unicode_escape", "raw-unicode-escape", "undefined", "hex"])
def test_what_does_not_encode_letters_is_no_encoding(asked: str) -> None:
    with pytest.raises(Unreadable, match="is not an encoding"):
        decode(LINE.encode(), "x.ris", asked)


@pytest.mark.parametrize("asked", ["utf-16", "utf-32", "utf-16-le", "utf-32-be"])
def test_a_file_that_is_not_utf_16_is_refused_where_that_is_asked_for(asked: str) -> None:
    with pytest.raises(Unreadable, match=f"x.ris is not {asked}. Leave the encoding out"):
        decode(LINE.encode(), "x.ris", asked)


@pytest.mark.parametrize("written", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf_16_without_a_mark_is_read_where_it_is_asked_for(written: str) -> None:
    assert decode(LINE.encode(written), "x.ris", written[:6]).text == LINE


def test_no_name_of_an_encoding_ends_in_a_traceback() -> None:
    noise = bytes(random.Random(1).randrange(9, 256) for _ in range(500))
    read = 0
    for asked in sorted({*aliases, *aliases.values(), "idna", "nothing", "x" * 500, "a\0b", "é"}):
        for content in (LINE.encode(), b"TY  - JOUR\n", noise, LINE.encode("utf-16")):
            try:
                read += bool(decode(content, "x.ris", asked).text)
            except Unreadable:
                continue
    assert read > 100


SAID = {
    "cp1251": "TI  - Опыт работников равной поддержки\nAU  - Иванов, И. И.\n",
    "koi8-r": "TI  - Опыт работников равной поддержки\nAU  - ИВАНОВ, И. И.\n",
    "shift_jis": "TI  - ピアサポートワーカーの経験に関する質的研究\nAU  - 山田, 太郎\n",
    "euc_jp": "TI  - ピアサポートワーカーの経験に関する質的研究\nAU  - 山田, 太郎\n",
    "euc_kr": "TI  - 동료지원가의 경험에 관한 질적 연구\nAU  - 김, 영희\n",
    "big5": "TI  - 同儕支持工作者的經驗之質性研究\nAU  - 王, 芳\n",
    "gb18030": "TI  - 同伴支持工作者的经验研究\nAU  - 王芳\n",
    "cp1256": "TI  - تجارب العاملين في دعم الأقران\nAU  - محمد علي\n",
    "cp1253": "TI  - Η εμπειρία των εργαζομένων στην υποστήριξη\nAU  - Παπαδόπουλος, Γ.\n",
    "cp1255": "TI  - חוויות של עובדי תמיכת עמיתים\nAU  - כהן\n",
    "cp1252": "TI  - L'expérience à l'hôpital: così è la città\nAU  - Müller, Ž.\n",
}
UTF8 = "TI  - Señales de esperanza\nAU  - Müller, K.\nTI  - 同伴支持工作者的经验研究\nKW  - none\n"


@pytest.mark.parametrize("written", SAID)
def test_the_encoding_is_guessed_by_the_letters(written: str) -> None:
    decoded = decode(SAID[written].encode(written), "x.ris")
    assert decoded.text == SAID[written]
    assert decoded.encoding == written
    assert f"read as {written}, which is a guess" in decoded.repairs[0]
    assert "another encoding can be chosen" in decoded.repairs[0]


def test_hard_spaces_that_stand_together_are_not_chinese() -> None:
    content = "TI  - Times cited:\u00a0\u00a012 Total:\u00a0\u00a01\n" * 9
    assert decode(content.encode("cp1252"), "x.ris").text == content


@pytest.mark.parametrize("written", SAID)
def test_two_encodings_in_one_file_are_told_apart_by_line(written: str) -> None:
    other = SAID[written] * 2
    for content, text in (
        (UTF8.encode() + other.encode(written), UTF8 + other),
        (other.encode(written) + UTF8.encode(), other + UTF8),
        (codecs.BOM_UTF8 + UTF8.encode() + other.encode(written), UTF8 + other),
    ):
        decoded = decode(content, "x.ris")
        assert decoded.text == text
        assert decoded.encoding == "utf-8"
        assert f"two encodings in one file: 3 lines are UTF-8, 4 lines were read as {written}" in decoded.repairs[0]
        assert "guess" in decoded.repairs[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("written", ["cp1252", "gb18030"])
def test_letters_at_the_border_of_two_pieces_are_read_whole(
    written: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (UTF8 + SAID[written]) * 3
    content = (UTF8.encode() + SAID[written].encode(written)) * 3
    for size in range(1, 40):
        monkeypatch.setattr("synthema.records.decoding.PIECE", size)
        assert decode(content.replace(b"\n", end.encode()), "x.ris").text == lines


def test_a_line_longer_than_is_held_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.records.mixed._LONGEST", 64)
    monkeypatch.setattr("synthema.records.decoding.PIECE", 16)
    other = SAID["gb18030"].replace("\n", " ") * 20
    assert decode(UTF8.encode() + other.encode("gb18030"), "x.ris").text == UTF8 + other


def test_a_line_of_both_is_read_byte_by_byte() -> None:
    line = "AU  - Müller, Ö.; ".encode() + "Mély, É.; Žák".encode("cp1252") + b"\n"
    text = "AU  - Müller, Ö.; Mély, É.; Žák\n"
    only_windows = SAID["cp1252"]
    decoded = decode(UTF8.encode() + line + only_windows.encode("cp1252"), "x.ris")
    assert decoded.text == UTF8 + text + only_windows


def test_chinese_lines_that_are_utf_8_by_chance_stay_chinese() -> None:
    chance = "KW  - 农业\nAU  - 业\n"
    assert chance.splitlines()[1].encode("gb18030").decode("utf-8")  # would pass for UTF-8
    chinese = SAID["gb18030"] + chance
    assert decode(chinese.encode("gb18030"), "x.ris").text == chinese
    mixed = UTF8 + chinese
    assert decode(UTF8.encode() + chinese.encode("gb18030"), "x.ris").text == mixed


def test_the_end_of_a_file_of_two_encodings_is_read_like_the_rest() -> None:
    content = UTF8.encode() + SAID["gb18030"].encode("gb18030")
    assert Export(content, name="x.ris").tail == UTF8 + SAID["gb18030"]


@pytest.mark.parametrize("wide", ["utf-16-le", "utf-16-be", "utf-16"])
def test_a_part_in_utf_16_behind_one_in_utf_8_is_said_aloud(wide: str) -> None:
    decoded = decode(UTF8.encode() * 20 + "TY  - JOUR\nTI  - Vécu\n".encode(wide), "x.ris")
    said = "from about line 81 on the file is UTF-16: how it was read there is a guess"
    assert any(said in repair for repair in decoded.repairs)
    assert "NUL characters were removed" in decoded.repairs
    assert UTF8 * 20 in decoded.text
    assert "TI  - Vécu" in decoded.text


def test_a_part_in_utf_8_behind_one_in_utf_16_is_said_aloud() -> None:
    content = (LINE * 3).encode(
        "utf-16"
    ) + b"TY  - JOUR\nTI  - Peer support workers and what they say of their work\nER  - \n"
    assert any("is no longer UTF-16" in repair for repair in decode(content, "x.ris").repairs)
    assert decode((LINE * 9).encode("utf-16"), "x.ris").repairs == ()


def test_single_nul_characters_are_no_utf_16() -> None:
    assert decode(b"TI  - a\x00b\x00\x00\x00c\n", "x.ris").repairs == ("NUL characters were removed",)
