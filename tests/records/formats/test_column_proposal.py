import pytest

from synthema.records import Unreadable
from synthema.records.export import Export
from synthema.records.formats.column_proposal import Column, proposal

TABLE = (
    b"sep=;\nTitel;Year;Link;Note x\nPeers;2014;https://example.org;\nWards;2015;;a  b\nWards;2016;;c\nHope;2017;;d\n"
)


def test_every_column_is_shown_with_examples_and_the_field_it_is_taken_for() -> None:
    assert proposal(Export(TABLE)) == [
        Column("Titel", ("Peers", "Wards", "Hope"), "", known=False),
        Column("Year", ("2014", "2015", "2016"), "year", known=True),
        Column("Link", ("https://example.org",), "url", known=True),
        Column("Note x", ("a b", "c", "d"), "", known=False),
    ]


def test_what_a_person_said_is_shown() -> None:
    columns = proposal(Export(TABLE, columns={"Titel": "title", "Year": ""}))
    assert [(column.field, column.known) for column in columns[:2]] == [("title", True), ("", True)]


def test_a_known_source_is_shown_as_it_is_read() -> None:
    columns = proposal(Export(b"ID,Title,Fulltext URL,Source\n1,Peers,https://example.org,x\n"))
    assert [column.field for column in columns] == ["accession", "title", "url", ""]


@pytest.mark.parametrize("content", [b"TY  - JOUR\nTI  - One\nER  - \n", b'[{"type": "book"}]', b"One line of words"])
def test_what_is_no_table_has_no_columns(content: bytes) -> None:
    assert proposal(Export(content)) == []


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable, match="is no field"):
        proposal(Export(TABLE, columns={"Titel": "tittle"}))
