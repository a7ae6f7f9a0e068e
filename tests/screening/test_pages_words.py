from synthema.screening.pages_words import kind_of_work


def test_type_codes_are_told_in_words_and_empty_ones_are_left_out() -> None:
    assert [kind_of_work(code) for code in ("JOUR", " Thes", "Generic", "article-journal", "Video recording")] == [
        "journal article", "thesis", "", "journal article", "Video recording"
    ]  # fmt: skip
