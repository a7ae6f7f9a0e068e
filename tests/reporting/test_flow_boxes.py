import pytest

from synthema.reporting.flow_boxes import Box, Line, Tone, below, line, lines, plain, single
from synthema.reporting.flow_model import Template
from synthema.reporting.flow_words import chart
from tests.reporting.flow_examples import TEMPLATES


def test_a_number_is_shown_in_the_manner_of_prisma() -> None:
    assert line("Databases", 21935, "database_results").words == "Databases (n\u00a0=\u00a021\u00a0935)"
    assert line("Total", None, "total").words == "Total (n\u00a0=\u00a0?)"


def test_keys_of_reasons_are_numbered_so_that_names_may_hold_anything() -> None:
    assert [one.key for one in lines("dbr_excluded", (('"><x', 1), ("Date", 2)), 1)] == [
        "dbr_excluded-1",
        "dbr_excluded-2",
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("two\nlines\t here ", "two lines here"),
        ("a\x00b\ud800c", "a b c"),
        (" \x07 ", "(no words)"),
        ("نمی‌خواهم", "نمی‌خواهم"),
    ],
)
def test_text_from_people_becomes_one_clean_line(typed: str, shown: str) -> None:
    assert plain(typed) == shown


def test_a_box_reads_as_a_sentence() -> None:
    assert single("records_screened", Tone.MAIN, "Records screened", 5).words == "Records screened (n\u00a0=\u00a05)."
    heading = Box("removed", Tone.SIDE, (Line(text="Removed:"), line("Duplicates", 1, "a"), below("Other", 2, "b")))
    assert heading.words == "Removed: Duplicates (n\u00a0=\u00a01); Other (n\u00a0=\u00a02)."
    counted = Box("excluded", Tone.SIDE, (line("Excluded", 3, ""), line("Date", 3, "a")))
    assert counted.words == "Excluded (n\u00a0=\u00a03); Date (n\u00a0=\u00a03)."


def test_boxes_come_in_reading_order() -> None:
    keys = [box.key for box in chart(TEMPLATES[Template.UPDATED_V2]).boxes]
    assert keys[:4] == ["previous", "identified", "removed", "unscreened_stopped"]
    assert keys[-2:] == ["included", "total"]
    assert keys.index("dbr_excluded") < keys.index("identified_other")
