"""Pages and hashes of a canonical text."""

import hashlib

from synthema.documents import DocumentText


def test_it_counts_pages_by_form_feeds() -> None:
    text = DocumentText("one\n\ftwo\fthree")
    assert text.pages == 3
    assert text.page_starts == (0, 5, 9)
    assert [text.page_at(place) for place in (0, 4, 5, 8, 9, 13)] == [1, 1, 2, 2, 3, 3]


def test_a_form_feed_at_the_end_begins_no_page() -> None:
    assert DocumentText("one\ftwo\f").pages == 2
    assert DocumentText("one").pages == 1


def test_an_empty_page_in_the_middle_is_a_page() -> None:
    assert DocumentText("one\f\fthree").pages == 3


def test_places_are_code_points_not_bytes() -> None:
    assert DocumentText("\U0001f600é\fx").page_starts == (0, 3)


def test_its_hash_is_that_of_the_utf8_bytes() -> None:
    assert DocumentText("é").sha256 == hashlib.sha256(b"\xc3\xa9").hexdigest()
