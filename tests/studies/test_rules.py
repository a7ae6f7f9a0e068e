"""How a report is named in print."""

import pytest

from synthema.studies.rules import short_name, surname


@pytest.mark.parametrize(
    ("author", "family"),
    [
        ("Invented, Ida", "Invented"),
        ("Ida Invented", "Invented"),
        ("Invented I.D.", "Invented"),
        ("I. Invented", "Invented"),
    ],
)
def test_the_family_name_is_found_however_names_are_printed(author: str, family: str) -> None:
    assert surname(author) == family


def test_a_report_is_called_by_first_author_and_year() -> None:
    assert short_name(("Invented, Ida", "Other, Olga"), 2020, "Larks") == "Invented 2020"
    assert short_name(("Invented, Ida",), None, "Larks") == "Invented (no year)"
    assert short_name((), 2020, "Larks over the lower fields of home") == "Larks over the lower fields 2020"
