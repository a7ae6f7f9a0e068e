"""Nothing of what was decided in another tool stands among the words that people see before they judge."""

from uuid import UUID

import pytest

from synthema.records.model import Record
from synthema.records.opinions import opinions
from synthema.records.tables import row_of
from synthema.records.undecided import tells_a_verdict, unless_told, without_codes

ONE = UUID(int=1)
CODED = ("EPPI-Reviewer", "EXCLUDE on date", "INCLUDE based on title & abstract", "Inclusion of birds", "larks")


def test_codes_of_a_screening_tool_are_no_keywords() -> None:
    assert without_codes(CODED) == ("EPPI-Reviewer", "Inclusion of birds", "larks")
    assert without_codes(CODED[1:]) == CODED[1:]


@pytest.mark.parametrize(
    ("note", "tells"),
    [
        ('RAYYAN-INCLUSION: {"Nala"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: retracted', True),
        ('RAYYAN-INCLUSION: {"Nala"=>"Exclu', True),
        ("ASReview_irrelevant", True),
        ("Retraction in: J Birds 2020", False),
    ],
)
def test_a_note_that_tells_a_verdict_is_known(note: str, tells: bool) -> None:
    assert tells_a_verdict(note) is tells


def test_a_row_keeps_codes_and_verdicts_out_of_what_is_shown() -> None:
    said = 'RAYYAN-INCLUSION: {"Nala"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: Retraction in: J Birds'
    row = row_of(ONE, ONE, ONE, 1, Record(title="Larks", keywords=CODED, notes=(said, "Retraction in: J Birds 2020")))
    assert row.caution == "Retraction in: J Birds 2020"
    assert "EXCLUDE" not in row.keywords
    assert row_of(ONE, ONE, ONE, 1, Record(title="Larks", notes=(said,))).caution is None


def test_a_verdict_in_a_column_that_was_taken_for_another_field_is_not_shown() -> None:
    said = 'RAYYAN-INCLUSION: {"Nala"=>"Excluded"}'
    row = row_of(ONE, ONE, ONE, 1, Record(title="Larks", abstract=said, journal=said, keywords=(said, "larks")))
    assert (row.title, row.abstract, row.journal) == ("Larks", "", "")
    assert row.keywords == '["larks"]'
    assert unless_told("Rayyan was used.") == "Rayyan was used."


def test_codes_are_known_by_the_tags_as_written_too() -> None:
    raw = (("KW", "eppi-reviewer"), ("KW", "EXCLUDE on date"), ("KW", "larks"))
    assert [one.verdict for one in opinions(Record(keywords=("larks",), raw=raw))] == ["exclude"]
