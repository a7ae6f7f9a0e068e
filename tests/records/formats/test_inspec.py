"""Inspec text files."""

import pytest

from synthema.records import Unreadable, read

ONE = """Record 1 of 2 - INSPEC
RT ~ Journal-Paper
TI ~ Peers on the ward: an invented
     study
AU ~ Moran,-A.-S.; Bell,-Ben
SO ~ Journal-of-Inventions. May 1992; 19(3): 20-31
PY ~ 1992
AB ~ We asked nine peers.
DE ~ peers; wards
ID ~ recovery
AN ~ 1234567
LA ~ English
"""


def test_a_record_is_read_with_every_field() -> None:
    reading = read(ONE.encode())
    (record,) = reading.records
    assert (reading.account.format, reading.account.lossless) == ("inspec", True)
    assert record.title == "Peers on the ward: an invented study"
    assert record.authors == ("Moran, A. S.", "Bell, Ben")
    assert (record.journal, record.year) == ("Journal of Inventions", 1992)
    assert (record.volume, record.issue, record.pages) == ("19", "3", "20-31")
    assert record.keywords == ("peers", "wards", "recovery")
    assert (record.kind, record.accession, record.language) == ("Journal-Paper", "1234567", "English")
    assert record.database == "Inspec"
    assert record.raw[0] == ("Record", "Record 1 of 2 - INSPEC")


def test_colons_will_do_and_a_record_without_a_work_is_refused() -> None:
    reading = read((ONE.replace(" ~ ", ": ") + "\nRecord 2 of 2 - INSPEC\nRT: Misc\n").encode())
    assert (reading.account.markers, reading.account.stored) == (2, 1)
    assert reading.records[0].journal == "Journal of Inventions"
    assert [one.line for one in reading.account.refused] == [14]
    assert "Misc" in reading.account.refused[0].text


def test_a_source_line_of_another_shape_is_the_journal() -> None:
    (record,) = read(ONE.replace("Journal-of-Inventions. May 1992; 19(3): 20-31", "Inventions 19").encode()).records
    assert (record.journal, record.year) == ("Inventions 19", 1992)


def test_a_file_of_another_format_that_names_inspec_is_not_taken_for_one() -> None:
    assert read(b"Record 1 of 1 - INSPEC\nTY  - JOUR\nTI  - A title\nER  - \n").account.format == "ris"
    with pytest.raises(Unreadable):
        read(b"Record keeping with INSPEC\nis described here.\n")
