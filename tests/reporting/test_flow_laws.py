import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.reporting.flow_laws import Contradiction, check, finished, require_final
from synthema.reporting.flow_model import AWAITING, Adjustment, Counts, Flow, Template
from synthema.reporting.flow_sums import Severity
from tests.reporting.flow_examples import AEDS, AHRQ, HE, NEW_V1, TEMPLATES, change
from tests.shared_data import shared_data

FULL = TEMPLATES[Template.UPDATED_V2]


def laws(flow: Flow, **rows: int) -> set[str]:
    return {breach.law for breach in check(flow, **rows)}


@pytest.mark.parametrize("template", Template)
def test_a_complete_flow_in_each_template_breaks_no_law(template: Template) -> None:
    flow = TEMPLATES[template]
    rows = flow.studies_in_review
    assert check(flow, characteristics_rows=rows, appraisal_rows=rows) == ()
    require_final(flow, characteristics_rows=rows, appraisal_rows=rows)


def test_an_empty_flow_breaks_no_law() -> None:
    assert check(Flow()) == ()


@pytest.mark.parametrize(
    ("law", "numbers"),
    [
        ("F0", {"duplicates": -1}),
        ("F0", {"records_screened": 105.0}),
        ("F0", {"records_screened": True}),
        ("F0", {"records_screened": None}),
        ("F0", {"dbr_excluded": (("Date", -8),)}),
        ("F1", {"database_specific": (("PubMed", 60), ("CINAHL", 70))}),
        ("F1", {"register_specific": (("Trial register", 6),)}),
        ("F2", {"removed": 34}),
        ("F3", {"records_screened": 104}),
        ("F3", {"unscreened_stopped": 9}),
        ("F3", {"awaiting_screening": 1}),
        ("F4", {"adjustments": ()}),
        ("F4", {"awaiting_seeking": 1}),
        ("F4", {"adjustments": (Adjustment("F4", 1, " "),)}),
        ("F5", {"dbr_notretrieved_reports": 4}),
        ("F5", {"awaiting_retrieval": 1}),
        ("F5", {"awaiting_full_text": 1}),
        ("F6", {"dbr_excluded": (("Wrong population", 7),)}),
        ("F7", {"other_not_sought": 2}),
        ("F7", {"other_not_sought": None, "other_sought_reports": 10}),
        ("F7", {"other_assessed": 4}),
        ("F7", {"other_awaiting_screening": 1}),
        ("F7", {"other_awaiting_retrieval": 1}),
        ("F7", {"other_awaiting_full_text": 1}),
        ("F7", {"other_excluded": ()}),
        ("F8", {"included_reports_db": 24}),
        ("F9", {"new_studies": 28}),
        ("F9", {"awaiting_study": 2}),
        ("F10", {"total_studies": 34}),
        ("F10", {"dropped_previous_reports": 0}),
        ("F10", {"total_reports": None}),
        ("F10", {"dropped_previous_studies": 11, "total_studies": 25}),
        ("F11", {"records_excluded_tool": 3}),
        ("F11", {"records_excluded_human": None}),
        ("template", {"chosen": Template.UPDATED_V1}),
        ("template", {"chosen": Template.NEW_V2}),
        ("template", {"previous_reports": None, "dropped_previous_reports": 0, "total_reports": 27}),
    ],
)
def test_a_contradiction_is_found_under_its_law(law: str, numbers: dict[str, object]) -> None:
    assert law in laws(change(FULL, **numbers))


def test_f10_holds_a_new_review_to_its_totals_too() -> None:
    assert laws(change(NEW_V1, total_studies=23)) == {"F10"}


def test_f12_compares_the_tables_with_the_included_studies() -> None:
    assert laws(NEW_V1, characteristics_rows=23, appraisal_rows=24) == {"F12"}
    (breach,) = check(NEW_V1, appraisal_rows=25)
    assert breach.message == "F12: 25 studies in the appraisal table, but 24 studies included in the review."


def test_a_report_without_any_study_is_an_error_in_a_new_review() -> None:
    flow = change(NEW_V1, new_studies=0, total_studies=0)
    assert [(breach.law, breach.severity) for breach in check(flow)] == [("F9", Severity.ERROR)]


def test_a_new_report_of_a_known_study_raises_reports_only() -> None:
    flow = change(TEMPLATES[Template.UPDATED_V1], new_studies=0, total_studies=9)
    assert check(flow) == ()


