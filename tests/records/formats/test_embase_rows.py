"""Embase's CSV in which each row is a field."""

import pytest

from synthema.records import read
from synthema.records.export import Export
from synthema.records.formats.column_proposal import proposal
from synthema.records.model import Reading

TWO = """"TITLE","Peers, on wards"
"AUTHOR NAMES","Moran A.","Oster B."
"SOURCE","Invented J (2020) 3:4 (1-9). Date of Publication: 2020"
"ABSTRACT","We asked.

They said ""yes"", twice."
"AUTHOR KEYWORDS","peers","wards"
"PUI","L1"
"DOI","10.1234/a"

"TITLE","Larks"
"AUTHOR NAMES","Ng C."
"PUBLICATION YEAR","2021"
"SOURCE TITLE","Invented K"
"""


def balanced(text: str) -> Reading:
    reading = read(text.encode(), name="list.csv")
    assert reading.account.balances
    assert reading.account.lossless
    return reading


def test_records_with_a_row_for_each_field_are_read() -> None:
    reading = balanced(TWO)
    assert (reading.account.format, reading.account.source) == ("csv", "Embase")
    assert (reading.account.refused, reading.account.repairs) == ((), ())
    first, second = reading.records
    assert (first.title, first.authors, first.year) == ("Peers, on wards", ("Moran, A.", "Oster, B."), 2020)
    assert (first.journal, first.volume, first.issue, first.pages) == ("Invented J", "3", "4", "1-9")
    assert first.abstract == 'We asked.\nThey said "yes", twice.'
    assert (first.keywords, first.doi, first.line) == (("peers", "wards"), "10.1234/a", 1)
    assert (second.title, second.year, second.journal, second.line) == ("Larks", 2021, "Invented K", 11)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_line_ends_are_read(delimiter: str) -> None:
    reading = balanced(TWO.replace('","', f'"{delimiter}"').replace("\n", "\r\n"))
    assert [record.title for record in reading.records] == ["Peers, on wards", "Larks"]
    assert reading.records[0].authors == ("Moran, A.", "Oster, B.")


def test_titles_part_records_where_blank_rows_are_missing() -> None:
    reading = balanced(TWO.replace('\n\n"TITLE"', '\n"TITLE"'))
    assert [(record.title, record.line) for record in reading.records] == [("Peers, on wards", 1), ("Larks", 10)]


def test_a_quotation_mark_that_is_never_closed_swallows_no_field() -> None:
    reading = balanced(TWO.replace('"Larks"', '"Larks'))
    assert [(record.title, record.authors) for record in reading.records][1] == ("Larks", ("Ng, C.",))


def test_a_row_that_is_no_field_is_kept() -> None:
    reading = balanced(TWO + 'of no name,"kept"\n')
    assert reading.records[1].raw[-2:] == (("", "of no name"), ("", "kept"))


def test_what_stands_above_the_first_field_is_the_preamble() -> None:
    reading = balanced("Search of 1 May\n\n" + TWO)
    assert reading.account.preamble == "Search of 1 May"
    assert [record.line for record in reading.records] == [3, 13]


def test_it_has_no_columns_to_assign() -> None:
    assert proposal(Export(TWO.encode(), name="list.csv")) == []


def test_a_table_with_the_same_names_as_headers_is_a_table() -> None:
    reading = balanced('"TITLE","AUTHOR NAMES","SOURCE"\n"Larks","Ng C.","Invented K"\n')
    assert [(record.title, record.line) for record in reading.records] == [("Larks", 2)]
