"""A selection becomes an anchor of exactly its words, or is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.coding.places import Misplaced, anchored, marked, parts_cluster
from synthema.documents.anchoring import holds, words_at
from synthema.documents.clusters import continuing
from synthema.documents.model import DocumentText, Span

TEXT = DocumentText("One two three.\n\fFour five,\nsix caf\u0065\u0301 end. ")


def _span(words: str) -> Span:
    start = TEXT.text.index(words)
    return Span(start, start + len(words))


def test_ends_are_trimmed_and_page_ends_part_the_ranges() -> None:
    anchor = anchored(TEXT, TEXT.sha256, [_span(" three.\n\fFour five,\n")], "three.\nFour five,")
    assert anchor.exact == "three.\nFour five,"
    assert anchor.ranges == (_span("three."), _span("Four five,"))
    assert anchor.prefix32 == "One two "
    assert anchor.suffix32 == "\nsix caf\u0065\u0301 end. "
    several = anchored(TEXT, TEXT.sha256, (_span("One"), _span("six ")), "One\nsix")
    assert several.exact == "One\nsix"


@pytest.mark.parametrize(
    ("ranges", "shown", "words"),
    [
        ((), "", "Nothing is selected"),
        ([Span(0, 900)], "", "has 42 characters"),
        ([Span(-1, 3)], "", "runs from -1 to 3"),
        ([Span(3, 3)], "", "runs from 3 to 3"),
        ([Span(4, 7), Span(0, 3)], "", "not in the order"),
        ([Span(0, 5), Span(4, 9)], "", "overlap"),
        ([Span(14, 16)], "", "no letter"),
        ([_span("caf\u0065")], "", "within a letter"),
        ([_span("\u0301 end")], "", "within a letter"),
        ([_span("One")], "Two", "other words"),
        ([Span(n, n + 1) for n in range(101)], "", "at most 100 ranges"),
    ],
)
def test_what_is_no_selection_of_this_text_is_refused(ranges: Any, shown: str, words: str) -> None:
    with pytest.raises(Misplaced, match=words):
        anchored(TEXT, TEXT.sha256, ranges, shown)


def test_another_text_and_endless_selections_are_refused() -> None:
    with pytest.raises(Misplaced, match="replaced"):
        anchored(TEXT, "0" * 64, [_span("One")])
    long = DocumentText("a" * 50_001)
    with pytest.raises(Misplaced, match="at most 50,000"):
        anchored(long, long.sha256, [Span(0, 50_001)])


def test_a_marked_part_goes_over_pages() -> None:
    assert marked(TEXT, [_span(" three.\n\fFour ")]) == (_span("three.\n\fFour"),)
    with pytest.raises(Misplaced, match="no letter"):
        marked(TEXT, [Span(14, 16)])


ALPHABET = st.sampled_from("ab \n\f.\u0301\u200d\U0001f468\U0001f469\U0001f3fd\U0001f1e9\U0001f1ea각\u1100\u1161한")


@given(st.text(ALPHABET, min_size=1, max_size=40))
def test_a_cut_parts_a_cluster_where_a_code_point_continues_one(text: str) -> None:
    inside = set(continuing(text))
    assert [place for place in range(len(text) + 1) if parts_cluster(text, place)] == sorted(inside)


@given(st.text(ALPHABET, min_size=2, max_size=40), st.data())
def test_what_is_stored_is_what_was_selected(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span, held = Span(start, data.draw(st.integers(start + 1, len(text)))), DocumentText(text)
    try:
        anchor = anchored(held, held.sha256, [span])
    except Misplaced:
        return
    assert words_at(held, anchor.ranges) == anchor.exact
    assert holds(anchor, held, anchor.exact)
    assert "".join(anchor.exact.split()) == "".join(text[span.start : span.end].split())
    assert all(span.start <= one.start < one.end <= span.end for one in anchor.ranges)
    assert anchored(held, held.sha256, anchor.ranges, anchor.exact) == anchor
