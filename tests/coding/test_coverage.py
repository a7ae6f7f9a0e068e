"""How much of the findings is done: counted as a plain count over letters and sentences would, and by whose work."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from synthema.coding.actions import hand_in, mark_section, withdraw_coding
from synthema.coding.coverage import counted_of, coverage, coverages, findings_of
from synthema.coding.covering import both, covered, merged, within
from synthema.coding.tables import CodingRow, marks
from synthema.documents.model import Span
from synthema.documents.structure import Structure
from synthema.documents.tables import document, documents
from tests.cast import Cast
from tests.coding.stage import scene

TEXT = "Findings\nThey waited. It was cold. “Nobody came,” she said. Why? Then all left the water. 12. Some stayed."
PLACES = st.integers(0, len(TEXT))
SPANS = st.lists(st.tuples(PLACES, PLACES).map(lambda two: Span(*sorted(two))), max_size=6)


def places(spans: object) -> set[int]:
    return {place for one in spans for place in range(one.start, one.end)}  # type: ignore[attr-defined]


@given(SPANS, SPANS)
def test_spans_are_joined_and_cut_as_sets_of_places_are(one: list[Span], other: list[Span]) -> None:
    assert places(merged(one)) == places(one)
    assert places(both(merged(one), merged(other))) == places(one) & places(other)


@given(SPANS, SPANS, SPANS)
def test_coverage_is_what_counting_by_hand_gives(part: list[Span], coded: list[Span], away: list[Span]) -> None:
    of, findings = counted_of(TEXT, Structure()), merged(part)
    lines = within(of, findings)
    found = covered(of, findings, coded, away)
    with_code = [one for one in lines if places([one]) & places(coded)]
    done = [one for one in lines if places([one]) & places([*coded, *away])]
    letters = {place for place in places(lines) if not TEXT[place].isspace()}
    assert found == (len(letters & places(coded)), len(letters), len(done), len(lines), len(done) - len(with_code))


def test_headings_and_bare_numbers_are_no_sentences_to_code() -> None:
    of = counted_of(TEXT, Structure())
    said = [TEXT[one.start : one.end] for one in within(of, (Span(0, len(TEXT)),))]
    assert said[0] == "They waited."
    assert "12." not in said


def test_what_is_coded_dismissed_and_taken_off_is_counted(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    heron = document(made.review, made.documents["heron"])
    assert coverage(heron, cast.ana)[2:] == (0, 7, 0)
    waiting = made.named("ana", "waiting")
    made.code("ana", "heron", "Waiting was named first.", codes=(waiting,))
    made.code("ben", "heron", "Most keepers felt calm.", dismissed=True)
    made.code("ben", "heron", "Some were tired of early hours.")  # marked, no code yet
    found = coverage(heron, cast.ana)
    assert found[2:] == (2, 7, 1)
    assert found.letters == len("Waitingwasnamedfirst.")
    assert coverage(heron, cast.dev) == found
    withdraw_coding(made.by("ana"), made.review, CodingRow.objects.get(review=made.review).id)
    assert coverage(heron, cast.ana)[2:] == (1, 7, 1)


def test_only_the_qualitative_strand_counts_where_one_is_marked(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    (span,) = made.spans(
        "heron", "Waiting was named first. “You stand there and the water decides,” one keeper said (K3)."
    )
    mark_section(made.by("ana"), made.review, made.documents["heron"], "qualitative", (span,))
    assert findings_of(marks(made.review, made.documents["heron"])) == (span,)
    assert coverage(document(made.review, made.documents["heron"]), cast.ana).of_sentences == 2


def test_in_a_blind_round_everybody_sees_their_own_coverage_alone(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path)
    made.code("ana", "heron", "Most keepers felt calm.", codes=(made.named("ana", "calm"),))
    before = coverages(made.review, documents(made.review), cast.chloe)
    row = made.round()
    heron = document(made.review, made.documents["heron"])
    made.code("ana", "heron", "Waiting was named first.", codes=(made.named("ana", "waiting", round=row),))
    made.code("ana", "heron", "Some were tired of early hours.", dismissed=True)
    assert coverage(heron, cast.ana)[2:] == (2, 7, 1)
    assert coverage(heron, cast.ben)[2:] == (0, 7, 0)
    assert coverages(made.review, documents(made.review), cast.chloe) == before
    hand_in(made.by("ana"), made.review, row)
    assert coverage(heron, cast.ana)[2:] == (2, 7, 1)
    hand_in(made.by("ben"), made.review, row)
    assert coverage(heron, cast.chloe)[2:] == (3, 7, 1)
