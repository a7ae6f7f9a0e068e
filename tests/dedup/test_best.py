import pytest

from synthema.dedup.best import best_fields
from synthema.records.model import Record
from tests.dedup.invented import PRINTED, like


def test_the_fullest_record_leads_and_others_fill_its_gaps() -> None:
    best = best_fields(
        {"a": like(doi="", pmid=""), "b": Record(title=PRINTED.title, doi="10.5555/b", pmid="7", year=2018)}
    )
    assert best.record == like(doi="10.5555/b", pmid="7")
    assert (best.sources["doi"], best.sources["year"]) == (("b",), ("a",))
    assert "abstract" not in best.sources


def test_the_longest_abstract_and_most_authors_win() -> None:
    best = best_fields({"a": PRINTED, "b": Record(abstract="Words.", authors=("A", "B", "C", "D"))})
    assert (best.record.abstract, len(best.record.authors)) == ("Words.", 4)
    assert best.sources["authors"] == ("b",)


def test_a_title_in_capitals_yields() -> None:
    best = best_fields({"a": like(title=PRINTED.title.upper()), "b": Record(title=PRINTED.title)})
    assert best.record.title == PRINTED.title


def test_notes_of_all_members_are_kept() -> None:
    best = best_fields({"a": like(notes=("retracted",)), "b": like(notes=("seen", "retracted"))})
    assert best.record.notes == ("retracted", "seen")
    assert best.sources["notes"] == ("a", "b")


def test_an_accession_number_keeps_its_database() -> None:
    best = best_fields({"a": like(database="Invented One"), "b": Record(database="Invented Two", accession="77")})
    assert (best.record.database, best.record.accession) == ("Invented Two", "77")
    assert best.sources["database"] == best.sources["accession"] == ("b",)


def test_the_order_of_members_has_no_influence() -> None:
    members = {"b": like(doi=""), "a": like(doi=""), "c": like(year=None)}
    assert best_fields(members) == best_fields(dict(reversed(members.items())))


def test_no_records_are_refused() -> None:
    with pytest.raises(ValueError, match="no records"):
        best_fields({})


def test_of_several_versions_the_latest_leads_and_nothing_of_it_is_replaced() -> None:
    old = like(doi="10.1002/14651858.CD001234", year=2008, abstract="A long abstract of the first version.", pages="")
    new = like(old, doi="10.1002/14651858.CD001234.pub3", year=2017, abstract="Newer.", volume="", issue="")
    merged = best_fields({"a": old, "b": new})
    assert (merged.record.year, merged.record.doi, merged.record.abstract) == (2017, new.doi, "Newer.")
    assert merged.sources["volume"] == ("a",)


def test_where_a_version_is_not_said_the_year_tells_which_is_the_latest() -> None:
    first = like(doi="10.1002/14651858.CD001234", year=2008, abstract="A long abstract of the first version.", pages="")
    third = like(first, doi="10.1002/14651858.CD001234.pub3", year=2017, abstract="")
    copy = like(first, doi="", year=2017, abstract="Newer.", pages="CD001234")
    assert best_fields({"a": first, "b": copy}).record.year == 2017
    merged = best_fields({"a": first, "b": third, "c": copy}).record
    assert (merged.doi, merged.abstract) == (third.doi, "Newer.")
    assert best_fields({"a": first, "b": copy}).record.doi == ""  # that of the first version would lead to it
    between = like(copy, year=2012)
    assert best_fields({"a": first, "b": third, "c": between}).record.year == 2017
    assert best_fields({"a": first, "c": between}).record.abstract == "Newer."
