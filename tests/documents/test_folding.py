"""The letters key of a text, and the way back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.documents.folding import fold


@pytest.mark.parametrize(
    ("written", "as_well"),
    [
        ("co-operate", "cooperate"),
        ("inter-\nview", "interview"),
        ("hos\u00adpital", "hospital"),
        ("“so it is”", '"So it is"'),
        ("don’t", "don't"),
        ("oﬃce ﬁle", "office file"),
        ("café", "cafe\u0301"),
        ("ﬁve\u00a0hours", "five hours"),
        ("Straße", "STRASSE"),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_it_is_blind_to_how_words_are_printed(written: str, as_well: str) -> None:
    assert fold(written).key == fold(as_well).key != ""


@pytest.mark.parametrize(("one", "other"), [("cafe", "café"), ("ill", "all"), ("1 in 4", "1 in 5"), ("कि", "की")])
def test_it_tells_other_words_apart(one: str, other: str) -> None:
    assert fold(one).key != fold(other).key


def test_it_leads_back_to_the_letters() -> None:
    text = "An oﬃ\u00adcer’s cafe\u0301."
    folded = fold(text)
    start = folded.key.index("office")
    span = folded.span(start, start + len("office"))
    assert span is not None
    assert text[span.start : span.end] == "oﬃ\u00adce"


def test_it_never_parts_a_letter_from_its_mark_or_a_ligature() -> None:
    folded = fold("cafe\u0301 ﬁve")
    assert folded.span(0, 4) is None  # cafe, without the accent
    assert folded.span(folded.key.index("i"), len(folded.key)) is None
    assert folded.span(folded.key.index("f", 4), len(folded.key)) is not None


@given(st.text(max_size=60))
def test_the_map_covers_every_key_character_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.key) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_key_of_two_texts_is_their_keys_in_a_row(one: str, other: str) -> None:
    assert fold(f"{one} {other}").key == fold(one).key + fold(other).key


@given(st.text(max_size=60))
def test_another_normal_form_has_the_same_key(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)).key == fold(unicodedata.normalize("NFD", text)).key
