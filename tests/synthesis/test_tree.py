"""What themes rest on once their descendants are counted in."""

from dataclasses import replace

import pytest

from synthema.synthesis import Synthesis, UnsoundSynthesisError, supports, tree
from synthema.synthesis.tree import descendants
from tests.synthesis.clean import CLEAN, REPORTS, THEMES, theme


def test_the_tree_keeps_the_order_of_siblings() -> None:
    (root,) = tree(THEMES)
    assert [(branch.theme.id, branch.depth) for branch in root.walk()] == [
        *(("journey", 0), ("gain", 1), ("growth", 2), ("belonging", 2)),
        *(("cost", 1), ("strain", 2), ("doubt", 2)),
    ]


def test_a_tree_may_have_several_roots() -> None:
    assert [branch.theme.id for branch in tree((*THEMES, theme("other", "Other", None)))] == ["journey", "other"]


def test_a_circle_is_refused() -> None:
    with pytest.raises(UnsoundSynthesisError, match="circle"):
        tree((theme("a", "A", "b"), theme("b", "B", "a")))


def test_a_theme_is_among_its_own_descendants() -> None:
    assert descendants(THEMES)["cost"] == ("cost", "strain", "doubt")


def test_a_theme_rests_on_what_its_descendants_rest_on() -> None:
    gain = supports(CLEAN)["gain"]
    assert gain.own_placements == ()
    assert [finding.id for finding in gain.findings] == ["f1", "f2", "f3", "f4"]
    assert [quote.id for quote in gain.quotes] == ["q1", "q2"]
    assert gain.report_ids == ("harbour1", "harbour2", "mill1", "orchard1")
    assert gain.study_ids == ("harbour", "mill", "orchard")


def test_a_finding_under_two_descendants_counts_once() -> None:
    journey = supports(CLEAN)["journey"]
    assert [finding.id for finding in journey.findings].count("f4") == 1
    assert [placement.finding_id for placement in journey.placements].count("f4") == 2


def test_support_and_contradiction_are_told_apart() -> None:
    strain = supports(CLEAN)["strain"]
    assert strain.supporting_study_ids == ("mill", "orchard")
    assert strain.contradicting_study_ids == ("harbour",)


def test_what_is_not_included_supports_nothing() -> None:
    reports = tuple(replace(report, included=report.id != "mill1") for report in REPORTS)
    growth = supports(replace(CLEAN, reports=reports))["growth"]
    assert growth.study_ids == ("harbour",)
    assert [quote.id for quote in growth.quotes] == ["q1"]


def test_no_themes_make_no_tree() -> None:
    assert tree(()) == ()
    assert supports(Synthesis()) == {}
