"""The recipe of the canonical text, character by character."""

from types import SimpleNamespace

import pytest

from synthema.documents import pdf_text
from synthema.documents.pdf_facts import big_print, own_dois
from synthema.documents.pdf_text import Line

HYPHEN = 0x02


def text_of(monkeypatch: pytest.MonkeyPatch, *codes: int, hyphens: frozenset[int] = frozenset()) -> str:
    """What the recipe makes of the characters that PDFium gives."""
    raw = SimpleNamespace(
        FPDFText_CountChars=lambda _: len(codes),
        FPDFText_GetUnicode=lambda _, place: codes[place],
        FPDFText_IsHyphen=lambda _, place: int(place in hyphens),
    )
    monkeypatch.setattr(pdf_text, "raw", raw)
    page = SimpleNamespace(get_textpage=lambda: SimpleNamespace(close=lambda: None))
    return pdf_text.page_text(page)


def test_a_generated_line_end_is_one_line_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_of(monkeypatch, *b"a\r\nb\r\n\r\nc\nd\re") == "a\nb\n\nc\nd\ne"


def test_a_hyphen_at_the_end_of_a_line_is_kept_and_the_line_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    for mark in (HYPHEN, 0xFFFE):
        assert text_of(monkeypatch, *b"inter", mark, *b"view", hyphens=frozenset({5})) == "inter-\nview"
        assert text_of(monkeypatch, *b"a", mark, *b"\r\nb", hyphens=frozenset({1})) == "a-\nb"
        assert text_of(monkeypatch, *b"a", mark, *b"b") == "a-b"


def test_a_letter_beyond_the_basic_plane_is_one_code_point(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_of(monkeypatch, 0x61, 0xD83D, 0xDE00, 0x62) == "a\U0001f600b"


def test_halves_of_letters_and_controls_are_shown_as_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_of(monkeypatch, 0xD83D, 0x61) == "\ufffda"
    assert text_of(monkeypatch, 0x61, 0xDE00) == "a\ufffd"
    assert text_of(monkeypatch, 0x61, 0xD83D) == "a\ufffd"
    assert text_of(monkeypatch, 0x00, 0x0C, 0x10, 0x61) == "\ufffd\ufffd\ufffda"


def test_nothing_is_normalised(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = "oﬃce cafe\u0301\u00ad \u00a0\ue000\t“x”"
    assert text_of(monkeypatch, *map(ord, kept)) == kept


def test_the_biggest_print_comes_first_and_its_lines_are_joined() -> None:
    page = [
        Line("Journal of Invented Things", 8.0),
        Line("Waiting rooms and lay-", 18.0),
        Line("bys: a study", 17.6),
        Line("Ida Invented and Olga Other", 11.0),
        Line("W", 40.0),
    ]
    assert big_print([page])[:2] == ["Waiting rooms and laybys: a study", "Ida Invented and Olga Other"]


def test_dois_are_taken_from_where_a_file_speaks_of_itself() -> None:
    xmp = b"<prism:doi>10.5555/a.1</prism:doi> <dc:identifier>doi:10.5555/a.2</dc:identifier> 10.5555/cited"
    assert own_dois(xmp, {"Subject": "Things 7 (2020). doi:10.5555/a.3", "Title": "x"}) == [
        "10.5555/a.1",
        "10.5555/a.2",
        "10.5555/a.3",
    ]
