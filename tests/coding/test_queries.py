"""Questions over all codings give what counting letter by letter gives."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.coding.asking import And, Expression, Not, Or, Term, affirmed
from synthema.coding.queries import (
    Cell,
    Columns,
    Documents,
    Meaning,
    Places,
    Rows,
    Together,
    Unit,
    Used,
    Within,
    co_occurrence,
    columns,
    crossed,
    reached,
    select,
    used,
)
from synthema.coding.stretches import Stretches, overlaps, passages, stretches, touching

quick = settings(max_examples=80, deadline=None)
DOCUMENTS, LETTERS = 3, 40
BEFORE = -8  # parts of pictures stand before the text
STUDY_OF = np.array([-1, 0, 0, -1])  # two reports of one study, one that belongs to none
STUDY_OF_MORE = np.array([-1, 0, 1, 1])
Letter = tuple[int, int]
A, B, C = (Term("code", name) for name in "abc")


@st.composite
def codings(draw: st.DrawFn) -> Columns:
    """Quotes of one or two ranges, each with one or two codes, by two people."""
    rows: list[tuple[int, ...]] = []
    for quote in range(draw(st.integers(0, 12))):
        document, person, voice = draw(st.integers(1, DOCUMENTS)), draw(st.integers(1, 2)), draw(st.integers(0, 2))
        cuts = sorted(draw(st.sets(st.integers(BEFORE, LETTERS), min_size=4, max_size=4)))
        ranges = [(cuts[0], cuts[1]), (cuts[2], cuts[3])][: draw(st.integers(1, 2))]
        for code in draw(st.sets(st.integers(10, 13), min_size=1, max_size=2)):
            rows += [(document, start, end, code, quote, person, voice) for start, end in ranges]
    return columns(rows)


def letters(found: Columns, rows: range | list[int]) -> set[Letter]:
    return {(int(found.document[row]), at) for row in rows for at in range(int(found.start[row]), int(found.end[row]))}


def joined(groups: list[set[Letter]]) -> list[set[Letter]]:
    """Sets that share a letter, brought together until none do."""
    made: list[set[Letter]] = []
    for group in groups:
        apart = [one for one in made if not one & group]
        made = [*apart, set().union(group, *(one for one in made if one & group))]
    return made


def by_quote(found: Columns, code: int | None = None) -> dict[int, set[Letter]]:
    rows = [row for row in range(len(found)) if code is None or found.code[row] == code]
    return {
        int(quote): letters(found, [row for row in rows if found.quote[row] == quote])
        for quote in {int(found.quote[row]) for row in rows}
    }


def brute_passages(found: Columns) -> dict[int, list[set[Letter]]]:
    return {int(code): joined(list(by_quote(found, int(code)).values())) for code in set(found.code.tolist())}


def studies(places: set[Letter], study_of: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> set[int]:
    return {int(study_of[document]) for document, _ in places} - {-1}


@quick
@given(codings())
def test_a_code_has_as_many_passages_quotes_and_studies_as_by_letters(found: Columns) -> None:
    brute = brute_passages(found)
    assert used(found, STUDY_OF) == {
        code: Used(len(groups), len(by_quote(found, code)), len(studies(set().union(*groups), STUDY_OF)))
        for code, groups in brute.items()
    }


@quick
@given(codings())
def test_passages_cover_the_same_letters_and_their_stretches_never_overlap(found: Columns) -> None:
    made = found.passages()
    for code, groups in brute_passages(found).items():
        mine = [
            {
                (int(made.document[passage]), at)
                for row in np.flatnonzero(made.passage == passage)
                for at in range(int(made.stretches.start[row]), int(made.stretches.end[row]))
            }
            for passage in np.flatnonzero(made.key == code)
        ]
        assert sorted(map(sorted, mine)) == sorted(map(sorted, groups))
    for left, right in overlaps(made.stretches):
        assert (made.key[made.passage[left]] != made.key[made.passage[right]]).all()


@quick
@given(codings())
def test_overlapping_codes_are_counted_once_for_each_two_passages(found: Columns) -> None:
    times: Counter[tuple[int, int]] = Counter()
    where: dict[tuple[int, int], set[int]] = {}
    brute = brute_passages(found)
    for first, second in combinations(sorted(brute), 2):
        for one in brute[first]:
            for other in brute[second]:
                if one & other:
                    times[first, second] += 1
                    where.setdefault((first, second), set()).update(studies(one, STUDY_OF_MORE))
    got = co_occurrence(found, STUDY_OF_MORE)
    assert {(one.first, one.second): (one.times, one.studies) for one in got} == {
        pair: (number, len(where[pair])) for pair, number in times.items()
    }
    assert got == sorted(got, key=lambda one: (-one.times, -one.studies, one.first, one.second))


SENTENCES = stretches([(document, at, at + 9) for document in range(1, DOCUMENTS + 1) for at in range(0, LETTERS, 10)])


@quick
@given(codings(), st.sampled_from([Within.SENTENCE, Within.DOCUMENT, Within.STUDY]))
def test_codes_of_one_unit_are_counted_once_for_each_unit(found: Columns, within: Within) -> None:
    def units(places: set[Letter]) -> set[object]:
        if within == Within.STUDY:
            return set(studies(places, STUDY_OF_MORE))
        if within == Within.DOCUMENT:
            return {document for document, _ in places}
        return {(document, at // 10) for document, at in places if 0 <= at < LETTERS and at % 10 < 9}

    places = {code: set().union(*groups) for code, groups in brute_passages(found).items()}
    times = {
        (first, second): len(units(places[first]) & units(places[second]))
        for first, second in combinations(sorted(places), 2)
    }
    got = co_occurrence(found, STUDY_OF_MORE, within, SENTENCES)
    assert {(one.first, one.second): one.times for one in got} == {pair: n for pair, n in times.items() if n}


def test_within_sentences_the_sentences_must_be_given() -> None:
    with pytest.raises(TypeError):
        co_occurrence(columns([(1, 0, 5, 10, 1, 1, 0)]), STUDY_OF, Within.SENTENCE)


@quick
@given(codings())
def test_a_code_by_groups_of_studies_is_what_it_has_in_each(found: Columns) -> None:
    groups = {"early": frozenset({0}), "late": frozenset({1}), "any": frozenset({0, 1}), "none": frozenset[int]()}
    brute = brute_passages(found)
    wanted: dict[int, dict[str, Cell]] = {}
    for code, passages_of in brute.items():
        for name, members in groups.items():
            inside = [one for one in passages_of if studies(one, STUDY_OF_MORE) & members]
            if inside:
                hit = {study for one in inside for study in studies(one, STUDY_OF_MORE)}
                wanted.setdefault(code, {})[name] = Cell(len(inside), len(hit))
    assert crossed(found, STUDY_OF_MORE, groups) == wanted


leaves = st.sampled_from([A, B, C, Term("voice", "author"), Term("words", "x"), Term("study", "one")])
expressions: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda of: st.one_of(
        st.builds(Not, of),
        st.builds(And, st.tuples(of, of)),
        st.builds(Or, st.tuples(of, of)),
    ),
    max_leaves=5,
)
WORDS = stretches([(1, 3, 8), (2, 0, 2), (2, 30, 40)])


def meant(found: Columns) -> dict[Term, Meaning]:
    return {
        A: Rows(found.code == 10),
        B: Rows(found.code == 11),
        C: Rows(np.isin(found.code, [12, 13])),
        Term("voice", "author"): Rows(found.voice == 2, own=True),
        Term("words", "x"): Places(WORDS),
        Term("study", "one"): Documents(np.array([1, 3])),
    }


def fulfilled(term: Term, found: Columns, unit: set[Letter], own: int | None) -> bool:
    codes = {A: {10}, B: {11}, C: {12, 13}}
    if term in codes:
        return any(letters(found, [row]) & unit for row in range(len(found)) if int(found.code[row]) in codes[term])
    if term.field == "words":
        words = {(int(d), at) for d, s, e in zip(*WORDS, strict=True) for at in range(int(s), int(e))}
        return bool(words & unit)
    if term.field == "study":
        return all(document in (1, 3) for document, _ in unit)
    if own is not None:
        return any(found.voice[row] == 2 for row in range(len(found)) if found.quote[row] == own)
    return any(letters(found, [row]) & unit for row in range(len(found)) if found.voice[row] == 2)


def brute_holds(expression: Expression, found: Columns, unit: set[Letter], own: int | None = None) -> bool:
    if isinstance(expression, Term):
        return fulfilled(expression, found, unit, own)
    if isinstance(expression, Not):
        return not brute_holds(expression.part, found, unit, own)
    parts = [brute_holds(part, found, unit, own) for part in expression.parts]
    return all(parts) if isinstance(expression, And) else any(parts)


@quick
@given(codings(), expressions)
def test_a_query_finds_the_quotes_that_fulfil_it_and_joins_those_that_overlap(
    found: Columns, expression: Expression
) -> None:
    codes = {A: {10}, B: {11}, C: {12, 13}}
    named = set().union(*(codes.get(term, set()) for term in affirmed(expression)))
    chosen = []
    for quote, places in by_quote(found).items():
        bears = {int(found.code[row]) for row in range(len(found)) if found.quote[row] == quote}
        if brute_holds(expression, found, places, quote) and (not named or bears & named):
            chosen.append(places)
    got = select(found, expression, meant(found), Unit.PASSAGE, SENTENCES)
    mine = [
        {
            (int(got.stretches.document[row]), at)
            for row in np.flatnonzero(got.passage == passage)
            for at in range(int(got.stretches.start[row]), int(got.stretches.end[row]))
        }
        for passage in range(len(got))
    ]
    assert sorted(map(sorted, mine)) == sorted(map(sorted, joined(chosen)))


@quick
@given(codings(), expressions)
def test_a_query_over_sentences_finds_those_that_hold_it(found: Columns, expression: Expression) -> None:
    got = select(found, expression, meant(found), Unit.SENTENCE, SENTENCES)
    wanted = [
        (int(d), int(s))
        for d, s, e in zip(*SENTENCES, strict=True)
        if brute_holds(expression, found, {(int(d), at) for at in range(int(s), int(e))})
    ]
    assert list(zip(got.stretches.document.tolist(), got.stretches.start.tolist(), strict=True)) == wanted


def test_documents_are_found_whole() -> None:
    found = columns([(1, 0, 5, 10, 1, 1, 0), (2, 0, 5, 11, 2, 1, 0), (3, 0, 5, 10, 3, 1, 0), (3, 9, 12, 11, 4, 2, 0)])
    whole = stretches([(number, 0, LETTERS) for number in (1, 2, 3, 4)])
    ask = {A: Rows(found.code == 10), B: Rows(found.code == 11)}
    both = select(found, And((A, B)), ask, Unit.DOCUMENT, whole)
    neither = select(found, Not(Or((A, B))), ask, Unit.DOCUMENT, whole)
    assert (both.document.tolist(), neither.document.tolist()) == ([3], [4])


def test_without_codings_every_question_has_an_empty_answer() -> None:
    none = columns([])
    assert used(none, STUDY_OF) == {}
    assert crossed(none, STUDY_OF, {"all": frozenset({0})}) == {}
    assert [co_occurrence(none, STUDY_OF, within, SENTENCES) for within in Within] == [[], [], [], []]
    assert len(select(none, A, {A: Rows(none.code == 10)}, Unit.PASSAGE, SENTENCES)) == 0
    assert len(select(none, Not(A), {A: Rows(none.code == 10)}, Unit.SENTENCE, SENTENCES)) == len(SENTENCES.start)


def test_what_only_touches_at_its_ends_does_not_overlap() -> None:
    found = columns([(1, 0, 5, 10, 1, 1, 0), (1, 5, 9, 10, 2, 1, 0), (1, 5, 9, 11, 2, 1, 0), (2, 0, 5, 11, 3, 1, 0)])
    assert used(found, STUDY_OF)[10] == Used(2, 2, 1)
    assert co_occurrence(found, STUDY_OF) == [Together(10, 11, 1, 1)]
    assert touching(stretches([(1, 9, 12), (1, 8, 9), (3, 0, 9)]), found.stretches).tolist() == [False, True, False]


def test_many_pairs_come_in_parts_and_none_twice() -> None:
    many = 2_300  # some two million pairs, more than one part
    rows = Stretches(np.ones(many, dtype=np.int64), np.arange(many), np.full(many, 5_000))
    parts = list(overlaps(rows))
    left, right = (np.concatenate(side) for side in zip(*parts, strict=True))
    assert len(parts) > 1
    assert len(np.unique(left * many + right)) == len(left) == many * (many - 1) // 2


def test_a_row_reaches_into_the_sentences_it_shares_letters_with() -> None:
    rows = stretches([(1, 5, 25), (1, 9, 10), (2, 39, 40)])
    row, sentence = reached(rows, SENTENCES)
    assert list(zip(row.tolist(), sentence.tolist(), strict=True)) == [(0, 0), (0, 1), (0, 2)]


def test_passages_of_one_quote_over_a_page_are_one() -> None:
    rows = stretches([(1, 0, 5), (1, 10, 15), (1, 12, 20)])
    made = passages(rows, np.array([7, 7, 7]), np.array([1, 1, 2]))
    assert (len(made), made.passage.tolist(), made.stretches.end.tolist()) == (1, [0, 0], [5, 20])
