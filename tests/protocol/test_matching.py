"""The words of the criteria are marked in titles and abstracts."""

from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.protocol.matching import highlights, is_phrase, pieces
from synthema.protocol.model import Criterion, Protocol
from tests.screening.stage import protocol


def marking(*words_for: str, against: tuple[str, ...] = ()) -> Protocol:
    criteria = (Criterion(key="who", label="Who", words_for=words_for, words_against=against),)
    return replace(protocol(), criteria=criteria)


def marked(text: str, *words_for: str, against: tuple[str, ...] = ()) -> list[str]:
    return [f"{s.side} {text[s.start : s.end]}" for s in highlights(text, marking(*words_for, against=against))]


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("A peer, peers and a compeer", "peer", ["peer"]),
        ("A peer, peers and a compeer", "peer*", ["peer", "peers"]),
        ("A peer, peers and a compeer", "*peer", ["peer", "compeer"]),
        ("women, woman, womenfolk", "wom*n", ["women", "woman"]),
        (
            "Peer-support, peer support and peer\n  support",
            "peer support",
            ["Peer-support", "peer support", "peer\n  support"],
        ),
        ("A peer. Support came; peer, support", "peer support", []),
        ("peer support workers", "peer * workers", ["peer support workers"]),
        ("It is people's choice, the people’s", "people's", ["people's", "people’s"]),
        ("QUALITATIVE; Ｑｕａｌｉｔａｔｉｖｅ", "qualitative", ["QUALITATIVE", "Ｑｕａｌｉｔａｔｉｖｅ"]),
        ("Zoë and Zoe met Zo\u0308es", "zoe", ["Zoë", "Zoe"]),
        ("Die Straße, STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("本研究探讨同伴支持的经验", "同伴支持", ["同伴支持"]),
        ("हिन्दी में साथी का अनुभव", "साथी", ["साथी"]),
        ("the end of a line peer", "peer support", []),
    ],
)
def test_words_match_whole_whatever_their_case_accents_and_spacing(text: str, phrase: str, found: list[str]) -> None:
    assert marked(text, phrase) == [f"for {one}" for one in found]


def test_a_letter_with_a_separate_accent_is_one_word_to_its_end() -> None:
    text = normalize("NFD", "cafés")
    assert marked(text, "cafes") == [f"for {text}"]
    assert marked(normalize("NFD", "café"), "caf") == []


def test_the_longest_phrase_that_begins_first_is_kept_and_at_the_same_length_the_one_against() -> None:
    assert marked("peer support workers", "peer support*", against=("peer", "support workers")) == ["for peer support"]
    assert marked("peer support", "peer support", against=("peer support",)) == ["against peer support"]
    assert marked("old peer support", "peer support", against=("old peer",)) == ["against old peer"]


def test_each_span_says_which_criterion_it_speaks_of() -> None:
    criteria = (Criterion(key="a", label="", words_for=("lark",)), Criterion(key="b", label="", words_against=("owl",)))
    spans = highlights("lark owl", replace(protocol(), criteria=criteria))
    assert [(s.criterion, s.side) for s in spans] == [("a", "for"), ("b", "against")]
    assert highlights("lark owl", protocol()) == []


@pytest.mark.parametrize("phrase", ["", " ", "*", "a*", "**", "x" * 101, "-"])
def test_what_would_mark_everything_or_nothing_is_no_phrase(phrase: str) -> None:
    assert not is_phrase(phrase)


@given(
    st.text(alphabet="ab *-é\u0301İß本ﬁ. ", max_size=60),
    st.lists(st.text(alphabet="ab *é本", max_size=8), max_size=5),
    st.lists(st.text(alphabet="ab *", max_size=8), max_size=5),
)
def test_spans_lie_in_order_within_the_text_without_overlap_and_the_pieces_are_the_text(
    text: str, words_for: list[str], against: list[str]
) -> None:
    spans = highlights(text, marking(*words_for, against=tuple(against)))
    ends = [at for span in spans for at in (span.start, span.end)]
    assert ends == sorted(ends)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    cut = pieces(text, spans)
    assert "".join(piece for piece, _ in cut) == text
    assert [span for _, span in cut if span] == spans


def test_the_work_grows_with_the_text_and_not_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in comparisons of words, since a clock would tell of the machine."""
    from synthema.protocol import matching

    asked = 0
    fits = matching._fits

    def counting(word: str, pattern: str) -> bool:
        nonlocal asked
        asked += 1
        return fits(word, pattern)

    monkeypatch.setattr(matching, "_fits", counting)
    numbers = []
    for size in (500, 1000, 2000):
        asked = 0
        highlights("peer " * size, marking("peer peer peer worker", "*a*a*a*b"))
        numbers.append(asked)
    assert numbers[1] <= 2 * numbers[0] + 10
    assert numbers[2] <= 2 * numbers[1] + 10
