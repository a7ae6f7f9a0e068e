import pytest

from synthema.records import Unreadable
from synthema.records.formats.columns import ASSIGNABLE, COLUMNS, assigned, holds_titles, normal_header, table


def test_headers_are_compared_by_letters_and_digits() -> None:
    assert normal_header(" Art. No. ") == "artno"
    assert normal_header("Título_2") == "título2"
    assert all(normal_header(header) == header for group in COLUMNS.values() for one in group for header in one.split())


def test_what_a_person_says_goes_before_the_source_and_the_common_table() -> None:
    columns = table({"journal": ("source",)}, {"source": "notes", "zeitschrift": "journal", "heft": "journal"})
    assert columns["journal"] == ("zeitschrift heft",)
    assert columns["notes"][0] == "source"
    assert columns["title"] == COLUMNS["title"]


def test_a_column_that_is_only_kept_is_read_into_no_field() -> None:
    columns = table({}, {"indexkeywords": "", "url": ""})
    assert "authorkeywords" in columns["keywords"]
    assert not any("url" in group.split() for groups in columns.values() for group in groups)


def test_a_field_is_one_that_can_be_assigned() -> None:
    assert assigned({"Mein Titel": "title", "Rest": ""}) == {"meintitel": "title", "rest": ""}
    assert "doi_hint" not in ASSIGNABLE
    with pytest.raises(Unreadable, match="doi_hint is no field that the column x could be assigned to"):
        assigned({"x": "doi_hint"})


def test_a_title_column_can_be_said_and_unsaid() -> None:
    assert holds_titles(["year", "title"], {})
    assert not holds_titles(["year", "title"], {"title": ""})
    assert holds_titles(["jahr", "titel"], {"titel": "title"})
