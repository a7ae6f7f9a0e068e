"""Effect sizes against the worked example, published tables and their bounds."""

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.synthesis import Polarity, PolarityAgainst, meta_summary, percent, summarise
from synthema.synthesis.metasummary import MetaSummaryError, net_reports
from tests.shared_data import shared_data
from tests.synthesis.clean import CLEAN

FES_2007: dict[str, Any] = {
    "n_reports_inferred": 19,
    "reports_to_percent": {"1": 5, "2": 11, "3": 16, "4": 21, "8": 42},
}
SUMMARY_2003: dict[str, Any] = {
    "reports": 45,
    "abstracted_findings": 93,
    "es_one_report_pct": 2.2,
    "bands": {"25-60%": 5, "<9%": 73, "rest": 15},
}
IBRAHIM_2020: dict[str, Any] = {
    "included": 53,
    "pct": {"organisational culture": 53, "training": 42, "role definition": 40},
    "implied_counts": [28, 22, 21],
}


def oracle(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared_data("oracles.json").read_text(encoding="utf-8"))[name]
    return found


def test_the_worked_example_counts_two_reports_of_one_study_once() -> None:
    summary = meta_summary({"f1": ["A", "A'", "B"], "f2": ["C"]}, ["A", "A'", "B", "C", "D"], [("A", "A'")])
    assert [(effect.size, effect.reports) for effect in summary.frequencies] == [
        (Fraction(1, 2), 4),
        (Fraction(1, 4), 4),
    ]
    assert summary.counted_as_one == (("A", "A'"),)
    by_report = {effect.report_id: effect for effect in summary.intensities}
    assert (by_report["B"].size, by_report["B"].strong_size) == (Fraction(1, 2), Fraction(1))
    assert (by_report["C"].size, by_report["C"].strong_size) == (Fraction(1, 2), Fraction(0))
    assert by_report["D"].size == 0


def test_without_the_link_the_same_example_counts_five_reports() -> None:
    summary = meta_summary({"f1": ["A", "A'", "B"], "f2": ["C"]}, ["A", "A'", "B", "C", "D"])
    assert [effect.size for effect in summary.frequencies] == [Fraction(3, 5), Fraction(1, 5)]


def check_fes_2007(published: Mapping[str, Any]) -> None:
    reports = [f"r{number}" for number in range(published["n_reports_inferred"])]
    printed = {int(count): pct for count, pct in published["reports_to_percent"].items()}
    summary = meta_summary({str(count): reports[:count] for count in printed}, reports)
    assert [percent(effect.size) for effect in summary.frequencies] == list(printed.values())
    fits = [n for n in range(8, 200) if all(percent(Fraction(c, n)) == p for c, p in printed.items())]
    assert fits == [published["n_reports_inferred"]]


def test_it_prints_the_percentages_of_the_2007_table() -> None:
    check_fes_2007(FES_2007)


def test_it_prints_the_percentages_of_the_2007_table_as_stored() -> None:
    check_fes_2007(oracle("metasummary_fes_2007"))


