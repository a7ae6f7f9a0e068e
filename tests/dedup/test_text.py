import pytest

from synthema.dedup.text import first_number, fold, split_camel


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Peer-support: WORK!", "peer support work"),
        ("Stjernswärd & Łukasz", "stjernsward lukasz"),
        ("the <sup>11</sup>C and &amp; the TNF-α", "the 11c and the tnf alpha"),
        ("p < 0.05 and q > 3", "p 0 05 and q 3"),
        ("", ""),
        ("الجزء ١٢, بخش ۳, （４）", "الجزء 12 بخش 3 4"),
        ("يك كتابة", "یک کتابه"),
        ("كـــتاب", "کتاب"),
        ("QualitÃ© de vie des infirmiÃ¨res", "qualite de vie des infirmieres"),
        ("ÂGE ET QUALITÉ", "age et qualite"),
    ],
)
def test_it_folds_case_accents_tags_and_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_it_folds_other_scripts_to_equal_text_in_either_normal_form() -> None:
    assert fold("Исследо́вание") == fold("ИССЛЕДОВАНИЕ")
    assert fold("플랫폼 노동") != ""


def test_it_parts_names_that_were_run_together() -> None:
    assert split_camel("CaldwellH.K.") == "Caldwell H.K."


def test_the_first_number_has_no_leading_zeros() -> None:
    assert [first_number(text) for text in ("04", "no. 12 (3)", "000", "none")] == ["4", "12", "0", ""]
