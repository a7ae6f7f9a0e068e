import csv

import pytest

from synthema.records import Unreadable, read
from synthema.records.formats import delimited
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
    assert reading.account.preamble == "Search of 1 May"
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


def test_the_line_that_tells_spreadsheets_the_delimiter_is_obeyed() -> None:
    reading = balanced('"sep=|"\nTitle, in full|Title|Year\na, b|One|2001\n')
    assert (reading.records[0].title, reading.account.preamble) == ("One", "")


def test_tables_that_excel_writes_as_unicode_text_are_read() -> None:
    reading = read('Title\tAuthors\tYear\r\n"Peers ""on"" wards"\tMoran, Ana\t2014\r\n'.encode("utf-16"))
    assert reading.account.lossless
    assert (reading.records[0].title, reading.records[0].year) == ('Peers "on" wards', 2014)


def test_rows_behind_a_quotation_mark_that_is_never_closed_are_read_all_the_same() -> None:
    rows = "".join(f"T{n},A,20{n},J,1\n" for n in range(10, 20))
    reading = balanced(f'title,authors,year,journal,volume\nOne,"A,2001,J,1\n{rows}')
    assert [record.title for record in reading.records] == ["One", *(f"T{n}" for n in range(10, 20))]
    assert [record.line for record in reading.records] == list(range(2, 13))
    assert reading.records[0].authors == ('"A',)
    assert reading.account.repairs == ("a quotation mark is never closed; it was read as text (line 2)",)


def test_rows_between_two_stray_quotation_marks_are_read_all_the_same() -> None:
    rows = '"Two",A,2002,J,1\nThree,"B",2003,J,1\n'
    reading = balanced(f'title,authors,year,journal,volume\n"One,A,2001,J,1\n{rows}')
    assert [record.title for record in reading.records] == ['"One', "Two", "Three"]


def test_a_cell_with_line_ends_stays_one_cell_however_many_commas_it_has() -> None:
    reading = balanced('title,abstract,year\nOne,"a, b, c\nd, e, f\ng, h, i",2001\n')
    assert [(record.title, record.year) for record in reading.records] == [("One", 2001)]
    assert reading.account.repairs == ()


def test_a_file_cut_off_within_a_cell_keeps_what_is_there() -> None:
    reading = balanced('title,year,abstract\nOne,2001,"We asked\nnine, and\nleft')
    assert reading.records[0].abstract == "We asked\nnine, and\nleft"
    assert "never closed" in reading.account.repairs[0]


def test_cells_of_sixteen_million_characters_are_read() -> None:
    longest = "x" * (2**24 - 1)
    table = f"PMID,Citation,Journal/Book,Title,Abstract\n1,c,j,One,{longest}\n2,c,j,Two,{longest}xx\n3,c,j,Three,\n"
    reading = balanced(table)
    assert [(record.title, len(record.abstract)) for record in reading.records] == [("One", 2**24 - 1), ("Three", 0)]
    (refusal,) = reading.account.refused
    assert refusal.reason.startswith("the line cannot be split into cells")
    assert (refusal.line, len(refusal.text)) == (3, len(f"2,c,j,Two,{longest}xx"))


def test_many_quotation_marks_that_are_never_closed_are_text_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_CELL_LIMIT", 1000)
    before = csv.field_size_limit(1000)
    try:
        rows = "".join(f'T{number},"A{"x" * 600},2001\nU{number},B{"x" * 600},2002\n' for number in range(40))
        reading = balanced(f'title,authors,year\n"First","B",2000\n{rows}"Last","B",2003\n')
    finally:
        csv.field_size_limit(before)
    titles = [record.title for record in reading.records]
    assert titles == ["First", *(f"{letter}{number}" for number in range(40) for letter in "TU"), '"Last"']


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n"])
def test_line_ends_of_every_kind_part_rows(end: str) -> None:
    assert len(balanced(end.join(["title;year", "One;2001", "Two;2002", ""])).records) == 2


def test_a_person_says_what_the_columns_hold() -> None:
    table = b"Titel;Jahr;Wer;Note\nPeers;2014;Moran, Ana;seen\n"
    said = {"Titel": "title", "Jahr": "year", "WER": "authors", "Note": ""}
    reading = read(table, name="list.csv", columns=said)
    (record,) = reading.records
    assert (record.title, record.year, record.authors, record.notes) == ("Peers", 2014, ("Moran, Ana",), ())
    assert dict(record.raw)["note"] == "seen"
    assert {use.tag: use.fields for use in reading.account.tags}["titel"] == ("title",)
    assert {use.tag: use.fields for use in reading.account.tags}["note"] == ()


def test_what_a_person_says_overrides_what_a_header_is_known_for() -> None:
    table = b"Title,Original title,Year\nPeers,Gleiche,2014\n"
    assert read(table, columns={"Original title": "title", "Title": ""}).records[0].title == "Gleiche"


def test_two_columns_may_hold_one_field() -> None:
    table = b"Title,A,B\nPeers,hope,trust\n"
    assert read(table, columns={"A": "keywords", "B": "keywords"}).records[0].keywords == ("hope", "trust")


def test_a_field_that_is_none_is_refused_with_the_fields_there_are() -> None:
    with pytest.raises(Unreadable, match=r"tittle is no field that the column Titel .* Fields: title, authors"):
        read(b"Titel,Jahr\nPeers,2014\n", columns={"Titel": "tittle"})


def test_a_table_without_titles_says_how_to_assign_a_column() -> None:
    with pytest.raises(Unreadable, match='--column "Titel=title"'):
        read(b"Titel,Jahr\nPeers,2014\n", name="list.csv")


def test_rayyans_log_is_named_for_what_it_is() -> None:
    log = b'created_at,user_id,user_email,article_id,key,value\n2023-09-04,1,a@example.org,9,"""x""",1\n'
    with pytest.raises(Unreadable, match=r"log\.csv is Rayyan's log of decisions and labels.*articles\.csv"):
        read(log, name="log.csv")


def test_two_stray_quotation_marks_that_pair_up_swallow_no_row() -> None:
    reading = balanced('Title,Authors,Year\n"One,X,2020\n"Two,Y,2021\nThree,Z,2022\n')
    assert [(record.title, record.year) for record in reading.records] == [
        ('"One', 2020),
        ('"Two', 2021),
        ("Three", 2022),
    ]
    assert reading.account.repairs == ("a quotation mark is never closed; it was read as text (2 times: lines 2, 3)",)


def test_a_cell_with_line_ends_and_stray_quotation_marks_stays_whole() -> None:
    reading = balanced('Title,Abstract,Year\nOne,"They said yes\nand "left",2020\nTwo,x,2021\n')
    assert [(record.title, record.year) for record in reading.records] == [("One", 2020), ("Two", 2021)]
    assert "They said yes\nand left" in reading.records[0].abstract


def test_the_header_row_of_a_file_that_was_joined_on_is_no_record() -> None:
    reading = balanced("Title,Authors,Year\nOne,X,2020\nTITLE,Authors,year\nTwo,Y,2021\n")
    assert [(record.title, record.line) for record in reading.records] == [("One", 2), ("Two", 4)]
    assert reading.account.repairs == ("the header row again, as where files were joined; it is no record (line 3)",)


def test_columns_in_another_order_are_read_by_the_header_above_them() -> None:
    reading = balanced("Title,Authors,Year\nOne,X,2020\nYear,Title,Authors\n2021,Two,Y\n")
    assert [(record.title, record.year) for record in reading.records] == [("One", 2020), ("Two", 2021)]
