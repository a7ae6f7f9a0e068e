"""How two records differ, field by field and word by word."""

from hypothesis import given
from hypothesis import strategies as st

from synthema.dedup.differences import MOST_WORDS, Difference, How, differences
from synthema.records.model import Record


def one(field: str, left: Record, right: Record) -> Difference:
    return next(d for d in differences(left, right) if d.field == field)


def marked(pieces: tuple[object, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.differs]  # type: ignore[attr-defined]


def test_only_the_words_that_differ_are_marked() -> None:
    found = one("title", Record(title="Larks over the lower fields"), Record(title="Larks under the lower field"))
    assert found.how is How.DIFFERENT
    assert marked(found.left) == ["over", "fields"]
    assert marked(found.right) == ["under", "field"]


def test_capitals_accents_and_signs_are_no_difference() -> None:
    found = one("title", Record(title="LARKS, and más"), Record(title="Larks and mas."))
    assert found.how is How.ALIKE
    assert marked(found.left) == []


def test_a_field_of_one_side_only_is_told_apart_from_a_different_one() -> None:
    left, right = Record(doi="10.5555/x", year=2020), Record(volume="3", year=2020)
    assert {d.field: d.how for d in differences(left, right)} == {
        "year": How.SAME,
        "volume": How.RIGHT,
        "doi": How.LEFT,
    }


def test_authors_are_compared_in_one_line() -> None:
    found = one("authors", Record(authors=("Lind, A", "Rao, D")), Record(authors=("Lind, A",)))
    assert marked(found.left) == ["Rao, D"]


def test_empty_records_have_nothing_to_compare() -> None:
    assert differences(Record(), Record()) == []


def test_very_long_texts_are_compared_as_wholes() -> None:
    left, right = "owl " * (MOST_WORDS + 1), "lark " * 3
    found = one("abstract", Record(abstract=left), Record(abstract=right))
    assert marked(found.left) == [left.strip()]


words = st.lists(st.sampled_from(["lark", "owl", "the", "of", "—", "Ö"]), max_size=12).map(" ".join)


@given(words, words)
def test_the_pieces_are_the_text_whatever_differs(left: str, right: str) -> None:
    for found in differences(Record(title=left), Record(title=right)):
        assert "".join(p.text for p in found.left) == left
        assert "".join(p.text for p in found.right) == right
