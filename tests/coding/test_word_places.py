"""Words are found as columns exactly where the search of one text finds them."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.coding import word_places
from synthema.coding.word_places import all_places, places_of
from synthema.documents.folded_texts import folded
from synthema.documents.folding import fold

letters = st.text(alphabet="aábB -\u0301ﬁ\n", max_size=30)


def standing(monkeypatch: pytest.MonkeyPatch, text: str | None) -> Any:
    monkeypatch.setattr(word_places, "folded_of", lambda row: None if text is None else folded(text))
    return SimpleNamespace(number=7)


@settings(max_examples=150, deadline=None)
@given(letters, st.text(alphabet="abá fi", min_size=1, max_size=3))
def test_they_stand_where_the_search_of_one_text_finds_them(text: str, words: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        start, end = places_of(standing(monkeypatch, text), words)
    wanted = folded(text).places(fold(words).key.encode(), 1_000)
    assert list(zip(start.tolist(), end.tolist(), strict=True)) == [(one.start, one.end) for one in wanted.spans]


def test_several_documents_come_in_their_order_and_a_withdrawn_text_has_no_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = all_places([standing(monkeypatch, "a hope, a Ho-\npe")] * 2, "hope")
    assert (found.document.tolist(), found.start.tolist(), found.end.tolist()) == (
        [7] * 4, [2, 10, 2, 10], [6, 16, 6, 16]
    )  # fmt: skip
    assert len(all_places([standing(monkeypatch, None)], "hope").start) == 0
    assert len(all_places([standing(monkeypatch, "…")], "…").start) == 0
