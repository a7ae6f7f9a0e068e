import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from synthema.reporting.flow_text import can_draw, font_file, width, wrap


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_font_file(bold: bool) -> None:
    font = TTFont(font_file(bold))
    advances, glyphs = font["hmtx"].metrics, font.getBestCmap()
    for text in ("Records screened", "(n\u00a0=\u00a012)", "Ünïcode – †"):
        exact = sum(advances[glyphs[ord(character)]][0] for character in text) / font["head"].unitsPerEm
        assert width(text, 12, bold) == pytest.approx(12 * exact, abs=0.01)


def test_a_character_the_font_lacks_is_taken_as_square() -> None:
    assert width("研究", 12) == 24
    assert not can_draw("研究")
    assert can_draw("Records screened (n\u00a0=\u00a012) − †")


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "Records marked as ineligible by automation tools (n\u00a0=\u00a012)"
    lines = wrap(text, 120, 12)
    assert len(lines) > 2
    assert all(width(line, 12) <= 120 for line in lines)
    assert " ".join(lines) == text


def test_a_number_stays_in_one_piece() -> None:
    assert wrap("Reports (n\u00a0=\u00a012)", width("Reports (n", 12), 12) == ("Reports", "(n\u00a0=\u00a012)")


def test_a_word_wider_than_the_room_is_broken() -> None:
    lines = wrap("a " + "m" * 40, 100, 12)
    assert "".join(lines) == "a" + "m" * 40
    assert all(width(line, 12) <= 100 for line in lines)
    assert all(lines)


def test_room_for_less_than_one_character_still_ends() -> None:
    assert wrap("abc", 1, 12) == ("a", "b", "c")
