import pytest

from synthema.reporting.flow_boxes import Tone
from synthema.reporting.flow_model import AWAITING, Flow, Template
from synthema.reporting.flow_words import SOURCE, chart
from tests.reporting.flow_examples import AHRQ, NEW_V1, TEMPLATES, change

FULL = TEMPLATES[Template.UPDATED_V2]


def said(flow: Flow) -> str:
    return " ".join(box.words for box in chart(flow).boxes).replace("\u00a0", " ")


@pytest.mark.parametrize("template", Template)
def test_each_template_has_its_columns(template: Template) -> None:
    drawn = chart(TEMPLATES[template])
    assert len(drawn.streams) == (2 if template.other_methods else 1)
    assert (drawn.previous is not None) is template.updated
    assert (drawn.total is not None) is template.updated
    assert drawn.streams[0].title.startswith(
        "Identification of new studies" if template.updated else "Identification of studies"
    )


@pytest.mark.parametrize(
    "words",
    [
        "Databases (n = 145); PubMed (n = 60); CINAHL (n = 70); Grey Literature Index (n = 15); Registers (n = 5)",
        "Duplicate records (n = 30)",
        "Records marked as ineligible by automation tools (n = 4)",
        "Records left unscreened by a documented stopping decision (n = 10)",
        "Records excluded (n = 70); By a human (n = 68); By automation tools (n = 2)",
        "Reports sought for retrieval† (n = 36)",
        "Reports excluded (n = 8); Wrong population (n = 6); Wrong design (n = 2); Not in English (n = 0)",
        "Websites (n = 2); Organisations (n = 1); Citation searching (n = 5); Other sources (n = 1)",
        "Records not sought: known already, or excluded on screening (n = 3)",
        "Studies included in previous version of review (n = 10)",
        "Reports no longer included (n = 2)",
        "New studies included in review (n = 26); Reports of new included studies (n = 27)",
        "Total studies included in review (n = 35); Reports of total included studies (n = 37)",
    ],
)
def test_every_number_is_said(words: str) -> None:
    assert words in said(FULL)


def test_an_adjustment_is_explained_in_a_note() -> None:
    assert chart(NEW_V1).notes == ("† +1: One record announced two reports.", SOURCE)


def test_a_new_review_speaks_of_studies_not_new_studies() -> None:
    assert "Studies included in review (n = 24); Reports of included studies (n = 25)." in said(NEW_V1)


def test_a_finished_flow_has_no_warnings() -> None:
    assert chart(FULL).warnings == ()


def test_a_draft_says_what_awaits() -> None:
    flow = Flow(
        database_results=100, records_screened=60, awaiting_screening=40, records_excluded=58, awaiting_seeking=2
    )
    warning = "Unfinished: 40 records await screening; 2 records await being sought as reports."
    assert [text.replace("\u00a0", " ") for text in chart(flow).warnings] == [warning]


@pytest.mark.parametrize("field", AWAITING)
def test_whatever_awaits_has_a_place_in_the_diagram(field: str) -> None:
    boxes = chart(change(FULL, **{field: 7})).boxes
    (place,) = [box for box in boxes if field == box.key or field in [line.key for line in box.lines]]
    assert "(n\u00a0=\u00a07)" in place.words
    assert place.tone in (Tone.OPEN, Tone.INCLUDED)


def test_a_draft_whose_numbers_contradict_each_other_says_so() -> None:
    (warning,) = chart(
        change(NEW_V1, removed=34, duplicates=29, records_screened=106, records_excluded_human=69)
    ).warnings[:1]
    assert warning.startswith("Contradiction: F4: ")


def test_a_warning_for_the_team_stays_out_of_the_figure() -> None:
    assert chart(AHRQ).warnings == ()


def test_a_missing_total_is_a_question_mark() -> None:
    assert "Total studies included in review (n = ?)" in said(change(FULL, total_studies=None))
