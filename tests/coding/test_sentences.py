"""Sentences as a coder goes through them: what ends one, what does not, and what holds for every text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.coding.sentences import sentences, touching
from synthema.documents.markup.reading import read_markup
from synthema.documents.model import Span
from synthema.documents.structure import Heading, Structure, Table
from tests.shared_data import shared_data

PIECES = st.sampled_from(
    (
        "He waited. ", "Why? ", "“Go on,” she said. ", "e.g. ", "et al. ", "Fig. 3 ", "3.5 ", "J. ", "\n", "-\n", "\f",
        "\n\n", "(P12) ", "[4],[5]. ", "• ", "word ", "Word ", "…", "これは文です。", "! ", "12 ", "\t", "’ ", "” ",
        "e\u0301 ",
    )
)  # fmt: skip
LEVEL = st.sampled_from(("He waited. ", "e.g. John ", "word ", "Why? ", "(P1) ", "“No.” ", "J. Smith "))


def said(text: str, structure: Structure | None = None) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text, structure or Structure())]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He waited. She left.", ["He waited.", "She left."]),
        ("Smith et al. (2010) said so. We agree.", ["Smith et al. (2010) said so.", "We agree."]),
        ("We, e.g. John and i.e. Mary, went. All did.", ["We, e.g. John and i.e. Mary, went.", "All did."]),
        ("See Fig. 3 and cf. Table 2. Then go.", ["See Fig. 3 and cf. Table 2.", "Then go."]),
        ("It rose by 3.5 per cent. J. K. Rowling wrote.", ["It rose by 3.5 per cent.", "J. K. Rowling wrote."]),
        ("“I felt alone.” Then it passed.", ["“I felt alone.”", "Then it passed."]),
        ("“Really?” he asked. Yes.", ["“Really?” he asked.", "Yes."]),
        ("“I felt alone.” (P12, 34 years) She left.", ["“I felt alone.” (P12, 34 years)", "She left."]),
        ("They felt watched [5],[7]. Others did not.", ["They felt watched [5],[7].", "Others did not."]),
        ("It was hard. [12] Nobody came.", ["It was hard. [12]", "Nobody came."]),
        ("They relied on care.12,13 Most did.", ["They relied on care.12,13", "Most did."]),
        ("She went\nhome late-\nly. He\fstayed.", ["She went\nhome late-\nly.", "He\fstayed."]),
        ("First part\n\nSecond part", ["First part", "Second part"]),
        ("Needs:\n• sleep and rest\n• quiet", ["Needs:", "• sleep and rest", "• quiet"]),
        ("Do I. They do. I. Both.", ["Do I.", "They do.", "I. Both."]),
        ("No. 3 was late. She said no. Then left.", ["No. 3 was late.", "She said no.", "Then left."]),
        ("3. Results are here. Fine.", ["3. Results are here.", "Fine."]),
        ("The U.S. Army came. Then left.", ["The U.S. Army came.", "Then left."]),
        ("これは文です。「次です。」終わり。", ["これは文です。", "「次です。」", "終わり。"]),
        ("क्या हुआ। वह गया।", ["क्या हुआ।", "वह गया।"]),
        ("He felt . . . lost. Truly", ["He felt . . . lost.", "Truly"]),
        ("He left… and came back. Good", ["He left… and came back.", "Good"]),
        ("   \n\n  ", []),
        ("", []),
    ],
)
def test_a_text_is_parted_as_a_reader_would(text: str, parts: list[str]) -> None:
    assert said(text) == parts


def test_headings_rows_and_paragraphs_end_a_sentence_without_a_full_stop() -> None:
    text = "Findings Waiting was named\tby all\nTwo left\tearly A caption here"
    structure = Structure(
        headings=(Heading(span=Span(0, 8), level=1),),
        tables=(
            Table(span=Span(9, 53), rows=((Span(9, 26), Span(27, 33)), (Span(34, 42), Span(43, 48)))),
        ),
        captions=(Span(49, 63),),
    )  # fmt: skip
    assert said(text, structure)[:3] == ["Findings", "Waiting was named\tby all", "Two left\tearly"]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_sentences_hold_all_letters_in_order_and_have_no_space_around_them(text: str) -> None:
    found = sentences(text)
    assert all(one.start < one.end for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert "".join("".join(part.split()) for part in said(text)) == "".join(text.split())
    assert all(part == part.strip() for part in said(text))


@given(st.lists(PIECES, max_size=20).map("".join), st.lists(PIECES, max_size=20).map("".join))
def test_an_empty_line_parts_two_texts_wherever_they_come_from(one: str, other: str) -> None:
    assert said(f"{one}\n\n{other}") == [*said(one), *said(other)]


@given(
    st.lists(
        st.sampled_from(["He waited. ", "e.g. John ", "word ", "Why? ", "(P1) ", "“No.” ", "J. Smith "]), max_size=20
    )
)
def test_where_lines_end_says_nothing_of_where_sentences_end(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert [(one.start, one.end) for one in sentences(text)] == [
        (one.start, one.end) for one in sentences(text.replace(" ", "\n"))
    ]


def test_headings_of_a_pdf_stand_for_themselves() -> None:
    long = "the keepers who wait by the water in the early hours of every day of the week"
    lines = [
        f"Then {long}", "and some of them stay.", "Please see later in the article", "ABSTRACT OF IT", f"Some {long}",
        f"and {long}", f"Of {long}", "with the NHS", "Trust of it. Others leave.", "3. Results", f"Most {long}",
        "Royal", "Society members said so. End",
    ]  # fmt: skip
    assert (
        said("\n".join(lines))
        == [
            "\n".join(lines[:2]),
            lines[2],
            lines[3],
            "\n".join(lines[4:8]),  # a short line before a capital: what goes on is parted rather than joined
            "Trust of it.",
            "Others leave.",
            lines[9],
            "\n".join(lines[10:12]),
            "Society members said so.",
            "End",
        ]
    )


def test_the_sentences_that_a_passage_reaches_into_are_told() -> None:
    found = sentences("One is. Two are. Three were. Four had.")
    assert list(touching(found, [Span(0, 3)])) == [0]
    assert list(touching(found, [Span(5, 10)])) == [0, 1]
    assert list(touching(found, [Span(8, 16), Span(20, 22)])) == [1, 2]
    assert list(touching(found, [Span(7, 8)])) == []
    assert list(touching(found, [])) == []


def test_a_published_review_has_no_sentence_that_begins_in_its_middle() -> None:
    file = shared_data("gallacher2013") / "journal.pmed.1001473.xml"
    read = read_markup(file, file.name, 1 << 24)
    found = sentences(read.text, read.structure)
    inside = [one for one in found if any(p.start <= one.start < p.end for p in read.structure.paragraphs)]
    begun = [read.text[one.start] for one in inside]
    assert len(found) == 876
    assert sum(letter.islower() for letter in begun) <= 5  # names such as “gateway” in lists