def test_an_adjustment_explains_only_where_records_become_reports() -> None:
    flow = change(NEW_V1, adjustments=(*NEW_V1.adjustments, Adjustment("F5", 1, "One came twice.")))
    (breach,) = check(flow)
    assert breach.message == "F5: An adjustment of 1 is given, but only F4 and F7 can be adjusted."


def test_an_adjustment_works_for_other_methods() -> None:
    flow = change(FULL, other_not_sought=4, adjustments=(*FULL.adjustments, Adjustment("F7", 1, "A series of two.")))
    assert check(flow) == ()


def test_numbers_that_are_no_counts_are_named_and_nothing_else_is_said() -> None:
    (breach,) = check(change(NEW_V1, dbr_excluded=(("Date", "8"),)))
    assert breach.message == "F0: dbr_excluded, 'Date', is '8', but counts are whole numbers from 0."


def test_a_final_flow_is_refused_with_every_reason() -> None:
    flow = change(NEW_V1, awaiting_screening=12, dbr_assessed=30)
    with pytest.raises(Contradiction) as refusal:
        require_final(flow, appraisal_rows=20)
    assert [breach.law for breach in refusal.value.breaches] == ["F3", "F5", "F6", "F12", "unfinished"]
    assert "145" not in str(refusal.value)
    assert "150 identified − 35 removed before screening" in str(refusal.value)
    assert "Unfinished: 12 records await screening." in str(refusal.value)


@pytest.mark.parametrize("field", AWAITING)
def test_whatever_awaits_a_decision_keeps_the_flow_from_being_final(field: str) -> None:
    flow = change(FULL, **{field: 1})
    assert finished(FULL)
    assert not finished(flow)
    with pytest.raises(Contradiction, match="Unfinished: 1 "):
        require_final(flow)


def test_a_draft_whose_numbers_agree_breaks_no_law_but_is_not_final() -> None:
    flow = Flow(database_results=100, records_screened=60, awaiting_screening=40, records_excluded=60)
    assert check(flow) == ()
    with pytest.raises(Contradiction, match="40 records await screening"):
        require_final(flow)


# --- published flows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flow", [HE, AEDS])
def test_published_flows_obey_every_law(flow: Flow) -> None:
    require_final(flow)
    assert check(flow) == ()


def test_more_studies_than_articles_is_a_warning_that_does_not_refuse() -> None:
    (breach,) = check(AHRQ)
    assert (breach.law, breach.severity) == ("F9", Severity.WARNING)
    assert breach.message == "F9: 121 studies included are more than 115 reports of included studies."
    require_final(AHRQ)


def test_the_reference_numbers_are_the_ones_tested_here() -> None:
    he, aeds, ahrq = json.loads(shared_data("oracles.json").read_text())["prisma_flows_published"]
    for given_, flow in ((he, HE), (aeds, AEDS)):
        assert sum(given_["identified"].values()) == flow.identified_db
        assert given_["duplicates"] == flow.removed_before_screening
        assert given_["screened"] == flow.records_screened
        assert given_["excluded"] == flow.records_excluded
        assert given_["sought"] == flow.dbr_sought_reports
        assert given_["not_retrieved"] == flow.dbr_notretrieved_reports
        assert given_["assessed"] == flow.dbr_assessed
        assert given_["excluded_ft"] == flow.dbr_excluded[0][1]
        assert given_["included"] == flow.new_reports
    assert ahrq["citations"] + ahrq["hand"] - ahrq["duplicates"] == AHRQ.records_screened == ahrq["screened"]
    assert (ahrq["fulltext"], ahrq["excluded"]) == (AHRQ.dbr_assessed, AHRQ.dbr_excluded[0][1])
    assert (ahrq["included_articles"], ahrq["included_studies"]) == (AHRQ.new_reports, AHRQ.new_studies)


@pytest.mark.parametrize(
    ("screened", "assessed", "included"),
    [(5191, 154, 16), (7814, 44, 44), (5813, 53, 53)],  # partly reported flows; gaps filled the simplest way
)
def test_partly_published_flows_can_be_completed_lawfully(screened: int, assessed: int, included: int) -> None:
    flow = Flow(
        database_results=screened,
        records_screened=screened,
        records_excluded=screened - assessed,
        dbr_sought_reports=assessed,
        dbr_assessed=assessed,
        dbr_excluded=(("Not stated", assessed - included),),
        included_reports_db=included,
        new_reports=included,
        new_studies=included,
    )
    assert check(flow) == ()
    assert "F6" in laws(change(flow, included_reports_db=included + 1))


