"""u-alpha and its family of 2016: known values, the definition taken literally, and what must hold for every text."""

import math
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.agreement import Interval, Section, Unitised, agree, characters, unitise, unitise_by_code
from synthema.agreement.extents import lanes
from synthema.refused import Refused
from tests.agreement.close import printed
from tests.agreement.continua import KRIPPENDORFF_2004, THREE_CODERS, Mark, krippendorff_1995, section

quick = settings(max_examples=60, deadline=None)
LENGTH = 30


@st.composite
def marks(draw: st.DrawFn, coder: str, length: int = LENGTH, values: str = "xyz") -> list[Mark]:
    """One coder's marks, none overlapping, some touching."""
    steps = draw(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9), st.sampled_from(values)), max_size=6))
    made: list[Mark] = []
    place = 0
    for gap, size, value in steps:
        if place + gap + size > length:
            break
        made.append((coder, place + gap, place + gap + size, value))
        place += gap + size
    return made


@st.composite
def continua(draw: st.DrawFn, study: str = "one") -> Section:
    coders = ("ana", "ben", "chloe")[: draw(st.integers(2, 3))]
    return section(LENGTH, *(mark for coder in coders for mark in draw(marks(coder))), study=study, coders=coders)


def value_of(found: Unitised, key: str = "u_alpha") -> float | None:
    return found[key].value


def alpha(*sections: Section) -> float | None:
    return value_of(unitise(sections, replicates=2))


def same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def moved(one: Section, *, by: int = 0, scale: int = 1, **names: dict[str, str]) -> Section:
    """The same section elsewhere, stretched, with other names for coders or codes."""
    coders, values = names.get("coders", {}), names.get("values", {})
    units = [
        (coders.get(u.coder, u.coder), u.start * scale + by, u.end * scale + by, values.get(u.value, u.value))
        for u in one.units
    ]
    readers = tuple(coders.get(coder, coder) for coder in one.coders)
    return section(one.length * scale, *units, begin=one.start * scale + by, study=one.study, coders=readers)


def literally(one: Section) -> float | None:
    """u-alpha from its definition: every segment of one coder crossed with every segment of every other."""
    segments = []
    for coder, runs in lanes(one).items():
        edges = [0, *(edge for run in runs for edge in (run.start, run.end)), one.length]
        gaps = [(coder, start, end, None) for start, end in pairwise(edges)][::2]
        segments += [gap for gap in gaps if gap[1] < gap[2]] + [(coder, *run) for run in runs]
    values = sorted({segment[3] for segment in segments}, key=str)
    shared = dict.fromkeys(((c, k) for c in values for k in values), 0.0)
    for (coder, start, end, c), (other, its_start, its_end, k) in permutations(segments, 2):
        if coder != other:
            shared[c, k] += max(0, min(end, its_end) - max(start, its_start)) / (len(one.coders) - 1)
    every = sum(shared.values())
    total = {c: sum(shared[c, k] for k in values) for c in values}
    squares = dict.fromkeys(values, 0.0)
    for _, start, end, c in segments:
        squares[c] += end - start if c is None else (end - start) ** 2
    spare = every**2 - sum(squares.values())
    expected = sum(total[c] ** 2 - squares[c] for c in values) * every / spare
    observed = sum(shared[c, c] for c in values)
    return None if math.isclose(every, expected) else 1 - (every - observed) / (every - expected)


def test_three_coders_are_reproduced() -> None:
    found = unitise([THREE_CODERS])
    assert printed(value_of(found), 0.4739)
    assert printed(value_of(found, "u_alpha_binary"), 0.4328)
    assert printed(value_of(found, "cu_alpha"), 0.7789)
    assert printed(found.coverage, 0.383)
    assert {code: printed(found.by_value[code].value, known) for code, known in {"1": 0.7693, "2": 0.7870}.items()} == {
        "1": True,
        "2": True,
    }
    assert found.marked == {"Alex": 3, "Paul": 2, "Susan": 2}
    assert (found.length, found.studies, found.left_out, found.values) == (20, 1, 0, ("1", "2"))


def test_krippendorffs_examples_have_another_value_than_by_the_statistic_of_1995() -> None:
    assert printed(alpha(krippendorff_1995("A")), 0.3583)
    by_code = unitise_by_code([KRIPPENDORFF_2004])
    assert printed(value_of(by_code["c"]), 0.5163)
    assert value_of(by_code["k"]) == 1.0


def test_same_places_with_the_codes_swapped_agree_on_places_only() -> None:
    swapped = section(60, ("a", 0, 10, "x"), ("a", 30, 40, "y"), ("b", 0, 10, "y"), ("b", 30, 40, "x"))
    found = unitise([swapped])
    assert value_of(found, "u_alpha_binary") == 1.0
    assert value_of(found, "cu_alpha") == pytest.approx(-0.5)
    assert 0 < (value_of(found) or 0) < 1


