"""A query is read as it was meant, and what cannot be read is told with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.coding.asking import (
    FIELDS,
    And,
    Expression,
    Not,
    NotUnderstood,
    Or,
    Term,
    affirmed,
    parse,
    terms,
    written,
)

quick = settings(max_examples=200, deadline=None)
values = st.text(min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
leaves = st.builds(Term, st.sampled_from(FIELDS), values)


def grown(of: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(of, min_size=2, max_size=3).map(tuple)
    no_twice = of.filter(lambda part: not isinstance(part, Not))
    return st.one_of(st.builds(Not, no_twice), st.builds(And, parts), st.builds(Or, parts))


expressions: st.SearchStrategy[Expression] = st.recursive(leaves, grown, max_leaves=6)


@quick
@given(expressions)
def test_what_is_written_is_read_back_the_same(expression: Expression) -> None:
    assert parse(written(expression)) == expression


@quick
@given(st.text(alphabet='ab "\\():andornt“”', max_size=40))
def test_any_letters_are_read_or_refused_in_words(query: str) -> None:
    try:
        found = parse(query)
    except NotUnderstood as refusal:
        assert str(refusal).endswith(".")
    else:
        assert parse(written(found)) == found


def test_and_binds_before_or_and_words_side_by_side_are_one_name() -> None:
    hope, alone, ties = Term("code", "losing hope"), Term("code", "being alone"), Term("code", "ties")
    assert parse("losing hope or being alone AND not ties") == Or((hope, And((alone, Not(ties)))))
    assert parse("(losing hope or being alone) and ties") == And((Or((hope, alone)), ties))


def test_a_field_says_what_is_meant_and_marks_keep_a_value_as_it_is() -> None:
    assert parse('study:Adams 2019 and words:"no one (at all)"') == And(
        (Term("study", "Adams 2019"), Term("words", "no one (at all)"))
    )
    assert parse("“Theme: loss and grief / “") == Term("code", "Theme: loss and grief / ")
    assert parse('"He said \\"no\\""') == Term("code", 'He said "no"')


def test_not_twice_is_nothing() -> None:
    assert parse("not not hope") == Term("code", "hope")


def test_only_what_is_asked_for_is_affirmed() -> None:
    found = parse("a and not (b or not c)")
    assert [one.value for one in terms(found)] == ["a", "b", "c"]
    assert [one.value for one in affirmed(found)] == ["a", "c"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "ends where"),
        ("hope and", "ends where"),
        ("and hope", "Letter 1 of the query: “and” cannot stand here"),
        ("hope (ties)", "Letter 6 of the query: “(” cannot stand here"),
        ("(hope or ties", "The bracket at letter 1"),
        ("hope)", "Letter 5"),
        ("colour:red", "“colour:” is not known. Known are code:, branch:"),
        ('hope and "ties', "Letter 10 of the query opens a quotation mark"),
        ('hope or ""', "Letter 9 of the query: nothing"),
        ("(" * 60 + "a" + ")" * 60, "more than 40 brackets"),
        ("a" * 2001, "more than 2000 letters"),
    ],
)
def test_what_cannot_be_read_says_where(query: str, said: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        parse(query)
    assert said in str(refusal.value)
