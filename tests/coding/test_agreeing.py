"""The way from what coders gave in a round to agreement: published continua give their published numbers."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.agreement import Section, alpha_u
from synthema.coding.agreeing import (
    ANY,
    Extents,
    Marked,
    Reading,
    measured,
    overlapping,
    sections,
    sentences_crossed,
    widened,
)
from synthema.documents.model import Span
from tests.agreement.continua import KRIPPENDORFF_2004, THREE_CODERS

ONE = UUID(int=1)
SENTENCES = (Span(0, 10), Span(11, 20), Span(21, 30), Span(31, 40))


def read(*marks: tuple[str, int, int, str], end: int = 40, study: str = "Adams 2019") -> Reading:
    """A document that Ana and Ben read."""
    return Reading(
        study=study,
        document=ONE,
        coders=("Ana", "Ben"),
        findings=(Span(0, end),),
        marks=tuple(Marked(start, stop, coder, code, uuid4()) for coder, start, stop, code in marks),
        sentences=tuple(one for one in SENTENCES if one.end <= end),
    )


def alike(readings: list[Reading], *, by_sentence: bool = False) -> Extents:
    """Agreement of coders with one codebook."""
    return measured(readings, readings, by_sentence=by_sentence)


def as_reading(section: Section) -> Reading:
    """A published continuum as the reading of a document."""
    return Reading(
        study=section.study,
        document=ONE,
        coders=section.coders,
        findings=(Span(section.start, section.end),),
        marks=tuple(Marked(one.start, one.end, one.coder, one.value, uuid4()) for one in section.units),
    )


def test_a_published_continuum_gives_the_same_numbers_as_a_round() -> None:
    found = alike([as_reading(THREE_CODERS)])
    assert found.codes is not None
    rounded = {key.value: round(one.value or 0, 2) for key, one in found.codes.statistics.items()}
    assert rounded == {"u_alpha": 0.47, "u_alpha_binary": 0.43, "cu_alpha": 0.78}
    assert [(one.first, one.second) for one in found.pairs if one.code == ANY] == [
        ("Alex", "Paul"), ("Alex", "Susan"), ("Paul", "Susan"),
    ]  # fmt: skip


def test_a_published_continuum_with_codes_that_overlap_gives_its_printed_value() -> None:
    reading = as_reading(KRIPPENDORFF_2004)
    assert alike([reading]).codes is None
    found = alpha_u(sections([reading]))
    assert round(found.value.value or 0, 4) == 0.8587
    assert round(found.by_value["c"].value or 0, 4) == 0.7286


def test_before_a_common_book_only_places_are_compared() -> None:
    found = measured([read(("Ana", 0, 10, "stigma"), ("Ben", 0, 10, "shame"))], by_sentence=False)
    assert found.any_code["u_alpha_binary"].value == 1
    assert (found.codes, found.by_code) == (None, {})
    assert [(one.first, one.second, one.code) for one in found.pairs] == [("Ana", "Ben", ANY)]
    assert found.pairs[0].table.counts == ((10, 0), (0, 30))


def test_codes_of_one_coder_that_overlap_are_measured_each_by_itself() -> None:
    reading = read(("Ana", 0, 10, "hope"), ("Ana", 5, 12, "stigma"), ("Ben", 0, 10, "hope"))
    found = alike([reading])
    assert found.codes is None
    assert sorted(found.by_code) == ["hope", "stigma"]
    assert found.by_code["hope"]["u_alpha"].value == 1
    assert [(one.code, one.table.counts) for one in found.pairs] == [
        (ANY, ((10, 2), (0, 28))),
        ("hope", ((10, 0), (0, 30))),
        ("stigma", ((0, 7), (0, 33))),
    ]


def test_the_same_sentences_agree_whatever_the_letters() -> None:
    reading = read(("Ana", 2, 8, "hope"), ("Ben", 0, 9, "hope"), ("Ana", 13, 25, "hope"), ("Ben", 12, 28, "hope"))
    assert alike([reading]).any_code["u_alpha_binary"].value != 1
    found = alike([reading], by_sentence=True)
    assert found.any_code["u_alpha_binary"].value == 1
    assert found.pairs[0].table.counts == ((3, 0), (0, 1))
    assert [(one.start, one.end) for one in widened(reading).marks] == [(0, 10), (0, 10), (11, 30), (11, 30)]


def test_a_mark_between_sentences_stays_as_it_is() -> None:
    assert [(one.start, one.end) for one in widened(read(("Ana", 10, 11, "hope"))).marks] == [(10, 11)]


def test_what_lies_outside_the_findings_is_counted_and_left_out() -> None:
    found = alike([read(("Ana", 30, 45, "a"), ("Ben", 50, 60, "b"))])
    assert found.outside == 1
    assert found.pairs[0].table.counts == ((0, 10), (0, 30))
    assert sorted(found.by_code) == ["a"]


def test_no_interval_is_given_where_places_are_taken_as_units() -> None:
    found = alike([read(("Ana", 0, 10, "a"), ("Ben", 0, 9, "a"))])
    assert found.pairs[0].percent.value == pytest.approx(0.975)
    assert {(one.low, one.high) for one in (found.pairs[0].percent, found.pairs[0].kappa)} == {(None, None)}


def test_a_round_in_which_nothing_was_coded_has_no_numbers_and_says_why() -> None:
    found = alike([read()], by_sentence=True)
    assert found.any_code["u_alpha_binary"].value is None
    assert found.any_code["u_alpha_binary"].reason
    assert found.pairs[0].kappa.value is None


marks = st.lists(
    st.tuples(st.sampled_from(["Ana", "Ben"]), st.integers(0, 38), st.integers(1, 12), st.sampled_from("abc")).map(
        lambda m: (m[0], m[1], min(40, m[1] + m[2]), m[3])
    ),
    max_size=12,
)


@given(marks)
def test_overlaps_are_seen_as_by_comparing_all_pairs(given_marks: list[tuple[str, int, int, str]]) -> None:
    found = sections([read(*given_marks)])
    brute = any(
        one[0] == other[0] and one[3] != other[3] and one[1] < other[2] and other[1] < one[2]
        for one in given_marks
        for other in given_marks
    )
    assert overlapping(found) == brute


@given(marks)
def test_sentences_are_crossed_as_by_asking_each(given_marks: list[tuple[str, int, int, str]]) -> None:
    counts = {(a, b): 0 for a in (True, False) for b in (True, False)}
    for sentence in SENTENCES:
        who = {one[0] for one in given_marks if one[1] < sentence.end and one[2] > sentence.start}
        counts["Ana" in who, "Ben" in who] += 1
    table = sentences_crossed([read(*given_marks)])
    assert table.counts == ((counts[True, True], counts[True, False]), (counts[False, True], counts[False, False]))


@given(marks)
def test_widening_twice_changes_nothing_more(given_marks: list[tuple[str, int, int, str]]) -> None:
    once = widened(read(*given_marks))
    assert widened(once) == once
