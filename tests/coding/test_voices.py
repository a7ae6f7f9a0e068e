"""Where participants seem to speak: marks of many kinds, apostrophes that are none, what a file sets apart."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.coding.voices import FEWEST_WORDS, spoken
from synthema.documents.model import Span
from synthema.documents.structure import Structure

WORDS = "they never asked me"


def said(text: str) -> list[str]:
    return [text[one.start : one.end] for one in spoken(text)]


@pytest.mark.parametrize("marks", ["“”", "«»", "„“", "„”", "‘’", '""', "''", "‹›"])
def test_words_between_marks_that_belong_together_are_spoken(marks: str) -> None:
    assert said(f"She said {marks[0]}{WORDS}{marks[1]} and left.") == [f"{marks[0]}{WORDS}{marks[1]}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They called it “coping” or “a burden”.", []),
        ("The patients’ needs and the doctors’ views of it.", []),
        ("It's what we don't say, isn't it.", []),
        ("‘We don’t like the patients’ needs here’, he said.", ["‘We don’t like the patients’ needs here’"]),
        ("“He told me ‘go home now’ and I went,” she said.", ["“He told me ‘go home now’ and I went,”"]),
        ("“never closed and so on\n\n“this one is closed” here", ["“this one is closed”"]),
        ("“first part of it\n“second part of it” he said", ["“first part of it\n“second part of it”"]),
        ("「とても寂しかったです」と言った。", ["「とても寂しかったです」"]),
        ("", []),
    ],
)
def test_marks_are_read_as_a_reader_would(text: str, found: list[str]) -> None:
    assert said(text) == found


def test_what_a_file_sets_apart_counts_and_joins_its_marks() -> None:
    text = "All said: “It was long and cold.” (P1) Nobody came."
    assert spoken(text, Structure(quotations=(Span(10, 38),))) == (Span(10, 38),)


@given(st.text(alphabet="ab'’‘“”„«»\"\n .s", max_size=60))
def test_spans_are_in_order_part_each_other_and_hold_enough_words(text: str) -> None:
    found = spoken(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(before.end < after.start for before, after in pairwise(found))
    assert all(len(re.findall(r"\w+", text[one.start : one.end])) >= FEWEST_WORDS for one in found)
