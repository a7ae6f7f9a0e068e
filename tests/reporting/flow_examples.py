"""Flows that tests share: an invented complete one for each template, and published ones."""

from synthema.reporting.flow_model import Adjustment, Flow, Template

NEW_V1 = Flow(
    database_results=145,
    database_specific=(("PubMed", 60), ("CINAHL", 70), ("Grey Literature Index", 15)),
    register_results=5,
    register_specific=(("Trial register", 5),),
    duplicates=30,
    excluded_automatic=4,
    excluded_other=1,
    removed=35,
    unscreened_stopped=10,
    records_screened=105,
    records_excluded=70,
    records_excluded_human=68,
    records_excluded_tool=2,
    dbr_sought_reports=36,
    adjustments=(Adjustment("F4", 1, "One record announced two reports."),),
    dbr_notretrieved_reports=3,
    dbr_assessed=33,
    dbr_excluded=(("Wrong population", 6), ("Wrong design", 2), ("Not in English", 0)),
    included_reports_db=25,
    new_studies=24,
    new_reports=25,
    total_studies=24,
    total_reports=25,
)
"""Every number of the template given, so that every law has something to say."""


def with_other_methods(flow: Flow = NEW_V1) -> Flow:
    """The same flow with nine records from other methods, two of them included."""
    return change(
        flow,
        website_results=2,
        organisation_results=1,
        citations_results=5,
        other_results=1,
        other_not_sought=3,
        other_sought_reports=6,
        other_notretrieved_reports=1,
        other_assessed=5,
        other_excluded=(("Wrong population", 3),),
        included_reports_other=2,
        new_studies=26,
        new_reports=27,
        total_studies=26,
        total_reports=27,
    )


def as_update(flow: Flow = NEW_V1) -> Flow:
    """The same flow as an update of ten studies, one of which was dropped."""
    return change(
        flow,
        previous_studies=10,
        previous_reports=12,
        dropped_previous_studies=1,
        dropped_previous_reports=2,
        total_studies=9 + flow.new_studies,
        total_reports=10 + flow.new_reports,
    )


def change(flow: Flow, **numbers: object) -> Flow:
    """A flow with some of its numbers changed, of any type: tests need wrong ones too."""
    known = {name: getattr(flow, name) for name in Flow.__dataclass_fields__}
    return Flow(**{**known, **numbers})


HOSTILE = (
    ("<script>alert('x')</script> & \"quotes\" ]]>", 1),
    ("Unbrokenword" * 12, 1),
    ("control \x00\x0b\x1b and \ud800 half a pair, \uffff", 1),
    ("two\nlines\tand a tab", 1),
    ("", 1),
    ("研究设计不符合纳入标准", 1),
    ("The report answers another question than the one this review asks, however generously one reads it", 994),
)
"""Reasons that a person may type or paste."""

TEMPLATES = {
    Template.NEW_V1: NEW_V1,
    Template.NEW_V2: with_other_methods(),
    Template.UPDATED_V1: as_update(),
    Template.UPDATED_V2: as_update(with_other_methods()),
}


def published(first: int, other: int, duplicates: int, counts: tuple[int, int, int, int, int, int, int]) -> Flow:
    """A published flow: screened, excluded, sought, not retrieved, assessed, excluded at full text, included."""
    screened, excluded, sought, missing, assessed, excluded_reports, included = counts
    return Flow(
        database_results=first + other,  # where other sources were screened with the rest, they count with it
        duplicates=duplicates,
        records_screened=screened,
        records_excluded=excluded,
        dbr_sought_reports=sought,
        dbr_notretrieved_reports=missing,
        dbr_assessed=assessed,
        dbr_excluded=(("All reasons", excluded_reports),),
        included_reports_db=included,
        new_reports=included,
        new_studies=included,
    )


HE = published(678, 22, 167, (533, 398, 135, 0, 135, 93, 42))  # HE-08-2025-0134
AEDS = published(162, 0, 23, (139, 25, 114, 4, 110, 88, 22))  # AEDS-09-2025-0494
AHRQ = change(  # NBK116712: 115 articles, 121 studies
    published(21860, 75, 6504, (15431, 15431 - 833, 833, 0, 833, 718, 115)), new_studies=121
)
