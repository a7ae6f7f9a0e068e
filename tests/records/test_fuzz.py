import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.records import Reading, Unreadable, read
from synthema.records.formats.registry import BY_NAME

LINES = [
    "TY  - JOUR",
    "TY - JOUR",
    "ty  - BOOK",
    "ER  - ",
    "ER  - TY  - JOUR",
    "TI  - One title",
    "TI - One",
    "AU  - Moran, A",
    "PMID- 123",
    "OWN - NLM",
    "OWN - ERIC",
    "      wrapped",
    "plain words",
    "",
    "1. ",
    "Record #1 of 2",
    "\ufeff",
    "XX  - y",
    "@article{key,",
    "@book{a b,",
    "title = {A {b} c},",
    "author = {Moran, A and Oster, B},",
    "}",
    "{",
    "@comment{x}",
    "title,year,doi",
    "One,2001,10.1234/a",
    '"unclosed,1',
    "title;year",
    "a;b;c;d",
    "<record>",
    "</record>",
    "<xml><records>",
    "<record><titles><title>x</title></titles>",
    "</titles>",
    "<title>A & b",
    '[{"type": "book", "title": "x"}',
    "]",
    "\x00",
]


def attempt(content: bytes, format: str | None = None) -> Reading | None:
    try:
        return read(content, format=format)
    except Unreadable as refused:
        assert str(refused).strip()
        return None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_a_crash(content: bytes) -> None:
    reading = attempt(content)
    assert reading is None or reading.account.balances


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25), st.sampled_from(["\n", "\r\n", "\r"]))
def test_pieces_of_every_format_in_any_order_are_accounted_for(lines: list[str], end: str) -> None:
    reading = attempt(end.join(lines).encode())
    if reading is not None:
        assert reading.account.balances
        assert reading.account.lossless
        assert len(reading.records) == reading.account.stored


@pytest.mark.parametrize("format", list(BY_NAME))
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=20))
def test_a_format_asked_for_is_no_crash_either(format: str, lines: list[str]) -> None:
    reading = attempt("\n".join(lines).encode(), format)
    assert reading is None or (reading.account.balances and reading.account.lossless)


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6)
TAGS = st.sampled_from(["AU", "TI", "AB", "KW", "N1", "UR", "M1", "ZZ", "C1"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.tuples(TAGS, st.lists(WORDS, min_size=1, max_size=4)), max_size=6), min_size=1, max_size=4))
def test_no_word_of_a_tagged_file_is_lost(works: list[list[tuple[str, list[str]]]]) -> None:
    blocks = [
        "\n".join(["TY  - JOUR", *(f"{tag}  - " + "\n     ".join(words) for tag, words in work), "ER  - "])
        for work in works
    ]
    reading = read("\n".join(blocks).encode())
    kept = [value for record in reading.records for _, value in record.raw] + [
        one.text for one in reading.account.refused
    ]
    assert sorted(" ".join(kept).split()) == sorted(
        ["JOUR"] * len(works) + [word for work in works for _, words in work for line in words for word in line.split()]
    )
    assert reading.account.markers == len(works)