# --- flows counted from random decisions -------------------------------------------------------------------------

FATES = (
    *("duplicate", "automatic", "other_removed", "unscreened", "excluded_human", "excluded_tool"),
    *("missing", "date", "language", "included"),
)
OTHER_FATES = ("not_sought", "missing", "date", "included")


@st.composite
def decided(draw: st.DrawFn) -> Flow:
    """A flow counted from a list of records, each with its source and what became of it."""
    sources, registers = ("PubMed", "CINAHL", "Scopus"), ("Register",)
    records = draw(st.lists(st.tuples(st.sampled_from(sources + registers), st.sampled_from(FATES)), max_size=40))
    others = draw(st.lists(st.tuples(st.sampled_from("woc"), st.sampled_from(OTHER_FATES)), max_size=12))
    fates, other_fates = [fate for _, fate in records], [fate for _, fate in others]
    db, other = fates.count("included"), other_fates.count("included")
    studies = draw(st.integers(min(1, db + other), db + other))
    before, dropped = draw(st.integers(0, 9)), draw(st.integers(0, 3))
    gone = min(before, dropped)

    def each(names: tuple[str, ...]) -> Counts:
        return tuple((name, sum(source == name for source, _ in records)) for name in names)

    def how_many(*some: str) -> int:
        return sum(fate in some for fate in fates)

    def how_many_other(*some: str) -> int:
        return sum(fate in some for fate in other_fates)

    return Flow(
        database_results=sum(n for _, n in each(sources)),
        database_specific=each(sources),
        register_results=sum(n for _, n in each(registers)),
        register_specific=each(registers),
        duplicates=how_many("duplicate"),
        excluded_automatic=how_many("automatic"),
        excluded_other=how_many("other_removed"),
        removed=how_many("duplicate", "automatic", "other_removed"),
        unscreened_stopped=how_many("unscreened"),
        records_screened=how_many("excluded_human", "excluded_tool", "missing", "date", "language", "included"),
        records_excluded=how_many("excluded_human", "excluded_tool"),
        records_excluded_human=how_many("excluded_human"),
        records_excluded_tool=how_many("excluded_tool"),
        dbr_sought_reports=how_many("missing", "date", "language", "included"),
        dbr_notretrieved_reports=how_many("missing"),
        dbr_assessed=how_many("date", "language", "included"),
        dbr_excluded=(("Date", how_many("date")), ("Language", how_many("language"))),
        included_reports_db=db,
        website_results=sum(source == "w" for source, _ in others),
        organisation_results=sum(source == "o" for source, _ in others),
        citations_results=sum(source == "c" for source, _ in others),
        other_not_sought=how_many_other("not_sought"),
        other_sought_reports=how_many_other("missing", "date", "included"),
        other_notretrieved_reports=how_many_other("missing"),
        other_assessed=how_many_other("date", "included"),
        other_excluded=(("Date", how_many_other("date")),),
        included_reports_other=other,
        new_studies=studies,
        new_reports=db + other,
        previous_studies=before,
        previous_reports=before,
        dropped_previous_studies=gone,
        dropped_previous_reports=gone,
        total_studies=before + studies - gone,
        total_reports=before + db + other - gone,
    )


@given(decided())
def test_a_flow_counted_from_decisions_obeys_every_law(flow: Flow) -> None:
    require_final(flow, characteristics_rows=flow.studies_in_review, appraisal_rows=flow.studies_in_review)
    assert check(flow) == ()


COUNTS = tuple(field.name for field in fields(Flow) if field.name not in ("adjustments", "chosen"))


@given(decided(), st.sampled_from(COUNTS), st.integers(-50, 50).filter(bool), st.data())
def test_changing_any_one_number_is_noticed(flow: Flow, name: str, by: int, data: st.DataObject) -> None:
    number = getattr(flow, name)
    if isinstance(number, tuple):
        place = data.draw(st.integers(0, len(number) - 1))
        what, n = number[place]
        wrong: object = (*number[:place], (what, n + by), *number[place + 1 :])
    else:
        wrong = number + by
    with pytest.raises(Contradiction):
        require_final(change(flow, **{name: wrong}))