def check_summary_2003(published: Mapping[str, Any]) -> None:
    reports = [f"r{number}" for number in range(published["reports"])]
    bands = published["bands"]
    counts = [27, 20, 16, 13, 12][: bands["25-60%"]] + [1, 2, 3, 4, 4] * 15
    counts = counts[: bands["25-60%"] + bands["<9%"]] + [5, 8, 11] * (bands["rest"] // 3)
    assert len(counts) == published["abstracted_findings"]
    summary = meta_summary({str(at): reports[:count] for at, count in enumerate(counts)}, reports)
    sizes = [effect.size for effect in summary.frequencies]
    assert min(sizes) == Fraction(1, 45)
    assert round(float(100 * min(sizes)), 1) == published["es_one_report_pct"]
    assert sum(Fraction(1, 4) <= size <= Fraction(3, 5) for size in sizes) == bands["25-60%"]
    assert sum(size < Fraction(9, 100) for size in sizes) == bands["<9%"]
    assert {effect.of_strong for effect in summary.intensities} == {bands["25-60%"]}
    assert {effect.of_findings for effect in summary.intensities} == {published["abstracted_findings"]}


def test_it_bands_findings_as_the_2003_summary_does() -> None:
    check_summary_2003(SUMMARY_2003)


def test_it_bands_findings_as_the_2003_summary_does_as_stored() -> None:
    check_summary_2003(oracle("metasummary_2003"))


def check_ibrahim(published: Mapping[str, Any]) -> None:
    reports = [f"r{number}" for number in range(published["included"])]
    counts = dict(zip(published["pct"], published["implied_counts"], strict=True))
    summary = meta_summary({name: reports[:count] for name, count in counts.items()}, reports)
    assert {effect.finding_id: percent(effect.size) for effect in summary.frequencies} == published["pct"]


def test_it_prints_the_frequencies_of_a_published_review() -> None:
    check_ibrahim(IBRAHIM_2020)


def test_it_prints_the_frequencies_of_a_published_review_as_stored() -> None:
    check_ibrahim(oracle("frequency_ibrahim2020"))


def test_strong_means_more_than_the_threshold_not_as_much() -> None:
    summary = meta_summary({"quarter": ["a"], "half": ["a", "b"]}, ["a", "b", "c", "d"])
    assert {effect.of_strong for effect in summary.intensities} == {1}


def test_the_threshold_is_a_setting() -> None:
    summary = meta_summary({"f": ["a"]}, ["a", "b", "c", "d"], strong_above=Fraction(15, 100))
    assert summary.intensities[0].strong_size == 1


def test_without_a_strong_finding_the_strong_intensity_is_undefined() -> None:
    assert meta_summary({"f": ["a"]}, ["a", "b", "c", "d"]).intensities[0].strong_size is None


def test_halves_are_rounded_up() -> None:
    assert [percent(Fraction(n, 200)) for n in (1, 2, 3, 199)] == [1, 1, 2, 100]


def test_it_refuses_a_finding_in_no_report_and_a_report_it_does_not_know() -> None:
    with pytest.raises(MetaSummaryError) as refusal:
        meta_summary({"f1": [], "f2": ["z"]}, ["a"])
    assert "Finding f1 is in no report" in str(refusal.value)
    assert "Finding f2 names report z" in str(refusal.value)


def test_sharing_carries_over() -> None:
    assert net_reports(["a", "b", "c", "d"], [("a", "b"), ("c", "b")]) == (("a", "b", "c"), ("d",))


def test_sharing_carries_over_through_a_report_that_is_not_included() -> None:
    assert net_reports(["a", "b"], [("a", "x"), ("x", "b")]) == (("a", "b"),)


def test_themes_with_findings_are_abstracted_findings() -> None:
    summary = summarise(CLEAN)
    assert {effect.finding_id: effect.size for effect in summary.frequencies} == {
        "growth": Fraction(2, 3),
        "belonging": Fraction(2, 3),
        "strain": Fraction(2, 3),  # Harbour contradicts it and does not hold it
        "doubt": Fraction(2, 3),
    }
    assert summary.counted_as_one == (("harbour1", "harbour2"),)


def test_the_polarities_that_count_are_a_setting() -> None:
    (strain,) = summarise(CLEAN, ["strain"], polarities=tuple(Polarity)).frequencies
    assert strain.size == 1


def test_a_main_theme_is_held_through_its_subthemes() -> None:
    (gain,) = summarise(CLEAN, ["gain"]).frequencies
    assert (gain.reports_with, gain.reports) == (3, 3)
    assert gain.report_ids == ("harbour1", "harbour2", "mill1", "orchard1")


REPORTS = tuple("abcdefgh")
SOME_REPORTS = st.sets(st.sampled_from(REPORTS), min_size=1)
OCCURRENCES = st.dictionaries(st.text(min_size=1, max_size=3), SOME_REPORTS, min_size=1, max_size=12)
SHARING = st.lists(SOME_REPORTS, max_size=4)


@given(OCCURRENCES, SHARING, st.fractions(0, 1))
def test_effect_sizes_keep_their_bounds(
    occurrences: dict[str, set[str]], shared: list[set[str]], strong: Fraction
) -> None:
    summary = meta_summary(occurrences, REPORTS, shared, strong)
    assert all(0 < effect.size <= 1 for effect in summary.frequencies)
    assert all(0 <= effect.size <= 1 for effect in summary.intensities)
    assert all(effect.strong_size is None or 0 <= effect.strong_size <= 1 for effect in summary.intensities)


@given(OCCURRENCES)
def test_intensities_and_frequencies_count_the_same_occurrences(occurrences: dict[str, set[str]]) -> None:
    summary = meta_summary(occurrences, REPORTS)
    by_finding = sum(effect.reports_with for effect in summary.frequencies)
    assert by_finding == sum(effect.findings for effect in summary.intensities)


@given(SHARING)
def test_net_reports_hold_every_report_once(shared: list[set[str]]) -> None:
    net = net_reports(REPORTS, shared)
    assert sorted(report for group in net for report in group) == sorted(REPORTS)
    assert all(any(group <= set(counted) for counted in net) for group in shared)


@given(SHARING, SOME_REPORTS)
def test_one_more_link_never_raises_the_count(shared: list[set[str]], more: set[str]) -> None:
    assert len(net_reports(REPORTS, [*shared, more])) <= len(net_reports(REPORTS, shared))


def test_whatever_stands_under_a_subtheme_of_a_framework_holds_it() -> None:
    framework = replace(CLEAN, polarity_against=PolarityAgainst.FRAMEWORK)
    sizes = {effect.finding_id: effect.reports_with for effect in summarise(framework).frequencies}
    assert sizes["strain"] == 3
    assert {e.finding_id: e.reports_with for e in summarise(CLEAN).frequencies}["strain"] == 2
