"""Which letters belong to the one before."""

import pytest

from synthema.documents.clusters import continuing


@pytest.mark.parametrize(
    ("text", "continues"),
    [
        ("cafe\u0301s", [4]),
        ("e\u0323\u0301x", [1, 2]),
        ("\u0915\u094d\u200d\u0915\u093f", [1, 2, 4]),  # Devanagari
        ("\U0001f469\u200d\U0001f52c.", [1, 2]),  # a woman with a microscope
        ("\U0001f44d\U0001f3fd\U0001f44d", [1]),  # a thumb and its colour
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", [1, 3]),  # two flags
        ("\U0001f1e9\U0001f1ea \U0001f1eb\U0001f1f7", [1, 4]),
        ("\u1112\u1161\u11ab\u1100", [1, 2]),  # Hangul in parts
        ("\ud55c\uae00", []),  # Hangul in whole
        ("\ud55c\u11ab", [1]),
        ("2\ufe0f\u20e3", [1, 2]),  # a key
        ("\u0301a", []),  # an accent on nothing
        ("a\n\u0301b\f\u0301", []),  # nor does it sit on the end of a line
        ("plain words", []),
        ("", []),
    ],
)
def test_accents_flags_and_joined_signs_continue_a_cluster(text: str, continues: list[int]) -> None:
    assert list(continuing(text)) == continues
