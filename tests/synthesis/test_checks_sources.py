"""Counter-examples to the rules on where evidence comes from."""

from dataclasses import replace

from synthema.synthesis import Placement, Report, Status, Study
from synthema.synthesis.model import SampleDecision, Suggestion, SuggestionDecision
from tests.synthesis.clean import CLEAN, REPORTS, STUDIES, result, subjects, with_finding, with_quote


def test_s01_names_an_included_study_that_gave_nothing() -> None:
    silent = replace(
        CLEAN,
        studies=(*STUDIES, Study("silent", "Silent 2021")),
        reports=(*REPORTS, Report(id="silent1", study_id="silent")),
    )
    assert subjects("S01", silent) == ["silent"]
    assert "Silent 2021 is included" in result("S01", silent).hits[0].what


def test_s01_does_not_take_an_excluded_report_for_evidence() -> None:
    reports = tuple(replace(report, included=report.id != "mill1") for report in REPORTS)
    assert subjects("S01", replace(CLEAN, reports=reports)) == ["mill"]


def test_s02_names_a_quote_that_is_not_in_its_source() -> None:
    broken = with_quote("q1", found=False, place="p. 7")
    assert subjects("S02", broken) == ["q1"]
    hit = result("S02", broken).hits[0]
    assert "I grew." in hit.what
    assert hit.where == "Harbour 2018a, p. 7"


def test_s02_says_which_quotes_it_could_not_look_up() -> None:
    half = result("S02", with_quote("q1", found=None))
    assert half.status is Status.PASSED
    assert half.looked_at == 1
    assert half.note.startswith("1 of 2 quotes could not be looked up")


def test_s02_does_not_pass_when_no_quote_could_be_looked_up() -> None:
    unread = replace(CLEAN, quotes=tuple(replace(quote, found=None) for quote in CLEAN.quotes))
    assert result("S02", unread).status is Status.NOT_APPLICABLE
    assert "2 of 2" in result("S02", unread).note


def test_s03_names_a_quote_under_another_study() -> None:
    assert subjects("S03", with_quote("q1", study_id="mill")) == ["q1"]


def test_s03_names_an_illustration_from_another_report() -> None:
    broken = with_quote("q2", finding_id="f1")
    assert subjects("S03", broken) == ["q2"]
    assert "attributed to Harbour 2018 but comes from a report of Mill 2019" in result("S03", broken).hits[0].what


def test_s03_names_a_finding_under_another_study() -> None:
    assert subjects("S03", with_finding("f2", study_id="orchard")) == ["f2"]


def test_s04_names_a_theme_that_cites_an_excluded_study() -> None:
    broken = replace(CLEAN, placements=(*CLEAN.placements, Placement(finding_id="f9", theme_id="strain")))
    assert subjects("S04", broken) == ["f9"]
    assert "Theme “Strain” cites Quarry 2013, which is not included." in result("S04", broken).hits[0].what


def test_s04_names_a_coded_quote_of_an_excluded_study() -> None:
    assert subjects("S04", with_quote("q1", report_id="quarry1", study_id="quarry")) == ["q1"]


def test_s04_names_an_excluded_report_of_an_included_study() -> None:
    reports = tuple(replace(report, included=report.id != "harbour2") for report in REPORTS)
    broken = replace(CLEAN, reports=reports)
    assert subjects("S04", broken) == ["f3"]
    assert "the report Harbour 2018b" in result("S04", broken).hits[0].what


def test_s13_names_words_that_nobody_marked() -> None:
    assert subjects("S13", with_quote("q2", order=None)) == ["q2"]
    assert subjects("S13", with_finding("f5", order=None)) == ["f5"]


def test_s15_names_a_suggestion_that_nobody_decided_on() -> None:
    broken = replace(CLEAN, suggestions=(Suggestion("s2", "growth"),))
    assert subjects("S15", broken) == ["growth"]
    assert "nobody has decided" in result("S15", broken).hits[0].what


def test_s15_names_a_rejected_suggestion_that_is_still_there() -> None:
    broken = replace(CLEAN, suggestions=(Suggestion("s2", "q1", SuggestionDecision.REJECTED, "Ben"),))
    assert "was rejected, yet is still here" in result("S15", broken).hits[0].what


def test_s15_asks_for_the_name_of_who_accepted() -> None:
    broken = replace(CLEAN, suggestions=(Suggestion("s2", "f1", SuggestionDecision.ACCEPTED),))
    assert subjects("S15", broken) == ["f1"]


def test_s15_leaves_alone_what_was_rejected_and_is_gone() -> None:
    gone = replace(CLEAN, suggestions=(Suggestion("s2", "gone", SuggestionDecision.REJECTED, "Ben"),))
    assert result("S15", gone).status is Status.NOT_APPLICABLE


def test_s17_names_reports_with_an_author_in_common() -> None:
    broken = replace(CLEAN, samples=CLEAN.samples[:1])
    hits = result("S17", broken).hits
    assert [hit.where for hit in hits] == ["Harbour 2018b and Orchard 2020"]
    assert hits[0].what == "They have in common: Harbour, A."


def test_s17_names_reports_from_one_site_however_it_is_written() -> None:
    sited = tuple(replace(r, site="SOUTH  Clinic") if r.id == "orchard1" else r for r in REPORTS)
    hits = result("S17", replace(CLEAN, reports=sited)).hits
    assert [hit.where for hit in hits] == ["Mill 2019 and Orchard 2020"]


def test_s17_is_content_with_either_decision() -> None:
    shared = tuple(SampleDecision(sample.report_ids, shared=True) for sample in CLEAN.samples)
    assert result("S17", replace(CLEAN, samples=shared)).status is Status.PASSED


def test_s17_does_not_take_empty_names_for_common_ones() -> None:
    blank = tuple(replace(report, authors=("",), site=" ") for report in REPORTS)
    assert result("S17", replace(CLEAN, reports=blank, samples=())).status is Status.PASSED
