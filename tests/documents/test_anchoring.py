"""Quotes found in a text, or refused."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.documents import DocumentText, Span, Unanchored, contains, extract, find, holds, words_at
from synthema.documents.anchoring import CONTEXT

INVENTED = Path(__file__).parents[2] / "examples" / "invented"
TEXT = DocumentText(
    "Findings\n\nShe said: “We waited for an inter-\nview, and nobody came.” It was cold in the corri\u00addor.\n"
    "\fThe drivers’ oﬃce was shut. It was cold, again.\nNobody came. Nobody knew."
)


def test_exact_words_are_found_with_their_context() -> None:
    anchor = find(TEXT, "nobody came.")
    assert anchor.exact == "nobody came."
    assert anchor.text_sha256 == TEXT.sha256
    (span,) = anchor.ranges
    assert TEXT.text[span.start : span.end] == "nobody came."
    assert TEXT.text[: span.start].endswith(anchor.prefix32)
    assert len(anchor.prefix32) == CONTEXT
    assert TEXT.text[span.end :].startswith(anchor.suffix32)


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        ('"we waited for an interview, and nobody came"', "We waited for an inter-\nview, and nobody came"),
        ("cold in the corridor", "cold in the corri\u00addor"),
        ("the drivers' office was shut", "The drivers’ oﬃce was shut"),
    ],
)
def test_words_printed_otherwise_are_found_by_their_letters(quote: str, exact: str) -> None:
    assert find(TEXT, quote).exact == exact


def test_absent_words_are_refused_with_what_to_do() -> None:
    with pytest.raises(Unanchored, match=r"does not hold the words “somebody came”\. Copy them"):
        find(TEXT, "somebody came")


def test_part_of_a_word_is_no_quote() -> None:
    text = DocumentText("She was ill. The cafe\u0301 shut.")
    for quote in ("he was ill", "was il", "the cafe"):
        assert not contains(text, quote)
    assert contains(text, "she was ill")


def test_ambiguous_words_are_refused_unless_the_page_decides() -> None:
    with pytest.raises(Unanchored, match=r"2 times \(page 1, 2\)"):
        find(TEXT, "it was cold")
    assert TEXT.page_at(find(TEXT, "it was cold", page=2).ranges[0].start) == 2
    with pytest.raises(Unanchored, match="2 times"):
        find(TEXT, "it was cold", page=3)
    with pytest.raises(Unanchored, match="3 times"):
        find(DocumentText("no. no. no."), "no", page=1)


def test_a_wrong_page_does_not_hide_words_that_stand_once() -> None:
    assert TEXT.page_at(find(TEXT, "nobody knew", page=201).ranges[0].start) == 2


def test_words_over_the_end_of_a_page_have_a_range_on_each() -> None:
    anchor = find(TEXT, "in the corridor. The drivers’ office")
    assert len(anchor.ranges) == 2
    assert [TEXT.page_at(span.start) for span in anchor.ranges] == [1, 2]
    assert anchor.exact == "in the corri\u00addor.\n\nThe drivers’ oﬃce"
    assert "\f" not in anchor.exact
    assert holds(anchor, TEXT, "in the corridor. The drivers’ office")


@pytest.mark.parametrize("mark", ["[…]", "[...]", "(…)", "[. . .]"])
def test_words_left_out_part_a_quote(mark: str) -> None:
    anchor = find(TEXT, f"We waited {mark} nobody came.”")
    assert anchor.exact == "We waited\nnobody came.”"
    assert holds(anchor, TEXT, f"We waited {mark} nobody came.”")


def test_parts_in_another_order_are_refused() -> None:
    with pytest.raises(Unanchored, match="order of the text"):
        find(TEXT, "nobody knew […] office was shut")


@pytest.mark.parametrize("quote", ["", "  ", "…", "[…]", "“—”"])
def test_a_quote_without_letters_is_refused(quote: str) -> None:
    with pytest.raises(Unanchored, match="no letter"):
        find(TEXT, quote)
    assert not contains(TEXT, quote)


def test_an_anchor_holds_only_for_its_text_and_words() -> None:
    anchor = find(TEXT, "Nobody knew.")
    assert holds(anchor, TEXT, "nobody knew")
    assert not holds(anchor, TEXT, "nobody came")
    assert not holds(anchor, DocumentText(TEXT.text + " "), "nobody knew")
    assert not holds(replace(anchor, ranges=(Span(0, 12),)), TEXT, "nobody knew")


def test_a_text_without_spaces_between_words_can_be_quoted() -> None:
    assert contains(DocumentText("彼は病院へ行った。"), "病院へ")


def test_every_quote_of_the_invented_review_stands_on_the_page_it_says() -> None:
    with (INVENTED / "synthesis" / "findings.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        name = f"{row['study'].split()[0].lower()}.txt"
        text = extract((INVENTED / "documents" / name).read_bytes(), name)
        assert f"p. {text.page_at(find(text, row['illustration']).ranges[0].start)}" == row["place"]
    assert len(rows) == 16


WORDS = st.lists(
    st.sampled_from(["we", "waited", "café", "inter-\nview", "oﬃce", "\f", "’tis", "4"]), min_size=1, max_size=30
)


@given(WORDS, st.data())
def test_any_words_of_a_text_are_found_where_they_stand(words: list[str], data: st.DataObject) -> None:
    text = DocumentText(" ".join(words))
    first = data.draw(st.integers(0, len(words) - 1))
    quote = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    if not quote.replace("\f", "").strip():
        return
    assert contains(text, quote)
    assert contains(text, quote.replace("-\n", "").replace("ﬃ", "ffi").replace("\f", " ").upper())
    try:
        anchor = find(text, quote)
    except Unanchored as error:
        assert "times" in str(error)
        return
    assert words_at(text, anchor.ranges) == anchor.exact
    assert holds(anchor, text, quote)
