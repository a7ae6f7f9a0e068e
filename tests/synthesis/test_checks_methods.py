"""Counter-examples to the rules of single methods."""

from dataclasses import replace

from synthema.synthesis import Credibility, Status
from synthema.synthesis.model import Relation, RelationKind, SampleDecision, StatedEffect
from tests.synthesis.clean import CLEAN, PLACEMENTS, result, subjects, with_finding, with_theme, without_placements


def test_s07_names_a_finding_that_nothing_illustrates() -> None:
    assert subjects("S07", with_finding("f5", illustration=" ")) == ["f5"]


def test_s07_takes_a_quote_for_an_illustration() -> None:
    assert result("S07", with_finding("f2", illustration="")).status is Status.PASSED  # q2 illustrates it


def test_s07_asks_nothing_of_a_finding_marked_not_supported() -> None:
    marked = with_finding("f5", illustration="", credibility=Credibility.NOT_SUPPORTED)
    assert result("S07", marked).status is Status.PASSED


def test_s08_names_a_category_of_one_finding() -> None:
    broken = without_placements(("f1", "growth"))
    assert subjects("S08", broken) == ["growth"]
    assert "holds 1 finding" in result("S08", broken).hits[0].what


def test_s08_does_not_count_an_unsupported_finding() -> None:
    assert subjects("S08", with_finding("f1", credibility=Credibility.NOT_SUPPORTED)) == ["growth"]


def test_s08_names_a_synthesised_finding_of_one_category() -> None:
    broken = with_theme("doubt", parent_id="gain")
    assert subjects("S08", broken) == ["cost"]
    assert "holds 1 category" in result("S08", broken).hits[0].what


def test_s09_names_a_construct_of_one_study() -> None:
    only_mill = without_placements(("f6", "strain"), ("f7", "strain"), ("f4", "doubt"))
    assert subjects("S09", only_mill) == ["cost"]


def test_s10_names_a_contradiction_that_nobody_explained() -> None:
    placements = tuple(replace(p, explanation="") for p in PLACEMENTS)
    assert subjects("S10", replace(CLEAN, placements=placements)) == ["f7"]


def test_s10_names_studies_that_refute_without_a_reason() -> None:
    relations = (
        Relation(("mill", "orchard"), RelationKind.REFUTATIONAL, ""),
        Relation(("mill", "orchard"), RelationKind.RECIPROCAL, ""),
    )
    assert [hit.where for hit in result("S10", replace(CLEAN, relations=relations)).hits] == ["Mill 2019, Orchard 2020"]


def test_s16_names_a_denominator_that_counts_a_study_twice() -> None:
    broken = replace(CLEAN, stated_effects=(StatedEffect("growth", 2, 4),))
    assert subjects("S16", broken) == ["growth"]
    assert "given as 2 of 4 reports" in result("S16", broken).hits[0].what
    assert "it is 2 of 3" in result("S16", broken).hits[0].what


def test_s16_names_a_numerator_that_counts_a_study_twice() -> None:
    assert subjects("S16", replace(CLEAN, stated_effects=(StatedEffect("gain", 4, 3),))) == ["gain"]


def test_s16_counts_reports_of_a_shared_sample_once() -> None:
    shared = replace(CLEAN, samples=(SampleDecision(("mill1", "harbour2"), shared=True),))
    assert "it is 1 of 2" in result("S16", shared).hits[0].what
    assert result("S16", replace(shared, stated_effects=(StatedEffect("growth", 1, 2),))).status is Status.PASSED