def test_marks_that_never_meet_agree_less_than_chance_and_leave_no_codes_to_compare() -> None:
    found = unitise([section(30, ("a", 0, 10, "x"), ("b", 15, 25, "y"))])
    assert (value_of(found) or 0) < 0
    assert found.coverage == 0
    assert found["cu_alpha"].reason.startswith("No place was marked by two coders")


@given(one=continua())
@quick
def test_it_is_the_definition_taken_literally(one: Section) -> None:
    assert same(alpha(one), literally(one))


@given(one=continua())
@quick
def test_swapping_the_coders_changes_nothing(one: Section) -> None:
    names = dict(zip(one.coders, reversed(one.coders), strict=True))
    a, b = unitise([one], replicates=2), unitise([moved(one, coders=names)], replicates=2)
    assert all(same(a[key].value, b[key].value) for key in a.statistics)


@given(one=continua(), by=st.integers(-40, 400))
@quick
def test_where_the_text_begins_changes_nothing(one: Section, by: int) -> None:
    assert unitise([one], replicates=2) == unitise([moved(one, by=by)], replicates=2)


@given(one=continua())
@quick
def test_it_is_one_exactly_where_all_gave_every_place_the_same_code(one: Section) -> None:
    places = [[""] * one.length for _ in one.coders]
    for lane, runs in zip(places, lanes(one).values(), strict=True):
        for run in runs:
            lane[run.start : run.end] = [run.value] * (run.end - run.start)
    found = alpha(one)
    if found is not None:
        assert (found == 1.0) == all(lane == places[0] for lane in places)


@given(one=continua())
@quick
def test_other_names_of_the_codes_change_nothing_and_one_name_for_all_leaves_the_places(one: Section) -> None:
    found = unitise([one], replicates=2)
    renamed = unitise([moved(one, values={"x": "z", "z": "x"})], replicates=2)
    assert same(value_of(found), value_of(renamed))
    assert same(value_of(found, "u_alpha_binary"), value_of(renamed, "u_alpha_binary"))
    alike = moved(one, values={"x": "m", "y": "m", "z": "m"})
    assert same(value_of(found, "u_alpha_binary"), alpha(alike))


@given(ana=marks("ana", LENGTH), ben=marks("ben", LENGTH), scale=st.integers(2, 9))
@quick
def test_stretching_a_text_without_gaps_changes_nothing(ana: list[Mark], ben: list[Mark], scale: int) -> None:
    ends = [max((mark[2] for mark in each), default=0) for each in (ana, ben)]
    filled = [*ana, *ben, ("ana", ends[0], 40, "w"), ("ben", ends[1], 40, "w")]
    for coder in ("ana", "ben"):
        own = sorted(mark for mark in filled if mark[0] == coder)
        filled += [(coder, a[2], b[1], "v") for a, b in pairwise([(coder, 0, 0, ""), *own]) if a[2] < b[1]]
    one = section(40, *filled)
    assert same(alpha(one), alpha(moved(one, scale=scale)))


def test_stretching_a_text_with_gaps_moves_it_through_the_gaps_only() -> None:
    small, large, huge = (alpha(moved(THREE_CODERS, scale=scale)) or 0 for scale in (1, 10, 1000))
    assert small != pytest.approx(large, abs=1e-3)
    assert large == pytest.approx(huge, abs=1e-2)


@given(one=continua(), at=st.integers(0, 100))
@quick
def test_splitting_a_mark_lowers_it(one: Section, at: int) -> None:
    found = alpha(one)
    long = [unit for unit in one.units if unit.end - unit.start > 1]
    if found is None or found == 1.0 or not long:
        return
    chosen = long[at % len(long)]
    cut = chosen.start + 1 + at % (chosen.end - chosen.start - 1)
    kept = [(u.coder, u.start, u.end, u.value) for u in one.units if u is not chosen]
    parts = [(chosen.coder, a, b, chosen.value) for a, b in ((chosen.start, cut), (cut, chosen.end))]
    lowered = alpha(section(one.length, *kept, *parts, coders=one.coders))
    assert lowered is not None
    assert lowered < found


@given(one=continua(), other=continua(study="two"))
@quick
def test_the_order_of_studies_changes_neither_value_nor_interval(one: Section, other: Section) -> None:
    a, b = unitise([one, other], replicates=40), unitise([other, one], replicates=40)
    for key, estimate in a.statistics.items():
        for mine, its in zip(_numbers(estimate), _numbers(b[key]), strict=True):
            assert same(mine, its)


