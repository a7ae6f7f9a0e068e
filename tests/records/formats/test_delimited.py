import pytest

from synthema.records import Unreadable, read
from synthema.records.formats.delimited import split_names
from synthema.records.model import Reading

SCOPUS_HEADER = (
    "Authors,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,DOI,Link,Abstract,Author Keywords,"
    "Funding,ISSN,Document Type,EID"
)


def balanced(text: str) -> Reading:
    reading = read(text.encode())
    assert reading.account.format == "csv"
    assert reading.account.balances
    assert reading.account.lossless
    return reading


def test_it_reads_scopus() -> None:
    row = (
        '"Moran A., Oster B.S.","Peers, on wards",2019,Invented J.,3,2,,11,20,10.1234/A,https://x.org/a,"We asked.",'
        "Peers; Hope,,12345679,Article,2-s2.0-1"
    )
    record = balanced(f"\ufeff{SCOPUS_HEADER}\n{row}\n").records[0]
    assert record.title == "Peers, on wards"
    assert record.authors == ("Moran, A.", "Oster, B.S.")
    assert (record.year, record.pages, record.doi, record.issn) == (2019, "11-20", "10.1234/a", "1234-5679")
    assert (record.database, record.accession, record.keywords) == ("Scopus", "2-s2.0-1", ("Peers", "Hope"))


def test_a_row_with_one_cell_too_many_is_realigned_and_named() -> None:
    row = "Moran A.,One,2019,J,3,2,,11,20,10.1234/a,https://x.org/a,Text,Peers,money,and more,12345679,Article,2-s2.0-1"
    reading = balanced(f"{SCOPUS_HEADER}\n{row}\n")
    record = reading.records[0]
    assert (record.accession, record.issn, record.kind) == ("2-s2.0-1", "1234-5679", "Article")
    assert "more cells than columns" in reading.account.repairs[0]
    assert "(line 2)" in reading.account.repairs[0]


def test_a_short_row_is_kept_and_named() -> None:
    reading = balanced("title,year,doi\nOne,2001\nTwo,2002,10.1234/b\n")
    assert [record.title for record in reading.records] == ["One", "Two"]
    assert "fewer cells than columns" in reading.account.repairs[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(delimiter: str) -> None:
    text = delimiter.join(["Title", "Authors", "Year"]) + "\n" + delimiter.join(["One", "Moran A", "2001"]) + "\n"
    assert balanced(text).records[0].year == 2001


def test_lines_above_the_header_are_the_preamble() -> None:
    reading = balanced("sep=;\nSearch of 1 May\nTitle;Year\nOne;2001\n")
    assert reading.account.preamble == "sep=;\nSearch of 1 May"
    assert reading.records[0].line == 4


def test_cells_with_line_ends_keep_the_line_count() -> None:
    reading = balanced('title,abstract\nOne,"first\nsecond"\n\nTwo,x\n')
    assert [(record.line, record.abstract) for record in reading.records] == [(2, "first\nsecond"), (5, "x")]


def test_a_quotation_mark_that_is_never_closed_is_noticed() -> None:
    rows = "".join(f"T{n},A,20{n},J,1\n" for n in range(10, 20))
    reading = balanced(f'title,authors,year,journal,volume\nOne,"A,2001,J,1\n{rows}')
    assert any("quotation mark" in repair for repair in reading.account.repairs)


def test_a_missing_title_column_is_said_with_the_columns_there_are() -> None:
    with pytest.raises(Unreadable, match=r"list\.csv has no title column\. Its columns: name, year") as refused:
        read(b"name,year\nOne,2001\nTwo,2002\n", name="list.csv")
    assert "Name the column" in str(refused.value)


def test_a_row_that_says_nothing_is_refused_with_its_line() -> None:
    reading = balanced("title,year,note\nOne,2001,\n,2002,x\n")
    assert [(refusal.line, refusal.text) for refusal in reading.account.refused] == [(3, "2002\nx")]


def test_a_header_alone_is_an_empty_search_result() -> None:
    assert balanced("title,year\n").records == ()


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Moran, Ana; Oster, Ben", ["Moran, Ana", "Oster, Ben"]),
        ("Moran, Ana and Oster, Ben", ["Moran, Ana", "Oster, Ben"]),
        ("Joseph Rottman, Erran Carmel", ["Joseph Rottman", "Erran Carmel"]),
        ("Moran, Ana", ["Moran, Ana"]),
        ("Smith A, Walter B", ["Smith, A", "Walter, B"]),
        ("['Marx, Karl', 'Lindgren, Astrid']", ["Marx, Karl", "Lindgren, Astrid"]),
        ("Alby,Francesca;Zucca,Cristina", ["Alby,Francesca", "Zucca,Cristina"]),
    ],
)
def test_names_in_one_cell_are_parted(cell: str, names: list[str]) -> None:
    assert split_names(cell) == names


def test_pubmed_and_rayyan_are_known_by_their_headers() -> None:
    pubmed = balanced(
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,DOI\n"
        '1,One,"Smith A, Walter B",c,Smith A,Nature,2021,10.1234/x\n'
    ).records[0]
    assert (pubmed.database, pubmed.pmid, pubmed.journal) == ("PubMed", "1", "Nature")
    assert pubmed.authors == ("Smith, A", "Walter, B")
    rayyan = balanced(
        "key,title,year,authors,notes,pubmed_id\n"
        'rayyan-1,One,2001,"Moran, A.","RAYYAN-INCLUSION: {""Ana""=>""Included""}",\n'
    ).records[0]
    assert rayyan.notes == ('RAYYAN-INCLUSION: {"Ana"=>"Included"}',)
    assert rayyan.database == ""