def _numbers(estimate: object) -> tuple[float | None, ...]:
    return tuple(getattr(estimate, name) for name in ("value", "low", "high", "se"))


def _five_studies() -> list[Section]:
    made = []
    for i in range(5):
        ana = [("ana", 10 * k, 10 * k + 6, "xy"[k % 2]) for k in range(6)]
        ben = [("ben", 10 * k + (i + k) % 3, 10 * k + 6 + i % 2, "xy"[(k + (i == 4)) % 2]) for k in range(6)]
        made.append(section(80, *ana, *ben, study=f"study {i}"))
    return made


def test_the_interval_draws_studies_and_the_seed_fixes_it() -> None:
    found = unitise(_five_studies(), seed=3)
    assert found == unitise(_five_studies(), seed=3)
    assert found["u_alpha"] != unitise(_five_studies(), seed=4)["u_alpha"]
    estimate = found["u_alpha"]
    assert estimate.interval is Interval.STUDIES
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.value is not None
    assert estimate.low < estimate.value < estimate.high


def test_two_sections_of_one_study_are_drawn_together() -> None:
    halves = [section(40, ("ana", 0, 9, "x"), ("ben", 2, 9, "x")), section(40, ("ana", 3, 9, "x"), ("ben", 0, 9, "y"))]
    found = unitise(halves)
    assert found.studies == 1
    assert found.length == 80
    assert found["u_alpha"].reason == "One study gives no interval."
    assert found["u_alpha"].low is None


def test_a_study_that_occurs_twice_counts_twice() -> None:
    one, other = _five_studies()[0], _five_studies()[4]
    again = section(80, *((u.coder, u.start, u.end, u.value) for u in other.units), study="again")
    assert not same(alpha(one, other), alpha(one, other, again))


def test_sections_with_one_reader_are_left_out_and_counted() -> None:
    alone = section(500, ("ana", 0, 400, "x"), study="alone", coders=("ana",))
    found = unitise([*_five_studies(), alone])
    assert (found.left_out, found.length) == (1, 400)
    assert same(value_of(found), alpha(*_five_studies()))
    nothing = unitise([alone])
    assert nothing["u_alpha"].reason == "No section was read by two coders."
    assert nothing.coverage is None


def test_nothing_marked_or_everything_marked_alike_leaves_it_undefined() -> None:
    blank = section(20, coders=("ana", "ben"))
    full = section(20, ("ana", 0, 20, "x"), ("ben", 0, 20, "x"))
    for one in (blank, full):
        assert unitise([one])["u_alpha"].value is None
        assert "no disagreement could be expected" in unitise([one])["u_alpha"].reason


def test_an_empty_study_is_part_of_the_text() -> None:
    read = section(500, study="nothing in it", coders=("ana", "ben"))
    assert not same(alpha(*_five_studies()), alpha(*_five_studies(), read))


def test_overlapping_codes_are_compared_one_by_one() -> None:
    overlapping = section(40, ("ana", 0, 20, "x"), ("ana", 10, 30, "y"), ("ben", 0, 18, "x"), ("ben", 11, 30, "y"))
    with pytest.raises(Refused, match="compare each code by itself"):
        unitise([overlapping])
    found = unitise_by_code([overlapping])
    assert list(found) == ["x", "y"]
    assert all((one["u_alpha"].value or 0) > 0.8 for one in found.values())
    assert all(same(one["u_alpha"].value, one["u_alpha_binary"].value) for one in found.values())


def test_characters_are_crossed_for_two_coders() -> None:
    one = section(100, ("ana", 10, 30, "x"), ("ana", 50, 60, "y"), ("ben", 0, 20, "x"), begin=5)
    assert characters([one], "x").counts == ((10, 10), (5, 75))
    assert characters([one]).counts == ((10, 20), (5, 65))
    with pytest.raises(Refused, match="3 coders read one"):
        characters([THREE_CODERS])


# Cohen's kappa on all characters: n, coded by A, by B, by both; the value, and what a program that looks at coded
# characters only prints in its place.
@pytest.mark.parametrize(
    ("n", "a", "b", "both", "kappa"),
    [
        (1000, 100, 150, 50, 0.318),
        (1000, 200, 200, 150, 0.688),
        (10000, 100, 100, 90, 0.899),
        (1000, 500, 500, 400, 0.6),
    ],
)
def test_kappa_on_characters_counts_those_that_nobody_coded(n: int, a: int, b: int, both: int, kappa: float) -> None:
    one = section(n, ("ana", 0, a, "x"), ("ben", a - both, a - both + b, "x"))
    assert printed(agree(characters([one], "x"), replicates=2)["cohen_kappa"].value, kappa)
